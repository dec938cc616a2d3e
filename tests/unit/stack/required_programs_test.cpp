#include "harness/stack/required_programs.hpp"

#include "tests/unit/temporary_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

namespace limitproof {

TEST_CASE("missing programs are named with the line that installs all of them") {
  auto const found = all_found({{"haproxy", "haproxy", std::nullopt},
                                {"sh", "dash", "/bin/sh"},
                                {"redis-server", "redis-server", std::nullopt}});

  REQUIRE(found.has_error());
  CHECK(found.error().code == errc::missing_program);
  CHECK(found.error().what ==
        "haproxy and redis-server not found in PATH or the sbin folders; install with: "
        "apt-get install haproxy redis-server");
}

TEST_CASE("programs that were found are known by name") {
  auto const found = all_found({{"haproxy", "haproxy", "/a/haproxy"}, {"sh", "dash", "/bin/sh"}});

  REQUIRE(found.has_value());
  CHECK(found->at("haproxy") == "/a/haproxy");
  CHECK(found->at("sh") == "/bin/sh");
}

TEST_CASE("the first executable file in PATH is taken") {
  temporary_directory const folder;
  auto const good = folder.path() / "good";
  auto const plain = folder.path() / "plain";
  auto const nested = folder.path() / "nested";
  std::filesystem::create_directories(good);
  std::filesystem::create_directories(plain);
  std::filesystem::create_directories(nested / "haproxy");
  std::ofstream(good / "haproxy") << "#!/bin/sh\n";
  std::filesystem::permissions(good / "haproxy", std::filesystem::perms::owner_all);
  std::ofstream(plain / "haproxy") << "#!/bin/sh\n";
  std::string const before = std::getenv("PATH");
  auto const path = nested.string() + "::/no/such:" + plain.string() + ":" + good.string();
  ::setenv("PATH", path.c_str(), 1);

  auto const programs = required_programs();
  ::setenv("PATH", before.c_str(), 1);
  REQUIRE(programs.size() == 2);
  CHECK(programs[0].program == "haproxy");
  CHECK(programs[0].found == good / "haproxy");
  CHECK(programs[1].program == "redis-server");
}

}  // namespace limitproof
