#pragma once

#include "harness/model/units.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace limitproof {

/// A file's text; none while there is no such readable file.
[[nodiscard]] std::optional<std::string> read_policy_file(std::filesystem::path const& file);

/// Tells when a file's text is another one. The kernel tells of changes in the file's directory: a
/// mounted ConfigMap replaces a symbolic link there, and the file itself is never written. What the
/// kernel does not tell (a link to another directory, a network's file system) is found by looking
/// every half second. Used from the loop's thread.
class policy_file {
 public:
  static constexpr duration longest_delay = std::chrono::milliseconds(500);
  using observer = std::function<void(std::optional<std::string> const&)>;

  /// `seen` is the text already known. `changed` is called from the loop, with each new text once.
  policy_file(boost::asio::io_context& loop,
              std::filesystem::path file,
              std::string seen,
              observer changed);
  policy_file(policy_file const&) = delete;
  policy_file& operator=(policy_file const&) = delete;

  void start();

  /// Ends the waits; what had been found by then has been told.
  void stop();

 private:
  void watch_directory();
  void await_event();
  void await_poll();
  void look();

  std::filesystem::path file_;
  std::optional<std::string> seen_;
  observer changed_;
  boost::asio::posix::stream_descriptor events_;
  boost::asio::steady_timer poll_;
};

}  // namespace limitproof
