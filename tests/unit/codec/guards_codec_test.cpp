#include "harness/codec/guards_codec.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

TEST_CASE("no guard is on unless it is asked for", "[codec]") {
  CHECK(decode_guards("{}", "--guards").value() == guard_spec{});
}

TEST_CASE("guards are what they were after a turn through text", "[codec]") {
  guard_spec const all{.deadline = 20ms,
                       .breaker = breaker_spec{3, 15ms, 200ms},
                       .deny_cache = true,
                       .leases = lease_spec{50, 2s},
                       .retry_jitter = 5s};
  CHECK(decode_guards(encode_guards(all), "guards").value() == all);
  CHECK(decode_guards(encode_guards({}), "guards").value() == guard_spec{});
}

TEST_CASE("a guard that cannot be is refused where it stands", "[codec]") {
  auto const complaint = [](char const* text) {
    auto const decoded = decode_guards(text, "guards");
    REQUIRE(decoded.has_error());
    return decoded.error().what;
  };
  auto const has = [](std::string const& text, char const* part) {
    INFO(text);
    return text.find(part) != std::string::npos;
  };
  CHECK(has(complaint(R"({"deadline":"0ms"})"), "/deadline"));
  CHECK(has(complaint(R"({"breaker":{"failures":0}})"), "/breaker/failures"));
  CHECK(has(complaint(R"({"breaker":{"slow":"2h"}})"), "/breaker/slow"));
  CHECK(has(complaint(R"({"leases":{"permits":1}})"), "/leases/permits"));
  CHECK(has(complaint(R"({"leases":{"last":"1s"}})"), "did you mean \"lasts\""));
  CHECK(has(complaint(R"({"deny_cache":1})"), "/deny_cache"));
  CHECK(has(complaint(R"({"retry_jitter":"2h"})"), "/retry_jitter"));
}

}  // namespace
}  // namespace limitproof
