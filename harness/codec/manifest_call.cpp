#include "harness/codec/manifest_call.hpp"

#include "harness/codec/manifest_arguments.hpp"
#include "harness/codec/manifest_reply.hpp"
#include "harness/codec/manifest_steps.hpp"

#include <algorithm>
#include <limits>

namespace limitproof {

namespace {

store_key read_key(json_reader const& in) {
  if (!in.is_object()) return store_key{in.string(longest_manifest_text), false, {}};
  if (read_empty(in)) return store_key{};
  in.only_keys({"name", "each_limit", "ttl_ms"});
  store_key key;
  key.pattern = in.at("name").string(longest_manifest_text);
  if (auto const each = in.find("each_limit")) key.each_limit = each->boolean();
  if (auto const ttl = in.find("ttl_ms")) key.ttl_ms = ttl->string(longest_manifest_text);
  return key;
}

struct time_limits {
  time_kind kind;  ///< what it is when nothing is said
  std::vector<time_meaning> meanings;
};

std::optional<time_rule> read_time(json_reader const& decision,
                                   std::string_view key,
                                   time_limits const& allowed) {
  auto const in = decision.find(key);
  if (!in) return std::nullopt;
  in->only_keys({"value", "unit", "kind", "means", "none", "round"});
  time_rule rule;
  rule.value = in->at("value").string(longest_manifest_text);
  rule.unit = in->at("unit").name<time_unit>();
  auto const kind = in->find("kind");
  rule.kind = kind ? kind->name<time_kind>() : allowed.kind;
  if (kind && allowed.kind == time_kind::epoch && rule.kind != time_kind::epoch)
    kind->fail("epoch: it is an instant");
  if (auto const means = in->find("means")) {
    rule.means = means->name<time_meaning>();
    if (std::find(allowed.meanings.begin(), allowed.meanings.end(), *rule.means) ==
        allowed.meanings.end())
      means->fail("a meaning that fits " + std::string(key) +
                  ": retry_after is next_allowed or window_end, reset_after window_end or "
                  "full_again, decided_at has none");
  }
  if (auto const none = in->find("none"))
    rule.none = none->integer(std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max());
  if (auto const round = in->find("round")) rule.rounding = round->name<rounding>();
  return rule;
}

decision_rules read_decision(json_reader const& in, reply_shape shape) {
  in.only_keys({"admitted",
                "binding_limit",
                "limit",
                "remaining",
                "reset_after",
                "retry_after",
                "decided_at"});
  decision_rules rules;
  rules.admitted = in.at("admitted").string(longest_manifest_text);
  auto const read_count = [&](std::string_view key) {
    auto const found = in.find(key);
    return found ? std::optional(found->string(longest_manifest_text)) : std::nullopt;
  };
  rules.binding_limit = read_count("binding_limit");
  if (rules.binding_limit && shape == reply_shape::rows)
    in.at("binding_limit").refuse("rows tell it themselves: the first that denies binds");
  rules.limit = read_count("limit");
  rules.remaining = read_count("remaining");
  using meaning = time_meaning;
  rules.reset_after =
      read_time(in, "reset_after", {time_kind::delta, {meaning::window_end, meaning::full_again}});
  rules.retry_after = read_time(
      in, "retry_after", {time_kind::delta, {meaning::next_allowed, meaning::window_end}});
  rules.decided_at = read_time(in, "decided_at", {time_kind::epoch, {}});
  return rules;
}

error_rule read_error(json_reader const& in) {
  in.only_keys({"reply_has", "means"});
  return {in.at("reply_has").string(longest_manifest_text), in.at("means").name<error_meaning>()};
}

std::vector<store_key> read_store_keys(json_reader const& in) {
  std::vector<store_key> keys;
  for (auto const& key : in.at("keys").items(1)) keys.push_back(read_key(key));
  return keys;
}

std::vector<error_rule> read_errors(json_reader const& in) {
  std::vector<error_rule> rules;
  if (auto const errors = in.find("errors"))
    for (auto const& rule : errors->items(1)) rules.push_back(read_error(rule));
  return rules;
}

}  // namespace

script_call read_script_call(json_reader const& in) {
  script_call call;
  if (auto const setup = in.find("setup"))
    for (auto const& command : setup->items(1)) call.setup.push_back(read_arguments(command, 1));
  call.keys = read_store_keys(in);
  if (auto const argv = in.find("argv")) call.arguments = read_arguments(*argv, 0);
  call.reply = read_reply(in.at("reply"));
  call.decision = read_decision(in.at("decision"), call.reply.shape);
  call.errors = read_errors(in);
  return call;
}

script_call read_command_call(json_reader const& in) {
  script_call call;
  call.keys = read_store_keys(in);
  for (std::size_t i = 0; i < call.keys.size(); ++i)
    if (call.keys[i].each_limit)
      in.at("keys")
          .items()[i]
          .at("each_limit")
          .fail("false: a redis-commands limiter takes one limit");
  call.steps = read_steps(in, call.keys);
  call.decision = read_decision(in.at("decision"), reply_shape::value);
  if (call.decision.binding_limit)
    in.at("decision").at("binding_limit").refuse("a redis-commands limiter takes one limit");
  call.errors = read_errors(in);
  return call;
}

}  // namespace limitproof
