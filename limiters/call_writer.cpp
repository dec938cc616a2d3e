#include "limiters/call_writer.hpp"

#include "limiters/call_names.hpp"
#include "limiters/key_encoding.hpp"

#include <utility>

namespace limitproof {

namespace {

std::string random_bytes(std::mt19937_64& engine, std::int64_t count) {
  std::uniform_int_distribution<int> byte(0, 255);
  std::string bytes;
  for (; count > 0; --count) bytes.push_back(static_cast<char>(byte(engine)));
  return bytes;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    text += {digits[byte / 16], digits[byte % 16]};
  }
  return text;
}

/// Version 4 of RFC 4122: random but for the version digit and the variant bits.
std::string random_uuid(std::mt19937_64& engine) {
  auto bytes = random_bytes(engine, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  auto text = hexadecimal(bytes);
  for (std::size_t const at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

std::mt19937_64 seeded_engine() {
  std::random_device entropy;
  std::seed_seq seeds{entropy(), entropy(), entropy(), entropy()};
  return std::mt19937_64(seeds);
}

}  // namespace

/// What the items of one request are filled with: the values of each of its limits.
struct call_writer::filling {
  std::string identity;
  std::string_view instance;
  std::vector<std::vector<expression_value>> values;

  [[nodiscard]] pattern_values of(std::size_t limit) const {
    return {identity, instance, values[limit]};
  }
};

call_writer::call_writer() : engine_(seeded_engine()) {
  instance_ = hexadecimal(random_bytes(engine_, 8));
}

result<call_writer> call_writer::compile(limiter_manifest const& manifest) {
  call_writer writer;
  writer.algorithm_ = manifest.claims.algorithm;
  auto const& call = manifest.call;
  bool const several = manifest.claims.several_limits;

  for (std::size_t i = 0; i < call.setup.size(); ++i) {
    auto command = compile_items(call.setup[i], "/setup/" + std::to_string(i), several);
    if (!command) return command.error();
    writer.setup_.push_back(std::move(*command));
  }

  std::vector<call_argument> keys;
  for (auto const& key : call.keys) {
    text_argument const name{key.pattern};
    if (key.each_limit)
      keys.emplace_back(each_limit_arguments{{name}});
    else
      keys.emplace_back(name);
  }
  auto compiled_keys = compile_items(keys, "/keys", several);
  if (!compiled_keys) return compiled_keys.error();
  writer.keys_ = std::move(*compiled_keys);

  auto arguments = compile_items(call.arguments, "/argv", several);
  if (!arguments) return arguments.error();
  writer.arguments_ = std::move(*arguments);
  return writer;
}

result<call_writer::plain_item> call_writer::compile_item(plain_argument const& argument) {
  if (auto const* spelled = std::get_if<number_argument>(&argument)) {
    auto value = expression::parse(spelled->expression, request_names(), value_type::number);
    if (!value) return value.error();
    return plain_item(number{std::move(*value), spelled->decimals});
  }
  if (auto const* text = std::get_if<text_argument>(&argument)) {
    auto pattern = text_pattern::parse(text->pattern, request_names());
    if (!pattern) return pattern.error();
    return plain_item(std::move(*pattern));
  }
  if (auto const* random = std::get_if<random_argument>(&argument)) return plain_item(*random);
  return plain_item(uuid_argument{});
}

bool call_writer::is_about_one_limit(plain_item const& item) {
  if (auto const* spelled = std::get_if<number>(&item))
    return spelled->value.uses_any_of_first(limit_name_count);
  if (auto const* pattern = std::get_if<text_pattern>(&item))
    return pattern->uses_any_of_first(limit_name_count);
  return false;
}

result<std::vector<call_writer::item_group>> call_writer::compile_items(
    std::vector<call_argument> const& arguments, std::string const& pointer, bool several_limits) {
  std::vector<item_group> groups;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto const* each = std::get_if<each_limit_arguments>(&arguments[i]);
    auto const items =
        each != nullptr ? each->items : std::vector{std::get<plain_argument>(arguments[i])};
    item_group group{each != nullptr, {}};
    auto const place = "at " + pointer + "/" + std::to_string(i);
    for (auto const& item : items) {
      auto compiled = compile_item(item);
      if (!compiled) return with_context(place, compiled.error());
      group.items.push_back(std::move(*compiled));

      if (several_limits && !group.each_limit && is_about_one_limit(group.items.back()))
        return error{errc::bad_file,
                     place +
                         ": the limiter claims several_limits, and this is about one limit; "
                         "put it into each_limit"};
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

result<written_call> call_writer::write(limit_request const& request) {
  filling with{encode_identity(request.key), instance_, {}};
  for (std::size_t i = 0; i < request.limits.size(); ++i)
    with.values.push_back(request_values(request, i, algorithm_));

  written_call call;
  for (auto const& command : setup_) {
    auto written = write_items(command, with);
    if (!written) return with_context("writing the set-up", written.error());
    call.setup.push_back(std::move(*written));
  }
  auto keys = write_items(keys_, with);
  if (!keys) return with_context("writing the keys", keys.error());
  call.keys = std::move(*keys);
  auto arguments = write_items(arguments_, with);
  if (!arguments) return with_context("writing the arguments", arguments.error());
  call.arguments = std::move(*arguments);
  return call;
}

result<std::vector<std::string>> call_writer::write_items(std::vector<item_group> const& groups,
                                                          filling const& with) {
  std::vector<std::string> written;
  for (auto const& group : groups) {
    auto const repeats = group.each_limit ? with.values.size() : 1;
    for (std::size_t limit = 0; limit < repeats; ++limit) {
      for (auto const& item : group.items) {
        auto text = write_item(item, with.of(limit));
        if (!text) return text.error();
        written.push_back(std::move(*text));
      }
    }
  }
  return written;
}

result<std::string> call_writer::write_item(plain_item const& item, pattern_values const& with) {
  if (auto const* spelled = std::get_if<number>(&item)) {
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
  if (auto const* pattern = std::get_if<text_pattern>(&item)) return pattern->fill(with);
  if (auto const* random = std::get_if<random_argument>(&item))
    return random_bytes(engine_, random->bytes);
  return random_uuid(engine_);
}

}  // namespace limitproof
