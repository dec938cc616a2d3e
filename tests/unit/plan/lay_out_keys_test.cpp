#include "harness/plan/lay_out_keys.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using strings = std::vector<std::string>;

namespace {

// What a phase draws in its first requests, spelled out.
strings drawn(key_layout const& layout, std::size_t phase, std::uint64_t requests) {
  strings names;
  for (std::uint64_t i = 0; i < requests; ++i)
    names.push_back(layout.identities.at(draw_key(layout.phases.at(phase), i)));
  return names;
}

}  // namespace

TEST_CASE("phases that name the same identity share its index", "[plan]") {
  auto const layout = lay_out_keys({one_key{"a"}, one_key{"b"}, one_key{"a"}});

  CHECK(layout.identities == strings{"a", "b"});
  CHECK(layout.phases[0] == layout.phases[2]);
  CHECK(layout.phases[1].first == 1);
}

TEST_CASE("a list is drawn in turn, as it stands there", "[plan]") {
  auto const layout = lay_out_keys({listed_keys{{"b", "a", "b"}}});

  CHECK(layout.identities == strings{"b", "a"});
  CHECK(drawn(layout, 0, 5) == strings{"b", "a", "b", "b", "a"});
}

TEST_CASE("a list keeps its own order where it shares identities with another", "[plan]") {
  auto const layout = lay_out_keys({listed_keys{{"a", "b", "c"}}, listed_keys{{"c", "a", "d"}}});

  CHECK(layout.identities == strings{"a", "b", "c", "d"});
  CHECK(layout.phases[0].members.empty());
  CHECK(drawn(layout, 0, 3) == strings{"a", "b", "c"});
  CHECK(drawn(layout, 1, 4) == strings{"c", "a", "d", "c"});
}

TEST_CASE("uniform keys of one prefix begin at the same identity", "[plan]") {
  auto const layout = lay_out_keys({uniform_keys{"user", 2}, uniform_keys{"user", 4}});

  CHECK(layout.identities == strings{"user-0", "user-1", "user-2", "user-3"});
  CHECK(layout.phases[0].first == layout.phases[1].first);
  CHECK(layout.phases[0].count == 2);
  CHECK(layout.phases[1].count == 4);
  CHECK(layout.phases[0].random);
}

TEST_CASE("an identity named alone is the same one among uniform keys", "[plan]") {
  auto const layout = lay_out_keys(
      {one_key{"user-2"}, one_key{"user-02"}, one_key{"user-3"}, uniform_keys{"user", 3}});

  CHECK(layout.identities == strings{"user-0", "user-1", "user-2", "user-02", "user-3"});
  CHECK(layout.phases[0].first == 2);
  CHECK(layout.phases[1].first == 3);
  CHECK(layout.phases[2].first == 4);
}

TEST_CASE("prefixes that begin alike do not mix", "[plan]") {
  auto const layout = lay_out_keys({uniform_keys{"user", 2}, uniform_keys{"user-1", 2}});

  CHECK(layout.identities == strings{"user-0", "user-1", "user-1-0", "user-1-1"});
  CHECK(layout.phases[1].first == 2);
}

TEST_CASE("the most identities a layout can have are known before it is made", "[plan]") {
  std::vector<key_pattern> const patterns = {uniform_keys{"user", 9'000'000},
                                             uniform_keys{"user", 8'000'000},
                                             uniform_keys{"guest", 10},
                                             listed_keys{{"a", "b"}},
                                             one_key{"a"}};

  CHECK(most_identities(patterns) == 9'000'013);
}
