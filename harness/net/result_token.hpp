#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace limitproof {

namespace asio = boost::asio;

/// The project's default completion token: awaiting gives [error_code, value], nothing throws.
using use_result = asio::as_tuple_t<asio::use_awaitable_t<>>;
using tcp_socket = use_result::as_default_on_t<asio::ip::tcp::socket>;
using tcp_acceptor = use_result::as_default_on_t<asio::ip::tcp::acceptor>;
using steady_timer = use_result::as_default_on_t<asio::steady_timer>;

}  // namespace limitproof
