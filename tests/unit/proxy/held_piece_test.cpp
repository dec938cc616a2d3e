#include "harness/proxy/held_piece.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

proxy_time const start{};

fault way_of(fault_action action) {
  fault way;
  way.action = action;
  return way;
}

fault slow_way(duration latency, duration jitter) {
  auto way = way_of(fault_action::slow);
  way.latency = latency;
  way.jitter = jitter;
  return way;
}

fault narrow_way(std::int64_t bytes, duration per) {
  auto way = way_of(fault_action::narrow);
  way.bandwidth = {bytes, per};
  return way;
}

held_piece piece_at(proxy_time arrived, std::uint64_t draw = 0) {
  return {"bytes", arrived, draw};
}

}  // namespace

TEST_CASE("a way that is whole keeps nothing back", "[proxy]") {
  CHECK(due_time(piece_at(start + 3ms), 5, way_of(fault_action::heal), start + 9s) == start + 3ms);
  CHECK(bytes_at_once(way_of(fault_action::heal), 70'000) == 70'000);
}

TEST_CASE("a slow way keeps each piece for its latency, whatever was before it", "[proxy]") {
  auto const way = slow_way(60ms, 0ms);

  CHECK(due_time(piece_at(start), 5, way, start) == start + 60ms);
  CHECK(due_time(piece_at(start + 1ms), 5, way, start + 60ms) == start + 61ms);
  CHECK(bytes_at_once(way, 70'000) == 70'000);
}

TEST_CASE("jitter adds from nothing to all of it", "[proxy]") {
  auto const way = slow_way(60ms, 10ns);

  CHECK(due_time(piece_at(start, 0), 5, way, start) == start + 60ms);
  CHECK(due_time(piece_at(start, 10), 5, way, start) == start + 60ms + 10ns);
  CHECK(due_time(piece_at(start, 11), 5, way, start) == start + 60ms);
}

TEST_CASE("a narrow way carries one byte after the other", "[proxy]") {
  auto const way = narrow_way(1'000, 1s);

  CHECK(due_time(piece_at(start), 10, way, start) == start + 10ms);
  CHECK(due_time(piece_at(start + 1ms), 10, way, start + 10ms) == start + 20ms);
  CHECK(due_time(piece_at(start + 1s), 10, way, start + 10ms) == start + 1s + 10ms);
}

TEST_CASE("what a narrow way carries comes out in drops of 10 ms", "[proxy]") {
  CHECK(bytes_at_once(narrow_way(1'000, 1s), 70'000) == 10);
  CHECK(bytes_at_once(narrow_way(1'000, 1s), 4) == 4);
  CHECK(bytes_at_once(narrow_way(1, 1h), 70'000) == 1);
}

TEST_CASE("a cut way carries nothing at any time", "[proxy]") {
  auto const action = GENERATE(fault_action::reset, fault_action::blackhole);

  CHECK(due_time(piece_at(start), 5, way_of(action), start) == std::nullopt);
}

}  // namespace limitproof
