#include "harness/codec/history_line_codec.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

history_line decoded(std::string const& text) {
  return decode_history_line(text, "x.jsonl: line 7").value();
}

// The sentence behind the place, "" if the line was accepted.
std::string refusal(std::string const& text) {
  auto const line = decode_history_line(text, "x.jsonl: line 7");
  if (line) return "";
  CHECK(line.error().code == errc::bad_file);
  REQUIRE_THAT(line.error().what, Catch::StartsWith("x.jsonl: line 7: at "));
  return line.error().what.substr(std::string("x.jsonl: line 7: at ").size());
}

}  // namespace

TEST_CASE("every key of a history line arrives in its place", "[codec]") {
  auto const line = decoded(
      R"({"key":"alice","sent_us":1700000000000001,"received_us":1700000000000009,"status":200,
          "outcome":"admitted_degraded","node":"app-1","cost":3,"limit":50,"remaining":0,"reset_s":1,
          "retry_after_s":2})");

  CHECK(line == history_line{.key = "alice",
                             .sent = told_time{1'700'000'000'000'001'000, 1000},
                             .received = told_time{1'700'000'000'000'009'000, 1000},
                             .duration = std::nullopt,
                             .result = outcome::admitted_degraded,
                             .status = 200,
                             .node = "app-1",
                             .cost = 3,
                             .limit = 50,
                             .remaining = 0,
                             .reset_s = 1,
                             .retry_after_s = 2});
}

TEST_CASE("seconds are exact, and true to their last digit", "[codec]") {
  auto const line =
      decoded(R"({"key":"a","received_s":"1700000000.123","duration_s":"0.010","status":200})");

  CHECK(line.received == told_time{1'700'000'000'123'000'000, 1'000'000});
  CHECK(line.duration == told_time{10'000'000, 1'000'000});
  CHECK(decoded(R"({"key":"a","sent_s":"17","status":200})").sent ==
        told_time{17'000'000'000, 1'000'000'000});
  CHECK(decoded(R"({"key":"a","sent_s":"0.123456789","status":200})").sent ==
        told_time{123'456'789, 1});
}

TEST_CASE("a status means only what is certain on either side of a limiter", "[codec]") {
  std::vector<std::pair<int, outcome>> const meanings = {{200, outcome::admitted},
                                                         {204, outcome::admitted},
                                                         {304, outcome::admitted},
                                                         {429, outcome::denied},
                                                         {100, outcome::unknown},
                                                         {400, outcome::unknown},
                                                         {401, outcome::unknown},
                                                         {404, outcome::unknown},
                                                         {499, outcome::unknown},
                                                         {500, outcome::unknown},
                                                         {503, outcome::unknown}};
  for (auto const& [status, meaning] : meanings) {
    INFO(status);
    CHECK(decoded(R"({"key":"a","sent_us":1,"status":)" + std::to_string(status) + "}").result ==
          meaning);
  }
  CHECK(decoded(R"({"key":"a","sent_us":1,"status":404,"outcome":"admitted"})").result ==
        outcome::admitted);
}

TEST_CASE("a line that says too little, too much or nonsense is refused by name", "[codec]") {
  std::vector<std::pair<std::string, std::string>> const bad = {
      {"", "not valid JSON"},
      {"\x01\xff garbage", "not valid JSON"},
      {R"({"key":"a","sent_us":1,"status":200} {})", "not valid JSON"},
      {R"({"key":"a","sent_us":1,"sta)", "not valid JSON"},
      {"[]", "expected an object"},
      {R"({"sent_us":1,"status":200})", "the key \"key\" is missing"},
      {R"({"key":"","sent_us":1,"status":200})", "/key: found \"\""},
      {R"({"key":7,"sent_us":1,"status":200})", "/key: found 7"},
      {R"({"key":"a","key":"b","sent_us":1,"status":200})", "stands twice"},
      {R"({"key":"a","sent":1,"status":200})", "unknown key \"sent\" (did you mean \"sent_s\"?)"},
      {R"({"key":"a","status":200})", "no time: give sent_us or received_us"},
      {R"({"key":"a","duration_us":5,"status":200})", "no time: give sent_us or received_us"},
      {R"({"key":"a","sent_us":1.5,"status":200})", "/sent_us: found 1.5, expected a whole number"},
      {R"({"key":"a","sent_us":-1,"status":200})", "/sent_us: found -1"},
      {R"({"key":"a","sent_us":9000000000000001,"status":200})",
       "/sent_us: found 9000000000000001"},
      {R"({"key":"a","sent_s":1.5,"status":200})", "/sent_s: found 1.5, expected a string"},
      {R"({"key":"a","sent_s":"1.","status":200})", "seconds in quotes with at most 9 decimals"},
      {R"({"key":"a","sent_s":"-1.5","status":200})", "seconds in quotes with at most 9 decimals"},
      {R"({"key":"a","sent_s":"1e9","status":200})", "seconds in quotes with at most 9 decimals"},
      {R"({"key":"a","sent_s":"1.0123456789","status":200})", "seconds in quotes"},
      {R"({"key":"a","sent_s":"9000000000","status":200})", "seconds in quotes"},
      {R"({"key":"a","sent_us":1,"sent_s":"1","status":200})", "give sent_us or sent_s, not both"},
      {R"({"key":"a","sent_us":1,"received_us":2,"duration_us":1,"status":200})", "one too many"},
      {R"({"key":"a","sent_us":2,"received_us":1,"status":200})", "received before it was sent"},
      {R"({"key":"a","sent_us":1,"duration_us":34560000000001,"status":200})", "above 400 days"},
      {R"({"key":"a","sent_us":1})", "give status or outcome"},
      {R"({"key":"a","sent_us":1,"status":99})", "/status: found 99"},
      {R"({"key":"a","sent_us":1,"status":600})", "/status: found 600"},
      {R"({"key":"a","sent_us":1,"status":"200"})", "/status: found \"200\""},
      {R"({"key":"a","sent_us":1,"outcome":"admited"})", "did you mean \"admitted\"?"},
      {R"({"key":"a","sent_us":1,"outcome":"not_sent"})", "/outcome: found \"not_sent\""},
      {R"({"key":"a","sent_us":1,"status":200,"cost":-1})", "/cost: found -1"},
      {R"({"key":"a","sent_us":1,"status":200,"cost":2147483648})", "/cost: found 2147483648"},
      {R"({"key":"a","sent_us":1,"status":200,"remaining":-1})", "/remaining: found -1"},
      {R"({"key":"a","sent_us":1,"status":200,"node":null})", "/node: found null"}};

  for (auto const& [text, sentence] : bad) {
    INFO(text);
    CHECK_THAT(refusal(text), Catch::Contains(sentence));
  }
}

TEST_CASE("a line that is written reads back as the same request", "[codec]") {
  history_line const full{.key = "a \"b\" é",
                          .sent = told_time{1'500'000, 1},
                          .received = told_time{2'000'000'001, 1},
                          .duration = std::nullopt,
                          .result = outcome::unknown,
                          .status = 504,
                          .node = "node-1",
                          .cost = 0,
                          .limit = 5,
                          .remaining = 0,
                          .reset_s = 7,
                          .retry_after_s = 0};
  history_line const least{.key = "k",
                           .sent = std::nullopt,
                           .received = told_time{0, 1},
                           .duration = told_time{5, 1},
                           .result = outcome::denied,
                           .node = ""};

  for (auto const& line : {full, least}) CHECK(decoded(encode_history_line(line)) == line);
  CHECK(encode_history_line(least) ==
        R"({"key":"k","received_s":"0.000000000","duration_s":"0.000000005","outcome":"denied"})");
}
