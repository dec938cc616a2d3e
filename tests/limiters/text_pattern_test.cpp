#include "limiters/text_pattern.hpp"

#include "harness/model/encode_identity.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

std::string filled(std::string const& text, std::string const& identity = "a}b") {
  std::vector<expression_name> const names{{"window_index"}, {"per_s"}};
  std::vector<expression_value> const values{exact_number(41), *exact_number::ratio(1, 2)};
  auto const pattern = text_pattern::parse(text, names);
  if (!pattern) return pattern.error().what;
  auto const encoded = encode_identity(identity);
  auto const text_or_error = pattern->fill({encoded, "node-thread", values});
  return text_or_error ? *text_or_error : text_or_error.error().what;
}

}  // namespace

TEST_CASE("the innermost braces are a placeholder, the others are themselves", "[limiter]") {
  CHECK(filled("tb:{{id}}") == "tb:{a%7Db}");
  CHECK(filled("rl:{id}") == "rl:a%7Db");
  CHECK(filled("{limit_req:{id}}excess") == "{limit_req:a%7Db}excess");
  CHECK(filled("{id}:{window_index}:{window_index-1}") == "a%7Db:41:40");
  CHECK(filled("{{id}}:value:{instance}") == "{a%7Db}:value:node-thread");
  CHECK(filled("plain } text {") == "plain } text {");
  CHECK(filled("{floor(per_s * 10)}") == "5");
}

TEST_CASE("a placeholder that is none is refused, never kept as text", "[limiter]") {
  CHECK_THAT(filled("{idd}"), Catch::Contains("unknown name \"idd\""));
  CHECK_THAT(filled("{}"), Catch::Contains("expected a number"));
  CHECK_THAT(filled("{{idd}}"), Catch::Contains("unknown name \"idd\""));
  CHECK_THAT(filled("{per_s}"), Catch::Contains("expected a whole number"));
}
