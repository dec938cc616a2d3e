#include "tests/integration/harness_run.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string const histories = LIMITPROOF_SOURCE_DIR "/tests/fixtures/histories/";

struct ended_program {
  std::string how;
  std::string output;
};

ended_program check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  harness_run run;
  start(run, std::move(arguments));
  return {run.ended(), run.output()};
}

std::vector<std::string> bucket_on(std::string const& name, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      histories + name, "--policy", "10/1s burst 20", "--algorithm", "token_bucket"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("check FILE exits 0 on a log that holds, 1 with its lines on one that does not",
          "[integration]") {
  auto const held = check(bucket_on("nginx-shared-count.jsonl"));
  INFO(held.output);
  CHECK(held.how == "exit status 0");
  CHECK_THAT(held.output, Catch::Contains("nginx-shared-count.jsonl: pass"));

  auto const broken = check(bucket_on("nginx-count-per-node.jsonl"));
  INFO(broken.output);
  CHECK(broken.how == "exit status 1");
  CHECK_THAT(broken.output,
             Catch::Contains("nginx-count-per-node.jsonl: fail") && Catch::Contains("    lines ") &&
                 Catch::Contains("after the earliest request"));
}

TEST_CASE("check FILE exits 4 where nothing can be concluded", "[integration]") {
  auto const open = check(bucket_on("ends-only.jsonl"));

  CHECK(open.how == "exit status 4");
  CHECK_THAT(open.output, Catch::Contains("nothing can be concluded"));
  CHECK(check(bucket_on("ends-only.jsonl", {"--longest-request", "20ms"})).how == "exit status 1");
}

TEST_CASE("check FILE forgives what the command line tolerates", "[integration]") {
  CHECK(check(bucket_on("nginx-count-per-node.jsonl", {"--tolerate-permits", "1000"})).how ==
        "exit status 0");
  CHECK(check(bucket_on("nginx-count-per-node.jsonl", {"--tolerate-permits", "1"})).how ==
        "exit status 1");
}

TEST_CASE("check FILE with a bad file or command line is one clear sentence and exit 2",
          "[integration]") {
  auto const log = histories + "nginx-shared-count.jsonl";
  std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> const bad = {
      {bucket_on("cut-short.jsonl"), {"cut-short.jsonl: line 6", "the file ends within this line"}},
      {bucket_on("README.md"), {"README.md: line 1", "not valid JSON"}},
      {{log, "--policy", "fifty"}, {"\"fifty\"", "50/1s burst 100"}},
      {{log, "--policy", "10/1s burst 20"}, {"--algorithm token_bucket"}},
      {{log}, {"--policy"}},
      {{histories, "--policy", "10/1s"}, {"run directory"}}};

  for (auto const& [arguments, named] : bad) {
    auto const refused = check(arguments);
    INFO(refused.output);
    CHECK(refused.how == "exit status 2");
    for (auto const& part : named) CHECK_THAT(refused.output, Catch::Contains(part));
    CHECK(std::count(refused.output.begin(), refused.output.end(), '\n') == 1);
  }
}
