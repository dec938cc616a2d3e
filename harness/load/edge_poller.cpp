#include "harness/load/edge_poller.hpp"

#include "harness/load/socket_calls.hpp"
#include "harness/model/assert.hpp"

#include <cerrno>

namespace limitproof {

namespace {

constexpr std::uint32_t reading = EPOLLIN | EPOLLRDHUP | EPOLLET;
constexpr std::uint32_t peer_end = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::int64_t ns_per_s = 1'000'000'000;

}  // namespace

edge_poller::edge_poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

bool edge_poller::add(int socket, std::uint32_t number, bool and_writable) {
  return control(EPOLL_CTL_ADD, socket, number, and_writable);
}

void edge_poller::change(int socket, std::uint32_t number, bool and_writable) {
  bool const changed = control(EPOLL_CTL_MOD, socket, number, and_writable);
  LIMITPROOF_ASSERT(changed);
}

bool edge_poller::control(int operation, int socket, std::uint32_t number, bool and_writable) {
  epoll_event watched{};
  watched.events = reading | (and_writable ? std::uint32_t{EPOLLOUT} : 0);
  watched.data.u32 = number;
  return ::epoll_ctl(epoll_.get(), operation, socket, &watched) == 0;
}

int edge_poller::wait(std::int64_t timeout_ns) {
  timespec const timeout{static_cast<time_t>(timeout_ns / ns_per_s), timeout_ns % ns_per_s};
  auto const count =
      wait_for_events(epoll_.get(), events_.data(), static_cast<int>(events_.size()), timeout);
  int const code = count < 0 && errno != EINTR ? errno : 0;
  next_ = 0;
  count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  saw_all_ = count >= 0 && count_ < events_.size();
  return code;
}

std::optional<edge_poller::event> edge_poller::next() {
  if (next_ == count_) return std::nullopt;
  auto const& found = events_[next_++];
  return event{found.data.u32,
               (found.events & (EPOLLIN | peer_end)) != 0,
               (found.events & EPOLLOUT) != 0,
               (found.events & peer_end) != 0};
}

}  // namespace limitproof
