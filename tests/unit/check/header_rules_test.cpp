#include "tests/unit/check/answered_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using lines = std::vector<std::string>;

struct judged_lines {
  std::string_view about;
  std::uint16_t status;
  lines head;
  lines expected;  ///< "<rule> <severity>", sorted
};

void require_each(std::vector<judged_lines> const& table) {
  for (auto const& row : table) {
    CAPTURE(row.about, row.head);
    auto run = run_of_shared_bucket();
    run.claims.retry_after = false;
    keep(run, row.status, row.head);
    CHECK(breaches_of(run) == row.expected);
  }
}

TEST_CASE("RateLimit of draft-08 and later keeps its rules or is told which", "[check][header]") {
  require_each({
      {"both fields",
       200,
       {R"(RateLimit-Policy: "default";q=50;w=1)", R"(RateLimit: "default";r=49;t=1)"},
       {}},
      {"several lines are one list",
       200,
       {R"(ratelimit-policy: "a";q=50;w=1)",
        R"(RateLimit-Policy: "b";q=100;qu="requests";pk=:YQ==:)",
        R"(RATELIMIT: "a";r=4, "b";r=9;acme-x=1)"},
       {}},
      {"a policy without fields of its use", 200, {R"(RateLimit-Policy: "default";q=50;w=1)"}, {}},
      {"remaining on a denial",
       429,
       {R"(RateLimit-Policy: "a";q=50;w=1)", R"(RateLimit: "a";r=3;t=1)", "Retry-After: 1"},
       {}},
      {"empty policy list", 200, {"RateLimit-Policy: "}, {"D1 must"}},
      {"a token as a policy", 200, {"RateLimit-Policy: default;q=50"}, {"D1 must"}},
      {"no quota", 200, {R"(RateLimit-Policy: "a";w=1)"}, {"D1 must"}},
      {"a negative quota", 200, {R"(RateLimit-Policy: "a";q=-1;w=1)"}, {"D1 must"}},
      {"a quota of 16 digits", 200, {R"(RateLimit-Policy: "a";q=1000000000000000)"}, {"D1 must"}},
      {"malformed is one finding", 200, {R"(RateLimit-Policy: "a;q=x, b)"}, {"D1 must"}},
      {"a window of zero", 200, {R"(RateLimit-Policy: "a";q=50;w=0)"}, {"D2 must"}},
      {"a window with decimals", 200, {R"(RateLimit-Policy: "a";q=50;w=1.0)"}, {"D2 must"}},
      {"a unit that is a token",
       200,
       {R"(RateLimit-Policy: "a";q=50;w=1;qu=requests)"},
       {"D3 must"}},
      {"a unit nobody registered",
       200,
       {R"(RateLimit-Policy: "a";q=50;w=1;qu="request")"},
       {"D3 warning"}},
      {"a partition key as text", 200, {R"(RateLimit-Policy: "a";q=50;w=1;pk="me")"}, {"D4 must"}},
      {"a token and no remaining", 200, {"RateLimit: quota;t=5"}, {"D5 must"}},
      {"no remaining", 200, {R"(RateLimit: "a";t=5)"}, {"D5 must"}},
      {"a reset that is text",
       200,
       {R"(RateLimit-Policy: "a";q=50)", R"(RateLimit: "a";r=1;t="5")"},
       {"D5 must"}},
      {"an inner list", 200, {R"(RateLimit: ("a" "b");r=1)"}, {"D5 must"}},
      {"announced as a trailer",
       200,
       {"Trailer: Expires, ratelimit", R"(RateLimit-Policy: "a";q=50)", R"(RateLimit: "a";r=1)"},
       {"D6 must"}},
      {"a retry before the reset",
       429,
       {R"(RateLimit-Policy: "a";q=50;w=1)", R"(RateLimit: "a";r=0;t=9)", "Retry-After: 7"},
       {"D14 warning", "D8 should"}},
      {"an unknown policy", 200, {R"(RateLimit: "b";r=1)"}, {"D9 warning"}},
      {"a parameter without a prefix",
       200,
       {R"(RateLimit-Policy: "a";q=50;w=1;burst=9)"},
       {"D11 warning"}},
      {"from a cache",
       200,
       {"Age: 3", R"(RateLimit-Policy: "a";q=50)", R"(RateLimit: "a";r=1)"},
       {"D13 warning"}},
      {"more than the quota",
       200,
       {R"(RateLimit-Policy: "a";q=50)", R"(RateLimit: "a";r=51)"},
       {"D14 warning"}},
      {"another rate than configured", 200, {R"(RateLimit-Policy: "a";q=60;w=1)"}, {"H6 warning"}},
      {"the configured rate over a minute", 200, {R"(RateLimit-Policy: "a";q=3000;w=60)"}, {}},
  });
}

TEST_CASE("RateLimit of draft-07 keeps its rules or is told which", "[check][header]") {
  require_each({
      {"all keys",
       200,
       {"RateLimit-Policy: 50;w=1", "RateLimit: limit=100, remaining=50, reset=5"},
       {}},
      {"remaining is optional and others are ignored",
       200,
       {"RateLimit: limit=50;x=1, reset=5, foo=\"bar\""},
       {}},
      {"no limit", 200, {"RateLimit: remaining=5, reset=5"}, {"E1 must"}},
      {"no reset", 200, {"RateLimit: limit=50, remaining=5"}, {"E1 must"}},
      {"negative", 200, {"RateLimit: limit=50, remaining=-1, reset=5"}, {"E1 must"}},
      {"malformed", 200, {"RateLimit: limit=50; remaining=1, reset"}, {"E1 must"}},
      {"a policy without a window",
       200,
       {"RateLimit-Policy: 50", "RateLimit: limit=50, reset=5"},
       {"E2 must"}},
      {"one quota twice",
       200,
       {"RateLimit-Policy: 50;w=1, 50;w=60", "RateLimit: limit=50, reset=5"},
       {"E2 must"}},
      {"announced as a trailer",
       200,
       {"Trailer: RateLimit", "RateLimit: limit=50, reset=5"},
       {"E3 must"}},
      {"a retry at another instant",
       429,
       {"RateLimit: limit=50, reset=5", "Retry-After: 3"},
       {"E5 should"}},
      {"more than the limit", 200, {"RateLimit: limit=50, remaining=51, reset=5"}, {"E6 should"}},
      {"one of two policies",
       429,
       {"RateLimit-Policy: 50;w=1, 3000;w=60",
        "RateLimit: limit=50, remaining=0, reset=5",
        "Retry-After: 5"},
       {}},
      {"a limit that is none of the policies'",
       200,
       {"RateLimit-Policy: 50;w=1, 3000;w=60", "RateLimit: limit=100, remaining=7, reset=5"},
       {"E4 warning"}},
      {"a denial that tells of the policy that still has some",
       429,
       {"RateLimit-Policy: 50;w=1, 3000;w=60",
        "RateLimit: limit=50, remaining=7, reset=5",
        "Retry-After: 5"},
       {"E4 warning"}},
  });
}

TEST_CASE("RateLimit-* of draft-03 to -06 keep their rules or are told which", "[check][header]") {
  require_each({
      {"the three",
       200,
       {"RateLimit-Limit: 50", "RateLimit-Remaining: 5", "RateLimit-Reset: 1"},
       {}},
      {"without remaining", 200, {"ratelimit-limit: 100", "ratelimit-reset: 1"}, {}},
      {"policies behind the limit, as draft-03 has them",
       200,
       {"RateLimit-Limit: 50, 50;w=1;comment=\"x\"", "RateLimit-Reset: 1"},
       {}},
      {"policies of their own",
       200,
       {"RateLimit-Limit: 50", "RateLimit-Policy: 50;w=1", "RateLimit-Reset: 1"},
       {}},
      {"beside the fields of a later draft",
       200,
       {"RateLimit-Limit: 50",
        "RateLimit-Reset: 1",
        R"(RateLimit-Policy: "a";q=50;w=1)",
        R"(RateLimit: "a";r=5)"},
       {}},
      {"with a policy of a later draft",
       200,
       {"RateLimit-Limit: 50", "RateLimit-Reset: 1", R"(RateLimit-Policy: "a";q=50;w=1)"},
       {}},
      {"a limit without a reset", 200, {"RateLimit-Limit: 50"}, {"F0 must"}},
      {"a limit with a unit", 200, {"RateLimit-Limit: 50/s", "RateLimit-Reset: 1"}, {"F1 must"}},
      {"a limit twice",
       200,
       {"RateLimit-Limit: 50", "RateLimit-Limit: 50", "RateLimit-Reset: 1"},
       {"F1 must"}},
      {"policies in both places",
       200,
       {"RateLimit-Limit: 50, 50;w=1", "RateLimit-Policy: 50;w=1", "RateLimit-Reset: 1"},
       {"F1 must"}},
      {"a reset with decimals", 200, {"RateLimit-Limit: 50", "RateLimit-Reset: 1.5"}, {"F2 must"}},
      {"a negative remaining", 200, {"RateLimit-Remaining: -1"}, {"F3 must"}},
      {"a policy without a window", 200, {"RateLimit-Policy: 50"}, {"F7 must"}},
      {"a limit that is none of the policies'",
       200,
       {"RateLimit-Limit: 100", "RateLimit-Policy: 50;w=1, 3000;w=60", "RateLimit-Reset: 1"},
       {"F5 warning"}},
      {"a denial that tells of the policy that still has some",
       429,
       {"RateLimit-Limit: 50, 50;w=1, 3000;w=60",
        "RateLimit-Remaining: 7",
        "RateLimit-Reset: 1",
        "Retry-After: 1"},
       {"F5 warning"}},
  });
}

TEST_CASE("HTTP's own rules hold whatever the dialect", "[check][header]") {
  require_each({
      {"a bare denial", 429, {"Retry-After: 1", "Cache-Control: no-store"}, {}},
      {"a date", 429, {"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"}, {}},
      {"no Retry-After, where none is claimed", 429, {"Server: x"}, {"G6 warning"}},
      {"a denial out of a cache", 429, {"Retry-After: 1", "Age: 12"}, {"G1 must"}},
      {"a denial caches may keep",
       429,
       {"Retry-After: 1", "Cache-Control: public, max-age=60"},
       {"G1 should"}},
      {"an age of zero keeps nothing", 429, {"Retry-After: 1", "Cache-Control: max-age=0"}, {}},
      {"a fraction", 429, {"Retry-After: 0.5"}, {"G2 must"}},
      {"a sign", 429, {"Retry-After: -1"}, {"G2 must"}},
      {"a unit", 429, {"Retry-After: 5s"}, {"G2 must"}},
      {"a date of the wrong day", 429, {"Retry-After: Mon, 06 Nov 1994 08:49:37 GMT"}, {"G2 must"}},
      {"an obsolete date", 429, {"Retry-After: Sunday, 06-Nov-94 08:49:37 GMT"}, {"G2 must"}},
      {"a day that does not exist",
       429,
       {"Retry-After: Thu, 30 Feb 2023 08:49:37 GMT"},
       {"G2 must"}},
      {"on a success", 200, {"Retry-After: 1"}, {"G3 warning"}},
      {"a limit told with 503", 503, {"Retry-After: 1", "RateLimit-Remaining: 0"}, {"G4 warning"}},
      {"a store that failed is no limit",
       503,
       {"Retry-After: 1", "X-Degraded: closed", "RateLimit-Remaining: 0"},
       {}},
      {"twice", 429, {"Retry-After: 1", "Retry-After: 1"}, {"G5 must"}},
  });
}

TEST_CASE("the fields of vendors keep their conventions or are told which", "[check][header]") {
  require_each({
      {"GitHub",
       200,
       {"Date: Sun, 22 Nov 2026 08:00:00 GMT",
        "x-ratelimit-limit: 60",
        "x-ratelimit-remaining: 56",
        "x-ratelimit-used: 4",
        "x-ratelimit-reset: 1795338000",
        "x-ratelimit-resource: core"},
       {}},
      {"GitHub, used does not add up",
       200,
       {"x-ratelimit-limit: 60",
        "x-ratelimit-remaining: 56",
        "x-ratelimit-used: 5",
        "x-ratelimit-reset: 1795338000"},
       {"X5 warning"}},
      {"GitLab",
       200,
       {"RateLimit-Limit: 60",
        "RateLimit-Observed: 4",
        "RateLimit-Remaining: 56",
        "RateLimit-Reset: 1795338000",
        "RateLimit-ResetTime: Sun, 22 Nov 2026 09:00:00 GMT"},
       {"X7 warning"}},
      {"Kong",
       200,
       {"X-RateLimit-Limit-Second: 5",
        "X-RateLimit-Remaining-Second: 4",
        "X-RateLimit-Limit-Hour: 50",
        "X-RateLimit-Remaining-Hour: 49"},
       {}},
      {"Kong, one window incomplete",
       200,
       {"X-RateLimit-Limit-Second: 5", "X-RateLimit-Remaining-Hour: 49"},
       {"X1 warning", "X1 warning"}},
      {"Envoy",
       200,
       {"x-ratelimit-limit: 10, 10;w=1;name=\"per-ip\", 1000;w=3600",
        "x-ratelimit-remaining: 9",
        "x-ratelimit-reset: 1"},
       {}},
      {"Twitter",
       200,
       {"x-rate-limit-limit: 15", "x-rate-limit-remaining: 14", "x-rate-limit-reset: 1795338000"},
       {}},
      {"Reddit",
       200,
       {"X-Ratelimit-Used: 1", "X-Ratelimit-Remaining: 99", "X-Ratelimit-Reset: 30"},
       {}},
      {"remaining is missing",
       200,
       {"X-RateLimit-Limit: 5", "X-RateLimit-Reset: 3"},
       {"X1 warning"}},
      {"no number",
       200,
       {"X-RateLimit-Limit: many", "X-RateLimit-Remaining: 3", "X-RateLimit-Reset: 3"},
       {"X2 should"}},
      {"a reset with decimals",
       200,
       {"X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 3", "X-RateLimit-Reset: 3.5"},
       {"X2 should"}},
      {"more than the limit",
       200,
       {"X-RateLimit-Limit: 5", "X-RateLimit-Remaining: 6", "X-RateLimit-Reset: 3"},
       {"X3 should"}},
      {"a reset in the past",
       200,
       {"Date: Sun, 22 Nov 2026 09:00:00 GMT",
        "X-RateLimit-Limit: 5",
        "X-RateLimit-Remaining: 3",
        "X-RateLimit-Reset: 1000000000"},
       {"X4 should"}},
      {"milliseconds",
       200,
       {"Date: Sun, 22 Nov 2026 08:59:00 GMT",
        "X-RateLimit-Limit: 5",
        "X-RateLimit-Remaining: 3",
        "X-RateLimit-Reset: 1795338000000"},
       {}},
      {"another quota than the standard field",
       200,
       {"X-RateLimit-Limit: 5",
        "X-RateLimit-Remaining: 3",
        "X-RateLimit-Reset: 3",
        "RateLimit-Limit: 50",
        "RateLimit-Remaining: 3",
        "RateLimit-Reset: 3"},
       {"X6 should"}},
  });
}

TEST_CASE("a policy that changes between answers for one key is told, and another key's is not",
          "[check][header]") {
  auto run = run_of_shared_bucket();
  keep(run, 200, {R"(RateLimit-Policy: "a";q=50;w=1)"});
  keep(run, 200, {R"(RateLimit-Policy: "a";q=100;w=2)"});
  CHECK(breaches_of(run) == lines{"D10 should"});

  run.history.keys.emplace_back("other");
  run.history.operations[1].key = 1;
  CHECK(breaches_of(run).empty());
}

TEST_CASE("a policy may be described by another answer than the one that names it",
          "[check][header]") {
  auto run = run_of_shared_bucket();
  keep(run, 200, {R"(RateLimit-Policy: "a";q=50;w=1)"});
  keep(run, 200, {R"(RateLimit: "a";r=5)"});

  CHECK(breaches_of(run).empty());
}

TEST_CASE("a denial without a body explains nothing", "[check][header]") {
  auto run = run_of_shared_bucket();
  keep(run, 429, {"Retry-After: 1"}, "");

  CHECK(breaches_of(run) == lines{"G1 should"});
}

}  // namespace
}  // namespace limitproof
