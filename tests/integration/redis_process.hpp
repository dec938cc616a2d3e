#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/stack/start_on_free_port.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <memory>

namespace limitproof {

/// A test's own empty redis-server on a free port of 127.0.0.1; it ends with the value. Whatever
/// cannot be done throws, which fails the test with the reason.
class redis_process {
 public:
  redis_process();
  ~redis_process();
  redis_process(redis_process const&) = delete;
  redis_process& operator=(redis_process const&) = delete;

  [[nodiscard]] address where() const { return server_.where; }

  /// SIGKILL; returns when it is gone.
  void kill();

  /// A new, empty server on the same port, after `kill`.
  void start_again();

  /// SIGSTOP; returns when it has stopped: it still accepts connections (the kernel does) and
  /// takes bytes, and answers nothing.
  void freeze();

  /// SIGCONT.
  void thaw();

 private:
  temporary_directory folder_;
  running_server server_;
};

}  // namespace limitproof
