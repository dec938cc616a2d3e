#include "harness/run/check_history.hpp"

#include "harness/check/run_checks.hpp"
#include "harness/codec/plan_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/history/history_db.hpp"
#include "harness/history/write_history_lines.hpp"
#include "harness/run/report_directory.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <fstream>
#include <random>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::filesystem::path const histories =
    std::filesystem::path(LIMITPROOF_SOURCE_DIR) / "tests/fixtures/histories";

history_promise const bucket{{{limit{10, 1s, 20}}}, algorithm::token_bucket, {}};

judged_history judged(std::string const& name,
                      history_promise const& promise,
                      told_clock const& clock = {}) {
  return check_history(histories / name, promise, clock).value();
}

finding found(judged_history const& j, check_name check) {
  auto const& all = j.verdict.findings;
  auto const at =
      std::find_if(all.begin(), all.end(), [&](finding const& f) { return f.check == check; });
  REQUIRE(at != all.end());
  return *at;
}

}  // namespace

TEST_CASE("an access log of a shared count passes, and says what it cannot know", "[run]") {
  auto const j = judged("nginx-shared-count.jsonl", bucket);

  CHECK(found(j, check_name::over_admission).verdict == verdict_kind::pass);
  CHECK(found(j, check_name::overload).verdict == verdict_kind::pass);
  for (auto const check : {check_name::node_coverage, check_name::send_lag}) {
    CHECK(found(j, check).verdict == verdict_kind::inconclusive);
    CHECK_THAT(found(j, check).claim, Catch::StartsWith("not known: "));
  }
  CHECK(j.verdict.kind == verdict_kind::pass);
}

TEST_CASE("an access log of a count per node fails with lines that prove it", "[run]") {
  auto const j = judged("nginx-count-per-node.jsonl", bucket);
  auto const over = found(j, check_name::over_admission);

  CHECK(j.verdict.kind == verdict_kind::fail);
  CHECK(over.verdict == verdict_kind::fail);
  CHECK_THAT(over.claim, Catch::Contains("key \"alice\"") && Catch::Contains("answered 200"));
  REQUIRE(over.interval);
  CHECK(static_cast<std::int64_t>(over.witness.size()) >
        20 + 10 * (over.interval->end_ns - over.interval->start_ns) / 1'000'000'000);
  for (auto const line : over.witness) CHECK((line >= 1 && line <= 173));
}

TEST_CASE("a coarser clock makes a certificate weaker, never stronger", "[run]") {
  std::int64_t before =
      judged("nginx-count-per-node.jsonl", bucket).verdict.admission.certified_excess;
  CHECK(before > 0);
  for (auto const granularity : {10ms, 100ms, 1000ms, 10'000ms}) {
    auto const j = judged(
        "nginx-count-per-node.jsonl", bucket, {.granularity = granularity, .longest_request = {}});
    CHECK(j.verdict.admission.certified_excess <= before);
    before = j.verdict.admission.certified_excess;
  }
}

TEST_CASE("without starts nothing can be concluded, until the longest request bounds them",
          "[run]") {
  auto const open = judged("ends-only.jsonl", bucket);
  CHECK(open.verdict.kind == verdict_kind::inconclusive);
  CHECK_THAT(found(open, check_name::over_admission).claim,
             Catch::StartsWith("nothing can be concluded; ") &&
                 Catch::Contains("give their duration, or the longest one"));

  auto const bounded =
      judged("ends-only.jsonl", bucket, {.granularity = {}, .longest_request = 20ms});
  CHECK(found(bounded, check_name::over_admission).verdict == verdict_kind::fail);
}

TEST_CASE("a tolerance forgives a foreign history as it does a run", "[run]") {
  auto promise = bucket;
  promise.tolerance.permits =
      judged("nginx-count-per-node.jsonl", bucket).verdict.admission.certified_excess;
  CHECK(judged("nginx-count-per-node.jsonl", promise).verdict.kind == verdict_kind::pass);
  --promise.tolerance.permits;
  CHECK(judged("nginx-count-per-node.jsonl", promise).verdict.kind == verdict_kind::fail);
}

TEST_CASE("a burst that the algorithm would not know is refused, not dropped", "[run]") {
  for (auto const algorithm : {std::optional<limitproof::algorithm>(),
                               std::optional(algorithm::sliding_log),
                               std::optional(algorithm::fixed_window)}) {
    auto promise = bucket;
    promise.algorithm = algorithm;
    auto const refused = check_history(histories / "nginx-shared-count.jsonl", promise, {});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::bad_usage);
    CHECK_THAT(refused.error().what, Catch::Contains("--algorithm token_bucket"));
  }
}

TEST_CASE(
    "a burst mode is judged as the two limits it is, and refused of an algorithm that has none",
    "[run]") {
  temporary_directory const folder;
  auto const file = folder.path() / "policy.json";
  std::ofstream(file) << R"({"limit": 100, "per": "1s", "burst_mode": {"hard": 150, "for": "5s"}})";
  history_promise promise{promised_policy({}, file).value(), algorithm::token_bucket, {}};
  auto const shared = histories / "nginx-shared-count.jsonl";

  CHECK(promise.policy.limits == std::vector{limit{100, 1s, 400}, limit{150, 1s, 150}});
  CHECK(check_history(shared, promise, {}).has_value());
  promise.algorithm.reset();
  CHECK_THAT(check_history(shared, promise, {}).error().what, Catch::Contains("burst_mode"));
}

TEST_CASE("a log in which nobody met the limit shows nothing about it", "[run]") {
  history_promise const generous{{{limit{100'000, 1s, 100'000}}}, std::nullopt, {}};
  temporary_directory const folder;
  auto const file = folder.path() / "quiet.jsonl";
  std::ofstream(file) << R"({"key":"a","sent_us":1,"received_us":2,"status":200})" << '\n';

  auto const j = check_history(file, generous, {}).value();

  CHECK(j.verdict.kind == verdict_kind::inconclusive);
  CHECK(found(j, check_name::over_admission).verdict == verdict_kind::pass);
  CHECK_THAT(found(j, check_name::overload).claim, Catch::StartsWith("nothing was denied"));
}

TEST_CASE("our own history reads back from lines with the same finding", "[run]") {
  INFO("seed " << Catch::rngSeed());
  std::mt19937_64 random(Catch::rngSeed());
  history h;
  h.keys = {"attacker"};
  h.nodes = {"node-1", "node-2"};
  for (std::int64_t i = 0; i < 500; ++i) {
    operation op;
    op.id = static_cast<std::uint64_t>(i) + 1;
    op.sent_ns = i * 1'000'000;
    op.received_ns = op.sent_ns + 300'000 + static_cast<std::int64_t>(random() % 400'000);
    op.node = static_cast<std::uint16_t>(i % 2);
    op.result = i % 3 == 0 ? outcome::admitted : outcome::denied;
    op.status = op.result == outcome::admitted ? 200 : 429;
    h.operations.push_back(op);
  }
  plan p;
  p.scenario.policy = {{limit{50, 1s, 100}}};
  p.keys = h.keys;
  limiter_claims claims;
  claims.algorithm = algorithm::token_bucket;
  auto const original = run_checks(evidence{h, p, claims, {}, false});
  REQUIRE(original.kind == verdict_kind::fail);

  temporary_directory const folder;
  REQUIRE(write_history_lines(folder.path() / "h.jsonl", h).has_value());
  auto const back = check_history(
      folder.path() / "h.jsonl", {p.scenario.policy, algorithm::token_bucket, {}}, {});

  REQUIRE(back.has_value());
  CHECK(back->verdict.kind == original.kind);
  CHECK(back->verdict.findings.front().witness == original.findings.front().witness);
  CHECK(back->verdict.admission.certified_excess == original.admission.certified_excess);
  CHECK(back->verdict.admission.total_excess == original.admission.total_excess);
}

TEST_CASE("the histories of a run directory are exported beside their databases", "[run]") {
  temporary_directory const run;
  plan p;
  p.scenario.name = "s";
  p.scenario.why = "w";
  p.scenario.policy = bucket.policy;
  p.scenario.limiters = {"naive", "none"};
  p.scenario.attack = {closed_loop_phase{1s, 1, one_key{"alice"}}};
  p.keys = {"alice"};
  p.phases = {planned_phase{.kind = "closed-loop", .keys = {}, .load = closed_load{}}};
  REQUIRE(write_text(run.path() / "plan.json", encode_plan(p)).has_value());
  history h;
  h.keys = p.keys;
  h.operations.emplace_back();
  h.operations.back().sent_ns = 5;
  h.operations.back().received_ns = 7;
  h.operations.back().result = outcome::denied;
  std::filesystem::create_directory(run.path() / "naive");
  REQUIRE(write_history_db(run.path() / "naive" / "history.db", h).has_value());

  auto const exported = export_history_lines(run.path());

  INFO((exported ? "" : exported.error().what));
  REQUIRE(exported.has_value());
  CHECK(read_text(run.path() / "naive" / "history.jsonl").value() ==
        R"({"key":"alice","sent_s":"0.000000005","received_s":"0.000000007","outcome":"denied"})"
        "\n");
  CHECK_FALSE(std::filesystem::exists(run.path() / "none"));
}

TEST_CASE("a policy comes from the command line or from a file, each strictly", "[run]") {
  CHECK(promised_policy({"50/1s burst 100", "1000/h"}, {}).value() ==
        policy{{limit{50, 1s, 100}, limit{1000, 1h, 1000}}});
  CHECK(promised_policy({"50/1s", "fifty"}, {}).error().code == errc::bad_usage);

  temporary_directory const folder;
  auto const file = folder.path() / "policy.json";
  std::ofstream(file) << R"({"limit": 50, "per": "1s"})";
  CHECK(promised_policy({}, file).value() == policy{{limit{50, 1s, 50}}});
  std::ofstream(file) << R"({"limit": 50, "par": "1s"})";
  CHECK_THAT(promised_policy({}, file).error().what,
             Catch::Contains("policy.json") && Catch::Contains("did you mean \"per\"?"));
}
