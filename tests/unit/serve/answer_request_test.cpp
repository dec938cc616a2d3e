#include "harness/serve/answer_request.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/report/hostile_report.hpp"
#include "tests/unit/serve/runs_folder.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

constexpr std::uint16_t port = 8'080;
constexpr auto host = "127.0.0.1:8080";

page_answer get(runs_folder const& runs, std::string const& target) {
  return answer_request({runs.path(), port}, {"GET", target, host});
}

}  // namespace

TEST_CASE("the list, a comparison, a run's files and a file are pages", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));
  runs.write("a/naive/logs/redis.log", "ready");

  auto const list = get(runs, "/");
  CHECK(list.status == 200);
  CHECK(contains(list.body, "1 of 1 in"));
  CHECK(contains(get(runs, "/?scenario=other").body, "0 of 1 in"));
  CHECK(contains(get(runs, "/compare?a=a&b=a").body, "Did it change?"));
  CHECK(contains(get(runs, "/runs/a/").body,
                 "<a href=\"/runs/a/naive/logs/redis.log\">redis.log</a>"));
  CHECK(get(runs, "/runs/a/naive/logs/redis.log").body == "ready");
  CHECK(contains(get(runs, "/style.css").body, "prefers-color-scheme: dark"));
}

TEST_CASE("a file is sent as what it is, and may do nothing; report.html may run its script",
          "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));
  runs.write("a/naive/arrivals.svg", "<svg/>");
  runs.write("a/naive/logs/policies.json", "{}");
  runs.write("a/naive/logs/evil.html", "<script>");

  struct sent {
    std::string target;
    std::string_view type;
    bool scripts;
  };

  for (auto const& expected : {sent{"report.html", "text/html; charset=utf-8", true},
                               sent{"report.md", "text/plain; charset=utf-8", false},
                               sent{"report.json", "application/json", false},
                               sent{"junit.xml", "application/xml", false},
                               sent{"naive/arrivals.svg", "image/svg+xml", false},
                               sent{"naive/logs/policies.json", "application/json", false},
                               sent{"naive/logs/evil.html", "text/html; charset=utf-8", false}}) {
    INFO(expected.target);
    auto const answer = get(runs, "/runs/a/" + expected.target);
    CHECK(answer.status == 200);
    CHECK(answer.type == expected.type);
    CHECK(contains(answer.policy, "default-src 'none'"));
    CHECK(contains(answer.policy, "sandbox"));
    CHECK(contains(answer.policy, "script") == expected.scripts);
    CHECK_FALSE(contains(answer.policy, "allow-same-origin"));
  }
}

TEST_CASE("no page of ours may run a script, load from elsewhere, or stand in a frame", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));

  for (auto const* target : {"/", "/compare?a=a&b=a", "/runs/a/", "/compare", "/nothing"}) {
    auto const answer = get(runs, target);
    INFO(target);
    CHECK(contains(answer.policy, "default-src 'none'"));
    CHECK(contains(answer.policy, "frame-ancestors 'none'"));
    CHECK_FALSE(contains(answer.policy, "script"));
    CHECK_FALSE(contains(answer.policy, "unsafe"));
  }
}

TEST_CASE("nothing outside the runs is reached, however it is asked for", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));
  REQUIRE(write_text(runs.path().parent_path() / "report.md", "the secret").has_value());
  fs::create_symlink("../../report.md", runs.path() / "a/scenario.json");
  fs::create_directory_symlink("..", runs.path() / "above");

  for (auto const* target : {"/report.md",
                             "/runs/report.md",
                             "/runs/../report.md",
                             "/runs/%2e%2e/report.md",
                             "/runs/..%2freport.md",
                             "/runs/a/../../report.md",
                             "/runs/a/%2e%2e/%2e%2e/report.md",
                             "/runs/a/..%2f..%2freport.md",
                             "/runs/a/naive/../../../report.md",
                             "/runs/above/report.md",
                             "/runs/a/scenario.json",
                             "/runs//report.md",
                             "/runs/a//../../report.md",
                             "/runs/",
                             "/runs/a",
                             "/compare?a=../report.md&b=a",
                             "/compare?a=above&b=a",
                             "/?of=.."}) {
    auto const answer = get(runs, target);
    INFO(target << "\n" << answer.body);
    CHECK_FALSE(contains(answer.body, "the secret"));
    if (std::string_view(target) != "/?of=..") CHECK(answer.status >= 400);
  }
  auto const absolute = (runs.path().parent_path() / "report.md").string();
  CHECK(get(runs, "/runs/a/" + absolute).status == 400);
  CHECK(get(runs, "/runs/" + absolute).status == 400);
}

TEST_CASE("a name that was made to resolve to here is sent away before anything is read",
          "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));

  for (auto const* foreign : {"attacker.example:8080", "127.0.0.1:8081", ""}) {
    auto const answer = answer_request({runs.path(), port}, {"GET", "/", foreign});
    CHECK(answer.status == 421);
    CHECK(contains(answer.body, "open http://127.0.0.1:8080/ instead"));
    CHECK_FALSE(contains(answer.body, "1 of 1 in"));
  }
  CHECK(answer_request({runs.path(), port}, {"GET", "/", "localhost:8080"}).status == 200);
}

TEST_CASE("runs are read and never changed", "[serve]") {
  runs_folder const runs;
  runs.add("a", sample_of("s"));

  for (auto const* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", ""})
    CHECK(answer_request({runs.path(), port}, {method, "/", host}).status == 405);
  CHECK(answer_request({runs.path(), port}, {"HEAD", "/", host}).body == get(runs, "/").body);
}

TEST_CASE("nothing that a run directory says or is called becomes markup", "[serve]") {
  runs_folder const runs;
  std::string const hostile = "<script>alert(1)<img src=x onerror='y'>\"";
  runs.add(hostile, hostile_report());
  runs.add("b", hostile_report());
  runs.write(hostile + "-broken/report.json", "<script>");
  runs.write("b/" + hostile + "/logs/" + hostile, "x");
  run_summary s;
  s.rows = {{hostile, hostile, verdict_kind::pass, true, "", 0, "b"}};
  s.not_run = {hostile};
  runs.add(hostile + "-all", s);

  for (auto const* target : {"/",
                             "/?scenario=%3Cscript%3E&limiter=%22%3E%3Cscript%3E&text=%3Cimg",
                             "/?verdict=%3Cscript%3E",
                             "/?of=%22%3E%3Cscript%3E",
                             "/runs/b/",
                             "/compare?a=b&b=b",
                             "/compare?a=%3Cscript%3E&b=b",
                             "/runs/%3Cscript%3E/report.md",
                             "/runs/%3Cscript%3E/"}) {
    auto const answer = get(runs, target);
    INFO(target << "\n" << answer.body);
    CHECK_FALSE(contains(answer.body, "<script"));
    CHECK_FALSE(contains(answer.body, "<img"));
    CHECK_FALSE(contains(answer.body, "\x1b"));
  }
  CHECK(contains(get(runs, "/").body, "&lt;script&gt;"));
}

TEST_CASE("a folder of runs that has gone is told, and is shown again when it is back", "[serve]") {
  runs_folder const runs;
  fs::remove(runs.path());
  CHECK(get(runs, "/").status == 404);

  runs.add("a", sample_of("s"));

  CHECK(get(runs, "/").status == 200);
}
