#pragma once

#include "harness/model/error.hpp"
#include "harness/proxy/run_proxy.hpp"
#include "harness/stack/file_descriptor.hpp"
#include "tests/unit/stack/listener.hpp"

#include <future>
#include <string>

namespace limitproof {

/// A proxy on a thread of its own, and a store's side that takes what it passes on. It ends with
/// its control connection, so with the value.
class proxied_peers {
 public:
  proxied_peers();
  ~proxied_peers();
  proxied_peers(proxied_peers const&) = delete;
  proxied_peers& operator=(proxied_peers const&) = delete;

  /// Says one line on the control connection; the proxy's answer.
  std::string tell(std::string const& line);

  /// A connection from a node's side.
  [[nodiscard]] file_descriptor connect() const;

  /// The store's end of the oldest connection that it has not taken yet.
  [[nodiscard]] file_descriptor accept() const;

  /// Closes the control connection; what the proxy ended with.
  result<void> lose_control();

  [[nodiscard]] address const& where() const { return found_.nodes; }

  [[nodiscard]] address const& control() const { return found_.control; }

 private:
  listener store_;
  proxy_addresses found_;
  std::future<result<void>> ended_;
  file_descriptor control_;
};

/// Throws if nobody listens there.
[[nodiscard]] file_descriptor connected_to(address const& where);

void send_all(file_descriptor const& socket, std::string const& bytes);

/// Exactly so many bytes; fewer where the other side has ended or reset.
[[nodiscard]] std::string receive(file_descriptor const& socket, std::size_t bytes);

/// What recv tells next: 0 at the end, else errno of the failure; blocks until then.
[[nodiscard]] int end_of(file_descriptor const& socket);

}  // namespace limitproof
