#include "harness/codec/policy_codec.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

policy read(std::string const& text) {
  return decode_policy(text, "--policy").value();
}

std::string refusal(std::string const& text) {
  auto const decoded = decode_policy(text, "--policy");
  return decoded ? "" : decoded.error().what;
}

}  // namespace

TEST_CASE("a policy is one limit or several", "[codec]") {
  CHECK(read(R"({"limit":50,"per":"1s","burst":100})") == policy{{limit{50, 1s, 100}}});
  CHECK(read(R"([{"limit":50,"per":"1s"},{"limit":9,"per":"400d","burst":1000000000000}])") ==
        policy{{limit{50, 1s, 50}, limit{9, 400 * 24h, 1'000'000'000'000}}});
}

TEST_CASE("the burst is the limit unless it is given", "[codec]") {
  CHECK(read(R"({"limit":50,"per":"1s"})").limits.front().burst == 50);
}

TEST_CASE("a policy survives being written and read, on one line", "[codec]") {
  for (auto const& p :
       {policy{{limit{50, 1s, 100}}}, policy{{limit{1, 1ms, 1}, limit{7, 1h, 9}}}}) {
    auto const text = encode_policy(p);

    CHECK(read(text) == p);
    CHECK(text.find('\n') == std::string::npos);
  }
  CHECK(encode_policy(policy{{limit{50, 1s, 100}}}) == R"({"limit":50,"per":"1s","burst":100})");
}

TEST_CASE("a burst mode is two limits that hold at once, the soft one and then the hard one",
          "[codec]") {
  auto const mode = R"({"limit":100,"per":"1s","burst_mode":{"hard":150,"for":"5s"}})";
  policy const two{{limit{100, 1s, 400}, limit{150, 1s, 150}}, {burst_mode{0, 5s}}};

  CHECK(read(mode) == two);
  CHECK(encode_policy(two) == mode);
  CHECK(read(R"([{"limit":9,"per":"1h"},)" + std::string(mode) + "]") ==
        policy{{limit{9, 1h, 9}, limit{100, 1s, 400}, limit{150, 1s, 150}}, {burst_mode{1, 5s}}});
}

TEST_CASE("burst modes among other limits survive being written and read", "[codec]") {
  auto const text = R"([{"limit":1,"per":"7ms","burst_mode":{"hard":2,"for":"20ms"}},)"
                    R"({"limit":9,"per":"1h","burst":9},)"
                    R"({"limit":100,"per":"1s","burst_mode":{"hard":150,"for":"1m"}}])";

  CHECK(encode_policy(read(text)) == text);
}

TEST_CASE("a burst mode that is none is refused where it stands", "[codec]") {
  CHECK(refusal(R"({"limit":100,"per":"1s","burst_mode":{"hard":100,"for":"5s"}})") ==
        "--policy: at /burst_mode/hard: found 100, expected more than the limit of 100, which is "
        "the soft one");
  CHECK_THAT(
      refusal(R"({"limit":100,"per":"1s","burst":100,"burst_mode":{"hard":150,"for":"5s"}})"),
      Catch::Contains("at /burst: no burst stands beside a burst_mode"));
  // 49 permits more an hour are none within a minute.
  CHECK_THAT(refusal(R"({"limit":1,"per":"1h","burst_mode":{"hard":50,"for":"1m"}})"),
             Catch::Contains("at /burst_mode: a burst mode adds"));
  CHECK_THAT(refusal(R"({"limit":1,"per":"1ms","burst_mode":{"hard":1000000000000,"for":"400d"}})"),
             Catch::Contains("at most 10^12"));
  for (auto const* mode : {R"({"hard":150})",
                           R"({"for":"5s"})",
                           R"({"hard":150,"for":"0s"})",
                           R"({"hard":150.5,"for":"5s"})",
                           R"({"hard":150,"for":"5s","soft":100})",
                           R"(150)"}) {
    INFO(mode);
    CHECK_FALSE(
        refusal(R"({"limit":100,"per":"1s","burst_mode":)" + std::string(mode) + "}").empty());
  }
}

TEST_CASE("a burst mode counts as the two limits that it is", "[codec]") {
  auto const modes = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "" : ",") +
              std::string(R"({"limit":1,"per":"1s","burst_mode":{"hard":2,"for":"5s"}})");
    return "[" + text + "]";
  };

  CHECK(read(modes(8)).limits.size() == 16);
  CHECK_THAT(refusal(modes(9)), Catch::Contains("these are 18 limits"));
}

TEST_CASE("a limit out of range is refused where it stands", "[codec]") {
  CHECK(refusal(R"({"limit":0,"per":"1s"})") ==
        "--policy: at /limit: found 0, expected a whole number from 1 to 1000000000000");
  CHECK(refusal(R"([{"limit":1,"per":"1s"},{"limit":1,"per":"1s","burst":1000000000001}])") ==
        "--policy: at /1/burst: found 1000000000001, expected a whole number from 1 to "
        "1000000000000");
  for (auto const* text : {R"({"limit":-1,"per":"1s"})",
                           R"({"limit":3e3,"per":"1s"})",
                           R"({"limit":50.5,"per":"1s"})",
                           R"({"limit":50,"per":"999us"})",
                           R"({"limit":50,"per":"401d"})",
                           R"({"limit":50,"per":1})",
                           R"({"limit":50})",
                           R"({"per":"1s"})",
                           R"([])",
                           R"(null)"}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
  }
}
