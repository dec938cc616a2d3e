#include "harness/serve/request_target.hpp"

#include "harness/codec/percent_text.hpp"
#include "harness/serve/run_link.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using words = std::vector<std::string>;

TEST_CASE("a target is its path and its parameters, decoded", "[serve]") {
  CHECK(read_target("/")->path == words{""});
  CHECK(read_target("/compare")->path == words{"compare"});
  CHECK(read_target("/runs/a%20b/x/logs/redis.log")->path ==
        words{"runs", "a b", "x", "logs", "redis.log"});
  CHECK(read_target("/runs/a/")->path == words{"runs", "a", ""});

  auto const asked = read_target("/compare?a=x%2Fnaive&b=two+words&b=again&c").value();
  CHECK(asked.parameter("a") == "x/naive");
  CHECK(asked.parameter("b") == "two words");
  CHECK(asked.parameter("c").empty());
  CHECK(asked.parameter("d").empty());
}

TEST_CASE("a target that could mean another place than it shows is none", "[serve]") {
  for (auto const* target : {"",
                             "runs/a",
                             "*",
                             "http://elsewhere/",
                             "//elsewhere/",
                             "/..",
                             "/runs/../secret",
                             "/runs/./a",
                             "/runs/%2e%2e/secret",
                             "/runs/%2E./secret",
                             "/runs/a/..%2f..%2fsecret",
                             "/runs/a%2Fb",
                             "/runs//a",
                             "/runs/a%00.html",
                             "/runs/a%0a",
                             "/runs/%7f",
                             "/runs/%",
                             "/runs/%2",
                             "/runs/%zz",
                             "/?text=%"}) {
    INFO(target);
    CHECK_FALSE(read_target(target));
  }
}

TEST_CASE("a link leads to the place it was made for, whatever the directory is called",
          "[serve]") {
  for (auto const* name : {"20260801-120000-a", "a b", "<b>&\"'", "50%", "ä?#", "x+y"}) {
    auto const link = run_link(name, "naive/logs/redis 1.log");
    INFO(link);
    CHECK(link.find_first_of("<>&\"' ?#+") == std::string::npos);
    CHECK(read_target(link)->path == words{"runs", name, "naive", "logs", "redis 1.log"});
  }
  CHECK(run_link("a", "") == "/runs/a/");
}
