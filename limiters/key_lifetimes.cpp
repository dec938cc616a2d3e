#include "limiters/key_lifetimes.hpp"

#include "harness/model/encode_identity.hpp"
#include "limiters/call_names.hpp"
#include "limiters/text_pattern.hpp"

namespace limitproof {

namespace {

std::vector<expression_name> lifetime_names() {
  auto names = request_names();
  for (auto const* name : {"reset_after_us", "retry_after_us", "remaining"})
    names.push_back({name, value_type::number});
  return names;
}

result<expression> compile_rule(limiter_manifest const& manifest, std::size_t key) {
  auto rule =
      expression::parse(*manifest.call.keys[key].ttl_ms, lifetime_names(), value_type::number);
  if (rule) return rule;
  return with_context("at /keys/" + std::to_string(key) + "/ttl_ms", rule.error());
}

std::vector<expression_value> lifetime_values(limit_request const& request,
                                              std::size_t limit,
                                              algorithm a,
                                              decision const& made) {
  auto values = request_values(request, limit, a);
  auto const in_us = [](duration d) { return *exact_number::ratio(d.count(), 1'000); };
  values.emplace_back(in_us(made.reset_after));
  values.emplace_back(in_us(made.retry_after));
  values.emplace_back(made.remaining);
  return values;
}

}  // namespace

result<std::vector<key_lifetime>> key_lifetimes(limiter_manifest const& manifest,
                                                limit_request const& request,
                                                decision const& made) {
  std::vector<key_lifetime> lifetimes;
  auto const identity = encode_identity(request.key);
  auto const& keys = manifest.call.keys;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!keys[i].ttl_ms) continue;
    auto const rule = compile_rule(manifest, i);
    if (!rule) return rule.error();
    auto const pattern = text_pattern::parse(keys[i].pattern, request_names());
    if (!pattern) return pattern.error();
    auto const repeats = keys[i].each_limit ? request.limits.size() : 1;
    for (std::size_t limit = 0; limit < repeats; ++limit) {
      auto const of = keys[i].each_limit ? limit : made.binding_limit;
      auto const values = lifetime_values(request, of, manifest.claims.algorithm, made);
      auto const key = pattern->fill({identity, {}, values});
      if (!key) return key.error();
      auto const ttl = evaluate_integer(*rule, values);
      if (!ttl) return ttl.error();
      lifetimes.push_back({*key, *ttl});
    }
  }
  return lifetimes;
}

result<void> check_lifetime_rules(limiter_manifest const& manifest) {
  for (std::size_t i = 0; i < manifest.call.keys.size(); ++i) {
    if (!manifest.call.keys[i].ttl_ms) continue;
    auto const rule = compile_rule(manifest, i);
    if (!rule) return rule.error();
  }
  return {};
}

}  // namespace limitproof
