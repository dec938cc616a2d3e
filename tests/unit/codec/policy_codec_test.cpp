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
