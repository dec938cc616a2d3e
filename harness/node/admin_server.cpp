#include "harness/node/admin_server.hpp"

#include "harness/net/with_deadline.hpp"
#include "harness/node/request_reader.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 5s;
constexpr std::size_t most_clients = 16;
constexpr std::string_view end_of_head = "\r\n\r\n";

/// As the format's version 0.0.4 wants it named.
constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";

std::string render(std::string_view status, std::string_view more, std::string_view body) {
  return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                     status,
                     more,
                     body.size(),
                     body);
}

std::string_view next_word(std::string_view& line) {
  auto const end = std::min(line.find(' '), line.size());
  auto const word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

}  // namespace

std::string answer_admin(std::string_view request_line,
                         std::function<std::string()> const& metrics) {
  auto const method = next_word(request_line);
  auto const target = next_word(request_line);
  if (target.substr(0, target.find('?')) != "/metrics")
    return render("404 Not Found", "", "Metrics are at /metrics.\n");
  if (method != "GET" && method != "HEAD")
    return render("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "");
  auto answer = render("200 OK", fmt::format("Content-Type: {}\r\n", metrics_type), metrics());
  if (method == "HEAD") answer.resize(answer.find(end_of_head) + end_of_head.size());
  return answer;
}

admin_server::admin_server(tcp_acceptor listener, std::function<std::string()> metrics)
    : metrics_(std::move(metrics)),
      clients_(std::move(listener), most_clients, [this](tcp_socket socket) {
        return serve(std::move(socket));
      }) {}

asio::awaitable<void> admin_server::serve(tcp_socket socket) {
  std::string text;
  auto buffer = asio::dynamic_buffer(text, largest_head);
  auto reading = asio::async_read_until(socket, buffer, end_of_head, use_result{});
  auto const [unread, size] = co_await with_deadline(std::move(reading), patience);
  if (unread) co_return;

  auto const answer = answer_admin(std::string_view(text).substr(0, text.find("\r\n")), metrics_);
  auto writing = asio::async_write(socket, asio::buffer(answer), use_result{});
  auto const [unwritten, written] = co_await with_deadline(std::move(writing), patience);
  boost::system::error_code ignored;
  if (!unwritten) socket.shutdown(tcp_socket::shutdown_both, ignored);
}

}  // namespace limitproof
