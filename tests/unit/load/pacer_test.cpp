#include "harness/load/pacer.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

pacer paced(rate r, std::uint64_t requests, thread_share share = {}, duration start = 0s) {
  planned_phase planned;
  planned.start = start;
  return {planned, paced_load{r, requests}, share, 250ms};
}

/// What is sent at `now_ns` when there are always free connections.
std::size_t send_all_due(pacer& pace, std::int64_t now_ns, std::size_t& skipped) {
  std::size_t sent = 0;
  for (; pace.is_due(now_ns); pace.advance()) pace.is_too_late(now_ns) ? ++skipped : ++sent;
  return sent;
}

}  // namespace

TEST_CASE("requests fall due at the rate, counted from the phase's start, without drift",
          "[load]") {
  auto pace = paced({3, 1s}, 7, {}, 10s);
  std::vector<std::int64_t> due;
  for (; !pace.is_exhausted(); pace.advance()) due.push_back(pace.due_ns());

  CHECK(due == std::vector<std::int64_t>{10'000'000'000,
                                         10'333'333'333,
                                         10'666'666'666,
                                         11'000'000'000,
                                         11'333'333'333,
                                         11'666'666'666,
                                         12'000'000'000});
}

TEST_CASE("a request is not due before its time", "[load]") {
  auto pace = paced({1, 1s}, 2);
  pace.advance();

  CHECK_FALSE(pace.is_due(999'999'999));
  CHECK(pace.is_due(1'000'000'000));
  CHECK(pace.next_change_ns(5) == 1'000'000'000);
}

TEST_CASE("the threads of a phase share its requests and lose none", "[load]") {
  std::vector<int> sent(10);
  for (std::uint32_t thread = 0; thread < 3; ++thread)
    for (auto pace = paced({1, 1s}, 10, {thread, 3}); !pace.is_exhausted(); pace.advance())
      ++sent[pace.index()];

  CHECK(sent == std::vector<int>(10, 1));
}

TEST_CASE("threads share a pipeline's requests by departures, and lose none", "[load]") {
  planned_phase const planned;
  paced_load const load{.rate = {1, 1s}, .requests = 10, .pipeline = 4};
  std::vector<int> sent(10);
  for (std::uint32_t thread = 0; thread < 2; ++thread)
    for (pacer pace(planned, load, {thread, 2}, 250ms); !pace.is_exhausted(); pace.advance()) {
      CHECK(pace.departure() % 2 == thread);
      CHECK(pace.due_ns() == static_cast<std::int64_t>(pace.index()) * 1'000'000'000);
      for (std::uint64_t i = 0; i < pace.size(); ++i) ++sent.at(pace.index() + i);
    }

  CHECK(sent == std::vector<int>(10, 1));
}

TEST_CASE("threads that share drawn arrivals agree on them", "[load]") {
  planned_phase const planned;
  paced_load const load{.rate = {1, 1s}, .requests = 60, .arrivals = arrivals::poisson, .seed = 9};
  std::vector<std::int64_t> alone;
  for (pacer pace(planned, load, {}, 250ms); !pace.is_exhausted(); pace.advance())
    alone.push_back(pace.due_ns());

  for (std::uint32_t thread = 0; thread < 3; ++thread)
    for (pacer pace(planned, load, {thread, 3}, 250ms); !pace.is_exhausted(); pace.advance())
      CHECK(pace.due_ns() == alone.at(pace.index()));
}

TEST_CASE("what found no connection is sent only within the late limit", "[load]") {
  auto pace = paced({1000, 1s}, 10'000);
  std::size_t skipped = 0;
  CHECK(send_all_due(pace, 0, skipped) == 1);

  auto const at_last_free = send_all_due(pace, 2'000'000'000, skipped);

  CHECK(at_last_free == 251);
  CHECK(skipped == 2000 - 251);
  CHECK(send_all_due(pace, 2'000'000'000, skipped) == 0);
  CHECK(send_all_due(pace, 2'010'000'000, skipped) == 10);
}

TEST_CASE("a due request becomes too late just past the late limit", "[load]") {
  auto const pace = paced({1, 1s}, 1);

  CHECK_FALSE(pace.is_too_late(250'000'000));
  CHECK(pace.is_too_late(250'000'001));
  CHECK(pace.next_change_ns(0) == 250'000'001);
}

TEST_CASE("a phase without requests is exhausted at once", "[load]") {
  CHECK(paced({1, 1s}, 0).is_exhausted());
  CHECK(paced({1, 1s}, 1, {1, 2}).is_exhausted());
}
