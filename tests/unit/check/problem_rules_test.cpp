#include "tests/unit/check/answered_run.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using texts = std::vector<std::string>;

std::string const registry = "https://iana.org/assignments/http-problem-types#";

told_problem quota_exceeded() {
  told_problem problem;
  problem.type = registry + "quota-exceeded";
  problem.status = 429;
  problem.violations = {"default"};
  return problem;
}

/// What is found of a denial with this problem in its body.
texts breaches_of_problem(told_problem problem,
                          std::uint16_t status = 429,
                          std::string const& content_type = "application/problem+json",
                          std::string const& policy = R"("default";q=50;w=1)") {
  auto run = run_of_shared_bucket();
  problem.operation = keep(run,
                           status,
                           {"Retry-After: 1",
                            "RateLimit-Policy: " + policy,
                            "Content-Type: " + content_type,
                            "Content-Length: 2"})
                          .id;
  run.problems = {problem};
  return breaches_of(run);
}

TEST_CASE("a problem that names the violated policies breaks no rule", "[check][header]") {
  CHECK(breaches_of_problem(quota_exceeded()).empty());
  CHECK(breaches_of_problem(quota_exceeded(), 429, "Application/Problem+JSON; charset=utf-8")
            .empty());
}

TEST_CASE("a problem that cannot be read, or contradicts its response, is told",
          "[check][header]") {
  auto unread = quota_exceeded();
  unread.fault = "the body: not valid JSON";
  CHECK(breaches_of_problem(unread) == texts{"D15 warning"});

  auto other_status = quota_exceeded();
  other_status.status = 503;
  CHECK(breaches_of_problem(other_status) == texts{"D15 warning"});

  auto reduced = quota_exceeded();
  reduced.type = registry + "temporary-reduced-capacity";
  CHECK(breaches_of_problem(reduced) == texts{"D15 warning"});
}

TEST_CASE("a problem must say which policies are violated, by names that are known",
          "[check][header]") {
  auto silent = quota_exceeded();
  silent.violations.clear();
  CHECK(breaches_of_problem(silent) == texts{"D15 warning"});

  auto unknown = quota_exceeded();
  unknown.violations = {"default", "hourly"};
  CHECK(breaches_of_problem(unknown) == texts{"D15 warning"});
  // Policies of draft-07 have no names.
  CHECK(breaches_of_problem(unknown, 429, "application/problem+json", "50;w=1").empty());
}

TEST_CASE("a body of another type, or of a type of the owner's, is left alone", "[check][header]") {
  auto unread = quota_exceeded();
  unread.fault = "the body: not valid JSON";
  CHECK(breaches_of_problem(unread, 429, "text/html").empty());

  auto own = quota_exceeded();
  own.type = "https://example.org/problems/slow-down";
  own.violations = {"hourly"};
  CHECK(breaches_of_problem(own).empty());
}

TEST_CASE("a body that was kept in part is not judged", "[check][header]") {
  auto run = run_of_shared_bucket();
  told_problem cut;
  cut.fault = "the body: not valid JSON";
  cut.operation =
      keep(run,
           429,
           {"Retry-After: 1", "Content-Type: application/problem+json", "Content-Length: 9000"})
          .id;
  run.problems = {cut};
  CHECK(breaches_of(run).empty());
}

}  // namespace
}  // namespace limitproof
