#include "harness/lab/measure_window.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

// Of 10 ns; each batch from its beginning to its end, and what was admitted.
std::int64_t fullest(std::vector<asked_batch> const& batches) {
  return fullest_window(batches, duration(10));
}

}  // namespace

TEST_CASE("the fullest window is the one with the most admissions, wherever it begins", "[lab]") {
  CHECK(fullest({{0, 1, 5}, {4, 5, 1}, {9, 11, 7}, {12, 13, 2}}) == 10);
  CHECK(fullest({}) == 0);
}

TEST_CASE("a batch that may have been admitted outside of the window does not count", "[lab]") {
  CHECK(fullest({{0, 1, 5}, {5, 9, 7}}) == 12);
  CHECK(fullest({{0, 1, 5}, {5, 10, 7}}) == 7);
}

TEST_CASE("a batch that lasted longer than the window proves nothing", "[lab]") {
  CHECK(fullest({{0, 10, 90}, {10, 12, 3}, {12, 13, 4}}) == 7);
}
