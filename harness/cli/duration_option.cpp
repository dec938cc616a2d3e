#include "harness/cli/duration_option.hpp"

#include "harness/codec/duration_text.hpp"

#include <CLI/CLI.hpp>

namespace limitproof {

void add_duration(CLI::App& sub, duration_option const& option, std::optional<duration>& to) {
  auto const read = [option, &to](std::string const& given) {
    auto const value = parse_duration(given);
    if (!value || *value < option.least || *value > option.most)
      throw CLI::ValidationError(option.flag,
                                 "found \"" + given + "\", expected a duration as \"250ms\", " +
                                     to_text(option.least) + " to " + to_text(option.most));
    to = value;
  };
  sub.add_option_function<std::string>(option.flag, read, option.text);
}

}  // namespace limitproof
