#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace limitproof {

/// Runs the loop until `done` says so. A test that hangs fails after a minute instead.
template <class Done>
void run_until(boost::asio::io_context& loop, Done done) {
  auto const patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  loop.restart();
  while (!done() && loop.run_one_until(patience) > 0) {
  }
  REQUIRE(done());
}

/// Starts all of `tasks`, then runs the loop until each has ended; returns what they returned, in
/// their order, or throws what one threw. Other work may be left in the loop.
template <class T>
std::vector<T> run_until_done(boost::asio::io_context& loop,
                              std::vector<boost::asio::awaitable<T>> tasks) {
  std::vector<T> returned(tasks.size());
  std::exception_ptr thrown;
  std::size_t ended = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto on_end = [&, i](std::exception_ptr e, T value) {
      if (e) thrown = e;
      returned[i] = std::move(value);
      ++ended;
    };
    boost::asio::co_spawn(loop, std::move(tasks[i]), on_end);
  }
  run_until(loop, [&] { return ended == tasks.size(); });
  if (thrown) std::rethrow_exception(thrown);
  return returned;
}

template <class T>
T run_until_done(boost::asio::io_context& loop, boost::asio::awaitable<T> task) {
  std::vector<boost::asio::awaitable<T>> single;
  single.push_back(std::move(task));
  return std::move(run_until_done(loop, std::move(single)).front());
}

}  // namespace limitproof
