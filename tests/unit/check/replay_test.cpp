#include "harness/check/replay.hpp"

#include "tests/unit/check/recorded_run.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

struct timed_request {
  std::int64_t sent_ns = 0;
  std::int64_t received_ns = 0;
};

/// What `replay` went through: (true, position) of a send, (false, position) of an answer.
using events = std::vector<std::pair<bool, std::size_t>>;

events replayed(std::vector<timed_request> const& requests) {
  events seen;
  replay(
      requests,
      [&](std::size_t position) { seen.emplace_back(true, position); },
      [&](std::size_t position) { seen.emplace_back(false, position); });
  return seen;
}

/// The same by asking a heap for each answer.
events by_heap(std::vector<timed_request> const& requests) {
  using answer = std::pair<std::int64_t, std::size_t>;
  std::priority_queue<answer, std::vector<answer>, std::greater<>> waiting;
  events seen;
  auto const answer_before = [&](auto is_late) {
    for (; !waiting.empty() && is_late(waiting.top().first); waiting.pop())
      seen.emplace_back(false, waiting.top().second);
  };
  for (std::size_t position = 0; position < requests.size(); ++position) {
    answer_before([&](std::int64_t at) { return at < requests[position].sent_ns; });
    seen.emplace_back(true, position);
    waiting.emplace(requests[position].received_ns, position);
  }
  answer_before([](std::int64_t) { return true; });
  return seen;
}

/// `step_ns` at most between two sends, answers after `latency_ns` at most, of so many in a
/// thousand none.
std::vector<timed_request> traffic(std::size_t count,
                                   std::int64_t step_ns,
                                   std::int64_t latency_ns,
                                   std::int64_t unanswered) {
  auto random = seeded_random();
  std::vector<timed_request> requests(count);
  std::int64_t sent = 0;
  for (auto& request : requests) {
    sent += between(random, 0, step_ns);
    auto const is_answered = between(random, 1, 1000) > unanswered;
    request = {sent, is_answered ? sent + between(random, 0, latency_ns) : never_ns};
  }
  return requests;
}

TEST_CASE("sends and answers are gone through in order of time", "[check]") {
  auto const [count, step_ns, latency_ns, unanswered] =
      GENERATE(table<std::size_t, std::int64_t, std::int64_t, std::int64_t>({
          {0, 1, 1, 0},
          {1, 1, 1, 0},
          {10, 3, 5, 100},
          {70, 10, 100, 0},
          {20'000, 0, 3, 10},            // all at one instant, answered at four
          {20'000, 10, 0, 0},            // answered when sent
          {20'000, 10'000, 10, 5},       // one after the other
          {20'000, 10'000, 1 * ms, 0},   // a hundred at once
          {20'000, 10'000, 50 * ms, 5},  // thousands at once
          {20'000, 1000, 3600 * s, 50},  // all at once
          {5'000, 1 * s, 1 * s, 1000},   // none answered
      }));
  CAPTURE(count, step_ns, latency_ns, unanswered);
  auto const requests = traffic(count, step_ns, latency_ns, unanswered);

  auto const seen = replayed(requests);

  REQUIRE(seen.size() == 2 * count);
  REQUIRE(seen == by_heap(requests));
}

TEST_CASE("one slow answer among many fast ones comes last", "[check]") {
  auto requests = traffic(5'000, 10'000, 1 * ms, 0);
  requests.front().received_ns = never_ns - 1;

  auto const seen = replayed(requests);

  REQUIRE(seen == by_heap(requests));
  REQUIRE(seen.back() == std::pair(false, std::size_t{0}));
}

}  // namespace
}  // namespace limitproof
