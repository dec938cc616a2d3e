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
  auto const checked = check_policy(plugin("redis-token-bucket"), limits);
  REQUIRE(checked.has_error());
  CAPTURE(checked.error().what);
  CHECK(checked.error().code == errc::bad_usage);
  CHECK(checked.error().what.find("redis-token-bucket") != std::string::npos);
  CHECK(checked.error().what.find("per_us") != std::string::npos);
}

TEST_CASE("a limiter that counts in nanoseconds takes any period", "[limiter]") {
  std::vector<limit> const limits{{5, 1ms + 1ns, 5}};
  CHECK(check_policy(plugin("naive"), limits).has_value());
}

TEST_CASE("several limits are refused before any request where they are not claimed", "[limiter]") {
  std::vector<limit> const limits{{5, 1s, 5}, {50, 1min, 50}};
  auto single = plugin("redis-token-bucket");
  CHECK(check_policy(single, limits).has_value());
  single.manifest.claims.several_limits = false;
  auto const checked = check_policy(single, limits);
  REQUIRE(checked.has_error());
  CHECK(checked.error().code == errc::bad_usage);
}
