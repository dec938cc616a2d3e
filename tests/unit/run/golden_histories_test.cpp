#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/history/history_db.hpp"
#include "harness/plan/make_plan.hpp"
#include "harness/report/evaluate_expectations.hpp"
#include "harness/run/judge_run.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

fs::path const source = LIMITPROOF_SOURCE_DIR;

void fill(fs::path const& database, std::string const& sql) {
  sqlite3* opened = nullptr;
  auto const code = sqlite3_open(database.c_str(), &opened);
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> const handle(opened, &sqlite3_close);
  REQUIRE(code == SQLITE_OK);
  auto const filled = sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr);
  INFO(sqlite3_errmsg(opened));
  REQUIRE(filled == SQLITE_OK);
}

/// A history with its scenario, as tests/fixtures/golden has it.
struct golden_history {
  limitproof::plan plan;
  temporary_directory directory;  ///< the limiter's, as a run leaves it

  golden_history(check_name check, std::string const& which) {
    auto const golden = source / "tests/fixtures/golden";
    auto const file = [&](std::string const& kind) {
      return golden / std::string(to_name(check)) / (which + kind);
    };
    auto const text = read_text(file(".scenario.json")).value();
    plan = make_plan(decode_scenario(text, file(".scenario.json").string()).value()).value();
    fs::copy_file(source / "limiters" / limiter() / "limiter.json",
                  directory.path() / "limiter.json");
    if (fs::exists(file(".store.json")))
      fs::copy_file(file(".store.json"), directory.path() / "store.json");
    REQUIRE(write_history_db(directory.path() / "history.db", history{}).has_value());
    auto const own = file(".sql");
    auto const rows = which == "good" && !fs::exists(own) ? golden / "limit-held.sql" : own;
    fill(directory.path() / "history.db", read_text(rows).value());
  }

  [[nodiscard]] std::string const& limiter() const { return plan.scenario.limiters.front(); }

  [[nodiscard]] std::vector<expectation> const& expected() const {
    return plan.scenario.expect.at(limiter());
  }
};

verdict_kind expected_of(golden_history const& golden, check_name check) {
  REQUIRE(golden.expected().size() == 1);
  auto const& finding = std::get<expected_finding>(golden.expected().front());
  REQUIRE(finding.check == check);
  return finding.verdict;
}

void require_as_expected(golden_history const& golden, check_name check) {
  auto const judged = judge_run(golden.plan, golden.directory.path()).value().front().verdict;
  auto const found = std::find_if(judged.findings.begin(),
                                  judged.findings.end(),
                                  [&](finding const& f) { return f.check == check; });
  REQUIRE(found != judged.findings.end());
  INFO(found->claim);
  REQUIRE(found->verdict == expected_of(golden, check));
}

}  // namespace

TEST_CASE("every check passes its good golden history and not its bad one", "[check]") {
  for (auto const& [check, name] : enum_names<check_name>) {
    INFO(name);
    golden_history const good(check, "good");
    REQUIRE(expected_of(good, check) == verdict_kind::pass);
    require_as_expected(good, check);

    golden_history const bad(check, "bad");
    REQUIRE(expected_of(bad, check) != verdict_kind::pass);
    require_as_expected(bad, check);
  }
}

TEST_CASE("what a golden history is good for, no other check accuses", "[check]") {
  for (auto const& [check, name] : enum_names<check_name>) {
    golden_history const good(check, "good");
    auto const judged = judge_run(good.plan, good.directory.path()).value().front().verdict;
    for (auto const& found : judged.findings) {
      INFO(name << ": " << to_name(found.check) << ": " << found.claim);
      REQUIRE(found.verdict != verdict_kind::fail);
    }
  }
}
