#include "harness/node/node_thread.hpp"

#include "harness/guard/guarded.hpp"
#include "harness/node/open_listener.hpp"

#include <random>
#include <utility>

#include <boost/asio/post.hpp>

namespace limitproof {

namespace {

guard_chain chain_of(node_settings const& settings, limiter_claims const& claims) {
  guard_chain chain{settings.guards, claims};
  if (settings.store_error != on_store_error::local) return chain;
  // Threads share nothing, so each is one more that counts alone.
  chain.alone.emplace(local_share{settings.promised.limits, settings.nodes * settings.threads});
  for (auto& l : chain.alone->whole) l.burst = capacity(claims.algorithm, l);
  return chain;
}

}  // namespace

result<std::unique_ptr<node_thread>> node_thread::make(
    node_settings const& settings,
    limiter_plugin const& plugin,
    tcp_acceptor& listener,
    std::function<void(std::string const&)> log) {
  auto loop = std::make_unique<asio::io_context>(1);
  auto store = std::make_unique<redis_connection>(
      loop->get_executor(), settings.store.value_or(address{}), settings.guards.deadline);
  auto decides = make_limiter(plugin, *store);
  if (!decides) return decides.error();
  auto own_listener = share_listener(*loop, listener);
  if (!own_listener) return own_listener.error();
  auto tallies = std::make_unique<guard_tallies>();
  auto behind_guards =
      guarded(*std::move(decides), chain_of(settings, plugin.manifest.claims), *tallies);
  return std::unique_ptr<node_thread>(new node_thread(
      settings,
      std::move(loop),
      std::move(store),
      std::move(tallies),
      std::move(behind_guards),
      *std::move(own_listener),
      make_quota_words(settings.dialects, settings.promised, plugin.manifest.claims.algorithm),
      std::move(log)));
}

node_thread::node_thread(node_settings const& settings,
                         std::unique_ptr<asio::io_context> loop,
                         std::unique_ptr<redis_connection> store,
                         std::unique_ptr<guard_tallies> tallies,
                         std::unique_ptr<limiter> decides,
                         tcp_acceptor listener,
                         quota_words quota,
                         std::function<void(std::string const&)> log)
    : grace_(settings.guards.deadline + std::chrono::seconds(1)),
      loop_(std::move(loop)),
      store_(std::move(store)),
      tallies_(std::move(tallies)),
      decides_(std::move(decides)),
      desk_{*decides_,
            settings.promised,
            settings.store_error,
            make_fixed_texts(settings.name, settings.promised, std::move(quota)),
            {},
            std::move(log),
            {},
            {},
            {},
            outage_wait_of(settings.guards),
            std::random_device{}()}

      ,
      server_(std::move(listener), desk_),
      closing_(loop_->get_executor()) {
  // Queued here and not by run(), so that it stands before any request to stop: asio lets a
  // coroutine that is cancelled before its first step throw out of the loop.
  server_.start();
}

void node_thread::run() {
  loop_->run();
}

void node_thread::request_stop() {
  asio::post(*loop_, [this] {
    if (!std::exchange(stopping_, true)) closing_.spawn(shut_down());
  });
}

asio::awaitable<void> node_thread::shut_down() {
  co_await server_.stop(grace_);
  store_->close();
  loop_->stop();
}

}  // namespace limitproof
