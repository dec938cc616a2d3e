// Nodes whose clocks are wrong: nothing to a limiter on the store's clock.
#include "tests/limiters/limiter_under_test.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// Ten requests to a node that is `skew` behind, then ten to one that is as much ahead: how many
/// are admitted. Nodes that share nothing are one node, whose clock is put right too far.
std::int64_t admitted_with_skew(std::string const& name, duration skew) {
  limiter_under_test limiter(name, 2, stopped_store());
  std::size_t const behind = 0;
  std::size_t const ahead = limiter.claims().shared ? 1 : 0;
  std::vector<limit> const limits{{5, 30min, 5}};
  std::int64_t admitted = 0;
  auto const ask_ten_times = [&](std::size_t node) {
    for (int i = 0; i < 10; ++i)
      admitted += limiter.check("client", limits, 1, node).value().admitted ? 1 : 0;
  };
  limiter.skew_clock(behind, -skew);
  ask_ten_times(behind);
  limiter.skew_clock(ahead, skew);
  ask_ten_times(ahead);
  return admitted;
}

}  // namespace

TEST_CASE("nodes whose clocks are an hour wrong admit what nodes with the true time do",
          "[integration]") {
  for_every_plugin([](std::string const& name) {
    auto const claims = limiter_under_test(name).claims();
    auto const admitted = admitted_with_skew(name, 1h);
    auto const expected = admitted_with_skew(name, 0s);
    CAPTURE(admitted, expected);
    require_as_claimed(claims.time != time_source::node, admitted == expected);
  });
}
