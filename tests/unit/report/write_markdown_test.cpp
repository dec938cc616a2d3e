#include "harness/report/write_markdown.hpp"

#include "tests/unit/contains.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string read_fixture(std::string const& name) {
  std::ifstream in(LIMITPROOF_SOURCE_DIR "/tests/fixtures/report/" + name);
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

report sample_with_header(std::string const& name, std::string const& value) {
  auto r = sample_report();
  r.runs.front().denial->headers = {{name, value}};
  return r;
}

}  // namespace

TEST_CASE("a limiter that takes no time has no price beside a round trip", "[report]") {
  auto r = sample_report();
  auto& asks_nobody = r.runs.front();
  asks_nobody.limiter_latency.p50 = 0;
  asks_nobody.store_round_trip = r.runs.back().store_round_trip;

  auto const text = write_markdown(r);

  CHECK(contains(text, "| `naive` | a bare EVALSHA, meanwhile |"));
  CHECK_FALSE(contains(text, "`naive`: the limiter's own share"));
}

TEST_CASE("what a restarted store counts is told as what it is", "[report]") {
  auto r = sample_report();
  for (auto& run : r.runs) run.faults.clear();
  CHECK_FALSE(contains(write_markdown(r), "since its restart"));

  for (auto& run : r.runs)
    run.faults.push_back({{duration(0), fault_action::restart, "store"}, 1, 2});
  auto const text = write_markdown(r);

  CHECK(contains(text, "; commands since its restart: evalsha "));
  CHECK(contains(text, " EVALSHA since its restart for "));
}

TEST_CASE("the Markdown report reads as the golden one", "[report]") {
  CHECK(write_markdown(sample_report()) == read_fixture("sample.md"));
}

TEST_CASE("a hostile header cannot leave its code block", "[report]") {
  auto const text = write_markdown(
      sample_with_header("X-Evil", "a\n```\n# owned\n<script>alert(1)</script>\x1b[2J"));

  CHECK_FALSE(contains(text, "\n# owned"));
  CHECK_FALSE(contains(text, "\x1b"));
  CHECK(contains(text, "````http\n"));
  CHECK(contains(text, "X-Evil: a\\x0a```\\x0a# owned\\x0a<script>alert(1)</script>\\x1b[2J\n"));
}

TEST_CASE("a hostile body cannot leave its code block", "[report]") {
  auto r = sample_report();
  r.runs.front().denial->body = "````\n# owned\n";

  CHECK(contains(write_markdown(r), "`````http\n"));
  CHECK(contains(write_markdown(r), "````\n# owned\n`````\n"));
}

TEST_CASE("a hostile node name cannot break a table", "[report]") {
  auto r = sample_report();
  r.runs.front().per_node.front().node = "a | b`<img>\nc";

  CHECK(contains(write_markdown(r),
                 "| `naive` | <code>a &#124; b&#96;&#60;img&#62;&#92;x0ac</code> | 5,334 |"));
}

TEST_CASE("a claim that quotes a server cannot carry markup", "[report]") {
  auto r = sample_report();
  r.runs.front().verdict.findings[1].claim = "answered: x | <b>y</b> @octocat";

  CHECK(contains(write_markdown(r), "answered: x \\| &#60;b&#62;y&#60;/b&#62; @&#8203;octocat |"));
}

TEST_CASE("long headers and bodies are cut with their size told", "[report]") {
  auto r = sample_with_header("X-Long", std::string(5'000, 'x'));
  r.runs.front().denial->body = std::string(4'096, 'y');
  auto const text = write_markdown(r);

  CHECK(contains(text, "X-Long: " + std::string(120, 'x') + "… (5000 bytes in all)\n"));
  CHECK(contains(text, std::string(600, 'y') + "… (4096 bytes in all)\n"));
}

TEST_CASE("a cut never splits a character", "[report]") {
  auto const text = write_markdown(sample_with_header("X-Long", std::string(119, 'x') + "€€"));

  CHECK(contains(text, std::string(119, 'x') + "… (125 bytes in all)\n"));
}

TEST_CASE("unmet expectations are named with what was found", "[report]") {
  auto r = sample_report();
  r.verdict = verdict_kind::fail;
  r.runs.back().expectations = {{"admission_ratio", "≤ 0.9", "0.998", false}};
  r.runs.back().met = false;
  auto const text = write_markdown(r);

  CHECK(contains(text, "**Not as expected:**"));
  CHECK(contains(text, "`redis-token-bucket` held, not as expected"));
  CHECK(contains(
      text, "- `redis-token-bucket`: admission ratio was expected to be ≤ 0.9, found 0.998\n"));
  CHECK(contains(text, "| **no** |"));
}

TEST_CASE("an inconclusive run says why at the top", "[report]") {
  auto r = sample_report();
  auto& run = r.runs.front();
  run.verdict.kind = verdict_kind::inconclusive;
  run.met = false;
  run.expectations = {{"verdict", "pass", "inconclusive", false}};

  CHECK(contains(write_markdown(r),
                 "- `naive`: verdict was expected to be pass, found inconclusive\n"
                 "  - send lag: The send lag p99 of 12 ms is above 10 ms; lower the rate\n"));
}

TEST_CASE("an interrupted run says so", "[report]") {
  auto r = sample_report();
  r.runs.front().complete = false;

  CHECK(contains(write_markdown(r), "- `naive`: its attack was interrupted"));
}

TEST_CASE("one run alone has no before and after", "[report]") {
  auto r = sample_report();
  r.runs.pop_back();

  CHECK_FALSE(contains(write_markdown(r), "where 500 were allowed"));
}

TEST_CASE("requests that cost more than a permit are told with what they cost", "[report]") {
  auto r = sample_report();
  r.runs.front().policy_name = "export";
  r.runs.front().verdict.admission.permits_admitted = 30'060;
  r.runs.front().verdict.admission.ratio = 60.12;

  CHECK(contains(write_markdown(r),
                 "`naive/export` admitted 1,503 requests for 30,060 permits where 500 were "
                 "allowed: 60.1 times the limit;"));
}

TEST_CASE("of several policies the attack's phases are told with theirs", "[report]") {
  auto r = sample_report();
  r.phases[0].policy = "login";
  r.phases[0].requests.anonymous = true;
  r.phases[1].policy = "export";
  r.phases[1].cost = 20;
  r.runs[0].policy_name = "login";
  r.runs[1].policy_name = "export";
  r.runs[1].limiter = r.runs[0].limiter;
  auto const text = write_markdown(r);

  CHECK(contains(text, ", without a key, under login; "));
  CHECK(contains(text, ", 20 permits each, under export."));
  CHECK(contains(text, "Policies: `login`: 50 per 1s with bursts of 100; `export`: 50 per 1s"));
}

TEST_CASE("a small excess is told in requests, not as 1.0 times the limit", "[report]") {
  auto r = sample_report();
  r.runs.front().verdict.admission.admitted = 501;
  r.runs.front().verdict.admission.permits_admitted = 501;
  r.runs.front().verdict.admission.ratio = 1.002;

  CHECK(contains(write_markdown(r), "`naive` admitted 501 where 500 were allowed: 1 too many;"));
}

TEST_CASE("a report without runs is still a report", "[report]") {
  auto r = sample_report();
  r.runs.clear();
  auto const text = write_markdown(r);

  CHECK(contains(text, "# Does the limit hold? before-after"));
  CHECK(contains(text, "limitproof run before-after --seed 7"));
  CHECK_FALSE(contains(text, "## Latency"));
}

TEST_CASE(
    "a service that ran already is named as what was attacked, and why the attack ended early",
    "[report]") {
  auto r = sample_report();
  r.target = external_target{"shop.test", {"192.0.2.7", 80}, {16'000, std::nullopt}};
  r.size = run_size::full;
  r.runs[0].ended = attack_end::request_budget;

  auto const text = write_markdown(r);

  CHECK_THAT(text, Catch::Contains("Target: `shop.test:80` at `192.0.2.7`"));
  CHECK_THAT(text, !Catch::Contains("behind the balancer"));
  CHECK_THAT(text, Catch::Contains("in its full size"));
  CHECK_THAT(text,
             Catch::Contains("`naive`: its attack ended early, at its request budget, when 15,998 "
                             "requests had been sent"));
}

TEST_CASE("the report of many limiters still fits a pull-request comment", "[report]") {
  auto r = sample_report();
  auto worst = r.runs.front();
  worst.denial->body = std::string(4'096, '|');
  worst.arrivals.sent.assign(600, 1'234'567);
  worst.arrivals.admitted.assign(600, 1'234'567);
  for (auto& f : worst.verdict.findings) f.claim = std::string(500, '|');
  r.runs.assign(64, worst);

  auto const text = write_markdown(r);

  CHECK(text.size() <= 65'536);
  CHECK(contains(text, "\nToo long for a comment, and in report.json: "));
  CHECK(contains(text, "## Reproduce it"));
}
