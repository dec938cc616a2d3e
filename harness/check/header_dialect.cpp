#include "harness/check/header_dialect.hpp"

#include <array>
#include <optional>

namespace limitproof {

namespace {

/// draft-07 made the field a Dictionary of these; every later one begins its members with a String.
bool is_dictionary_of_07(std::string const& field) {
  for (std::string_view const key : {"limit", "remaining", "reset"}) {
    auto const at = field.find(std::string(key) + "=");
    if (at != std::string::npos && (at == 0 || field[at - 1] == ' ' || field[at - 1] == ','))
      return true;
  }
  return false;
}

std::vector<header_dialect> standard_dialects(judged_head const& r) {
  using enum header_dialect;
  for (auto const* const own : {"ratelimit-observed", "ratelimit-resettime", "ratelimit-name"})
    if (has_field(r, own)) return {gitlab};
  std::vector<header_dialect> spoken;
  if (auto const field = value_of(r, "ratelimit"))
    spoken.push_back(is_dictionary_of_07(*field) ? draft_07 : draft_08);
  else if (has_field(r, "ratelimit-policy") && !has_integer_policy(r))
    spoken.push_back(draft_08);
  auto const has_triple = has_field(r, "ratelimit-limit") || has_field(r, "ratelimit-remaining") ||
                          has_field(r, "ratelimit-reset");
  if (has_triple || (spoken.empty() && has_integer_policy(r))) spoken.push_back(draft_03);
  return spoken;
}

std::optional<header_dialect> vendor_dialect(judged_head const& r) {
  using enum header_dialect;
  if (has_prefix(r, "x-ratelimit-limit-") || has_prefix(r, "x-ratelimit-remaining-")) return kong;
  if (has_field(r, "x-ratelimit-next")) return akamai;
  if (has_field(r, "x-ratelimit-resource") ||
      (has_field(r, "x-ratelimit-used") && has_field(r, "x-ratelimit-limit")))
    return github;
  if (auto const limit = value_of(r, "x-ratelimit-limit");
      limit && limit->find(";w=") != std::string::npos)
    return envoy;
  for (auto const* const what : {"limit", "remaining", "reset"}) {
    if (has_field(r, std::string("x-ratelimit-") + what)) return plain_x;
    if (has_field(r, std::string("x-rate-limit-") + what)) return dashed;
  }
  return std::nullopt;
}

}  // namespace

bool has_integer_policy(judged_head const& response) {
  auto const field = value_of(response, "ratelimit-policy");
  return field && !field->empty() && field->front() >= '0' && field->front() <= '9';
}

std::vector<header_dialect> dialects_of(judged_head const& response) {
  auto spoken = standard_dialects(response);
  if (auto const vendor = vendor_dialect(response)) spoken.push_back(*vendor);
  return spoken;
}

}  // namespace limitproof
