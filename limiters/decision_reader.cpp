#include "limiters/decision_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace limitproof {

namespace {

std::int64_t nanoseconds_in(time_unit unit) {
  switch (unit) {
    case time_unit::s:
      return 1'000'000'000;
    case time_unit::ms:
      return 1'000'000;
    case time_unit::us:
      return 1'000;
    case time_unit::ns:
      return 1;
  }
  return 1;
}

/// Whether a rule is about one limit: of rows, or with an element that is told for each.
bool is_of_one_limit(expression const& rule, reply_form const& form, std::size_t first_element) {
  if (form.shape == reply_shape::rows) return true;
  for (std::size_t i = 0; i < form.elements.size(); ++i)
    if (form.elements[i].each_limit && rule.uses(first_element + i)) return true;
  return false;
}

std::optional<exact_number> rounded(exact_number const& number, rounding how) {
  switch (how) {
    case rounding::up:
      return number.ceil();
    case rounding::down:
      return number.floor();
    case rounding::nearest:
      return number.nearest();
  }
  return std::nullopt;
}

}  // namespace

result<decision_reader> decision_reader::compile(limiter_manifest const& manifest,
                                                 std::span<expression_name const> names) {
  decision_reader reader;
  reader.algorithm_ = manifest.claims.algorithm;
  reader.has_rows_ = manifest.call.reply.shape == reply_shape::rows;
  auto const& rules = manifest.call.decision;

  auto admitted = expression::parse(rules.admitted, names, value_type::boolean);
  if (!admitted) return with_context("at /decision/admitted", admitted.error());
  reader.admitted_ = std::move(*admitted);

  std::optional<error> failure;
  auto const compile_number = [&](std::string const& key, std::string const& text) {
    auto parsed = expression::parse(text, names, value_type::number);
    if (parsed) return std::optional(std::move(*parsed));
    if (!failure) failure = with_context("at /decision/" + key, parsed.error());
    return std::optional<expression>();
  };
  auto const compile_count = [&](std::string const& key, std::optional<std::string> const& text) {
    return text ? compile_number(key, *text) : std::nullopt;
  };
  auto const compile_time = [&](std::string const& key, std::optional<time_rule> const& rule) {
    auto value = rule ? compile_number(key + "/value", rule->value) : std::nullopt;
    return value ? std::optional(compiled_time{std::move(*value), *rule}) : std::nullopt;
  };
  reader.binding_limit_ = compile_count("binding_limit", rules.binding_limit);
  reader.limit_ = compile_count("limit", rules.limit);
  reader.remaining_ = compile_count("remaining", rules.remaining);
  reader.reset_after_ = compile_time("reset_after", rules.reset_after);
  reader.retry_after_ = compile_time("retry_after", rules.retry_after);
  reader.decided_at_ = compile_time("decided_at", rules.decided_at);
  if (failure) return *failure;
  auto const& form = manifest.call.reply;
  reader.tells_each_remaining_ =
      reader.remaining_ &&
      is_of_one_limit(*reader.remaining_, form, names.size() - form.elements.size());
  return reader;
}

result<decision> decision_reader::read(std::vector<row> const& rows,
                                       limit_request const& request) const {
  auto const binding = find_binding(rows, request);
  if (!binding) return binding.error();
  auto const& values = rows[*binding];
  auto const& bound = request.limits[*binding];

  // Of rows, the binding one is the first that denies, if any does.
  auto const admitted = evaluate_condition(admitted_, values);
  if (!admitted) return admitted.error();
  auto const limit = count(limit_, values, capacity(algorithm_, bound));
  if (!limit) return limit.error();
  auto const remaining = count(remaining_, values, 0);
  if (!remaining) return remaining.error();

  decision read{.admitted = *admitted,
                .binding_limit = *binding,
                .limit = *limit,
                .remaining = *remaining,
                .reset_after = {},
                .retry_after = {},
                .decided_at = {}};
  auto each = each_remaining(rows);
  if (!each) return each.error();
  read.each_remaining = std::move(*each);
  if (decided_at_) {
    auto const instant = time(*decided_at_, values);
    if (!instant) return with_context("reading decided_at", instant.error());
    if (*instant)
      read.decided_at = store_time(std::chrono::duration_cast<store_clock::duration>(**instant));
  }
  duration const now = read.decided_at ? duration(read.decided_at->time_since_epoch())
                                       : duration(request.now.time_since_epoch());
  auto const reset_after = wait(reset_after_, values, now, bound.per);
  if (!reset_after) return with_context("reading reset_after", reset_after.error());
  read.reset_after = *reset_after;
  if (read.admitted) return read;
  auto const retry_after = wait(retry_after_, values, now, bound.per);
  if (!retry_after) return with_context("reading retry_after", retry_after.error());
  read.retry_after = *retry_after;
  return read;
}

result<std::size_t> decision_reader::find_binding(std::vector<row> const& rows,
                                                  limit_request const& request) const {
  if (binding_limit_) {
    auto const told = evaluate_integer(*binding_limit_, rows.front());
    if (!told) return told.error();
    if (*told >= 0 && static_cast<std::size_t>(*told) < request.limits.size())
      return static_cast<std::size_t>(*told);
    return error{errc::script_error,
                 "the reply names limit " + std::to_string(*told) + " of " +
                     std::to_string(request.limits.size())};
  }
  std::size_t nearest = 0;
  if (!has_rows_) return nearest;
  auto least = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto const admitted = evaluate_condition(admitted_, rows[i]);
    if (!admitted) return admitted.error();
    if (!*admitted) return i;
    auto const remaining = count(remaining_, rows[i], 0);
    if (!remaining) return remaining.error();
    if (*remaining < least) nearest = i;
    least = std::min(least, *remaining);
  }
  return nearest;
}

result<std::vector<std::int64_t>> decision_reader::each_remaining(
    std::vector<row> const& rows) const {
  std::vector<std::int64_t> each;
  if (!tells_each_remaining_) return each;
  for (auto const& values : rows) {
    auto const remaining = count(remaining_, values, 0);
    if (!remaining) return remaining.error();
    each.push_back(*remaining);
  }
  return each;
}

result<std::int64_t> decision_reader::count(std::optional<expression> const& rule,
                                            row const& values,
                                            std::int64_t otherwise) const {
  if (!rule) return otherwise;
  auto const number = evaluate_number(*rule, values);
  if (!number) return number.error();
  auto const whole = number->floor().to_integer();
  if (whole && *whole >= 0) return *whole;
  return error{errc::script_error,
               "\"" + rule->text() + "\" is " + number->to_text(0).value_or("out of range") +
                   ", expected a count that is not negative; max(0, …) in the "
                   "manifest if the script means none"};
}

result<std::optional<duration>> decision_reader::time(compiled_time const& rule,
                                                      row const& values) const {
  auto const number = evaluate_number(rule.value, values);
  if (!number) return number.error();
  auto const told = number->to_integer();
  if (rule.rule.none && told && *told == *rule.rule.none) return std::optional<duration>();
  auto const in_ns = number->times(nanoseconds_in(rule.rule.unit));
  auto const whole = in_ns ? rounded(*in_ns, rule.rule.rounding) : std::nullopt;
  auto const past = number->compare(0);
  if (!past || *past < 0)
    return error{errc::script_error,
                 "\"" + rule.value.text() + "\" is " + number->to_text(0).value_or("out of range") +
                     ", expected a time that is not negative; \"none\" names a "
                     "value that means no time"};
  // 292 years; what does not fit into 64 bits of nanoseconds is as good as never.
  auto const ns = whole ? whole->to_integer() : std::nullopt;
  return std::optional(ns ? duration(*ns) : duration::max());
}

result<duration> decision_reader::wait(std::optional<compiled_time> const& rule,
                                       row const& values,
                                       duration now,
                                       duration otherwise) const {
  if (!rule) return otherwise;
  auto const told = time(*rule, values);
  if (!told) return told.error();
  if (!*told) return otherwise;
  if (rule->rule.kind == time_kind::delta) return **told;
  return std::max(duration(0), **told - now);
}

}  // namespace limitproof
