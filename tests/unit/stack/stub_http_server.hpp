#pragma once

#include "harness/model/endpoints.hpp"
#include "tests/unit/stack/listener.hpp"

#include <functional>
#include <string>
#include <thread>

namespace limitproof {

/// Answers one connection after the other with whatever `respond` makes of the request's text, and
/// closes it.
class stub_http_server {
 public:
  explicit stub_http_server(std::function<std::string(std::string const&)> respond)
      : thread_([this, respond = std::move(respond)] { serve(respond); }) {}

  ~stub_http_server() {
    ::shutdown(listener_.socket(), SHUT_RDWR);
    thread_.join();
  }

  stub_http_server(stub_http_server const&) = delete;
  stub_http_server& operator=(stub_http_server const&) = delete;

  [[nodiscard]] address where() const { return address{.port = listener_.port()}; }

 private:
  void serve(std::function<std::string(std::string const&)> const& respond) const {
    for (;;) {
      file_descriptor const client(::accept(listener_.socket(), nullptr, nullptr));
      if (!client.is_open()) return;
      std::string request;
      char byte = 0;
      while (!request.ends_with("\r\n\r\n") && ::recv(client.get(), &byte, 1, 0) == 1)
        request += byte;
      auto const response = respond(request);
      [[maybe_unused]] auto const sent =
          ::send(client.get(), response.data(), response.size(), MSG_NOSIGNAL);
    }
  }

  listener listener_;
  std::thread thread_;
};

}  // namespace limitproof
