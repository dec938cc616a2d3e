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

address shared_store() {
  static redis_process server;
  return server.where();
}

}  // namespace

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

limiter_under_test::limiter_under_test(std::string const& name, std::size_t instances)
    : plugin_(load_plugin(plugins / name).value()), admin_(shared_store(), 10s) {
  static_cast<void>(command({"FLUSHALL"}));
  for (; instances > 0; --instances) {
    auto store = std::make_unique<redis_connection>(loop_.get_executor(), shared_store(), 10s);
    auto decides = make_limiter(plugin_, *store).value();
    instances_.push_back({std::move(store), std::move(decides)});
  }
}

result<decision> limiter_under_test::check(std::string const& key,
                                           std::vector<limit> const& limits,
                                           std::int64_t cost,
                                           std::size_t node) {
  auto request = request_for(key, limits, cost);
  return run_until_done(loop_, instances_.at(node).decides->check(std::move(request)));
}

std::int64_t limiter_under_test::check_at_once(std::string const& key,
                                               std::vector<limit> const& limits,
                                               std::size_t count) {
  std::vector<asio::awaitable<result<decision>>> tasks;
  for (std::size_t i = 0; i < count; ++i) {
    auto request = request_for(key, limits, 1);
    tasks.push_back(instances_[i % instances_.size()].decides->check(std::move(request)));
  }
  std::int64_t admitted = 0;
  for (auto const& made : run_until_done(loop_, std::move(tasks)))
    admitted += made.value().admitted ? 1 : 0;
  return admitted;
}

std::int64_t limiter_under_test::now_us() {
  if (claims().time == time_source::node) return node_us_;
  auto const clock = command({"TIME"});
  return std::stoll(clock.elements.at(0).text) * 1'000'000 + std::stoll(clock.elements.at(1).text);
}

void limiter_under_test::pass(duration time) {
  auto const us = std::chrono::ceil<std::chrono::microseconds>(time).count();
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

limit_request limiter_under_test::request_for(std::string const& key,
                                              std::vector<limit> const& limits,
                                              std::int64_t cost) {
  return {key, limits, permits{cost}, node_time(std::chrono::microseconds(now_us()))};
}

std::vector<limit> without_refill(std::int64_t limit) {
  return {{limit, std::chrono::days(400), limit}};
}

void require_as_claimed(bool claimed, bool holds) {
  INFO((claimed ? "claimed, and must hold" : "not claimed, and must be seen to fail"));
  REQUIRE(holds == claimed);
}

}  // namespace limitproof
