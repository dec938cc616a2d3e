#pragma once

#include "harness/net/result_token.hpp"

#include <cstdint>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace limitproof {

/// A request for a page of 127.0.0.1, but for the empty line that ends it.
inline std::string page_head(std::uint16_t port,
                             std::string const& method,
                             std::string const& target) {
  return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
}

/// A connection to a server of pages, of which all waits end when the server closes it.
class page_client {
 public:
  explicit page_client(std::uint16_t port, std::string const& host = "127.0.0.1") {
    socket_.connect({asio::ip::make_address(host), port}, refused_);
  }

  [[nodiscard]] bool connected() const { return !refused_; }

  void send(std::string const& text) {
    boost::system::error_code closed;
    asio::write(socket_, asio::buffer(text), closed);
  }

  /// Everything until the connection ends.
  [[nodiscard]] std::string rest() {
    std::string text;
    boost::system::error_code ended;
    asio::read(socket_, asio::dynamic_buffer(text), ended);
    return text;
  }

 private:
  asio::io_context loop_{1};
  asio::ip::tcp::socket socket_{loop_};
  boost::system::error_code refused_;
};

}  // namespace limitproof
