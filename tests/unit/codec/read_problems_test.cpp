#include "harness/codec/read_problems.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

told_problem problem_in(std::string const& body) {
  history h;
  h.samples.push_back({7, "HTTP/1.1 429 Too Many Requests\r\n", body});
  auto const problems = read_problems(h);
  REQUIRE(problems.size() == 1);
  REQUIRE(problems.front().operation == 7);
  return problems.front();
}

}  // namespace

TEST_CASE("a problem is read for its type, its status and the violated policies", "[codec]") {
  auto const problem = problem_in(
      R"({"type":"about:blank","title":"No","status":429,"violated-policies":["a","b"]})");

  CHECK(problem.fault.empty());
  CHECK(problem.type == "about:blank");
  CHECK(problem.status == 429);
  CHECK(problem.violations == std::vector<std::string>{"a", "b"});
  CHECK(problem_in("{}").fault.empty());
}

TEST_CASE("a body that is no problem says why", "[codec]") {
  CHECK_THAT(problem_in("").fault, Catch::Contains("the body"));
  CHECK_THAT(problem_in("<html>").fault, Catch::Contains("not valid JSON"));
  CHECK_THAT(problem_in("[]").fault, Catch::Contains("expected"));
  CHECK_THAT(problem_in(R"({"violated-policies":"a"})").fault,
             Catch::Contains("/violated-policies"));
  CHECK_THAT(problem_in(R"({"violated-policies":[1]})").fault,
             Catch::Contains("/violated-policies/0"));
  CHECK_THAT(problem_in(R"({"status":"429"})").fault, Catch::Contains("/status"));
}
