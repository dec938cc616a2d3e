#include "harness/node/quota_lines.hpp"

#include "harness/codec/duration_text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/compile.h>

namespace limitproof {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
// Integers of structured fields have 15 digits (RFC 9651 section 3.3.1).
constexpr std::int64_t largest_integer = 999'999'999'999'999;

/// A quota in a window of whole seconds.
struct advertised_window {
  std::int64_t quota = 0;
  std::int64_t seconds = 0;
};

/// None: the limit has no such window with numbers that a field can hold.
std::optional<advertised_window> window_of(limit const& l, algorithm promising) {
  auto const per = l.per.count();
  // So many periods are whole seconds.
  auto const periods = second_ns / std::gcd(per, second_ns);
  __extension__ using wide = __int128;
  auto const quota = wide{l.count} * periods;
  auto const most = wide{capacity(promising, l)};
  auto const times = std::max<wide>(1, (most + quota - 1) / quota);
  auto const seconds = wide{per} * periods / second_ns * times;
  if (quota * times > largest_integer || seconds > largest_integer) return std::nullopt;
  return advertised_window{static_cast<std::int64_t>(quota * times),
                           static_cast<std::int64_t>(seconds)};
}

std::string policy_item(limit const& l, algorithm promising) {
  if (auto const window = window_of(l, promising))
    return fmt::format("\"{}\";q={};w={}", name_of(l), window->quota, window->seconds);
  return fmt::format("\"{}\";q={}", name_of(l), capacity(promising, l));
}

std::string policy_line_of(policy const& promised, algorithm promising) {
  std::string line = "RateLimit-Policy: ";
  for (auto const& l : promised.limits) {
    if (&l != &promised.limits.front()) line += ", ";
    line += policy_item(l, promising);
  }
  return line + "\r\n";
}

/// The first whole second of the epoch that is not before `seconds` from now.
std::int64_t epoch_after(node_time now, std::int64_t seconds) {
  return std::chrono::ceil<std::chrono::seconds>(now.time_since_epoch()).count() + seconds;
}

void append_three(std::string& out,
                  std::string_view prefix,
                  told_quota const& told,
                  std::int64_t reset) {
  fmt::format_to(std::back_inserter(out),
                 FMT_COMPILE("{0}Limit: {1}\r\n{0}Remaining: {2}\r\n{0}Reset: {3}\r\n"),
                 prefix,
                 told.limit,
                 told.remaining,
                 reset);
}

}  // namespace

std::string name_of(limit const& l) {
  return fmt::format("{}-per-{}", l.count, to_text(l.per));
}

quota_words make_quota_words(std::vector<quota_dialect> dialects,
                             policy const& promised,
                             algorithm promising) {
  quota_words words{std::move(dialects), policy_line_of(promised, promising), {}};
  for (auto const& l : promised.limits) words.limit_names.push_back(name_of(l));
  return words;
}

void append_quota_lines(std::string& out,
                        told_quota const& told,
                        quota_words const& words,
                        node_time now) {
  for (auto const dialect : words.dialects) switch (dialect) {
      case quota_dialect::ietf_03:
        append_three(out, "RateLimit-", told, told.reset_s);
        break;
      case quota_dialect::x_ratelimit:
        append_three(out, "X-RateLimit-", told, epoch_after(now, told.reset_s));
        break;
      case quota_dialect::ietf_10:
        out += words.policy_line;
        fmt::format_to(std::back_inserter(out),
                       FMT_COMPILE("RateLimit: \"{}\";r={};t={}\r\n"),
                       words.limit_names[told.binding_limit],
                       told.remaining,
                       told.reset_s);
        break;
    }
}

}  // namespace limitproof
