#include "limiters/expression.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::vector<expression_name> const names{
    {"r[0]"}, {"r[1]", value_type::text}, {"limit"}, {"nothing"}};

std::vector<expression_value> const values{
    exact_number(3), std::string("yes"), exact_number(10), expression_value{}};

bool holds(std::string const& text) {
  auto const parsed = expression::parse(text, names, value_type::boolean);
  return evaluate_condition(parsed.value(), values).value();
}

std::string number(std::string const& text) {
  auto const parsed = expression::parse(text, names, value_type::number);
  return *evaluate_number(parsed.value(), values).value().to_text(4);
}

std::string refusal(std::string const& text, value_type wanted = value_type::boolean) {
  auto const parsed = expression::parse(text, names, wanted);
  return parsed ? "accepted" : parsed.error().what;
}

std::string failure(std::string const& text) {
  auto const parsed = expression::parse(text, names, value_type::number);
  auto const value = evaluate_number(parsed.value(), values);
  return value ? "a value" : value.error().what;
}

}  // namespace

TEST_CASE("the admit rules that people's scripts need can be said", "[limiter]") {
  CHECK(holds("r[0] == 3"));
  CHECK(holds("r[0] <= limit"));
  CHECK(holds("r[0] + 7 <= limit and not (r[0] > limit)"));
  CHECK(holds("nothing is nil"));
  CHECK(holds("r[0] is not nil"));
  CHECK(holds("r[1] == 'yes'"));
  CHECK(holds("r[1] != 'no' or false"));
  CHECK_FALSE(holds("r[0] < 3"));
  CHECK_FALSE(holds("not (r[0] >= 3)"));
}

TEST_CASE("arithmetic binds as in mathematics and divides exactly", "[limiter]") {
  CHECK(number("1 + 2 * 3") == "7.0000");
  CHECK(number("(1 + 2) * 3") == "9.0000");
  CHECK(number("10 - 3 - 2") == "5.0000");
  CHECK(number("-r[0] / 4") == "-0.7500");
  CHECK(number("max(0, limit - 12)") == "0.0000");
  CHECK(number("min(limit, r[0])") == "3.0000");
  CHECK(number("floor(limit / r[0])") == "3.0000");
  CHECK(number("ceil(limit / r[0])") == "4.0000");
  CHECK(number("round(0.5)") == "1.0000");
  CHECK(number("limit/3*3") == "10.0000");
}

TEST_CASE("what is not chosen is not evaluated, so nil can be tested first", "[limiter]") {
  CHECK(number("if(nothing is nil, 0, nothing + 1)") == "0.0000");
  CHECK(holds("nothing is nil or nothing > 1"));
  CHECK_FALSE(holds("nothing is not nil and nothing > 1"));
}

TEST_CASE("a wrong expression is refused with the column and what was expected", "[limiter]") {
  CHECK_THAT(refusal("r[0] = 1"), Catch::Contains("column 6"));
  CHECK_THAT(refusal("r[0] + 1"), Catch::Contains("found a number, expected true or false"));
  CHECK_THAT(refusal("r[2] == 1"),
             Catch::Contains("unknown name \"r[2]\"; known here: r[0], r[1]"));
  CHECK_THAT(refusal("r[1] > 1"), Catch::Contains("found a text, expected a number"));
  CHECK_THAT(refusal("r[0] == 'a'"), Catch::Contains("found a text, expected a number"));
  CHECK_THAT(refusal("abs(r[0]) == 1"), Catch::Contains("unknown function \"abs\""));
  CHECK_THAT(refusal("(r[0] == 1"), Catch::Contains("expected )"));
  CHECK_THAT(refusal("r[0] == 1 == 1"), Catch::Contains("expected an operator or the end"));
  CHECK_THAT(refusal("min(1)", value_type::number), Catch::Contains("expected ,"));
  CHECK_THAT(refusal("'open", value_type::text), Catch::Contains("does not end"));
  CHECK_THAT(refusal("1.2.3", value_type::number), Catch::Contains("no number that fits"));
  CHECK_THAT(refusal("", value_type::number), Catch::Contains("expected a number"));
  CHECK_THAT(refusal(std::string(600, '('), value_type::number),
             Catch::Contains("longer than 512"));
  CHECK_THAT(refusal("r[0", value_type::number), Catch::Contains("expected ]"));
}

TEST_CASE("nil, zero divisors and overflow are errors, not numbers", "[limiter]") {
  CHECK_THAT(failure("nothing + 1"), Catch::Contains("is nil"));
  CHECK_THAT(failure("nothing"), Catch::Contains("is nil"));
  CHECK_THAT(failure("1 / (r[0] - 3)"), Catch::Contains("divided by zero"));
  CHECK_THAT(failure("1000000000000000000000000 * 1000000000000000000000000"),
             Catch::Contains("128 bits"));
}

TEST_CASE("a whole number is asked for where one is needed", "[limiter]") {
  auto const parsed = expression::parse("limit / 3", names, value_type::number);
  auto const value = evaluate_integer(parsed.value(), values);
  REQUIRE(value.has_error());
  CHECK(value.error().code == errc::script_error);
  CHECK_THAT(value.error().what, Catch::Contains("3.333333333, expected a whole number"));
}
