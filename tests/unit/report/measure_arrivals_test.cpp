#include "harness/report/measure_arrivals.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using counts = std::vector<std::int64_t>;

namespace {

plan with_phases(std::vector<planned_load> loads) {
  plan p;
  for (auto& load : loads) {
    planned_phase phase;
    phase.load = std::move(load);
    p.phases.push_back(std::move(phase));
  }
  return p;
}

plan const reactive = with_phases({reactive_load{}});

operation sent(duration when, std::uint32_t client, outcome result = outcome::denied) {
  operation op;
  op.sent_ns = when.count();
  op.connection = client;
  op.result = result;
  return op;
}

/// `clients` that begin at 0 and come back together `times` times, once a second.
history herd(std::uint32_t clients, int times) {
  history h;
  for (int round = 0; round <= times; ++round)
    for (std::uint32_t client = 0; client < clients; ++client)
      h.operations.push_back(sent(round * 1s, client));
  return h;
}

}  // namespace

TEST_CASE("arrivals are counted per 100 ms from the start, and admissions where they were sent",
          "[report]") {
  history h;
  h.operations = {sent(0ms, 0, outcome::admitted),
                  sent(99ms, 0),
                  sent(100ms, 0, outcome::admitted),
                  sent(350ms, 0)};
  h.operations.push_back({});  // never sent

  auto const series = measure_arrivals(with_phases({closed_load{}}), h);

  CHECK(series.bucket == 100ms);
  CHECK(series.sent == counts{2, 1, 0, 1});
  CHECK(series.admitted == counts{1, 1, 0, 0});
}

TEST_CASE("every request that left stands in one count of its stretch", "[report]") {
  history h;
  for (auto const result : {outcome::admitted,
                            outcome::denied,
                            outcome::admitted_degraded,
                            outcome::denied_degraded,
                            outcome::unknown,
                            outcome::open,
                            outcome::not_decided})
    h.operations.push_back(sent(150ms, 0, result));

  auto const series = measure_arrivals(with_phases({closed_load{}}), h);

  CHECK(series.sent == counts{0, 7});
  CHECK(series.admitted == counts{0, 1});
  CHECK(series.denied == counts{0, 1});
  CHECK(series.degraded == counts{0, 2});
  CHECK(series.unknown == counts{0, 2});
  CHECK(series.not_decided == counts{0, 1});
}

TEST_CASE("the busiest tenth of a stretch tells a burst from an even pace", "[report]") {
  history h;
  for (int i = 0; i < 20; ++i) h.operations.push_back(sent(i * 5ms, 0));
  for (int i = 0; i < 20; ++i)
    h.operations.push_back(sent(139ms, 0, i < 3 ? outcome::admitted : outcome::denied));

  auto const series = measure_arrivals(with_phases({closed_load{}}), h);

  CHECK(series.sent == counts{20, 20});
  CHECK(series.busiest_sent == counts{2, 20});
  CHECK(series.busiest_admitted == counts{0, 3});
}

TEST_CASE("what answers said was left is told by its least and its most", "[report]") {
  history h;
  h.operations = {sent(0ms, 0), sent(1ms, 0), sent(2ms, 0), sent(150ms, 0)};
  h.operations[0].remaining = 7;
  h.operations[1].remaining = 0;

  auto const series = measure_arrivals(with_phases({closed_load{}}), h);

  CHECK(series.remaining_least == counts{0, absent});
  CHECK(series.remaining_most == counts{7, absent});
}

TEST_CASE("a long attack is counted in longer stretches, never more than 600", "[report]") {
  history h;
  h.operations = {sent(0s, 0), sent(59'999ms, 0)};
  CHECK(measure_arrivals(reactive, h).bucket == 100ms);
  h.operations.push_back(sent(60s, 0));
  CHECK(measure_arrivals(reactive, h).bucket == 200ms);
  h.operations.push_back(sent(1h, 0));
  auto const hour = measure_arrivals(reactive, h);
  CHECK(hour.bucket == 10s);
  CHECK(hour.sent.size() == 361);
}

TEST_CASE("what is admitted at once stands out of the longest stretch", "[report]") {
  history h;
  for (int i = 0; i < 36'000; ++i)
    h.operations.push_back(sent(i * 100ms, 0, i % 10 == 0 ? outcome::admitted : outcome::denied));
  for (int i = 0; i < 500; ++i) h.operations.push_back(sent(1'804s + 5ms, 0, outcome::admitted));

  auto series = measure_arrivals(with_phases({closed_load{}}), h);

  CHECK(series.bucket == 10s);
  CHECK(series.admitted[180] == 510);
  CHECK(series.busiest_admitted[180] == 501);
  CHECK(series.busiest_sent[180] == 510);
  series.admitted.erase(series.admitted.begin() + 180);
  series.busiest_admitted.erase(series.busiest_admitted.begin() + 180);
  CHECK(series.admitted == counts(359, 10));
  CHECK(series.busiest_admitted == counts(359, 1));
}

TEST_CASE("clients that come back together peak far above their mean", "[report]") {
  auto const series = measure_arrivals(reactive, herd(300, 9));

  // The worked example of the header.
  CHECK(series.peak_to_mean_milli == 8'888);
}

TEST_CASE("clients that come back evenly have a peak of their mean", "[report]") {
  history h;
  for (int i = 0; i < 1000; ++i) h.operations.push_back(sent(i * 10ms, 0));

  auto const found = measure_arrivals(reactive, h).peak_to_mean_milli;

  REQUIRE(found.has_value());
  CHECK(*found >= 990);
  CHECK(*found <= 1'010);
}

TEST_CASE("clients that were admitted keep their own pace, which is no peak", "[report]") {
  history h;
  for (int i = 0; i < 100; ++i) h.operations.push_back(sent(i * 100ms, 0));
  for (std::uint32_t client = 1; client < 100; ++client)
    h.operations.push_back(sent(10s, client, outcome::admitted));
  for (std::uint32_t client = 1; client < 100; ++client) h.operations.push_back(sent(11s, client));

  CHECK(*measure_arrivals(reactive, h).peak_to_mean_milli < 1'050);
}

TEST_CASE("that all begin at once is no peak", "[report]") {
  history h;
  for (std::uint32_t client = 0; client < 500; ++client) h.operations.push_back(sent(0s, client));
  for (std::uint32_t client = 0; client < 500; ++client)
    h.operations.push_back(sent(client * 10ms, client));

  CHECK(*measure_arrivals(reactive, h).peak_to_mean_milli < 1'050);
}

TEST_CASE("a peak is found wherever it lies between two stretches", "[report]") {
  history h;
  for (std::uint32_t client = 0; client < 100; ++client) h.operations.push_back(sent(0s, client));
  for (std::uint32_t client = 0; client < 100; ++client)
    h.operations.push_back(sent(client < 50 ? 199ms : 201ms, client));
  h.operations.push_back(sent(1199ms, 0));

  CHECK(measure_arrivals(reactive, h).peak_to_mean_milli == 1000 * 100 * 10 / 101);
}

TEST_CASE("only reactive phases have the figure, and the worst of them counts", "[report]") {
  CHECK_FALSE(measure_arrivals(with_phases({closed_load{}}), herd(10, 9)).peak_to_mean_milli);
  CHECK_FALSE(measure_arrivals(reactive, herd(10, 0)).peak_to_mean_milli);
  CHECK_FALSE(measure_arrivals(reactive, {}).peak_to_mean_milli);

  auto h = herd(10, 9);
  for (int i = 0; i < 1000; ++i) {
    h.operations.push_back(sent(10s + i * 10ms, 0));
    h.operations.back().phase = 1;
  }
  CHECK(measure_arrivals(with_phases({reactive_load{}, reactive_load{}}), h).peak_to_mean_milli ==
        8'888);
}
