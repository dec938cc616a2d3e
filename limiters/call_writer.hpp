#pragma once

#include "harness/model/limiter_manifest.hpp"
#include "limiters/compiled_argument.hpp"
#include "limiters/limiter.hpp"

#include <string>
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
  /// Once for the call, or once for each limit.
  struct item_group {
    bool each_limit = false;
    std::vector<compiled_argument> items;
  };

  struct filling;

  static result<std::vector<item_group>> compile_items(std::vector<call_argument> const& arguments,
                                                       std::string const& pointer,
                                                       bool several_limits);
  result<std::vector<std::string>> write_items(std::vector<item_group> const& groups,
                                               filling const& with);

  call_writer() = default;

  limitproof::algorithm algorithm_{};
  std::vector<std::vector<item_group>> setup_;
  std::vector<item_group> keys_;
  std::vector<item_group> arguments_;
  random_source random_;
};

}  // namespace limitproof
