#include "harness/policy_sources/etcd_watch.hpp"

#include "harness/guard/fresh_seed.hpp"
#include "harness/model/splitmix64.hpp"
#include "harness/net/with_deadline.hpp"
#include "harness/policy_sources/watch_pause.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace limitproof {

namespace {

/// A deadline does not know what passed it; every other error of a connection says it.
error located(etcd_key const& key, std::string const& attempt, error const& why) {
  if (why.code != errc::timed_out) return why;
  return with_context(to_text(key) + ": " + attempt, why);
}

}  // namespace

asio::awaitable<result<etcd_reading>> read_etcd_key(etcd_key key, duration patience) {
  auto const executor = co_await asio::this_coro::executor;
  etcd_connection connection(executor, key);
  auto reading = connection.read();
  auto got = co_await with_deadline(std::move(reading), patience);
  if (!got) co_return located(key, "reading it", got.error());
  co_return got;
}

etcd_watch::etcd_watch(asio::io_context& loop,
                       etcd_key key,
                       std::string seen,
                       policy_observer changed,
                       std::function<void(std::string const&)> log,
                       watch_patience patience)
    : key_(std::move(key)),
      seen_(std::move(seen)),
      changed_(std::move(changed)),
      log_(std::move(log)),
      patience_(patience),
      tasks_(loop.get_executor()) {}

void etcd_watch::start() {
  tasks_.spawn(follow());
}

void etcd_watch::stop() {
  tasks_.cancel();
}

asio::awaitable<void> etcd_watch::follow() {
  auto const executor = co_await asio::this_coro::executor;
  steady_timer pause(executor);
  auto const seed = fresh_seed();
  for (std::uint64_t drawn = 0;; ++drawn) {
    auto const began = std::chrono::steady_clock::now();
    auto const renewed = co_await follow_once();
    if (renewed) continue;
    if (renewed.error().code == errc::interrupted) co_return;
    tell_away(renewed.error());
    bool const lasted = std::chrono::steady_clock::now() - began >= longest_watch_pause;
    failures_ = lasted ? 1 : failures_ + 1;
    pause.expires_after(watch_pause(failures_, splitmix64(seed, drawn)));
    co_await pause.async_wait();
  }
}

asio::awaitable<result<void>> etcd_watch::follow_once() {
  auto const reading = co_await read_etcd_key(key_, patience_.answer);
  if (!reading) co_return reading.error();
  tell(reading->value);

  auto const executor = co_await asio::this_coro::executor;
  // Elsewhere than in this frame: what asio allocates for larger ones, GCC 12 takes for mismatched.
  auto const connection = std::make_unique<etcd_connection>(executor, key_);
  auto watching = connection->watch(reading->revision + 1);
  auto const begun = co_await with_deadline(std::move(watching), patience_.answer);
  if (!begun) co_return located(key_, "beginning to watch it", begun.error());
  tell_back();
  auto const renewed = co_await listen(*connection);
  co_return renewed;
}

asio::awaitable<result<void>> etcd_watch::listen(etcd_connection& connection) {
  result<void> const renewed;
  auto const renew_at = std::chrono::steady_clock::now() + patience_.renewal;
  for (;;) {
    duration const left = renew_at - std::chrono::steady_clock::now();
    if (left <= duration(0)) co_return renewed;
    bool const halfway = connection.within_message();
    auto coming = connection.next();
    auto const patience = halfway ? std::min(left, patience_.answer) : left;
    auto const messages = co_await with_deadline(std::move(coming), patience);
    if (!messages && messages.error().code == errc::timed_out && !halfway) co_return renewed;
    if (!messages) co_return located(key_, "watching it", messages.error());
    auto const told = tell_all(*messages);
    if (!told) co_return told;
  }
}

result<void> etcd_watch::tell_all(std::vector<etcd_watch_message> const& messages) {
  for (auto const& message : messages) {
    for (auto const& value : message.values) tell(value);
    if (message.cancelled)
      return error{errc::io, to_text(key_) + ": the watch was cancelled: " + *message.cancelled};
  }
  return {};
}

void etcd_watch::tell(std::optional<std::string> const& text) {
  if (text == seen_) return;
  seen_ = text;
  changed_(seen_);
}

void etcd_watch::tell_away(error const& why) {
  if (std::exchange(away_, true)) return;
  log_("the policies stay as they were until they can be followed again: " + why.what);
}

void etcd_watch::tell_back() {
  if (std::exchange(away_, false)) log_("the policies are followed again: " + to_text(key_));
}

}  // namespace limitproof
