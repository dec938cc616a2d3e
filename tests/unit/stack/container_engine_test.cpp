#include "harness/stack/container_engine.hpp"

#include "harness/codec/text_file.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <atomic>
#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

/// A folder of programs that stand for engines, and nothing else in PATH.
class only_programs {
 public:
  only_programs() : before_(std::getenv("PATH")) { ::setenv("PATH", folder_.path().c_str(), 1); }

  ~only_programs() { ::setenv("PATH", before_.c_str(), 1); }

  only_programs(only_programs const&) = delete;
  only_programs& operator=(only_programs const&) = delete;

  void add(std::string const& name, std::string const& script) const {
    auto const file = folder_.path() / name;
    std::ofstream(file) << "#!/bin/sh\n" << script << '\n';
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }

  [[nodiscard]] std::string path_of(std::string const& name) const {
    return (folder_.path() / name).string();
  }

 private:
  temporary_directory folder_;
  std::string before_;
};

struct calls_under_test {
  temporary_directory folder;
  std::atomic<bool> stop{false};
  wait_limit limit{10s, stop};
  engine_calls calls{folder.path(), {"LIMITPROOF_PORT=40000"}};

  [[nodiscard]] result<std::string> sh(std::string const& script) const {
    return calls.run({"/bin/sh", "-c", script}, limit);
  }
};

}  // namespace

TEST_CASE("an engine's answer is what it printed, and stands in its transcript") {
  calls_under_test const t;

  CHECK(t.sh("echo port $LIMITPROOF_PORT").value() == "port 40000\n");
  CHECK(t.sh("echo twice").value() == "twice\n");

  auto const transcript = read_text(t.folder.path() / "engine.log").value();
  CHECK(transcript ==
        "$ /bin/sh -c echo port $LIMITPROOF_PORT\nport 40000\n$ /bin/sh -c echo twice\ntwice\n");
}

TEST_CASE("an engine that fails is quoted") {
  calls_under_test const t;
  auto const failed = t.sh("echo no such container >&2; exit 125");

  REQUIRE(failed.has_error());
  CHECK(failed.error().code == errc::stack_failed);
  CHECK_THAT(failed.error().what,
             Catch::Contains("exit status 125") && Catch::Contains("no such container"));
}

TEST_CASE("an engine that does not come back is ended") {
  calls_under_test t;
  wait_limit const short_limit(50ms, t.stop);
  auto const late = t.calls.run({"/bin/sleep", "60"}, short_limit);

  REQUIRE(late.has_error());
  CHECK(late.error().code == errc::stack_failed);
  CHECK_THAT(late.error().what, Catch::Contains("/bin/sleep 60"));

  t.stop = true;
  CHECK(t.calls.run({"/bin/sleep", "60"}, t.limit).error().code == errc::interrupted);
}

TEST_CASE("an engine whose daemon does not answer is passed over") {
  only_programs const there;
  calls_under_test const t;
  there.add("docker", "[ \"$1\" = compose ] || { echo Cannot connect to the daemon; exit 1; }");
  there.add("podman", "");
  there.add("podman-compose", "");

  auto const found = find_container_engine(t.calls, t.limit).value();
  CHECK(found.engine == std::vector{there.path_of("podman")});
  CHECK(found.compose == std::vector{there.path_of("podman-compose")});
}

TEST_CASE("docker is asked for its own compose first, and for the old program next") {
  only_programs const there;
  calls_under_test const t;
  there.add("docker", "");
  there.add("docker-compose", "");
  CHECK(find_container_engine(t.calls, t.limit).value().compose ==
        std::vector<std::string>{there.path_of("docker"), "compose"});

  there.add("docker", "[ \"$1\" != compose ]");
  CHECK(find_container_engine(t.calls, t.limit).value().compose ==
        std::vector{there.path_of("docker-compose")});
}

TEST_CASE("without an engine it is said why each was of no use, and what to install") {
  only_programs const there;
  calls_under_test const t;
  there.add("podman", "");
  auto const found = find_container_engine(t.calls, t.limit);

  REQUIRE(found.has_error());
  CHECK(found.error().code == errc::missing_program);
  CHECK_THAT(found.error().what,
             Catch::Contains("apt-get install podman podman-compose") &&
                 Catch::Contains("docker with compose: docker not found") &&
                 Catch::Contains("podman with podman-compose: podman-compose not found"));
}

TEST_CASE("containers are known by their service") {
  auto const seen = read_containers(
                        "4ab|redis|running|0|10.89.0.2\n"
                        "time=\"2026\" level=warning msg=\"no systemd\"\n"
                        "5bc|node-1|exited|137|\n"
                        "6cd|node-2|paused|0|10.89.0.4\n")
                        .value();

  REQUIRE(seen.size() == 3);
  CHECK(seen.at("redis").id == "4ab");
  CHECK(seen.at("redis").runs);
  CHECK(seen.at("redis").address == "10.89.0.2");
  CHECK_FALSE(seen.at("node-1").runs);
  CHECK(seen.at("node-1").state == "exited, exit code 137");
  CHECK(seen.at("node-2").runs);
}

TEST_CASE("half a line about a container is refused") {
  for (auto const* line : {"4ab|redis|running",
                           "|redis|running|0|",
                           "4ab||running|0|",
                           "4ab|redis||0|",
                           "4ab|redis|running|0|10.0.0.1|"}) {
    INFO(line);
    REQUIRE(read_containers(line).has_error());
    CHECK_THAT(read_containers(line).error().what, Catch::Contains("expected ID|SERVICE|"));
  }
}

}  // namespace limitproof
