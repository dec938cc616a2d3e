#pragma once

#include "harness/model/enum_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// How the store is asked and its answer read: the part of limiter.json that turns other people's
/// conventions into a decision. Expressions and patterns are kept as text here; they are compiled
/// when the plugin is loaded (limiters/README.md has their grammar and names).

/// A Redis key. `ttl_ms` is the life time the call that wrote it must have given it, if claimed.
struct store_key {
  std::string pattern;  ///< "tb:{{id}}"; may be empty
  bool each_limit = false;
  std::optional<std::string> ttl_ms;
};

/// An argument that is a number: the expression's value, with so many digits after the point (0:
/// it must be a whole number).
struct number_argument {
  std::string expression;
  int decimals = 0;
};

struct text_argument {
  std::string pattern;  ///< may be empty
};

struct random_argument {
  std::int64_t bytes = 16;
};

struct uuid_argument {};

using plain_argument = std::variant<number_argument, text_argument, random_argument, uuid_argument>;

/// The items once for every limit of the call, in order.
struct each_limit_arguments {
  std::vector<plain_argument> items;
};

using call_argument = std::variant<plain_argument, each_limit_arguments>;

enum class reply_type { integer, decimal, text };

template <>
inline constexpr auto enum_names<reply_type> = std::array{enum_name{reply_type::integer, "integer"},
                                                          enum_name{reply_type::decimal, "decimal"},
                                                          enum_name{reply_type::text, "text"}};

struct reply_element {
  reply_type type = reply_type::integer;
  bool may_be_nil = false;  ///< spelled with a "?" behind the type
  /// A list of one for every limit; an expression about a limit sees that limit's own.
  bool each_limit = false;
};

enum class reply_shape {
  value,  ///< one element, `r`
  array,  ///< a list of exactly these elements, `r[0]` …; the only one with `each_limit`
  rows,   ///< a flat list with these elements once for every limit; `r[0]` … are of one limit
};

struct reply_form {
  reply_shape shape = reply_shape::value;
  std::vector<reply_element> elements;
};

enum class time_unit { s, ms, us, ns };

template <>
inline constexpr auto enum_names<time_unit> = std::array{enum_name{time_unit::s, "s"},
                                                         enum_name{time_unit::ms, "ms"},
                                                         enum_name{time_unit::us, "us"},
                                                         enum_name{time_unit::ns, "ns"}};

/// A wait from now, or an instant since the epoch.
enum class time_kind { delta, epoch };

template <>
inline constexpr auto enum_names<time_kind> =
    std::array{enum_name{time_kind::delta, "delta"}, enum_name{time_kind::epoch, "epoch"}};

/// What happens at a time that a limiter tells.
enum class time_meaning { next_allowed, window_end, full_again };

template <>
inline constexpr auto enum_names<time_meaning> =
    std::array{enum_name{time_meaning::next_allowed, "next_allowed"},
               enum_name{time_meaning::window_end, "window_end"},
               enum_name{time_meaning::full_again, "full_again"}};

enum class rounding { up, down, nearest };

template <>
inline constexpr auto enum_names<rounding> = std::array{enum_name{rounding::up, "up"},
                                                        enum_name{rounding::down, "down"},
                                                        enum_name{rounding::nearest, "nearest"}};

/// A time told by the reply: the expression's value in `unit`, rounded to the nanosecond; the value
/// `none` stands for "no such time".
struct time_rule {
  std::string value;
  time_unit unit = time_unit::ms;
  time_kind kind = time_kind::delta;
  std::optional<time_meaning> means;
  std::optional<std::int64_t> none;
  limitproof::rounding rounding = limitproof::rounding::up;
};

/// How a reply becomes a decision. What is left out: binding_limit 0, limit its capacity, remaining
/// 0, reset_after and retry_after one whole period, decided_at unknown.
struct decision_rules {
  std::string admitted;  ///< a comparison
  std::optional<std::string> binding_limit;
  std::optional<std::string> limit;
  std::optional<std::string> remaining;
  std::optional<time_rule> reset_after;
  std::optional<time_rule> retry_after;
  std::optional<time_rule> decided_at;
};

/// What an error reply can mean other than a broken script.
enum class error_meaning { invalid_cost, store_unavailable };

template <>
inline constexpr auto enum_names<error_meaning> =
    std::array{enum_name{error_meaning::invalid_cost, "invalid_cost"},
               enum_name{error_meaning::store_unavailable, "store_unavailable"}};

struct error_rule {
  std::string reply_has;  ///< a part of the error reply, as its code word
  error_meaning means = error_meaning::invalid_cost;
};

/// A plain command. Its expressions know the replies of earlier steps.
struct store_command {
  std::string name;  ///< in capitals: "GET", "CL.THROTTLE"
  std::vector<plain_argument> arguments;
  std::string as;    ///< what later steps and the decision call its reply; empty: nobody reads it
  reply_form reply;  ///< of a reply with a name; not of rows, nothing for each limit
  std::optional<std::string> when;  ///< sent only where this holds; otherwise its reply is nil
};

/// Commands that are sent together, and answered before the next step is written.
using command_step = std::vector<store_command>;

struct script_call {
  std::vector<std::vector<call_argument>> setup;  ///< commands sent before every call
  std::vector<store_key> keys;
  std::vector<call_argument> arguments;
  reply_form reply;
  std::vector<command_step> steps;  ///< redis-commands: in place of setup, arguments and reply
  decision_rules decision;
  std::vector<error_rule> errors;
};

}  // namespace limitproof
