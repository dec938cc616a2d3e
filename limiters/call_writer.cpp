#include "limiters/call_writer.hpp"

#include "harness/model/encode_identity.hpp"
#include "limiters/call_names.hpp"

#include <utility>

namespace limitproof {

/// What the items of one request are filled with: the values of each of its limits.
struct call_writer::filling {
  std::string identity;
  std::string_view instance;
  std::vector<std::vector<expression_value>> values;

  [[nodiscard]] pattern_values of(std::size_t limit) const {
    return {identity, instance, values[limit]};
  }
};

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
      auto compiled = compiled_argument::compile(item, request_names());
      if (!compiled) return with_context(place, compiled.error());
      if (several_limits && !group.each_limit && compiled->uses_any_of_first(limit_name_count))
        return error{errc::bad_file,
                     place +
                         ": the limiter claims several_limits, and this is about one limit; "
                         "put it into each_limit"};
      group.items.push_back(std::move(*compiled));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

result<written_call> call_writer::write(limit_request const& request) {
  filling with{encode_identity(request.key), random_.instance(), {}};
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
        auto text = item.write(with.of(limit), random_);
        if (!text) return text.error();
        written.push_back(std::move(*text));
      }
    }
  }
  return written;
}

}  // namespace limitproof
