#include "harness/check/in_flight.hpp"

#include <map>
#include <random>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

TEST_CASE("what is in flight is kept by position, whatever is answered first", "[check]") {
  in_flight<std::size_t> kept;
  std::map<std::size_t, std::size_t> reference;
  std::mt19937_64 random(7);
  std::size_t position = 0;
  std::size_t most = 0;
  for (int step = 0; step < 100'000; ++step) {
    auto const sends = reference.empty() || random() % 300 > reference.size();
    if (sends) {
      position += 1 + random() % 3;  // some positions are never opened
      kept.open(position) = 7 * position;
      reference.emplace(position, 7 * position);
      most = std::max(most, reference.size());
    } else {
      auto const answered =
          std::next(reference.begin(), static_cast<std::ptrdiff_t>(random() % reference.size()));
      REQUIRE(kept.at(answered->first) == answered->second);
      kept.close(answered->first);
      reference.erase(answered);
    }
    REQUIRE(kept.count() == reference.size());
  }
  for (auto const& [open, known] : reference) CHECK(kept.at(open) == known);
  CHECK(most > 100);
}

}  // namespace
}  // namespace limitproof
