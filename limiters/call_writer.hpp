#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "limiters/limiter.hpp"
#include "limiters/text_pattern.hpp"

#include <random>
#include <string>
#include <variant>
#include <vector>

namespace limitproof {

/// One call, ready to be sent.
struct written_call {
  std::vector<std::vector<std::string>> setup;  ///< commands to send first
  std::vector<std::string> keys;
  std::vector<std::string> arguments;
};

/// Writes the keys and arguments of a request as a manifest says. One per node thread: it draws the
/// random arguments.
class call_writer {
 public:
  /// Errors: bad_file, with the JSON pointer of what cannot be compiled.
  [[nodiscard]] static result<call_writer> compile(limiter_manifest const& manifest);

  /// Errors: script_error: an argument that is no whole number (a period of 500 ms told in
  /// seconds).
  [[nodiscard]] result<written_call> write(limit_request const& request);

 private:
  struct number {
    expression value;
    int decimals;
  };

  using plain_item = std::variant<number, text_pattern, random_argument, uuid_argument>;

  /// Once for the call, or once for each limit.
  struct item_group {
    bool each_limit = false;
    std::vector<plain_item> items;
  };

  struct filling;

  static result<plain_item> compile_item(plain_argument const& argument);
  static bool is_about_one_limit(plain_item const& item);
  static result<std::vector<item_group>> compile_items(std::vector<call_argument> const& arguments,
                                                       std::string const& pointer,
                                                       bool several_limits);
  result<std::vector<std::string>> write_items(std::vector<item_group> const& groups,
                                               filling const& with);
  result<std::string> write_item(plain_item const& item, pattern_values const& with);

  call_writer();

  limitproof::algorithm algorithm_{};
  std::vector<std::vector<item_group>> setup_;
  std::vector<item_group> keys_;
  std::vector<item_group> arguments_;
  std::mt19937_64 engine_;
  std::string instance_;
};

}  // namespace limitproof
