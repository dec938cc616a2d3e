#include "limiters/compiled_argument.hpp"

#include <utility>

namespace limitproof {

result<compiled_argument> compiled_argument::compile(plain_argument const& argument,
                                                     std::span<expression_name const> names) {
  if (auto const* spelled = std::get_if<number_argument>(&argument)) {
    auto value = expression::parse(spelled->expression, names, value_type::number);
    if (!value) return value.error();
    return compiled_argument(number{std::move(*value), spelled->decimals});
  }
  if (auto const* text = std::get_if<text_argument>(&argument)) {
    auto pattern = text_pattern::parse(text->pattern, names);
    if (!pattern) return pattern.error();
    return compiled_argument(std::move(*pattern));
  }
  if (auto const* random = std::get_if<random_argument>(&argument))
    return compiled_argument(*random);
  return compiled_argument(uuid_argument{});
}

result<std::string> compiled_argument::write(pattern_values const& with,
                                             random_source& random) const {
  if (auto const* spelled = std::get_if<number>(&what_)) {
    auto const value = evaluate_number(spelled->value, with.values);
    if (!value) return value.error();
    if (spelled->decimals == 0 && !value->is_whole())
      return error{errc::script_error,
                   "\"" + spelled->value.text() + "\" is " +
                       value->to_text(9).value_or("a fraction") +
                       ", expected a whole number: choose another period, or tell it with "
                       "\"decimals\""};
    auto text = value->to_text(spelled->decimals);
    if (!text) return error{errc::script_error, "\"" + spelled->value.text() + "\" does not fit"};
    return *text;
  }
  if (auto const* pattern = std::get_if<text_pattern>(&what_)) return pattern->fill(with);
  if (auto const* drawn = std::get_if<random_argument>(&what_)) return random.bytes(drawn->bytes);
  return random.uuid();
}

bool compiled_argument::uses_any_of_first(std::size_t names) const {
  if (auto const* spelled = std::get_if<number>(&what_))
    return spelled->value.uses_any_of_first(names);
  if (auto const* pattern = std::get_if<text_pattern>(&what_))
    return pattern->uses_any_of_first(names);
  return false;
}

}  // namespace limitproof
