#include "harness/check/draft_03_rules.hpp"
#include "harness/check/header_rules.hpp"
#include "harness/check/http_date.hpp"
#include "harness/check/integer_policy.hpp"

#include <array>

#include <fmt/format.h>

namespace limitproof {

namespace {

using enum breach_severity;

constexpr std::string_view github_docs = "GitHub documentation, Rate limits for the REST API";
constexpr std::string_view gitlab_docs = "GitLab documentation, Rate limits";
constexpr std::string_view kong_docs = "Kong documentation, Rate Limiting plugin";
constexpr std::string_view envoy_docs = "Envoy documentation, Rate limit filter";
constexpr std::string_view no_standard = "the convention of these fields, no standard";

constexpr std::int64_t least_epoch_ms = 1'000'000'000'000;
constexpr std::int64_t allowed_skew_s = 60;
constexpr std::int64_t longest_window_s = std::int64_t{400} * 86'400;

std::string_view source_of(header_dialect dialect) {
  switch (dialect) {
    case header_dialect::github:
      return github_docs;
    case header_dialect::gitlab:
      return gitlab_docs;
    case header_dialect::kong:
      return kong_docs;
    case header_dialect::envoy:
      return envoy_docs;
    case header_dialect::draft_08:
    case header_dialect::draft_07:
    case header_dialect::draft_03:
    case header_dialect::akamai:
    case header_dialect::dashed:
    case header_dialect::plain_x:
      break;
  }
  return no_standard;
}

/// Judges one set of fields: those with `prefix` before limit, remaining …, and `suffix` after.
class vendor_fields {
 public:
  vendor_fields(header_dialect dialect, judged_head const& response, header_judgement& into)
      : dialect_(dialect), response_(response), into_(into) {
    prefix_ = dialect == header_dialect::gitlab   ? "ratelimit-"
              : dialect == header_dialect::dashed ? "x-rate-limit-"
                                                  : "x-ratelimit-";
  }

  void judge(std::string_view suffix) {
    suffix_ = suffix;
    judge_presence();
    auto const limit = judge_count("limit");
    auto const remaining = judge_count("remaining");
    auto const used = judge_count(dialect_ == header_dialect::gitlab ? "observed" : "used");
    if (limit && remaining && *remaining > *limit)
      broke("X3", should, fmt::format("{} remain of {}", *remaining, *limit), "remaining");
    auto const promises_sum =
        dialect_ == header_dialect::github || dialect_ == header_dialect::gitlab;
    // What is over the limit was observed too, and nothing remains then.
    if (promises_sum && limit && remaining && used && *used <= *limit &&
        *used + *remaining != *limit)
      broke("X5",
            warning,
            fmt::format("{} used and {} remaining are not {}", *used, *remaining, *limit),
            "remaining");
    judge_reset();
    if (dialect_ != header_dialect::gitlab) compare_with_standard();
  }

 private:
  [[nodiscard]] std::string name(std::string_view what) const {
    return fmt::format("{}{}{}", prefix_, what, suffix_);
  }

  [[nodiscard]] bool has(std::string_view what) const { return has_field(response_, name(what)); }

  void broke(std::string_view id,
             breach_severity severity,
             std::string_view what,
             std::string_view field) const {
    into_.breaches.add({id, severity, source_of(dialect_)},
                       what,
                       line_of(response_, name(field)),
                       response_.operation);
  }

  void judge_presence() const {
    auto const counts = has("limit") || has("used");
    auto const has_reset = has("reset") || has("next") || dialect_ == header_dialect::kong;
    if (counts && has("remaining") && has_reset) return;
    broke("X1",
          warning,
          fmt::format("{} is missing beside the others",
                      !counts             ? name("limit")
                      : !has("remaining") ? name("remaining")
                                          : name("reset")),
          has("limit")       ? "limit"
          : has("remaining") ? "remaining"
                             : "reset");
  }

  [[nodiscard]] std::optional<std::int64_t> count_of(std::string_view what) const {
    auto const value = value_of(response_, name(what));
    if (!value) return std::nullopt;
    if (dialect_ != header_dialect::envoy || what != "limit") return field_number(*value);
    auto const list = parse_list(*value);
    return list && !list->empty() ? count_in(list->front()) : std::nullopt;
  }

  [[nodiscard]] std::optional<std::int64_t> judge_count(std::string_view what) const {
    auto const count = count_of(what);
    if (has(what) && !count)
      broke("X2", should, fmt::format("{} is not a whole number", name(what)), what);
    return count;
  }

  /// Delay, instant in seconds or milliseconds, or date: by its size and form.
  void judge_reset() const {
    auto const value = value_of(response_, name("reset"));
    if (!value) return;
    auto const number = field_number(*value);
    auto const looks_like_a_number = value->find_first_not_of("+-.0123456789") == std::string::npos;
    if (!number && looks_like_a_number)
      broke("X2", should, fmt::format("{} is not a whole number", name("reset")), "reset");
    if (dialect_ == header_dialect::gitlab)
      broke("X7",
            warning,
            "the field has the name of draft-03 to draft-06, which mean seconds from now by it",
            "reset");
    auto const date = parse_http_date(value_of(response_, "date").value_or(""));
    if (!date || !number || *number < least_epoch_s) return;
    auto const reset_s = *number >= least_epoch_ms ? *number / 1000 : *number;
    if (reset_s < *date - allowed_skew_s || reset_s > *date + longest_window_s)
      broke("X4",
            should,
            reset_s < *date ? fmt::format("the reset lies {} s before Date", *date - reset_s)
                            : fmt::format("the reset lies {} s after Date", reset_s - *date),
            "reset");
  }

  void compare_with_standard() const {
    for (auto const* const what : {"limit", "remaining"}) {
      auto const own = count_of(what);
      auto const standard = number_of(response_, std::string("ratelimit-") + what);
      if (own && standard && *own != *standard)
        broke(
            "X6",
            should,
            fmt::format("{} says {}, and ratelimit-{} says {}", name(what), *own, what, *standard),
            what);
    }
  }

  header_dialect dialect_;
  judged_head const& response_;
  header_judgement& into_;
  std::string_view prefix_;
  std::string_view suffix_;
};

}  // namespace

void judge_vendor(header_dialect dialect, judged_head const& response, header_judgement& into) {
  vendor_fields fields(dialect, response, into);
  if (dialect != header_dialect::kong) {
    fields.judge("");
    return;
  }
  constexpr std::array<std::string_view, 6> windows = {
      "-second", "-minute", "-hour", "-day", "-month", "-year"};
  for (auto const window : windows)
    if (has_field(response, fmt::format("x-ratelimit-limit{}", window)) ||
        has_field(response, fmt::format("x-ratelimit-remaining{}", window)))
      fields.judge(window);
}

}  // namespace limitproof
