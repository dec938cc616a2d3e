#include "harness/codec/text_file.hpp"
#include "tests/integration/lab/lab_process.hpp"

#include <csignal>
#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> selftest_of(std::vector<std::string> const& limiters,
                                     fs::path const& out) {
  std::vector<std::string> arguments{"selftest", "--out", out.string()};
  for (auto const& limiter : limiters) arguments.insert(arguments.end(), {"--only", limiter});
  return arguments;
}

nlohmann::json result_in(fs::path const& out) {
  for (auto const& entry : fs::directory_iterator(out)) {
    auto const file = entry.path() / "selftest.json";
    if (fs::exists(file)) return nlohmann::json::parse(read_text(file).value());
  }
  FAIL("no selftest.json in " << out);
  return {};
}

}  // namespace

TEST_CASE("selftest kills broken limiters on the real stack, and accuses no correct one",
          "[integration]") {
  temporary_directory const out;
  lab_process const testing(
      selftest_of({"time-is-the-member", "denials-dig", "redis-token-bucket"}, out.path()));

  auto const ended = testing.ended();
  INFO(testing.output());
  REQUIRE(ended == "exit status 0");
  auto const result = result_in(out.path());
  CHECK(result["verdict"] == "pass");
  CHECK(result["killed"] == 2);
  CHECK(result["correct_runs"] == 1);
  CHECK(result["false_alarms"] == 0);
  CHECK(result["broken"][0]["claim"].get<std::string>().find("racer-") != std::string::npos);
  CHECK(testing.left_behind().empty());
}

TEST_CASE("a selftest of an unknown limiter exits 2, names the nearest, and starts nothing",
          "[integration]") {
  temporary_directory const out;
  lab_process const testing(selftest_of({"denials-digg"}, out.path() / "runs"));

  CHECK(testing.ended() == "exit status 2");
  CHECK(testing.output().find("did you mean \"denials-dig\"") != std::string::npos);
  CHECK_FALSE(fs::exists(out.path() / "runs"));
}

TEST_CASE("Ctrl-C during a selftest exits 130 and leaves no child", "[integration]") {
  temporary_directory const out;
  lab_process const testing(selftest_of({"denials-dig"}, out.path()));
  while (testing.output().find("attack") == std::string::npos && !testing.has_ended())
    std::this_thread::yield();

  REQUIRE(::kill(testing.pid(), SIGINT) == 0);

  CHECK(testing.ended() == "exit status 130");
  CHECK(testing.left_behind().empty());
  for (auto const& entry : fs::directory_iterator("/proc")) {
    std::error_code ignored;
    auto const folder = fs::read_symlink(entry.path() / "cwd", ignored).string();
    CHECK(folder.find(out.path().string()) == std::string::npos);
  }
}
