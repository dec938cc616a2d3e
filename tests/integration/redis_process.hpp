#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/stack/start_on_free_port.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace limitproof {

/// How a test wants its redis-server other than limitproof starts it.
struct redis_setup {
  bool keeps_every_write = false;  ///< in an append-only file, synced before each answer
  std::map<std::string, std::string> environment;
};

/// A test's own empty redis-server on a free port of 127.0.0.1; it ends with the value. Whatever
/// cannot be done throws, which fails the test with the reason.
class redis_process {
 public:
  explicit redis_process(redis_setup const& setup = {});
  ~redis_process();
  redis_process(redis_process const&) = delete;
  redis_process& operator=(redis_process const&) = delete;

  [[nodiscard]] address where() const { return server_.where; }

  /// SIGKILL; returns when it is gone.
  void kill();

  /// A new server on the same port and in the same folder, after `kill`: empty, unless the setup
  /// keeps every write.
  void start_again();

  /// SIGSTOP; returns when it has stopped: it still accepts connections (the kernel does) and
  /// takes bytes, and answers nothing.
  void freeze();

  /// SIGCONT.
  void thaw();

 private:
  temporary_directory folder_;
  std::filesystem::path program_;
  running_server server_;
};

}  // namespace limitproof
