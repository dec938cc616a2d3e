#include "harness/node/node_thread.hpp"

#include "harness/guard/fresh_seed.hpp"
#include "harness/net/open_listener.hpp"

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
  auto tallies = std::make_unique<guard_tallies>();
  limiter_ground const ground{settings, *store, *tallies};
  auto decides = make_guarded_limiter(plugin, settings.promised, ground);
  if (!decides) return decides.error();
  auto own_listener = share_listener(*loop, listener);
  if (!own_listener) return own_listener.error();
  std::unique_ptr<node_thread> member(new node_thread(
      settings,
      std::move(loop),
      std::move(store),
      std::move(tallies),
      *std::move(decides),
      *std::move(own_listener),
      make_quota_words(settings.dialects, settings.promised, plugin.manifest.claims.algorithm),
      std::move(log)));
  auto const opened = member->open_tier_table();
  if (!opened) return opened.error();
  return member;
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
      tallies_(std::move(tallies)),
      loop_(std::move(loop)),
      store_(std::move(store)),
      decides_(std::move(decides)),
      desk_{.decides = *decides_,
            .promised = settings.promised,
            .store_error = settings.store_error,
            .texts = make_fixed_texts(settings.name, settings.promised, std::move(quota)),
            .patience = {},
            .log = std::move(log),
            .turned_away = outage_wait_of(settings.guards),
            .seed = fresh_seed()},
      server_(std::move(listener), desk_),
      closing_(loop_->get_executor()) {
  // Queued here and not by run(), so that it stands before any request to stop: asio lets a
  // coroutine that is cancelled before its first step throw out of the loop.
  server_.start();
}

result<void> node_thread::open_tier_table() {
  if (!settings_.tier_table) return {};
  auto table = tier_table::open(*settings_.tier_table);
  if (!table) return with_context("--policy-table", table.error());
  tier_table_ = *std::move(table);
  tiers_.emplace([this](std::string const& client) { return tier_table_->tier_of(client); },
                 settings_.tier_ttl,
                 [this](error const& why) {
                   auto const line =
                       table_faults_.line_for(why.what, std::chrono::steady_clock::now());
                   if (line) desk_.log(*line);
                 });
  desk_.tier_in_table = [this](std::string const& client) {
    return tiers_->tier_of(client, std::chrono::steady_clock::now());
  };
  return {};
}

result<void> node_thread::open(std::shared_ptr<prepared_policies const> prepared) {
  auto const answers = answers_of(*prepared);
  return open_with(std::move(prepared), answers);
}

void node_thread::adopt(std::shared_ptr<prepared_policies const> prepared) {
  asio::post(*loop_, [this, prepared, answers = answers_of(*prepared)] {
    auto const opened = open_with(prepared, answers);
    if (!opened) desk_.log("the policies stay as they were: " + opened.error().what);
  });
}

node_metrics node_thread::metrics() const {
  node_metrics now{answers_by_policy_, *tallies_};
  if (tiers_) now.tiers = tiers_->tallies();
  now.answers[default_policy] += desk_.answers;
  return now;
}

/// Kept when a policy goes: what Prometheus once counted does not vanish.
std::vector<answer_tallies*> node_thread::answers_of(prepared_policies const& prepared) {
  std::vector<answer_tallies*> answers;
  for (auto const& p : prepared.set.policies) answers.push_back(&answers_by_policy_[p.name]);
  return answers;
}

result<void> node_thread::open_with(std::shared_ptr<prepared_policies const> prepared,
                                    std::vector<answer_tallies*> const& answers) {
  limiter_ground const ground{settings_, *store_, *tallies_};
  auto book = open_book(std::move(prepared), desk_.policies.get(), ground, answers);
  if (!book) return book.error();
  desk_.policies = *std::move(book);
  return {};
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
