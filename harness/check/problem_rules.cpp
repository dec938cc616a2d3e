#include "harness/check/header_rules.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr header_rule problem_form{"D15", warning, "RFC 9457 section 3"};
constexpr header_rule problem_status{"D15", warning, "RFC 9457 section 3.1.2"};
constexpr header_rule problem_type{
    "D15", warning, "draft-ietf-httpapi-ratelimit-headers-10 section 5"};

constexpr std::string_view registry = "https://iana.org/assignments/http-problem-types#";

struct known_type {
  std::string_view name;
  std::uint16_t status;
};

constexpr std::array known_types = {known_type{"quota-exceeded", 429},
                                    known_type{"temporary-reduced-capacity", 503},
                                    known_type{"abnormal-usage-detected", 429}};

known_type const* find_type(std::string_view uri) {
  if (!uri.starts_with(registry)) return nullptr;
  auto const name = uri.substr(registry.size());
  auto const* const found = std::find_if(known_types.begin(),
                                         known_types.end(),
                                         [&](known_type const& type) { return type.name == name; });
  return found == known_types.end() ? nullptr : found;
}

bool is_problem(judged_head const& response) {
  auto const type = value_of(response, "content-type").value_or("");
  return is_named(std::string_view(type).substr(0, type.find(';')), "application/problem+json");
}

bool is_whole(judged_head const& response) {
  auto const length = number_of(response, "content-length");
  return length && *length == static_cast<std::int64_t>(response.body_bytes);
}

}  // namespace

void judge_problem(judged_head const& response,
                   told_problem const& problem,
                   header_judgement& into) {
  if (!is_problem(response) || !is_whole(response)) return;
  auto const broke = [&](header_rule const& rule, std::string_view what) {
    into.breaches.add(rule, what, line_of(response, "content-type"), response.operation);
  };
  if (!problem.fault.empty()) return broke(problem_form, problem.fault);
  if (problem.status && *problem.status != response.status)
    broke(
        problem_status,
        fmt::format(
            "the problem tells status {}, the response has {}", *problem.status, response.status));
  auto const* const type = find_type(problem.type.value_or(""));
  if (!type) return;
  if (response.status != type->status)
    broke(problem_type,
          fmt::format("{} goes with {}, not with {}", type->name, type->status, response.status));
  if (problem.violations.empty())
    broke(problem_type, fmt::format("{} does not say which policies are violated", type->name));
  // Before draft-08 policies had no names that a problem could be held to.
  if (into.policy_names.empty()) return;
  for (auto const& name : problem.violations)
    if (!into.policy_names.contains(name))
      broke(problem_type, fmt::format("no RateLimit-Policy describes the policy \"{}\"", name));
}

}  // namespace limitproof
