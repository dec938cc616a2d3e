// The text of a plan: it decodes or is refused in a sentence, survives being written, and every
// request it describes carries an identity that there is.

#include "harness/codec/plan_codec.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/size_of_keys.hpp"

using namespace limitproof;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const text = text_of(bytes, size);
  if (identities_asked_for(text) > most_fuzzed_identities) return 0;
  auto const decoded = decode_plan(text, "x.json");
  if (!decoded) {
    demand_usable(decoded.error(), errc::bad_file, "x.json: at ");
    return 0;
  }
  auto const again = decode_plan(encode_plan(*decoded), "y.json");
  demand(again && *again == *decoded, "a plan survives being written");

  for (auto const& phase : decoded->phases)
    for (std::uint64_t const index : {std::uint64_t{0}, std::uint64_t{1}, seed_of(text)})
      demand(draw_key(phase.keys, index) < decoded->keys.size(),
             "every request carries an identity of the plan");
  return 0;
}
