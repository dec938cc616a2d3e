#include "tests/limiters/native_plugin.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string const library = LIMITPROOF_LIMITERS "/none/none.so";
constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr std::int64_t unlimited = 999'999'999'999'999;

}  // namespace

TEST_CASE("none: the thousandth request of a client is answered as its first", "[limiter]") {
  native_plugin none(library);
  for (int i = 0; i < 1000; ++i) {
    auto const made = none.decide({.limits = {{1, day_ns, 1}, {1, day_ns, 1}}});
    REQUIRE(made.admitted == 1);
    REQUIRE(made.binding_limit == 0);
    REQUIRE(made.limit == unlimited);
    REQUIRE(made.remaining == unlimited);
    REQUIRE(made.reset_after_us == 0);
    REQUIRE(made.retry_after_us == 0);
  }
}

TEST_CASE("none: no cost is too high, and no time too early", "[limiter]") {
  native_plugin none(library);
  for (auto const cost : {std::int64_t{0}, std::int64_t{2}, unlimited})
    for (auto const now_us : {-unlimited, std::int64_t{0}, unlimited})
      CHECK(none.decide({.limits = {{1, day_ns, 1}}, .cost = cost, .now_us = now_us}).admitted ==
            1);
}

TEST_CASE("none: the end of one instance leaves another one working", "[limiter]") {
  native_plugin lasting(library);
  { native_plugin const brief(library); }
  CHECK(lasting.decide({.limits = {{1, day_ns, 1}}}).admitted == 1);
}
