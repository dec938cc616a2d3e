#include "harness/check/breach_list.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

constexpr header_rule within{"H3", breach_severity::must, "section 1"};

std::string what_of(int& asked) {
  ++asked;
  return "too much remains";
}

TEST_CASE("a breach that every answer has is put into words once, and counted", "[header]") {
  breach_list breaches;
  int asked = 0;
  for (std::int64_t i = 0; i < 1000; ++i)
    breaches.add(
        within,
        [&] { return what_of(asked); },
        told_value{told_field::remaining, i},
        static_cast<std::uint64_t>(i));

  CHECK(asked == 1);
  CHECK(breaches.distinct(breach_severity::must) == 1);
  auto const kept = breaches.take();
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().line == "RateLimit-Remaining: 0");
  CHECK(kept.front().what == "too much remains");
  CHECK(kept.front().occurrences == 1000);
}

TEST_CASE("a value that was read and a line that was kept are one breach", "[header]") {
  breach_list breaches;
  int asked = 0;
  breaches.add(within, "too much remains", "RateLimit-Remaining: 12", 1);
  breaches.add(
      within, [&] { return what_of(asked); }, told_value{told_field::remaining, 345}, 2);

  CHECK(asked == 0);
  auto const kept = breaches.take();
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().line == "RateLimit-Remaining: 12");
  CHECK(kept.front().occurrences == 2);
}

TEST_CASE("a rule that binds in one place and warns in another keeps two breaches", "[header]") {
  constexpr header_rule warned{"H3", breach_severity::warning, "section 2"};
  breach_list breaches;
  breaches.add(warned, "odd", "RateLimit-Remaining: 1", 1);
  breaches.add(within, "too much remains", "RateLimit-Remaining: 2", 2);
  breaches.add(warned, "odd", "RateLimit-Remaining: 3", 3);

  CHECK(breaches.distinct(breach_severity::must) == 1);
  CHECK(breaches.distinct(breach_severity::warning) == 1);
  auto const kept = breaches.take();
  REQUIRE(kept.size() == 2);
  CHECK(kept.front().severity == breach_severity::must);
  CHECK(kept.front().occurrences == 1);
  CHECK(kept.back().occurrences == 2);
}

}  // namespace
}  // namespace limitproof
