#pragma once

#include "harness/model/units.hpp"
#include "harness/policy_sources/policy_source.hpp"

#include <chrono>
#include <filesystem>
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
class policy_file : public policy_source {
 public:
  static constexpr duration longest_delay = std::chrono::milliseconds(500);

  /// `seen` is the text already known.
  policy_file(boost::asio::io_context& loop,
              std::filesystem::path file,
              std::string seen,
              policy_observer changed);

  void start() override;
  void stop() override;

 private:
  void watch_directory();
  void await_event();
  void await_poll();
  void look();

  std::filesystem::path file_;
  std::optional<std::string> seen_;
  policy_observer changed_;
  boost::asio::posix::stream_descriptor events_;
  boost::asio::steady_timer poll_;
};

}  // namespace limitproof
