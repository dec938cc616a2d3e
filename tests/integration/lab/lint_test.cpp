#include "harness/codec/text_file.hpp"
#include "tests/integration/lab/lab_process.hpp"

#include <algorithm>
#include <csignal>
#include <map>
#include <thread>

#include <catch2/catch.hpp>

using namespace limitproof;
namespace fs = std::filesystem;

namespace {

// All at once: nearly all of their time is waiting for permits to come back.
std::map<std::string, std::unique_ptr<lab_process>> lint_all(fs::path const& plugins) {
  std::map<std::string, std::unique_ptr<lab_process>> linting;
  for (auto const& entry : fs::directory_iterator(plugins))
    if (fs::exists(entry.path() / "limiter.json"))
      linting.emplace(
          entry.path().filename().string(),
          std::make_unique<lab_process>(std::vector<std::string>{"lint", entry.path().string()}));
  REQUIRE_FALSE(linting.empty());
  return linting;
}

}  // namespace

TEST_CASE("every limiter of the build keeps what it claims", "[integration]") {
  for (auto const& [name, linting] : lint_all(LIMITPROOF_LIMITERS)) {
    auto const ended = linting->ended();
    INFO(linting->output());
    CHECK(ended == "exit status 0");
    CHECK(linting->output().find(name + " (") == 0);
    CHECK(linting->left_behind().empty());
  }
}

TEST_CASE("a false claim exits 1 and is named, and no other one is", "[integration]") {
  std::map<std::string, std::string> const false_claims{{"not-atomic", "atomic"},
                                                        {"one-too-many", "algorithm, exact"},
                                                        {"wrong-life-time", "key life times"},
                                                        {"consumes-on-deny", "consumes_on_deny"},
                                                        {"two-slots", "cluster slot"},
                                                        {"waits-too-long", "retry_after"}};
  auto const linting = lint_all(LIMITPROOF_FALSE_CLAIMS);
  REQUIRE(linting.size() == false_claims.size());
  for (auto const& [name, claim] : false_claims) {
    auto const& one = *linting.at(name);
    auto const ended = one.ended();
    INFO(one.output());
    CHECK(ended == "exit status 1");
    CHECK(one.output().find("Does not hold: " + claim + ".\n") != std::string::npos);
    CHECK(one.left_behind().empty());
  }
}

TEST_CASE("a manifest may be named instead of its folder", "[integration]") {
  lab_process const linting({"lint", LIMITPROOF_LIMITERS "/none/limiter.json"});

  CHECK(linting.ended() == "exit status 0");
  CHECK(linting.output().find("none (native)") == 0);
}

TEST_CASE("a bad manifest exits 2 with its place, and starts nothing", "[integration]") {
  temporary_directory plugin;
  std::map<std::string, std::string> const bad{
      {"limiter.json", R"({"summary": "x", "kind": "redis-skript"})"}, {"other.json", "{}"}};
  for (auto const& [file, text] : bad) REQUIRE(write_text(plugin.path() / file, text).has_value());

  lab_process const garbage({"lint", plugin.path().string()});
  lab_process const misnamed({"lint", (plugin.path() / "other.json").string()});
  lab_process const absent({"lint", (plugin.path() / "absent").string()});

  CHECK(garbage.ended() == "exit status 2");
  CHECK(garbage.output().find("/kind") != std::string::npos);
  CHECK(garbage.left_behind().empty());
  CHECK(misnamed.ended() == "exit status 2");
  CHECK(misnamed.output().find("other.json") != std::string::npos);
  CHECK(absent.ended() == "exit status 2");
}

TEST_CASE("without redis-server both commands exit 3 and say how to get it", "[integration]") {
  for (auto const& arguments : {std::vector<std::string>{"lint", LIMITPROOF_LIMITERS "/redis-gcra"},
                                std::vector<std::string>{"describe", "redis-gcra"}}) {
    lab_process const command(arguments, {"PATH=/nonexistent"});

    CHECK(command.ended() == "exit status 3");
    CHECK(command.output().find("apt-get install redis-server") != std::string::npos);
  }
}

TEST_CASE("Ctrl-C ends the private Redis and leaves nothing", "[integration]") {
  lab_process const linting({"lint", LIMITPROOF_LIMITERS "/redis-gcra"});
  while (linting.left_behind().empty() && !linting.has_ended()) std::this_thread::yield();

  REQUIRE(::kill(linting.pid(), SIGINT) == 0);

  CHECK(linting.ended() == "exit status 130");
  CHECK(linting.left_behind().empty());
}
