#include "harness/net/open_listener.hpp"

#include <string>

#include <fcntl.h>

namespace limitproof {

namespace {

error cannot_listen(address const& where, boost::system::error_code const& ec) {
  auto const remedy =
      ec == asio::error::address_in_use ? "; choose another --port, or 0 for a free one" : "";
  return error{errc::io,
               "cannot listen on " + where.host + ":" + std::to_string(where.port) + ": " +
                   ec.message() + remedy};
}

}  // namespace

result<tcp_acceptor> open_listener(asio::io_context& loop, address const& where) {
  using asio::ip::tcp;
  boost::system::error_code ec;
  auto const host = asio::ip::make_address_v4(where.host, ec);
  tcp_acceptor listener(loop);
  if (!ec) listener.open(tcp::v4(), ec);
  if (!ec) listener.set_option(tcp_acceptor::reuse_address(true), ec);
  if (!ec) listener.bind(tcp::endpoint(host, where.port), ec);
  if (!ec) listener.listen(tcp_acceptor::max_listen_connections, ec);
  if (ec) return cannot_listen(where, ec);
  return listener;
}

result<tcp_acceptor> share_listener(asio::io_context& loop, tcp_acceptor& listener) {
  int const copy = ::fcntl(listener.native_handle(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0)
    return cannot_listen(local_address(listener),
                         boost::system::error_code(errno, boost::system::system_category()));
  return tcp_acceptor(loop, asio::ip::tcp::v4(), copy);
}

address local_address(tcp_acceptor const& listener) {
  boost::system::error_code ignored;
  auto const local = listener.local_endpoint(ignored);
  return address{local.address().to_string(), local.port()};
}

}  // namespace limitproof
