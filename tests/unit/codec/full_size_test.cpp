#include "harness/codec/decode_scenario.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

namespace {

ordered_json sized() {
  return ordered_json::parse(R"({ "name": "x", "why": "y", "policy": { "limit": 5, "per": "1s" },
    "limiters": ["naive"], "stack": { "nodes": 2 },
    "attack": [ { "phase": "closed-loop", "for": "1s", "connections": 1, "keys": { "one": "k" } } ],
    "expect": { "naive": { "denied": 1 } },
    "full": { "attack": [ { "phase": "closed-loop", "for": "9s", "connections": 1, "keys": { "one": "k" } } ],
              "expect": { "naive": { "denied": 9 } } } })");
}

std::string refusal(ordered_json const& document, run_size size) {
  auto const decoded = decode_scenario(document.dump(), "x.json", size);
  return decoded ? "" : decoded.error().what;
}

}  // namespace

TEST_CASE("in the full size its members stand in for the usual ones, and the others stay",
          "[codec]") {
  auto const text = sized().dump();
  auto const usual = decode_scenario(text, "x.json", run_size::usual).value();
  auto const full = decode_scenario(text, "x.json", run_size::full).value();

  CHECK(usual.size == run_size::usual);
  CHECK(std::get<closed_loop_phase>(usual.attack[0]).length == 1s);
  CHECK(full.size == run_size::full);
  CHECK(std::get<closed_loop_phase>(full.attack[0]).length == 9s);
  CHECK(std::get<expected_range>(full.expect.at("naive")[0]).min == 9);
  CHECK(full.stack == usual.stack);
  CHECK(full.policy == usual.policy);
}

TEST_CASE("a scenario without a full size has its usual one, and says so", "[codec]") {
  auto const s =
      decode_scenario(without(sized(), "/full").dump(), "x.json", run_size::full).value();

  CHECK(s.size == run_size::usual);
  CHECK(std::get<closed_loop_phase>(s.attack[0]).length == 1s);
}

TEST_CASE("a mistake in the full size is told with its place, whichever size is run", "[codec]") {
  for (auto const size : {run_size::usual, run_size::full}) {
    CHECK_THAT(refusal(with(sized(), "/full/attack/0/for", "9 s"), size),
               Catch::StartsWith("x.json: at /full/attack/0/for: "));
    CHECK_THAT(refusal(with(sized(), "/full/atack", 1), size),
               Catch::StartsWith("x.json: at /full/atack: unknown key"));
    CHECK_THAT(refusal(with(sized(), "/full/expect", {{"nayve", {{"denied", 1}}}}), size),
               Catch::StartsWith("x.json: at /full/expect/nayve: "));
    CHECK_THAT(refusal(with(sized(), "/full", ordered_json::object()), size),
               Catch::StartsWith("x.json: at /full: found {}, expected at least one member"));
    CHECK_THAT(refusal(with(sized(), "/full", 3), size), Catch::StartsWith("x.json: at /full: "));
  }
}

TEST_CASE("what names a scenario is the same in both sizes", "[codec]") {
  for (auto const* const key : {"name", "why", "limiters", "seed", "full"})
    CHECK_THAT(
        refusal(with(sized(), std::string("/full/") + key, sized()["policy"]), run_size::full),
        Catch::StartsWith(std::string("x.json: at /full/") + key + ": unknown key"));
}
