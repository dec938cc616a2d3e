#include "harness/node/request_facts.hpp"

#include <algorithm>

namespace limitproof {

namespace {

bool is_control(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

std::optional<refusal> find_identity_refusal(request_facts const& facts) {
  if (facts.api_key_lines == 0) return refusal::api_key_missing;
  // Which of two lines a proxy, a log and a limiter believe may differ: none is believed.
  if (facts.api_key_lines > 1) return refusal::api_key_repeated;
  if (facts.api_key.empty()) return refusal::api_key_empty;
  if (facts.api_key.size() > longest_api_key) return refusal::api_key_too_long;
  if (std::any_of(facts.api_key.begin(), facts.api_key.end(), is_control))
    return refusal::api_key_control_bytes;
  return std::nullopt;
}

}  // namespace

std::optional<refusal> find_refusal(request_facts const& facts, key_rule key) {
  if (!facts.http_1_0 && facts.host_lines != 1) return refusal::bad_host;
  if (facts.host_lines > 1) return refusal::bad_host;
  if (facts.connect) return refusal::connect_method;
  if (facts.health || key == key_rule::ignored) return std::nullopt;
  if (key == key_rule::optional && facts.api_key_lines == 0) return std::nullopt;
  return find_identity_refusal(facts);
}

}  // namespace limitproof
