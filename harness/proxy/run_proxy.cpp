#include "harness/proxy/run_proxy.hpp"

#include "harness/codec/fault_codec.hpp"
#include "harness/proxy/fault_proxy.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

constexpr duration longest_without_control = 10s;
constexpr std::size_t longest_line = 4096;

/// Does what a line says; the answer to it.
std::string obey(fault_proxy& proxy, std::string_view line) {
  auto const told = decode_fault(line, "the control connection");
  if (!told) return told.error().what + "\n";
  if (!concerns_way(told->action))
    return "\"" + std::string(to_name(told->action)) +
           "\" is nothing a proxy can do; it does slow, narrow, reset, blackhole and heal\n";
  proxy.set(*told);
  return "ok\n";
}

asio::awaitable<result<void>> serve_control(tcp_socket& control, fault_proxy& proxy) {
  std::string buffer;
  result<void> served;
  for (;;) {
    auto const [ec, length] = co_await asio::async_read_until(
        control, asio::dynamic_buffer(buffer, longest_line), '\n', use_result{});
    if (ec == asio::error::not_found)
      served = error{errc::bad_file, "the control connection: a line of more than 4096 bytes"};
    if (ec) co_return served;
    auto const answer = obey(proxy, std::string_view(buffer).substr(0, length - 1));
    buffer.erase(0, length);
    auto const [lost, written] =
        co_await asio::async_write(control, asio::buffer(answer), use_result{});
    if (lost) co_return served;
  }
}

asio::awaitable<result<void>> be_controlled(tcp_acceptor& listener, fault_proxy& proxy) {
  steady_timer patience(listener.get_executor(), longest_without_control);
  patience.async_wait([&listener](boost::system::error_code ec) {
    boost::system::error_code ignored;
    if (!ec) listener.close(ignored);
  });
  auto [ec, control] = co_await listener.async_accept();
  patience.cancel();
  boost::system::error_code ignored;
  listener.close(ignored);
  if (ec) co_return error{errc::timed_out, "nobody took control within 10 s"};
  auto const served = co_await serve_control(control, proxy);
  co_return served;
}

asio::awaitable<void> live(tcp_acceptor& listener, fault_proxy& proxy, result<void>& ended) {
  ended = co_await be_controlled(listener, proxy);
  co_await proxy.stop();
}

}  // namespace

result<void> run_proxy(proxy_settings const& settings,
                       std::function<void(proxy_addresses const&)> const& listening) {
  asio::io_context loop(1);
  fault_proxy proxy(loop, settings.nodes, settings.store, settings.seed);
  tcp_acceptor control(loop, endpoint_of(settings.control));
  proxy.start();

  result<void> ended;
  task_group life(loop.get_executor());
  life.spawn(live(control, proxy, ended));
  listening({proxy.where(), address_of(control)});
  loop.run();
  return ended;
}

}  // namespace limitproof
