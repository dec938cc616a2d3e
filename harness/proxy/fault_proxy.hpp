#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/fault.hpp"
#include "harness/net/result_token.hpp"
#include "harness/net/task_group.hpp"
#include "harness/proxy/proxied_connection.hpp"

#include <cstdint>
#include <list>

#include <boost/asio/io_context.hpp>

namespace limitproof {

[[nodiscard]] asio::ip::tcp::endpoint endpoint_of(address const& where);

/// Where it listens, with the port that was picked.
[[nodiscard]] address address_of(tcp_acceptor const& listener);

/// Stands between the nodes and the store and carries every byte both ways, unchanged and in order,
/// as well as the way that it was told to be lets it. A connection is made at once, however slow
/// the way is; one that the store does not take is reset. Used from one io_context thread.
class fault_proxy {
 public:
  /// Listens at `where`, port 0 being any free one; throws boost::system::system_error if it
  /// cannot. `seed` is what jitter is drawn from.
  fault_proxy(asio::io_context& loop,
              address const& where,
              address const& store,
              std::uint64_t seed);

  [[nodiscard]] address where() const;

  /// Begins to accept.
  void start();

  /// From now on, and on return already, the way is as `way` says, which concerns_way.
  void set(fault const& way);

  /// Resets what is open and waits until all of it has ended, which must be before this does.
  [[nodiscard]] asio::awaitable<void> stop();

 private:
  [[nodiscard]] asio::awaitable<void> accept();
  [[nodiscard]] asio::awaitable<void> carry(tcp_socket client);

  asio::ip::tcp::endpoint store_;
  std::uint64_t seed_;
  std::uint64_t accepted_ = 0;
  fault way_{};
  tcp_acceptor listener_;
  std::list<proxied_connection*> open_;
  task_group accepting_;
  task_group carrying_;
};

}  // namespace limitproof
