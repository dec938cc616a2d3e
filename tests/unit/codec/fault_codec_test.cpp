#include "harness/codec/fault_codec.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

using namespace std::chrono_literals;

TEST_CASE("a fault is what it was after a turn through a line", "[codec]") {
  for (auto const& f : {fault{3s, fault_action::slow, "store", 0s, 60ms, 5ms},
                        fault{0s, fault_action::narrow, "store", 0s, 0s, 0s, {5, 250ms}},
                        fault{1ms, fault_action::clock, "node-32", -1ns},
                        fault{0s, fault_action::blackhole, "store"},
                        fault{2s, fault_action::push, "strict"}}) {
    auto const line = encode_fault(f);
    INFO(line);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(decode_fault(line, "here").value() == f);
  }
}

TEST_CASE("a line that is no fault is refused by its place", "[codec]") {
  for (auto const* line : {"", "heal", "{}", R"({"at":"0s","fault":"mend","target":"store"})"}) {
    INFO(line);
    auto const refused = decode_fault(line, "the line");
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().what, Catch::StartsWith("the line"));
  }
}

}  // namespace limitproof
