#include "harness/node/node_thread.hpp"

#include "harness/guard/guarded.hpp"
#include "harness/node/open_listener.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace limitproof {

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
      guarded(*std::move(decides), settings.guards, plugin.manifest.claims, *tallies);
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
    : settings_(settings),
      grace_(settings.guards.deadline + std::chrono::seconds(1)),
      loop_(std::move(loop)),
      store_(std::move(store)),
      tallies_(std::move(tallies)),
      decides_(std::move(decides)),
      desk_{*decides_,
            settings.promised,
            settings.store_error,
            make_fixed_texts(settings.name, settings.promised, std::move(quota)),
            {},
            std::move(log)},
      server_(std::move(listener), desk_),
      closing_(loop_->get_executor()) {
  // Queued here and not by run(), so that it stands before any request to stop: asio lets a
  // coroutine that is cancelled before its first step throw out of the loop.
  server_.start();
}

result<void> node_thread::open(std::shared_ptr<prepared_policies const> prepared) {
  limiter_ground const ground{settings_, *store_, *tallies_};
  auto book = open_book(std::move(prepared), desk_.policies.get(), ground);
  if (!book) return book.error();
  desk_.policies = *std::move(book);
  return {};
}

void node_thread::adopt(std::shared_ptr<prepared_policies const> prepared) {
  asio::post(*loop_, [this, prepared] {
    auto const opened = open(prepared);
    if (!opened) desk_.log("the policies stay as they were: " + opened.error().what);
  });
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
