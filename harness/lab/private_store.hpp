#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "harness/stack/running_server.hpp"

#include <atomic>
#include <filesystem>
#include <memory>

namespace limitproof {

/// An empty redis-server of our own on a free loopback port, which keeps nothing on disk. It ends
/// with the value, and so does the folder of its log; if we are killed, the kernel ends it.
class private_store {
 public:
  /// Errors: `missing_program` with the line that installs it, `stack_failed`, `interrupted` when
  /// `stop` is set meanwhile, `io`.
  [[nodiscard]] static result<std::unique_ptr<private_store>> start(std::atomic<bool> const& stop);

  ~private_store();
  private_store(private_store const&) = delete;
  private_store& operator=(private_store const&) = delete;

  [[nodiscard]] address const& where() const { return server_.where; }

  /// Error: how it ended, if it has.
  [[nodiscard]] result<void> alive() const;

 private:
  private_store(std::filesystem::path folder, running_server server);

  std::filesystem::path folder_;
  running_server server_;
};

}  // namespace limitproof
