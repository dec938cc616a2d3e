#include "harness/net/task_group.hpp"

#include "tests/unit/net/run_until_done.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

/// Waits for an hour; its use of `alive` tells whether its frame still exists.
asio::awaitable<void> wait_long(std::shared_ptr<int> alive) {
  auto const executor = co_await asio::this_coro::executor;
  steady_timer timer(executor, 1h);
  auto const [ec] = co_await timer.async_wait();
  *alive += ec.failed() ? 1 : 0;
}

asio::awaitable<void> end_at_once() {
  co_return;
}

asio::awaitable<void> throw_at_once() {
  throw std::runtime_error("a broken child");
  co_return;
}

/// Never ends by cancellation: each round outlives the one signal it gets.
asio::awaitable<void> ignore_cancellation(std::shared_ptr<steady_timer> release) {
  co_await asio::this_coro::throw_if_cancelled(false);
  boost::system::error_code ec = asio::error::operation_aborted;
  while (ec) std::tie(ec) = co_await release->async_wait();
}

TEST_CASE("an empty group is joined at once", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());

  CHECK(run_until_done(loop, group.join(1h)).has_value());
}

TEST_CASE("a child that ends leaves the group", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  group.spawn(end_at_once());
  group.spawn(end_at_once());
  REQUIRE(group.size() == 2);

  auto const joined = run_until_done(loop, group.join(1h));

  CHECK(joined.has_value());
  CHECK(group.size() == 0);
}

TEST_CASE("cancel ends every waiting child and join returns without its deadline", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  auto const alive = std::make_shared<int>(0);
  for (int i = 0; i < 3; ++i) group.spawn(wait_long(alive));
  loop.poll();

  group.cancel();
  auto const joined = run_until_done(loop, group.join(1h));

  CHECK(joined.has_value());
  CHECK(group.size() == 0);
  CHECK(alive.use_count() == 1);
}

TEST_CASE("a child cancelled before its first step ends too", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  auto const alive = std::make_shared<int>(0);
  group.spawn(wait_long(alive));

  group.cancel();
  auto const joined = run_until_done(loop, group.join(1h));

  CHECK(joined.has_value());
  CHECK(alive.use_count() == 1);
}

TEST_CASE("cancel concerns the children present, not those spawned later", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  auto const alive = std::make_shared<int>(0);
  group.spawn(wait_long(alive));
  loop.poll();

  group.cancel();
  group.spawn(wait_long(alive));
  loop.poll();

  CHECK(group.size() == 1);
}

TEST_CASE("join tells how many children outlived its deadline", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  auto const release = std::make_shared<steady_timer>(loop, 1h);
  group.spawn(ignore_cancellation(release));
  group.spawn(ignore_cancellation(release));
  loop.poll();
  group.cancel();
  std::optional<result<void>> joined;
  auto keep = [&](std::exception_ptr, result<void> outcome) { joined = std::move(outcome); };

  asio::co_spawn(loop, group.join(1ms), keep);
  while (!joined) loop.run_one_for(1min);

  REQUIRE(joined->has_error());
  CHECK(joined->error().code == errc::timed_out);
  CHECK_THAT(joined->error().what, Catch::Contains("2 tasks"));
}

TEST_CASE("a group destroyed with running children cancels them and is not used after", "[net]") {
  asio::io_context loop(1);
  auto const alive = std::make_shared<int>(0);
  {
    task_group group(loop.get_executor());
    group.spawn(wait_long(alive));
    loop.poll();
    REQUIRE(alive.use_count() == 2);
  }

  loop.run_for(1min);

  CHECK(loop.stopped());
  CHECK(alive.use_count() == 1);
}

TEST_CASE("a loop destroyed with running children destroys them", "[net]") {
  auto const alive = std::make_shared<int>(0);
  {
    asio::io_context loop(1);
    task_group group(loop.get_executor());
    group.spawn(wait_long(alive));
    loop.poll();
  }

  CHECK(alive.use_count() == 1);
}

TEST_CASE("a child that throws does not do so silently", "[net]") {
  asio::io_context loop(1);
  task_group group(loop.get_executor());
  group.spawn(throw_at_once());

  CHECK_THROWS_WITH(loop.run(), "a broken child");
  CHECK(group.size() == 0);
}

}  // namespace
}  // namespace limitproof
