#include "harness/load/node_tallies.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

TEST_CASE("threads that met the nodes in another order add to the same tallies", "[load]") {
  node_tallies tallies;
  auto const first = tallies.slot_of("node-2");
  auto const second = tallies.slot_of("node-1");
  tallies.add(first, {3, 1, 2});
  tallies.add(second, {5, 0, 5});
  tallies.add(tallies.slot_of("node-2"), {10, 4, 5});

  auto const nodes = tallies.read();

  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0].node == "node-2");
  CHECK(nodes[0].counts.answered == 13);
  CHECK(nodes[0].counts.admitted == 5);
  CHECK(nodes[0].counts.denied == 7);
  CHECK(nodes[1].node == "node-1");
  CHECK(nodes[1].counts.answered == 5);
}

TEST_CASE("answers without a name are told apart, after all others", "[load]") {
  node_tallies tallies;
  CHECK(tallies.read().empty());
  tallies.add(tallies.slot_of(""), {2, 0, 0});
  tallies.add(tallies.slot_of("node-1"), {1, 1, 0});

  auto const nodes = tallies.read();

  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0].node == "node-1");
  CHECK(nodes[1].node.empty());
  CHECK(nodes[1].counts.answered == 2);
}

TEST_CASE("more nodes than have a place count as nameless, and so do names too long to keep",
          "[load]") {
  node_tallies tallies;
  for (std::size_t i = 0; i < most_logged_nodes; ++i)
    CHECK(tallies.slot_of("node-" + std::to_string(i)) == i);

  CHECK(tallies.slot_of("one more") == node_tallies::nameless);
  CHECK(tallies.slot_of("node-7") == 7);
  CHECK(node_tallies().slot_of(std::string(longest_node_name, 'n')) == 0);
  CHECK(node_tallies().slot_of(std::string(longest_node_name + 1, 'n')) == node_tallies::nameless);
}
