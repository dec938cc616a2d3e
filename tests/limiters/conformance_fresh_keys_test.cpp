// Ten thousand clients that were never seen before, by limiter.
#include "tests/limiters/limiter_under_test.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

constexpr int clients = 10'000;
constexpr int at_once = 500;

/// One request of each client; how many were admitted.
std::int64_t ask_every_client(limiter_under_test& limiter, std::vector<limit> const& limits) {
  std::int64_t admitted = 0;
  for (int first = 0; first < clients; first += at_once) {
    std::vector<limiter_question> questions;
    for (int i = first; i < first + at_once; ++i)
      questions.push_back({"client-" + std::to_string(i)});
    for (auto const& made : limiter.check_in_order(questions, limits))
      admitted += made.value().admitted ? 1 : 0;
  }
  return admitted;
}

}  // namespace

TEST_CASE("each of 10000 fresh keys admits exactly its capacity", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name, 1, stopped_store());
    auto const limits = without_refill(1);
    auto const first = ask_every_client(limiter, limits);
    auto const second = ask_every_client(limiter, limits);
    CAPTURE(first, second);
    // Either claim includes this; who makes neither may still be right here.
    if (limiter.claims().exact || limiter.claims().atomic)
      REQUIRE((first == clients && second == 0));
  });
}
