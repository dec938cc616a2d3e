#include "harness/check/header_rules.hpp"
#include "harness/check/http_date.hpp"

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr header_rule stored{"G1", must, "RFC 6585 section 4"};
constexpr header_rule storable{"G1", should, "RFC 6585 section 4"};
constexpr header_rule explained{"G1", should, "RFC 6585 section 4"};
constexpr header_rule retry_form{"G2", must, "RFC 9110 section 10.2.3"};
constexpr header_rule retry_on_success{"G3", warning, "RFC 9110 section 10.2.3"};
constexpr header_rule other_denial{"G4", warning, "RFC 6585 section 4"};
constexpr header_rule retry_twice{"G5", must, "RFC 9110 section 5.3"};

constexpr std::uint16_t too_many_requests = 429;

/// The seconds of `max-age=5` among the directives of Cache-Control.
bool has_positive_age_limit(std::string_view cache_control) {
  for (std::string_view const directive : {"max-age=", "s-maxage="}) {
    auto const at = cache_control.find(directive);
    if (at == std::string_view::npos) continue;
    auto const digit = cache_control.substr(at + directive.size()).find_first_not_of("0\"");
    auto const first = at + directive.size() + digit;
    if (digit != std::string_view::npos && cache_control[first] >= '1' &&
        cache_control[first] <= '9')
      return true;
  }
  return false;
}

void judge_429(judged_head const& response, header_judgement& into) {
  auto const broke = [&](header_rule const& rule, std::string_view what, std::string_view field) {
    into.breaches.add(rule, what, line_of(response, field), response.operation);
  };
  if (number_of(response, "age").value_or(0) > 0)
    broke(stored, "a cache stored a 429 and gave it to this client", "age");
  if (!lists(response, "cache-control", "no-store") &&
      has_positive_age_limit(value_of(response, "cache-control").value_or("")))
    broke(storable, "a 429 may not be stored, and this tells caches to", "cache-control");
  if (response.body_bytes == 0 && response.result == outcome::denied)
    broke(explained, "the denial has no body that explains it", "content-length");
}

void judge_retry_after(judged_head const& response, header_judgement& into) {
  auto const value = value_of(response, "retry-after");
  if (!value) return;
  auto const broke = [&](header_rule const& rule, std::string_view what) {
    into.breaches.add(rule, what, line_of(response, "retry-after"), response.operation);
  };
  if (line_count(response, "retry-after") > 1)
    broke(retry_twice, "Retry-After appears more than once");
  else if (!field_number(*value) && !parse_http_date(*value))
    broke(retry_form, "Retry-After is neither whole seconds nor a date as IMF-fixdate");
  if (response.status / 100 == 2)
    broke(retry_on_success, "Retry-After on a success says nothing a client could use");
}

}  // namespace

std::optional<std::int64_t> retry_after_seconds(judged_head const& response) {
  return number_of(response, "retry-after");
}

void judge_http(judged_head const& response, header_judgement& into) {
  judge_retry_after(response, into);
  if (response.status == too_many_requests) judge_429(response, into);
  auto const is_other_refusal = response.status == 403 || response.status == 503;
  // A node that lost its store says so in X-Degraded, and then no limit was reached.
  if (is_other_refusal && has_field(response, "retry-after") &&
      !has_field(response, "x-degraded") && !dialects_of(response).empty())
    into.breaches.add(other_denial,
                      fmt::format("a limit is told with {} and not with 429", response.status),
                      response.head.status_line,
                      response.operation);
}

}  // namespace limitproof
