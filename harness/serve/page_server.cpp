#include "harness/serve/page_server.hpp"

#include "harness/net/with_deadline.hpp"

#include <iterator>
#include <string_view>
#include <utility>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace limitproof {

namespace {

namespace http = boost::beast::http;

constexpr std::size_t most_clients = 64;
constexpr std::uint32_t largest_head = 16'384;

using page_response = http::response<http::string_body>;

page_response render(page_answer answer, bool head_only) {
  page_response response;
  response.version(11);
  response.result(answer.status);
  response.keep_alive(false);
  response.set(http::field::content_type, answer.type);
  response.set("Content-Security-Policy", answer.policy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Referrer-Policy", "no-referrer");
  response.set(http::field::cache_control, "no-store");
  if (response.result() == http::status::method_not_allowed)
    response.set(http::field::allow, "GET, HEAD");
  response.content_length(answer.body.size());
  if (!head_only) response.body() = std::move(answer.body);
  return response;
}

std::string_view text_of(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

std::string_view only_host(http::request<http::empty_body> const& request) {
  auto const [first, last] = request.equal_range(http::field::host);
  return std::distance(first, last) == 1 ? text_of(first->value()) : std::string_view();
}

page_response answer(served_runs const& served, http::request<http::empty_body> const& request) {
  auto const method = text_of(request.method_string());
  page_request const asked{method, text_of(request.target()), only_host(request)};
  return render(answer_request(served, asked), method == "HEAD");
}

}  // namespace

page_server::page_server(tcp_acceptor listener, served_runs served, page_patience const& patience)
    : served_(std::move(served)),
      patience_(patience),
      clients_(std::move(listener), most_clients, [this](tcp_socket socket) {
        return serve(std::move(socket));
      }) {}

asio::awaitable<void> page_server::serve(tcp_socket socket) {
  boost::beast::flat_buffer buffer(largest_head);
  http::request_parser<http::empty_body> parser;
  parser.header_limit(largest_head);
  auto reading = http::async_read(socket, buffer, parser, use_result{});
  auto const [unread, size] = co_await with_deadline(std::move(reading), patience_.request);
  if (unread) co_return;

  auto const response = answer(served_, parser.get());
  auto writing = http::async_write(socket, response, use_result{});
  auto const [unwritten, written] = co_await with_deadline(std::move(writing), patience_.answer);
  boost::system::error_code ignored;
  if (!unwritten) socket.shutdown(tcp_socket::shutdown_both, ignored);
}

}  // namespace limitproof
