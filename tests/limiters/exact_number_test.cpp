#include "limiters/exact_number.hpp"

#include <catch2/catch.hpp>

using limitproof::exact_number;

namespace {

std::string shown(std::optional<exact_number> const& number, int decimals) {
  return number ? number->to_text(decimals).value_or("does not fit") : "none";
}

}  // namespace

TEST_CASE("a third times three is one", "[limiter]") {
  auto const third = exact_number(1).over(3);
  REQUIRE(third->times(3)->to_integer() == 1);
  REQUIRE_FALSE(third->to_integer());
}

TEST_CASE("decimals are read as they are printed, and nothing else is", "[limiter]") {
  REQUIRE(shown(exact_number::parse("0.1"), 3) == "0.100");
  REQUIRE(shown(exact_number::parse("-12.345"), 2) == "-12.34");
  REQUIRE(shown(exact_number::parse("1e-05"), 6) == "0.000010");
  REQUIRE(shown(exact_number::parse("2.5E+3"), 0) == "2500");
  REQUIRE(shown(exact_number::parse("99999999999999999999"), 0) == "99999999999999999999");
  for (auto const* text : {"",
                           "-",
                           ".5",
                           "5.",
                           "1.2.3",
                           "0x10",
                           "1e",
                           "1e5000",
                           "nan",
                           "inf",
                           " 1",
                           "1 ",
                           "999999999999999999999999999999999999999999"})
    CHECK_FALSE(exact_number::parse(text));
}

TEST_CASE("rounding goes where it says, below zero too", "[limiter]") {
  auto const number = exact_number::ratio(-7, 2);
  REQUIRE(number->floor().to_integer() == -4);
  REQUIRE(number->ceil().to_integer() == -3);
  REQUIRE(number->nearest()->to_integer() == -3);
  REQUIRE(exact_number(1).over(3)->ceil().to_integer() == 1);
  REQUIRE(shown(exact_number(2).over(3), 3) == "0.667");
  REQUIRE(shown(exact_number(-2).over(3), 3) == "-0.667");
}

TEST_CASE("what does not fit into 128 bits is nothing, not something else", "[limiter]") {
  exact_number const large(1'000'000'000'000'000'000);
  auto const square = large.times(large);
  REQUIRE(square);
  REQUIRE_FALSE(square->to_integer());
  REQUIRE_FALSE(square->times(large));
  REQUIRE_FALSE(large.over(0));
  REQUIRE(square->over(*square)->to_integer() == 1);
}

TEST_CASE("fractions compare by value", "[limiter]") {
  using order = std::strong_ordering;
  REQUIRE((exact_number(1).over(3)->compare(*exact_number(2).over(6)) == order::equal));
  REQUIRE((exact_number(-1).compare(0) == order::less));
  REQUIRE((exact_number::parse("0.5")->compare(*exact_number::parse("0.49999")) == order::greater));
}
