#include "harness/guard/retry_jitter.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

std::vector<duration> waits_told(std::uint64_t seed, int count) {
  std::vector<std::int64_t> costs;
  retry_jitter jittered(
      std::make_unique<scripted_limiter>([](auto const&) { return denial(3s); }, costs), 2s, seed);
  std::vector<duration> waits;
  for (int i = 0; i < count; ++i) waits.push_back(ask(jittered, one_permit())->retry_after);
  return waits;
}

}  // namespace

TEST_CASE("waits are lengthened by a share of the jitter, and never shortened", "[guard]") {
  auto const waits = waits_told(1, 200);

  auto const [least, most] = std::minmax_element(waits.begin(), waits.end());
  CHECK(*least >= 3s);
  CHECK(*least < 3100ms);
  CHECK(*most > 4900ms);
  CHECK(*most <= 5s);
}

TEST_CASE("guards draw alike by one seed only", "[guard]") {
  CHECK(waits_told(1, 20) == waits_told(1, 20));
  CHECK(waits_told(1, 20) != waits_told(2, 20));
}

TEST_CASE("who is put off is told so in every field, and who is admitted is not put off",
          "[guard]") {
  auto const later = put_off(denial(3s), 1s);
  CHECK(later.retry_after == 4s);
  CHECK(later.reset_after == 4s);
  CHECK(put_off(denial(duration::max()), 1s).retry_after == duration::max());

  CHECK(put_off(admission(2), 1s).retry_after == 0s);
  CHECK(put_off(admission(2), 1s).reset_after == 1s);
}

TEST_CASE("an error is no denial to be put off", "[guard]") {
  std::vector<std::int64_t> costs;
  auto const fails = [](auto const&) -> result<decision> {
    return error{errc::store_unavailable, "away"};
  };
  retry_jitter jittered(std::make_unique<scripted_limiter>(fails, costs), 2s, 1);

  CHECK(ask(jittered, one_permit()).error().code == errc::store_unavailable);
}

}  // namespace limitproof
