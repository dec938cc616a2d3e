#include "limiters/check_policy.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

limiter_plugin plugin(std::string const& name) {
  return load_plugin(LIMITPROOF_LIMITERS "/" + name).value();
}

}  // namespace

TEST_CASE("a period that is no whole number of microseconds is refused before any request",
          "[limiter]") {
  std::vector<limit> const limits{{5, 1ms + 1ns, 5}};
  auto const checked = check_policy(plugin("redis-token-bucket"), policy{limits});
  REQUIRE(checked.has_error());
  CAPTURE(checked.error().what);
  CHECK(checked.error().code == errc::bad_usage);
  CHECK(checked.error().what.find("redis-token-bucket") != std::string::npos);
  CHECK(checked.error().what.find("per_us") != std::string::npos);
}

TEST_CASE("a limiter that counts in nanoseconds takes any period", "[limiter]") {
  std::vector<limit> const limits{{5, 1ms + 1ns, 5}};
  CHECK(check_policy(plugin("naive"), policy{limits}).has_value());
}

TEST_CASE("several limits are refused before any request where they are not claimed", "[limiter]") {
  std::vector<limit> const limits{{5, 1s, 5}, {50, 1min, 50}};
  auto single = plugin("redis-token-bucket");
  CHECK(check_policy(single, policy{limits}).has_value());
  single.manifest.claims.several_limits = false;
  auto const checked = check_policy(single, policy{limits});
  REQUIRE(checked.has_error());
  CHECK(checked.error().code == errc::bad_usage);
}

TEST_CASE("a burst mode is taken by buckets, and refused of window limiters before any request",
          "[limiter]") {
  policy const promised{{{100, 1s, 400}, {150, 1s, 150}}, {burst_mode{0, 5s}}};
  for (auto const* name : {"redis-token-bucket", "redis-gcra", "naive"}) {
    INFO(name);
    CHECK(check_policy(plugin(name), promised).has_value());
  }
  for (auto const* name :
       {"redis-sliding-log", "redis-sliding-counter", "redis-fixed-window", "none"}) {
    auto const checked = check_policy(plugin(name), promised);
    INFO(name);
    REQUIRE(checked.has_error());
    CHECK(checked.error().code == errc::bad_usage);
    CHECK_THAT(checked.error().what,
               Catch::Contains(name) && Catch::Contains("only a token_bucket or gcra"));
  }
}
