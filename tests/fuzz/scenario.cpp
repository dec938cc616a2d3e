// The text of a scenario: it decodes or is refused in a sentence, survives being written, and so
// does the plan that is made of it.

#include "harness/codec/decode_scenario.hpp"
#include "harness/codec/plan_codec.hpp"
#include "harness/codec/scenario_json.hpp"
#include "harness/plan/make_plan.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/size_of_keys.hpp"

using namespace limitproof;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const text = text_of(bytes, size);
  auto const decoded = decode_scenario(text, "x.json");
  if (!decoded) {
    demand_usable(decoded.error(), errc::bad_file, "x.json: at ");
    return 0;
  }
  auto const again = decode_scenario(write_scenario(*decoded).dump(), "y.json");
  demand(again && *again == *decoded, "a scenario survives being written");

  if (identities_asked_for(text) > most_fuzzed_identities) return 0;
  auto const planned = make_plan(*decoded);
  if (!planned) {
    demand_usable(planned.error(), errc::bad_file, "planning scenario " + decoded->name + ": ");
    return 0;
  }
  auto const read = decode_plan(encode_plan(*planned), "plan.json");
  demand(read && *read == *planned, "a scenario's plan survives being written");
  return 0;
}
