#include "limiters/reply_values.hpp"

#include <optional>
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

bool is_list_of(std::size_t size, redis_reply const& reply) {
  return reply.type == redis_reply::kind::array && reply.elements.size() == size;
}

/// What an element says of the limit at `limit` of `limits`.
result<expression_value> value_of(redis_reply const& element,
                                  reply_element const& declared,
                                  std::size_t limit,
                                  std::size_t limits) {
  if (declared.each_limit && !is_list_of(limits, element))
    return not_as_declared(described(element),
                           "a list of " + std::to_string(limits) + ", one for each limit");
  auto const& own = declared.each_limit ? element.elements[limit] : element;
  if (auto value = element_as(own, declared)) return std::move(*value);
  return not_as_declared(
      described(own), std::string(to_name(declared.type)) + (declared.may_be_nil ? " or nil" : ""));
}

}  // namespace

std::vector<expression_name> reply_names(reply_form const& form, std::string const& as) {
  std::vector<expression_name> names;
  for (std::size_t i = 0; i < form.elements.size(); ++i) {
    auto const is_text = form.elements[i].type == reply_type::text;
    names.push_back({form.shape == reply_shape::value ? as : as + "[" + std::to_string(i) + "]",
                     is_text ? value_type::text : value_type::number});
  }
  return names;
}

result<std::vector<std::vector<expression_value>>> reply_values(reply_form const& form,
                                                                redis_reply const& reply,
                                                                std::size_t limits) {
  auto const width = form.elements.size();
  auto const expected = form.shape == reply_shape::rows ? width * limits : width;
  if (form.shape != reply_shape::value && !is_list_of(expected, reply))
    return not_as_declared(described(reply), "a list of " + std::to_string(expected));

  std::vector<std::vector<expression_value>> rows(limits);
  for (std::size_t limit = 0; limit < limits; ++limit) {
    auto const first = form.shape == reply_shape::rows ? limit * width : 0;
    for (std::size_t i = 0; i < width; ++i) {
      auto const& element = form.shape == reply_shape::value ? reply : reply.elements[first + i];
      auto value = value_of(element, form.elements[i], limit, limits);
      if (!value) return value.error();
      rows[limit].push_back(std::move(*value));
    }
  }
  return rows;
}

}  // namespace limitproof
