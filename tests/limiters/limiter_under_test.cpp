#include "tests/limiters/limiter_under_test.hpp"

#include "tests/integration/redis_process.hpp"
#include "tests/unit/net/run_until_done.hpp"

#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

std::filesystem::path const plugins = LIMITPROOF_LIMITERS;

}  // namespace

std::map<std::string, std::string> with_clock(stopped_clock const& clock) {
  return {{"LD_PRELOAD", LIMITPROOF_STORE_CLOCK_SHIM},
          {"LIMITPROOF_STORE_CLOCK", clock.file().string()}};
}

store_under_test running_store() {
  static redis_process const server;
  return {server.where()};
}

store_under_test stopped_store() {
  static stopped_clock clock;
  static redis_process const server({.environment = with_clock(clock)});
  return {server.where(), &clock};
}

std::vector<std::string> const& plugin_names() {
  static auto const names = [] {
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::directory_iterator(plugins)) {
      if (!exists(entry.path() / "limiter.json")) continue;
      auto const plugin = load_plugin(entry.path()).value();
      if (plugin.manifest.claims.algorithm != algorithm::none)
        found.push_back(entry.path().filename());
    }
    std::sort(found.begin(), found.end());
    return found;
  }();
  REQUIRE_FALSE(names.empty());
  return names;
}

limiter_under_test::limiter_under_test(std::string const& name,
                                       std::size_t instances,
                                       store_under_test const& store)
    : plugin_(load_plugin(plugins / name).value()), store_(store), admin_(store.where, 10s) {
  static_cast<void>(command({"FLUSHALL"}));
  if (store_.clock != nullptr) store_.clock->set_us(stopped_clock::start_us);
  for (; instances > 0; --instances) {
    auto connection = std::make_unique<redis_connection>(loop_.get_executor(), store_.where, 10s);
    auto decides = make_limiter(plugin_, *connection).value();
    instances_.push_back({std::move(connection), std::move(decides)});
  }
}

result<decision> limiter_under_test::check(std::string const& key,
                                           std::vector<limit> const& limits,
                                           std::int64_t cost,
                                           std::size_t node) {
  auto const& asked = instances_.at(node);
  auto request = request_for(key, limits, cost, asked);
  return run_until_done(loop_, asked.decides->check(std::move(request)));
}

std::int64_t limiter_under_test::check_at_once(std::string const& key,
                                               std::vector<limit> const& limits,
                                               std::size_t count) {
  std::vector<asio::awaitable<result<decision>>> tasks;
  for (std::size_t i = 0; i < count; ++i) {
    auto const& asked = instances_[i % instances_.size()];
    auto request = request_for(key, limits, 1, asked);
    tasks.push_back(asked.decides->check(std::move(request)));
  }
  std::int64_t admitted = 0;
  for (auto const& made : run_until_done(loop_, std::move(tasks)))
    admitted += made.value().admitted ? 1 : 0;
  return admitted;
}

std::vector<result<decision>> limiter_under_test::check_in_order(
    std::vector<limiter_question> const& questions, std::vector<limit> const& limits) {
  auto const& asked = instances_.front();
  auto request = request_for({}, limits, 1, asked);
  std::vector<asio::awaitable<result<decision>>> tasks;
  for (auto const& question : questions) {
    request.key = question.key;
    request.cost = permits{question.cost};
    tasks.push_back(asked.decides->check(request));
  }
  return run_until_done(loop_, std::move(tasks));
}

std::int64_t limiter_under_test::now_us() {
  if (store_.clock == nullptr && claims().time == time_source::node) return node_us_;
  return store_now_us();
}

std::int64_t limiter_under_test::store_now_us() {
  if (store_.clock != nullptr) return store_.clock->now_us();
  auto const clock = command({"TIME"});
  return std::stoll(clock.elements.at(0).text) * 1'000'000 + std::stoll(clock.elements.at(1).text);
}

bool limiter_under_test::time_stands_still() const {
  return store_.clock != nullptr || claims().time == time_source::node;
}

void limiter_under_test::pass(duration time) {
  auto const us = std::chrono::ceil<std::chrono::microseconds>(time).count();
  if (store_.clock != nullptr) {
    store_.clock->set_us(store_.clock->now_us() + us);
    return;
  }
  if (claims().time == time_source::node) {
    node_us_ += us;
    return;
  }
  auto const due_us = now_us() + us;
  asio::steady_timer timer(loop_);
  for (auto left_us = us; left_us > 0; left_us = due_us - now_us()) {
    bool over = false;
    timer.expires_after(std::chrono::microseconds(left_us));
    timer.async_wait([&](boost::system::error_code) { over = true; });
    run_until(loop_, [&] { return over; });
  }
}

redis_reply limiter_under_test::command(std::vector<std::string> const& arguments) {
  auto reply = admin_.command(arguments).value();
  INFO(reply.text);
  REQUIRE(reply.type != redis_reply::kind::error);
  return reply;
}

std::vector<std::string> limiter_under_test::stored_keys() {
  std::vector<std::string> keys;
  for (auto const& key : command({"KEYS", "*"}).elements) keys.push_back(key.text);
  return keys;
}

limit_request limiter_under_test::request_for(std::string const& key,
                                              std::vector<limit> const& limits,
                                              std::int64_t cost,
                                              instance const& asked) {
  auto const told = std::chrono::microseconds(now_us()) + asked.ahead;
  auto const now = std::chrono::floor<std::chrono::microseconds>(told);
  return {key, limits, permits{cost}, node_time(now)};
}

std::vector<limit> without_refill(std::int64_t limit) {
  return {{limit, std::chrono::days(400), limit}};
}

void require_as_claimed(bool claimed, bool holds) {
  INFO((claimed ? "claimed, and must hold" : "not claimed, and must be seen to fail"));
  REQUIRE(holds == claimed);
}

}  // namespace limitproof
