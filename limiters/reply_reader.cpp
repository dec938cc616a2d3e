#include "limiters/reply_reader.hpp"

#include "limiters/call_names.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace limitproof {

namespace {

error not_as_declared(std::string const& found, std::string const& expected) {
  return error{errc::script_error, "the reply is " + found + ", the manifest says " + expected};
}

std::string described(redis_reply const& reply) {
  switch (reply.type) {
    case redis_reply::kind::nil:
      return "nil";
    case redis_reply::kind::integer:
      return "the integer " + std::to_string(reply.integer);
    case redis_reply::kind::string:
    case redis_reply::kind::status:
      return "the text \"" + reply.text.substr(0, 60) + "\"";
    case redis_reply::kind::error:
      return "the error \"" + reply.text.substr(0, 60) + "\"";
    case redis_reply::kind::array:
      return "a list of " + std::to_string(reply.elements.size());
  }
  return "?";
}

bool is_text(redis_reply const& reply) {
  return reply.type == redis_reply::kind::string || reply.type == redis_reply::kind::status;
}

/// A "decimal" may come as an integer too: scripts that print a fraction print whole numbers so.
std::optional<expression_value> element_as(redis_reply const& reply,
                                           reply_element const& declared) {
  using kind = redis_reply::kind;
  std::optional<expression_value> value;
  bool const is_number = declared.type != reply_type::text;
  if (reply.type == kind::nil && declared.may_be_nil) {
    value.emplace();
  } else if (is_number && reply.type == kind::integer) {
    value.emplace(exact_number(reply.integer));
  } else if (declared.type == reply_type::decimal && is_text(reply)) {
    if (auto const number = exact_number::parse(reply.text)) value.emplace(*number);
  } else if (declared.type == reply_type::text && is_text(reply)) {
    value.emplace(reply.text);
  }
  return value;
}

std::vector<expression_name> reply_names(reply_form const& form) {
  auto names = request_names();
  for (std::size_t i = 0; i < form.elements.size(); ++i) {
    auto const name = form.shape == reply_shape::value ? "r" : "r[" + std::to_string(i) + "]";
    auto const is_text = form.elements[i].type == reply_type::text;
    names.push_back({name, is_text ? value_type::text : value_type::number});
  }
  return names;
}

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

bool is_list_of(std::size_t size, redis_reply const& reply) {
  return reply.type == redis_reply::kind::array && reply.elements.size() == size;
}

}  // namespace

result<reply_reader> reply_reader::compile(limiter_manifest const& manifest) {
  reply_reader reader;
  reader.algorithm_ = manifest.claims.algorithm;
  reader.form_ = manifest.call.reply;
  auto const names = reply_names(reader.form_);
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
  return reader;
}

result<decision> reply_reader::read(redis_reply const& reply, limit_request const& request) const {
  auto const rows = read_rows(reply, request);
  if (!rows) return rows.error();
  auto const binding = find_binding(*rows, request);
  if (!binding) return binding.error();
  auto const& values = (*rows)[*binding];
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

result<std::vector<reply_reader::row>> reply_reader::read_rows(redis_reply const& reply,
                                                               limit_request const& request) const {
  auto const limits = request.limits.size();
  auto const width = form_.elements.size();
  bool const is_rows = form_.shape == reply_shape::rows;
  auto const expected = is_rows ? width * limits : width;
  if (form_.shape != reply_shape::value && !is_list_of(expected, reply))
    return not_as_declared(described(reply), "a list of " + std::to_string(expected));

  std::vector<row> rows;
  for (std::size_t limit = 0; limit < limits; ++limit) {
    auto values = request_values(request, limit, algorithm_);
    for (std::size_t i = 0; i < width; ++i) {
      auto const& element = form_.shape == reply_shape::value
                                ? reply
                                : reply.elements[is_rows ? limit * width + i : i];
      auto const& declared = form_.elements[i];
      auto value = element_as(element, declared);
      if (!value)
        return not_as_declared(
            described(element),
            std::string(to_name(declared.type)) + (declared.may_be_nil ? " or nil" : ""));
      values.push_back(std::move(*value));
    }
    rows.push_back(std::move(values));
  }
  return rows;
}

result<std::size_t> reply_reader::find_binding(std::vector<row> const& rows,
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
  if (form_.shape != reply_shape::rows) return nearest;
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

result<std::int64_t> reply_reader::count(std::optional<expression> const& rule,
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

result<std::optional<duration>> reply_reader::time(compiled_time const& rule,
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

result<duration> reply_reader::wait(std::optional<compiled_time> const& rule,
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
