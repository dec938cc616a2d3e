#include "harness/node/run_node.hpp"

#include "harness/guard/check_guards.hpp"
#include "harness/node/node_thread.hpp"
#include "harness/node/open_listener.hpp"
#include "limiters/check_policy.hpp"

#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

namespace limitproof {

namespace {

constexpr int exit_interrupted = 130;

result<limiter_plugin> find_plugin(node_settings const& settings) {
  auto plugin = load_plugin(settings.limiter);
  if (!plugin) return plugin;
  if (plugin->manifest.kind != limiter_kind::native && !settings.store)
    return error{
        errc::bad_usage,
        "the limiter " + plugin->name + " keeps its count in a store: give --store HOST:PORT"};
  auto const checked = check_policy(*plugin, settings.promised.limits);
  if (!checked) return checked.error();
  auto const guarded = check_guards(settings.guards, *plugin, settings.promised.limits);
  if (!guarded) return guarded.error();
  return plugin;
}

/// Runs the threads and listens to signals on the caller's.
class crew {
 public:
  crew(asio::io_context& loop, std::vector<std::unique_ptr<node_thread>> members)
      : loop_(loop), signals_(loop, SIGINT, SIGTERM), members_(std::move(members)) {}

  /// Returns when all have ended; the first failure, if one died.
  [[nodiscard]] std::optional<error> work() {
    await_signal();
    std::vector<std::thread> threads;
    threads.reserve(members_.size());
    running_ = members_.size();
    for (auto const& member : members_) threads.emplace_back([this, &member] { run(*member); });
    loop_.run();
    for (auto& thread : threads) thread.join();
    return failure_;
  }

  [[nodiscard]] node_counters counters() const {
    node_counters sum;
    for (auto const& member : members_) sum += member->counters();
    return sum;
  }

 private:
  void await_signal() {
    signals_.async_wait([this](boost::system::error_code ec, int) {
      if (ec) return;
      if (stopping_) ::_exit(exit_interrupted);
      stop_all();
      await_signal();
    });
  }

  void stop_all() {
    stopping_ = true;
    for (auto const& member : members_) member->request_stop();
  }

  void run(node_thread& member) {
    std::optional<error> failure;
    try {
      member.run();
    } catch (std::exception const& e) {
      failure = error{errc::io, std::string("a serving thread died: ") + e.what()};
    }
    asio::post(loop_, [this, failure] { ended(failure); });
  }

  void ended(std::optional<error> const& failure) {
    if (failure && !failure_) failure_ = failure;
    if (!stopping_) stop_all();
    if (--running_ == 0) signals_.cancel();
  }

  asio::io_context& loop_;
  asio::signal_set signals_;
  std::vector<std::unique_ptr<node_thread>> members_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::optional<error> failure_;
};

}  // namespace

result<node_counters> run_node(node_settings const& settings, node_observer const& observer) {
  auto const plugin = find_plugin(settings);
  if (!plugin) return plugin.error();

  asio::io_context loop(1);
  auto listener = open_listener(loop, settings.listen);
  if (!listener) return listener.error();

  std::vector<std::unique_ptr<node_thread>> members;
  for (int i = 0; i < settings.threads; ++i) {
    auto member = node_thread::make(settings, *plugin, *listener, observer.log);
    if (!member) return member.error();
    members.push_back(*std::move(member));
  }
  crew everyone(loop, std::move(members));
  observer.listening(local_address(*listener));
  listener->close();

  auto const failure = everyone.work();
  if (failure) return *failure;
  return everyone.counters();
}

}  // namespace limitproof
