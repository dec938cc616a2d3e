#pragma once

#include "harness/stack/start_on_free_port.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <string>

namespace limitproof {

/// A test's own etcd with nothing in it, on a free port of 127.0.0.1; it ends with the value.
/// Whatever cannot be done throws, which fails the test with the reason.
class etcd_process {
 public:
  etcd_process();
  ~etcd_process();
  etcd_process(etcd_process const&) = delete;
  etcd_process& operator=(etcd_process const&) = delete;

  /// What a node is told to follow `key`.
  [[nodiscard]] std::string url_of(std::string const& key) const;

  void put(std::string const& key, std::string const& value) const;
  void remove(std::string const& key) const;

  /// SIGKILL; returns when it is gone.
  void kill();

  /// On the same port, with what it had, after `kill`.
  void start_again();

 private:
  void ask(std::string const& target, std::string const& body) const;

  temporary_directory folder_;
  running_server server_;
};

}  // namespace limitproof
