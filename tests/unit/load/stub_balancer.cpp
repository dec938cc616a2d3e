#include "tests/unit/load/stub_balancer.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace limitproof {

namespace {

constexpr std::size_t most_clients = 64;
constexpr std::string_view end_of_request = "\r\n\r\n";

void send_all(int socket, std::string_view bytes) {
  // The engine may have gone; that is its own business.
  [[maybe_unused]] auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::string_view key_of(std::string_view request) {
  constexpr std::string_view name = "X-Api-Key: ";
  auto const begin = request.find(name) + name.size();
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

}  // namespace

stub_balancer::stub_balancer()
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      wake_(::eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  auto* const at = reinterpret_cast<sockaddr*>(&here);
  bool const listens = ::bind(listener_.get(), at, size) == 0 &&
                       ::listen(listener_.get(), most_clients) == 0 &&
                       ::getsockname(listener_.get(), at, &size) == 0;
  LIMITPROOF_ASSERT(listens);
  port_ = ntohs(here.sin_port);
  clients_.reserve(most_clients);
}

stub_balancer::~stub_balancer() {
  ending_ = true;
  std::uint64_t const one = 1;
  [[maybe_unused]] auto const woken = ::write(wake_.get(), &one, sizeof one);
  if (thread_.joinable()) thread_.join();
}

void stub_balancer::start(reply_to_key reply) {
  reply_ = std::move(reply);
  thread_ = std::thread([this] { serve(); });
}

endpoints stub_balancer::where() const {
  endpoints target;
  target.balancer = {"127.0.0.1", port_};
  return target;
}

void stub_balancer::wait_for_requests(std::uint64_t count) const {
  for (auto seen = requests_.load(); seen < count; seen = requests_.load()) requests_.wait(seen);
}

void stub_balancer::serve() {
  std::array<pollfd, most_clients + 2> polled;
  while (!ending_) {
    std::size_t count = 0;
    polled[count++] = {wake_.get(), POLLIN, 0};
    polled[count++] = {listener_.get(), POLLIN, 0};
    for (auto const& c : clients_) polled[count++] = {c.socket.get(), POLLIN, 0};
    if (::poll(polled.data(), count, -1) < 0) continue;
    for (std::size_t i = 2; i < count; ++i)
      if (polled[i].revents != 0 && i - 2 < clients_.size()) read(clients_[i - 2]);
    std::erase_if(clients_, [](client const& c) { return !c.socket; });
    if (listener_ && polled[1].revents != 0) accept_client();
  }
}

void stub_balancer::accept_client() {
  LIMITPROOF_ASSERT(clients_.size() < most_clients);
  ++accepted_;
  auto& c = clients_.emplace_back();
  c.socket.reset(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  int const on = 1;
  ::setsockopt(c.socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void stub_balancer::read(client& from) {
  auto const size =
      ::recv(from.socket.get(), from.text.data() + from.size, from.text.size() - from.size, 0);
  if (size <= 0) return from.socket.reset();
  from.size += static_cast<std::size_t>(size);
  std::string_view rest(from.text.data(), from.size);
  std::uint64_t together = 0;
  while (from.socket && !rest.empty()) {
    auto const end = rest.find(end_of_request);
    if (end == rest.npos) break;
    auto const request = rest.substr(0, end + end_of_request.size());
    rest.remove_prefix(request.size());
    most_together_ = std::max(most_together_.load(), ++together);
    respond(from, request);
  }
  std::memmove(from.text.data(), rest.data(), rest.size());
  from.size = rest.size();
  if (from.socket && !rest.empty()) keep_part(from, {from.text.data(), from.size});
}

void stub_balancer::keep_part(client& from, std::string_view part) {
  if (!refused_key_.empty() && part.find("X-Api-Key: " + refused_key_ + "\r") != part.npos)
    return from.socket.reset();
  auto const held = std::count_if(
      clients_.begin(), clients_.end(), [](client const& c) { return c.socket && c.size > 0; });
  most_held_ = std::max(most_held_.load(), static_cast<std::uint64_t>(held));
}

void stub_balancer::respond(client& to, std::string_view request) {
  if (request.starts_with("GET /healthz ")) return send_all(to.socket.get(), warm_up_answer);
  auto reply = reply_(key_of(request));
  if (request.starts_with("HEAD "))
    reply.bytes = reply.bytes.substr(0, reply.bytes.find(end_of_request) + end_of_request.size());
  answer(to, reply);
  ++requests_;
  requests_.notify_all();
}

void stub_balancer::answer(client& to, stub_reply const& reply) {
  int const socket = to.socket.get();
  if (!reply.interim.empty()) send_all(socket, reply.interim);
  if (reply.between) reply.between();
  switch (reply.action) {
    case stub_action::answer:
      send_all(socket, reply.bytes);
      break;
    case stub_action::trickle:
      for (std::size_t i = 0; i < reply.bytes.size(); ++i)
        send_all(socket, reply.bytes.substr(i, 1));
      break;
    case stub_action::answer_close:
      send_all(socket, reply.bytes);
      to.socket.reset();
      break;
    case stub_action::reset: {
      linger const at_once{1, 0};
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      to.socket.reset();
      break;
    }
    case stub_action::silence:
      break;
    case stub_action::shut_down:
      stop_serving();
      break;
  }
}

void stub_balancer::stop_serving() {
  listener_.reset();
  for (auto& c : clients_) c.socket.reset();
}

}  // namespace limitproof
