// A stream of bytes as a server might send it. The scanner must make the same of it however it is
// cut, whether its cache knows the head or not, and agree with Boost.Beast.

#include "tests/fuzz/demand.hpp"
#include "tests/unit/load/beast_oracle.hpp"

#include <algorithm>
#include <numeric>
#include <random>

namespace {

using namespace limitproof;

std::vector<std::size_t> drawn_cuts(std::string_view stream) {
  std::mt19937_64 bits(seed_of(stream));
  std::vector<std::size_t> cuts(1 + bits() % 5);
  for (auto& cut : cuts) cut = bits() % (stream.size() + 1);
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

std::vector<std::size_t> every_cut(std::string_view stream) {
  std::vector<std::size_t> cuts(stream.size());
  std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  return cuts;
}

void demand_same(scanned_response const& seen, scanned_response const& whole, bool has_body) {
  demand(seen.status == whole.status, "the cuts do not change the status");
  demand(same_facts(seen.head, whole.head), "the cuts do not change what the head says");
  if (seen.status != scan_status::complete) return;
  demand(seen.taken == whole.taken, "the cuts do not change where the response ends");
  if (has_body) demand(seen.body == whole.body, "the cuts do not change the body");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const stream = text_of(bytes, size);
  head_shape_cache cache;
  auto const whole = scan_in_pieces(stream, {}, &cache);
  if (whole.status == scan_status::broken) demand(!whole.reason.empty(), "a refusal says why");

  demand_same(scan_in_pieces(stream, drawn_cuts(stream)), whole, true);
  demand_same(scan_in_pieces(stream, every_cut(stream)), whole, true);
  // A head that the cache knows is not kept, nor is its body.
  demand_same(scan_in_pieces(stream, {}, &cache), whole, false);

  auto const [found, why] = compare_with_beast(stream, whole);
  demand(found != agreement::broken, "the scanner and Beast agree: " + why);
  return 0;
}
