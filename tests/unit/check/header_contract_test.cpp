#include "harness/check/header_contract.hpp"

#include "tests/unit/check/answered_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using texts = std::vector<std::string>;

finding judged(recorded_run const& run) {
  return check_header_contract(run.as_evidence(), {});
}

/// One admission and one denial as limitproof's own node answers them.
recorded_run good_answers() {
  auto run = run_of_shared_bucket();
  auto& admission =
      keep(run, 200, {"RateLimit-Limit: 100", "RateLimit-Remaining: 99", "RateLimit-Reset: 1"});
  admission.limit = 100;
  admission.remaining = 99;
  admission.reset_s = 1;
  auto& denial = keep(
      run,
      429,
      {"Retry-After: 1", "RateLimit-Limit: 100", "RateLimit-Remaining: 0", "RateLimit-Reset: 1"});
  denial.limit = 100;
  denial.remaining = 0;
  denial.reset_s = denial.retry_after_s = 1;
  run.history.operations[0].key = 1;
  run.history.keys.emplace_back("other");
  return run;
}

TEST_CASE("answers that keep every rule pass, and the claim says by which dialect",
          "[check][header]") {
  auto const found = judged(good_answers());

  CHECK(found.verdict == verdict_kind::pass);
  CHECK(found.breaches.empty());
  CHECK_THAT(found.claim,
             Catch::Contains("judged as RateLimit-* of draft-03 to draft-06, 2 kept heads and the "
                             "values of 2 answers: no must is broken"));
}

/// The same answers in another dialect, as the load engine reads them.
recorded_run answers_in(texts const& admitted, texts const& denied, bool tells_a_delay) {
  auto run = run_of_shared_bucket();
  auto& admission = keep(run, 200, admitted);
  admission.limit = 100;
  admission.remaining = 99;
  auto lines = denied;
  lines.insert(lines.begin(), "Retry-After: 1");
  auto& denial = keep(run, 429, lines);
  denial.limit = 100;
  denial.remaining = 0;
  denial.retry_after_s = 1;
  if (tells_a_delay)
    for (auto& op : run.history.operations) op.reset_s = 1;
  run.history.operations[0].key = 1;
  run.history.keys.emplace_back("other");
  return run;
}

recorded_run structured_answers() {
  std::string const policy = "RateLimit-Policy: \"50-per-1s\";q=100;w=2";
  return answers_in({policy, "RateLimit: \"50-per-1s\";r=99;t=1"},
                    {policy, "RateLimit: \"50-per-1s\";r=0;t=1"},
                    true);
}

recorded_run vendors_answers() {
  return answers_in(
      {"X-RateLimit-Limit: 100", "X-RateLimit-Remaining: 99", "X-RateLimit-Reset: 1763788312"},
      {"X-RateLimit-Limit: 100", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1763788312"},
      false);
}

TEST_CASE("a remaining that was not charged fails in each dialect, quoted as it is told",
          "[check][header]") {
  struct {
    recorded_run run;
    std::string line;
  } cases[] = {{good_answers(), "RateLimit-Remaining: 100"},
               {structured_answers(), "RateLimit: …;r=100"},
               {vendors_answers(), "X-RateLimit-Remaining: 100"}};

  for (auto& [run, line] : cases) {
    INFO(line);
    CHECK(judged(run).verdict == verdict_kind::pass);
    run.history.operations[0].remaining = 100;

    auto const found = judged(run);

    CHECK(found.verdict == verdict_kind::fail);
    REQUIRE_FALSE(found.breaches.empty());
    CHECK(found.breaches.front().rule == "H7");
    CHECK(found.breaches.front().line == line);
  }
}

TEST_CASE("a quota of some window of whole seconds is the limit's, and another one is not",
          "[check][header]") {
  auto run = structured_answers();
  run.history.operations[0].limit = 150;
  CHECK(judged(run).verdict == verdict_kind::pass);
  run.history.operations[0].limit = 120;
  CHECK(judged(run).verdict == verdict_kind::fail);

  auto in_draft_03 = good_answers();
  in_draft_03.history.operations[0].limit = 150;
  CHECK(judged(in_draft_03).verdict == verdict_kind::fail);
}

TEST_CASE("draft-03's rules are not held against the values of another dialect",
          "[check][header]") {
  auto run = structured_answers();
  run.history.operations[1].reset_s = 9;

  CHECK(judged(run).breaches.empty());
}

TEST_CASE("a limiter that counts per node is told that its remaining was not compared",
          "[check][header]") {
  auto run = good_answers();
  run.claims.shared = false;

  CHECK_THAT(judged(run).claim, Catch::Contains("does not claim one count for all nodes"));
}

TEST_CASE("a broken must fails with its section, its line and the request", "[check][header]") {
  auto run = good_answers();
  keep(run, 429, {"Retry-After: soon"});

  auto const found = judged(run);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK(found.witness == std::vector<std::uint64_t>{2});
  REQUIRE(found.breaches.size() == 1);
  CHECK(found.breaches[0] ==
        rule_breach{"G2",
                    breach_severity::must,
                    "RFC 9110 section 10.2.3",
                    "Retry-After is neither whole seconds nor a date as IMF-fixdate",
                    "Retry-After: soon",
                    2,
                    1});
  CHECK_THAT(found.claim,
             Catch::Contains("1 broken of severity must") &&
                 Catch::Contains("first G2 of RFC 9110 section 10.2.3"));
}

TEST_CASE("shoulds and warnings are listed and pass", "[check][header]") {
  auto run = good_answers();
  auto& op = run.history.operations[1];

  SECTION("a remaining above the limit") {
    op.remaining = 101;
    CHECK(breaches_of(run) == texts{"F6 should"});
  }
  SECTION("a reset at another instant than Retry-After") {
    op.retry_after_s = 3;
    CHECK(breaches_of(run) == texts{"F4 should"});
    op.retry_after_s = 2;
    CHECK(breaches_of(run).empty());
  }
  SECTION("a limit nobody configured, told by a limiter that does not claim to be exact") {
    run.claims.exact = false;
    op.limit = 60;
    CHECK(breaches_of(run) == texts{"H6 warning"});
    op.limit = 50;
    CHECK(breaches_of(run).empty());
  }
  CHECK(judged(run).verdict == verdict_kind::pass);
}

TEST_CASE("a limiter that claims one exact count tells a limit that was configured",
          "[check][header]") {
  auto run = good_answers();
  auto& denial = run.history.operations[1];

  denial.limit = 60;
  CHECK(breaches_of(run) == texts{"H6 must"});
  denial.limit = 50;
  CHECK(breaches_of(run).empty());
}

TEST_CASE("a limiter that claims one exact count tells what is left after the charge",
          "[check][header]") {
  auto run = good_answers();
  auto& admission = run.history.operations[0];
  admission.remaining = 100;

  SECTION("a request costs a permit at least") {
    CHECK(breaches_of(run) == texts{"H7 must"});
  }
  SECTION("one that only looked costs none") {
    admission.cost = 0;
    CHECK(breaches_of(run).empty());
  }
  SECTION("one that was denied takes none") {
    admission.result = outcome::denied;
    CHECK(breaches_of(run).empty());
  }
  SECTION("what the scenario declares as slack may be there besides") {
    run.plan.scenario.tolerance.slack = 1;
    CHECK(breaches_of(run).empty());
  }
  SECTION("a count that is not claimed to be exact may be a guess") {
    run.claims.exact = false;
    CHECK(breaches_of(run).empty());
  }
}

TEST_CASE("an instant instead of a delay breaks a must in whichever answer it stands",
          "[check][header]") {
  auto run = good_answers();
  run.history.operations[1].reset_s = 1'795'338'000;

  CHECK(breaches_of(run) == texts{"F2 must"});
}

TEST_CASE("a denial says when to come back where the limiter claims to know", "[check][header]") {
  auto run = good_answers();
  auto& denial = run.history.operations[1];

  SECTION("zero seconds") {
    denial.retry_after_s = 0;
    CHECK(breaches_of(run) == texts{"G7 must"});
    run.claims.retry_after = false;
    CHECK(breaches_of(run) == texts{"G7 warning"});
  }
  SECTION("no Retry-After") {
    keep(run, 429, {"Server: x"});
    CHECK(breaches_of(run) == texts{"G6 must"});
  }
  SECTION("an answer of which no head was kept is not accused") {
    denial.retry_after_s = absent;
    denial.head = 0;
    CHECK(breaches_of(run).empty());
  }
}

TEST_CASE("lines that differ in their digits only are one breach, counted", "[check][header]") {
  auto run = good_answers();
  for (int i = 0; i < 40; ++i) run.history.operations.push_back(run.history.operations[1]);
  for (std::size_t i = 1; i < run.history.operations.size(); ++i)
    run.history.operations[i].remaining = 100 + static_cast<std::int64_t>(i);

  auto const found = judged(run);

  REQUIRE(found.breaches.size() == 1);
  CHECK(found.breaches[0].occurrences == 41);
  CHECK(found.breaches[0].line == "RateLimit-Remaining: 101");
}

TEST_CASE("a server that breaks rules in ever new ways is listed up to a bound",
          "[check][header]") {
  auto run = good_answers();
  for (char c = 'a'; c <= 'z'; ++c)
    keep(run, 429, {"Retry-After: " + std::string(2'000, c), "X-RateLimit-Limit: 1"});

  auto const found = judged(run);

  CHECK(found.verdict == verdict_kind::fail);
  CHECK(found.breaches.size() == 17);
  CHECK(found.breaches.front().severity == breach_severity::must);
  CHECK(found.breaches.back().severity == breach_severity::warning);
  CHECK(found.breaches.front().line.size() < 300);
  CHECK_THAT(found.claim, Catch::Contains("26 broken of severity must"));
}

TEST_CASE("nothing to judge is inconclusive and says why", "[check][header]") {
  auto run = run_of_shared_bucket();
  keep(run, 200, {"Server: x"});

  CHECK(judged(run).verdict == verdict_kind::inconclusive);
  CHECK_THAT(judged(run).claim, Catch::Contains("no answer has a rate-limit field"));

  SECTION("denials of which nothing is known") {
    add(run, outcome::denied, 0, ms);
    CHECK(judged(run).verdict == verdict_kind::inconclusive);
    CHECK_THAT(judged(run).claim, Catch::Contains("1 answers were 429"));
  }
}

}  // namespace
}  // namespace limitproof
