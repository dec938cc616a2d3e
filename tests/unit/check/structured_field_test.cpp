#include "harness/check/structured_field.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

sf_item item(sf_value value, sf_parameters parameters = {}) {
  return {std::move(value), std::move(parameters)};
}

TEST_CASE("every kind of structured value is read as what it is", "[check][structured_field]") {
  struct {
    std::string_view text;
    sf_value value;
  } const known[] = {
      {"42", std::int64_t{42}},
      {"-0", std::int64_t{0}},
      {"999999999999999", std::int64_t{999'999'999'999'999}},
      {"-4.5", sf_decimal{-4'500}},
      {"0.125", sf_decimal{125}},
      {R"("a \"b\" \\c")", sf_string{R"(a "b" \c)"}},
      {"*foo:/bar", sf_token{"*foo:/bar"}},
      {":aGVsbG8=:", sf_bytes{"aGVsbG8="}},
      {"::", sf_bytes{""}},
      {"?1", true},
      {"?0", false},
      {"@1659578233", sf_date{1'659'578'233}},
      {R"(%"f%c3%bc")", sf_display_string{"f\xc3\xbc"}},
  };

  for (auto const& [text, value] : known) {
    CAPTURE(text);
    CHECK(parse_item(text).value() == item(value));
  }
}

TEST_CASE("what is not a structured item is refused at its place", "[check][structured_field]") {
  struct {
    std::string_view text;
    std::size_t at;
  } const malformed[] = {
      {"", 0},
      {"1000000000000000", 0},
      {"1234567890123.1", 0},
      {"1.", 2},
      {"1.2345", 6},
      {"- 5", 1},
      {"+5", 0},
      {"5 6", 2},
      {"5s", 1},
      {R"("open)", 5},
      {R"("bad \n")", 7},
      {"\"\x7f\"", 2},
      {":a b:", 2},
      {":a:", 3},
      {":ab=c:", 6},
      {"?2", 1},
      {"@1.5", 4},
      {R"(%"%C3")", 4},
      {R"(%"%c3")", 6},
      {"5;W=1", 2},
      {"5;", 2},
  };

  for (auto const& [text, at] : malformed) {
    CAPTURE(text);
    auto const read = parse_item(text);
    REQUIRE(read.has_error());
    CHECK(read.error().at == at);
    CHECK_FALSE(read.error().expected.empty());
  }
}

TEST_CASE("lists keep their members' order and parameters", "[check][structured_field]") {
  auto const list = parse_list(R"("burst";q=100;w=60 ,  ("a" 1);x, tok;p;q=?0 )").value();

  REQUIRE(list.size() == 3);
  CHECK(std::get<sf_item>(list[0]) ==
        item(sf_string{"burst"}, {{"q", std::int64_t{100}}, {"w", std::int64_t{60}}}));
  CHECK(std::get<sf_inner_list>(list[1]) ==
        sf_inner_list{{item(sf_string{"a"}), item(std::int64_t{1})}, {{"x", true}}});
  CHECK(std::get<sf_item>(list[2]) == item(sf_token{"tok"}, {{"p", true}, {"q", false}}));
  CHECK(parse_list("").value().empty());
}

TEST_CASE("a dictionary's last value of a key counts", "[check][structured_field]") {
  auto const entries = parse_dictionary("limit=10, on;a=1, limit=20").value();

  REQUIRE(entries.size() == 2);
  CHECK(entries[0].first == "limit");
  CHECK(std::get<sf_item>(entries[0].second) == item(std::int64_t{20}));
  CHECK(std::get<sf_item>(entries[1].second) == item(true, {{"a", std::int64_t{1}}}));
}

TEST_CASE("a list or dictionary that is cut off or has a gap is refused as a whole",
          "[check][structured_field]") {
  for (auto const* const text : {"a,", "a,,b", "a b", "(a", "(a b", "(a,b)", "a;q=", "a;;b"}) {
    CAPTURE(text);
    CHECK(parse_list(text).has_error());
  }
  for (auto const* const text : {"limit=", "Limit=5", "limit=5 reset=6", "limit=5,", "\"a\""}) {
    CAPTURE(text);
    CHECK(parse_dictionary(text).has_error());
  }
}

TEST_CASE("any bytes are parsed or refused, and never read past their end",
          "[check][structured_field]") {
  std::string const alphabet = "a1\"\\:;,= ()?@%-.\x80*";
  std::string text;
  for (std::size_t i = 0; i < 20'000; ++i) {
    text.clear();
    for (std::size_t n = i; n > 0; n /= alphabet.size()) text += alphabet[n % alphabet.size()];
    static_cast<void>(parse_list(text).has_value());
    static_cast<void>(parse_dictionary(text).has_value());
  }
  SUCCEED();
}

}  // namespace
}  // namespace limitproof
