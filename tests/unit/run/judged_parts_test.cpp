#include "harness/codec/text_file.hpp"
#include "harness/codec/verdict_codec.hpp"
#include "harness/history/history_db.hpp"
#include "harness/run/judge_run.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

policy const promised{{limit{5, 1s, 10}}};

/// A phase under "login", then one under "api"; both promise the same.
plan plan_of_two() {
  plan p;
  p.scenario.limiters = {"redis-token-bucket"};
  p.scenario.policies.emplace();
  p.keys = {"client"};
  for (auto const* policy : {"login", "api"}) {
    p.scenario.policies->policies.push_back({policy, promised});
    p.scenario.policies->rules.push_back({.policy = policy});
    steady_phase steady;
    steady.manner.policy = policy;
    p.scenario.attack.emplace_back(steady);
    planned_phase planned;
    planned.number = static_cast<std::uint32_t>(p.scenario.attack.size());
    planned.policy = policy;
    planned.load = paced_load{rate{1000, 1s}, 8};
    p.phases.push_back(planned);
  }
  return p;
}

/// Eight admissions in each phase within 16 ms: more than a log's 5, less than a bucket's 10.
history eight_in_each() {
  history h;
  h.keys = {"client"};
  for (std::uint16_t i = 0; i < 16; ++i) {
    operation op;
    op.id = i;
    op.phase = i / 8;
    op.intended_ns = op.sent_ns = i * 1'000'000;
    op.received_ns = op.sent_ns + 900'000;
    op.status = 200;
    op.result = outcome::admitted;
    h.operations.push_back(op);
  }
  return h;
}

/// A limiter's folder after a run in which "login" was decided by `login` and the rest by itself.
struct run_of_two {
  temporary_directory run;
  fs::path directory = run.path() / "redis-token-bucket";

  explicit run_of_two(std::string const& login) {
    keep_manifest("login", login);
    keep_manifest("api", "redis-token-bucket");
    REQUIRE(write_history_db(directory / "history.db", eight_in_each()).has_value());
  }

  void keep_manifest(std::string const& policy, std::string const& limiter) const {
    auto const part = part_directory(directory, policy);
    fs::create_directories(part);
    fs::copy_file(fs::path(LIMITPROOF_SOURCE_DIR) / "limiters" / limiter / "limiter.json",
                  part / "limiter.json");
  }

  [[nodiscard]] verdict written(std::string const& policy) const {
    auto const file = directory / "policies" / policy / "verdict.json";
    return decode_verdict(read_text(file).value(), file.string()).value();
  }
};

verdict_kind over_admission_in(verdict const& v) {
  auto const found = std::find_if(v.findings.begin(), v.findings.end(), [](finding const& f) {
    return f.check == check_name::over_admission;
  });
  REQUIRE(found != v.findings.end());
  return found->verdict;
}

}  // namespace

TEST_CASE("each policy's part is judged by what its own limiter declares", "[run]") {
  run_of_two const logged("redis-sliding-log");
  auto const judged = judge_run(plan_of_two(), logged.directory).value();

  REQUIRE(judged.size() == 2);
  CHECK(judged[0].policy == "login");
  CHECK(over_admission_in(judged[0].verdict) == verdict_kind::fail);
  CHECK(judged[0].verdict.admission.admitted == 8);
  CHECK(judged[1].policy == "api");
  CHECK(over_admission_in(judged[1].verdict) != verdict_kind::fail);
  CHECK(judged[1].verdict.admission.admitted == 8);

  run_of_two const counted("redis-token-bucket");
  auto const both = judge_run(plan_of_two(), counted.directory).value();
  CHECK(over_admission_in(both[0].verdict) != verdict_kind::fail);
}

TEST_CASE("each policy's verdict stands in its own folder", "[run]") {
  run_of_two const logged("redis-sliding-log");
  REQUIRE(judge_run(plan_of_two(), logged.directory).has_value());

  CHECK(over_admission_in(logged.written("login")) == verdict_kind::fail);
  CHECK(over_admission_in(logged.written("api")) != verdict_kind::fail);
  CHECK_FALSE(fs::exists(logged.directory / "verdict.json"));
}

TEST_CASE("a part whose limiter's manifest is missing is told by its file", "[run]") {
  run_of_two const logged("redis-sliding-log");
  auto const manifest = logged.directory / "policies/api/limiter.json";
  fs::remove(manifest);

  auto const judged = judge_run(plan_of_two(), logged.directory);
  REQUIRE(judged.has_error());
  CHECK_THAT(judged.error().what, Catch::Contains(manifest.string()));
}
