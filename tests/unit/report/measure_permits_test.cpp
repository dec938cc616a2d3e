#include "harness/report/measure_permits.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using counts = std::vector<std::int64_t>;

namespace {

plan with_limits(std::vector<limit> limits) {
  plan p;
  p.scenario.policy = {std::move(limits)};
  return p;
}

plan const fifty_a_second = with_limits({{50, 1s, 100}});

/// `count` requests of one key, sent at `when` and admitted a millisecond later.
void admit(history& h, duration when, int count, std::uint32_t key = 0) {
  for (int i = 0; i < count; ++i) {
    operation op;
    op.sent_ns = when.count();
    op.received_ns = (when + 1ms).count();
    op.key = key;
    op.result = outcome::admitted;
    h.operations.push_back(op);
  }
}

permit_series measured(plan const& p, history const& h, std::size_t stretches) {
  return measure_permits(p, algorithm::token_bucket, h, 100ms, stretches);
}

}  // namespace

TEST_CASE("a bucket that is asked from the start is allowed its burst and its refill", "[report]") {
  history h;
  admit(h, 0ms, 100);
  admit(h, 110ms, 5);
  admit(h, 210ms, 5);

  auto const permits = measured(fifty_a_second, h, 3);

  CHECK(permits.admitted == counts{100, 105, 110});
  CHECK(permits.allowed == counts{105, 110, 115});
}

TEST_CASE("what was not used in a pause is not allowed after it beyond the burst", "[report]") {
  history h;
  admit(h, 2010ms, 200);

  auto const permits = measured(fifty_a_second, h, 21);

  // The worked example of the header.
  CHECK(permits.admitted.back() == 200);
  CHECK(permits.allowed.back() == 105);
}

TEST_CASE("a breach does not lower what is allowed later", "[report]") {
  history h;
  admit(h, 10ms, 300);
  admit(h, 9'910ms, 1);

  auto const permits = measured(fifty_a_second, h, 100);

  CHECK(permits.allowed.front() == 105);
  CHECK(permits.allowed.back() == 300 + 105);
}

TEST_CASE("an admission counts when its answer has come", "[report]") {
  history h;
  admit(h, 50ms, 100);
  for (auto& op : h.operations) op.received_ns = duration(250ms).count();

  auto const permits = measured(fifty_a_second, h, 3);

  CHECK(permits.admitted == counts{0, 0, 100});
}

TEST_CASE("every key that has asked has its own allowance, and the tightest limit counts",
          "[report]") {
  auto const p = with_limits({{50, 1s, 100}, {80, 1min, 80}});
  history h;
  admit(h, 0ms, 1, 0);
  admit(h, 150ms, 1, 1);

  auto const permits = measured(p, h, 2);

  CHECK(permits.allowed == counts{80, 160});
}

TEST_CASE("requests count what they cost, degraded ones nothing, and the tolerance is allowed for",
          "[report]") {
  auto p = fifty_a_second;
  p.scenario.tolerance.slack = 7;
  history h;
  admit(h, 0ms, 2);
  h.operations[0].cost = 10;
  h.operations[1].result = outcome::admitted_degraded;

  auto const permits = measured(p, h, 1);

  CHECK(permits.admitted == counts{10});
  CHECK(permits.allowed == counts{112});
}

TEST_CASE("a limiter that promises nothing is allowed anything", "[report]") {
  history h;
  admit(h, 0ms, 3);

  auto const permits = measure_permits(fifty_a_second, algorithm::none, h, 100ms, 1);

  CHECK(permits.admitted == counts{3});
  CHECK(permits.allowed.empty());
}

TEST_CASE("limits beyond what can be counted stay beyond", "[report]") {
  auto const p = with_limits({{1'000'000'000'000, 1ns, 1'000'000'000'000}});
  history h;
  admit(h, 0ms, 1, 0);
  admit(h, 0ms, 1, 1);

  CHECK(measured(p, h, 1).allowed == counts{std::numeric_limits<std::int64_t>::max()});
}
