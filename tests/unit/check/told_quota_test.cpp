#include "harness/check/told_quota.hpp"

#include "harness/check/header_contract.hpp"
#include "tests/unit/check/answered_run.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using texts = std::vector<std::string>;

/// Adds an answer that told `remaining`.
operation& told(recorded_run& run,
                outcome result,
                std::int64_t sent_ns,
                std::int64_t received_ns,
                std::int64_t remaining) {
  auto& op = add(run, result, sent_ns, received_ns);
  op.limit = 100;
  op.remaining = remaining;
  op.reset_s = 1;
  if (result == outcome::denied) op.retry_after_s = 1;
  return op;
}

/// What a limiter that is asked at these times, never earlier than before, does and tells.
struct told_decision {
  bool admitted = false;
  std::int64_t remaining = 0;
  std::int64_t retry_after_s = 0;
};

std::int64_t ceil_s(std::int64_t ns) {
  return std::max<std::int64_t>(1, (ns + s - 1) / s);
}

/// Token bucket in units of 1/per permits.
struct exact_bucket {
  limit l;
  std::int64_t level = l.burst * l.per.count();
  std::int64_t last_ns = 0;

  told_decision operator()(std::int64_t now_ns) {
    auto const per = l.per.count();
    level = std::min(l.burst * per, level + (now_ns - last_ns) * l.count);
    last_ns = now_ns;
    bool const admitted = level >= per;
    if (admitted) level -= per;
    return {admitted, level / per, admitted ? 0 : ceil_s((per - level) / l.count)};
  }
};

struct exact_log {
  limit l;
  std::deque<std::int64_t> admissions{};

  told_decision operator()(std::int64_t now_ns) {
    while (!admissions.empty() && admissions.front() <= now_ns - l.per.count())
      admissions.pop_front();
    auto const size = static_cast<std::int64_t>(admissions.size());
    bool const admitted = size < l.count;
    if (admitted) admissions.push_back(now_ns);
    return {admitted,
            l.count - static_cast<std::int64_t>(admissions.size()),
            admitted ? 0 : ceil_s(admissions.front() + l.per.count() - now_ns)};
  }
};

/// A flood of one key with up to a few requests in flight, each decided at a random time between
/// send and answer; some answers never come.
template <class Limiter>
recorded_run attacked(recorded_run run, Limiter limiter, std::mt19937_64& random) {
  std::int64_t now_ns = 0;
  for (int i = 0; i < 600; ++i) {
    now_ns += between(random, 0, 8 * ms);
    auto const sent = std::max<std::int64_t>(0, now_ns - between(random, 0, 9 * ms));
    auto const decided = limiter(now_ns);
    auto& op = told(run,
                    decided.admitted ? outcome::admitted : outcome::denied,
                    sent,
                    now_ns + between(random, 0, 9 * ms),
                    decided.remaining);
    if (!decided.admitted) op.retry_after_s = op.reset_s = decided.retry_after_s;
    if (between(random, 1, 30) > 1) continue;
    op.result = outcome::unknown;
    op.remaining = op.limit = op.reset_s = op.retry_after_s = absent;
    op.status = 0;
  }
  std::stable_sort(run.history.operations.begin(),
                   run.history.operations.end(),
                   [](auto const& a, auto const& b) { return a.sent_ns < b.sent_ns; });
  return run;
}

TEST_CASE("what correct limiters tell never contradicts itself", "[check][told_quota]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  for (int round = 0; round < 20; ++round) {
    limit const l{between(random, 1, 200), duration(between(random, 1, 3'000) * ms), 1};
    auto const burst = between(random, 1, 300);

    auto bucket = run_of_shared_bucket();
    bucket.plan.scenario.policy.limits = {{l.count, l.per, burst}};
    bucket = attacked(bucket, exact_bucket{{l.count, l.per, burst}}, random);
    for (auto& op : bucket.history.operations) op.limit = absent;
    auto log = run_of_shared_bucket();
    log.claims.algorithm = algorithm::sliding_log;
    log.plan.scenario.policy.limits = {l};
    log = attacked(log, exact_log{l}, random);
    for (auto& op : log.history.operations) op.limit = absent;

    CAPTURE(l.count, l.per.count(), burst);
    CHECK(breaches_of(bucket).empty());
    CHECK(breaches_of(log).empty());
  }
}

TEST_CASE("a bucket that is not what it claims contradicts itself", "[check][told_quota]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  auto run = run_of_shared_bucket();
  run.plan.scenario.policy.limits = {{50, duration(s), 100}};

  SECTION("it refills half as fast again") {
    run = attacked(run, exact_bucket{{75, duration(s), 100}}, random);
    CHECK(breaches_of(run) == texts{"H3a must"});
  }
  SECTION("it charges twice") {
    auto limiter = [bucket = exact_bucket{{50, duration(s), 100}}](std::int64_t now_ns) mutable {
      auto const decided = bucket(now_ns);
      return decided.admitted ? told_decision{true, bucket(now_ns).remaining, 0} : decided;
    };
    run = attacked(run, limiter, random);
    CHECK_THAT(breaches_of(run), Catch::VectorContains(std::string("H3b must")));
  }
  SECTION("each node has its own count") {
    auto limiter = [turn = 0,
                    nodes = std::array{exact_bucket{{50, duration(s), 100}},
                                       exact_bucket{{50, duration(s), 100}}}](
                       std::int64_t now_ns) mutable { return nodes[turn++ % 5 == 0](now_ns); };
    run = attacked(run, limiter, random);
    auto const broken = breaches_of(run);
    CHECK(std::count(broken.begin(), broken.end(), "H3a must") == 1);
    CHECK(std::count(broken.begin(), broken.end(), "H3b must") == 1);

    run.claims.shared = false;
    for (auto const& breach : breaches_of(run)) CHECK(breach == "H5b warning");
  }
}

TEST_CASE("a remaining below what can have been spent is told to the permit",
          "[check][told_quota]") {
  auto run = run_of_shared_bucket();
  run.plan.scenario.policy.limits = {{1, std::chrono::hours(1), 100}};
  told(run, outcome::admitted, 0, ms, 90);
  for (int i = 0; i < 3; ++i) add(run, outcome::admitted, 2 * ms, 3 * ms);
  add(run, outcome::denied, 0, 3 * ms);
  add(run, outcome::unknown, 0, absent);
  add(run, outcome::not_decided, 2 * ms, 3 * ms);
  auto& last = told(run, outcome::admitted, 4 * ms, 5 * ms, 0);

  // 90 less the three, the unknown one, its own permit and the rounding of what is told.
  last.remaining = 84;
  CHECK(breaches_of(run).empty());
  last.remaining = 83;
  CHECK(breaches_of(run) == texts{"H3b must"});

  SECTION("a spending of which no time is known may have been in between") {
    auto& spending = add(run, outcome::admitted, 0, 0);
    spending.sent_ns = spending.received_ns = absent;
    CHECK(breaches_of(run).empty());
  }
  SECTION("a limiter that charges denials may have one permit less") {
    run.claims.consumes_on_deny = true;
    CHECK(breaches_of(run).empty());
  }
  SECTION("one that does not claim to be exact is warned of") {
    run.claims.exact = false;
    CHECK(breaches_of(run) == texts{"H3b warning"});
  }
  SECTION("one that trusts its nodes' clocks too") {
    run.claims.time = time_source::node;
    CHECK(breaches_of(run) == texts{"H3b warning"});
  }
  SECTION("one that counts per node is not held to it") {
    run.claims.shared = false;
    CHECK(breaches_of(run).empty());
  }
  SECTION("two requests in flight at once may have been decided either way") {
    run.history.operations[0].received_ns = 4 * ms;
    CHECK(breaches_of(run).empty());
  }
  SECTION("another key's spending does not count") {
    run.history.keys.emplace_back("other");
    last.remaining = 84;
    run.history.operations[1].key = 1;
    CHECK(breaches_of(run) == texts{"H3b must"});
  }
  SECTION("several limits leave open which one was told") {
    run.plan.scenario.policy.limits.push_back({100, duration(s), 100});
    CHECK(breaches_of(run).empty());
  }
}

TEST_CASE("a remaining above what can have been refilled is told to the permit",
          "[check][told_quota]") {
  auto run = run_of_shared_bucket();
  told(run, outcome::denied, 0, ms, 0);
  auto& later = told(run, outcome::admitted, 100 * ms, 200 * ms, 9);

  // Up to 0.999… were left, 10 came back in 200 ms, and one was spent.
  CHECK(breaches_of(run).empty());
  later.remaining = 10;
  CHECK(breaches_of(run).empty());
  later.remaining = 11;
  CHECK(breaches_of(run) == texts{"H3a must"});

  SECTION("a tolerated drift of the clocks refills more") {
    run.plan.scenario.tolerance.slack = 1;
    CHECK(breaches_of(run).empty());
  }
  SECTION("a window's refill does not follow from the time") {
    run.claims.algorithm = algorithm::fixed_window;
    CHECK(breaches_of(run).empty());
  }
}

TEST_CASE("an announcement that does not come true only warns", "[check][told_quota]") {
  auto run = run_of_shared_bucket();

  SECTION("admitted more than a second before Retry-After") {
    auto& denial = told(run, outcome::denied, 0, ms, 0);
    denial.retry_after_s = denial.reset_s = 3;
    auto& admission = told(run, outcome::admitted, 100 * ms, 2 * s - 1, 0);
    CHECK(breaches_of(run) == texts{"H5a warning"});
    admission.received_ns = 2 * s;
    CHECK(breaches_of(run).empty());
  }
  SECTION("denied although more than its cost must remain") {
    told(run, outcome::admitted, 0, ms, 2);
    told(run, outcome::denied, 2 * ms, 3 * ms, 2);
    CHECK(breaches_of(run) == texts{"H5b warning"});
    run.history.operations[0].remaining = 1;
    CHECK(breaches_of(run).empty());
  }
}

bool breaks_refill(recorded_run const& run, operation const& i, operation const& j) {
  auto const& l = run.plan.scenario.policy.limits[0];
  std::int64_t spent = 0;
  for (auto const& k : run.history.operations) {
    if (k.result != outcome::admitted) continue;
    spent += (k.received_ns < j.sent_ns ? 1 : 0) - (k.sent_ns <= i.received_ns ? 1 : 0);
  }
  spent = std::max<std::int64_t>(0, spent) + (j.result == outcome::admitted ? 1 : 0);
  return (j.remaining + spent - i.remaining - 1) * l.per.count() >=
         l.count * (j.received_ns - i.sent_ns + 1'000);
}

bool breaks_spending(recorded_run const& run, operation const& i, operation const& j) {
  std::int64_t spent = 0;
  for (auto const& k : run.history.operations) {
    auto const is_open = k.result == outcome::unknown;
    if (k.id != i.id && (k.result == outcome::admitted || is_open) && k.sent_ns <= j.received_ns &&
        (is_open || k.received_ns >= i.sent_ns))
      ++spent;
  }
  return j.remaining < i.remaining - spent - 1;
}

TEST_CASE("one pass in time order finds what comparing every pair finds", "[check][told_quota]") {
  INFO("seed " << Catch::rngSeed());
  auto random = seeded_random();
  int broken = 0;
  for (int round = 0; round < 1'000; ++round) {
    auto run = run_of_shared_bucket();
    run.plan.scenario.policy.limits = {{between(random, 1, 9), duration(10'000), 20}};
    for (int n = 0; n < 8; ++n) {
      constexpr std::array results = {
          outcome::admitted, outcome::admitted, outcome::denied, outcome::unknown};
      auto const result = results[static_cast<std::size_t>(between(random, 0, 3))];
      auto const sent = between(random, 0, 40'000);
      auto& op = told(run, result, sent, sent + between(random, 0, 9'000), between(random, 8, 14));
      op.limit = op.reset_s = op.retry_after_s = absent;
      if (result == outcome::unknown) op.remaining = absent;
    }
    bool expected_refill = false, expected_spending = false;
    for (auto const& i : run.history.operations)
      for (auto const& j : run.history.operations) {
        if (i.remaining == absent || j.remaining == absent || i.received_ns >= j.sent_ns) continue;
        expected_refill = expected_refill || breaks_refill(run, i, j);
        expected_spending = expected_spending || breaks_spending(run, i, j);
      }

    auto const found = breaches_of(run);

    CAPTURE(round);
    REQUIRE(std::count(found.begin(), found.end(), "H3a must") == (expected_refill ? 1 : 0));
    REQUIRE(std::count(found.begin(), found.end(), "H3b must") == (expected_spending ? 1 : 0));
    broken += expected_refill && expected_spending ? 1 : 0;
  }
  REQUIRE(broken > 10);
}

}  // namespace
}  // namespace limitproof
