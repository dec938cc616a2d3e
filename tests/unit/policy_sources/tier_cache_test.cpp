#include "harness/policy_sources/tier_cache.hpp"

#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

using tier = std::optional<std::string>;

/// A cache of three clients for a minute, before a table that a test can change and break.
struct cached_table {
  std::optional<std::string> ask(std::string const& client) { return cache.tier_of(client, now); }

  /// Since the start.
  bool counted(std::int64_t hits, std::int64_t misses, std::int64_t failures) const {
    return cache.tallies() == tier_tallies{hits, misses, failures};
  }

  std::map<std::string, std::string> rows{{"alice", "paid"}};
  std::optional<error> broken;
  std::vector<std::string> asked;
  std::vector<std::string> failed;
  tier_cache::time_point now{};
  tier_cache cache{[this](std::string const& client) -> result<tier> {
                     asked.push_back(client);
                     if (broken) return *broken;
                     auto const row = rows.find(client);
                     return row == rows.end() ? tier() : tier(row->second);
                   },
                   1min,
                   [this](error const& why) { failed.push_back(why.what); },
                   3};
};

error const locked{errc::io, "database is locked"};

TEST_CASE("a tier is asked for once, and so is that there is none", "[policy_sources]") {
  cached_table table;
  for (int i = 0; i < 3; ++i) {
    CHECK(table.ask("alice") == tier("paid"));
    CHECK(table.ask("bob") == tier());
  }
  CHECK(table.asked == std::vector<std::string>{"alice", "bob"});
  CHECK(table.counted(4, 2, 0));
}

TEST_CASE("a changed row is seen when its time is up, and not before", "[policy_sources]") {
  cached_table table;
  CHECK(table.ask("alice") == tier("paid"));
  table.rows["alice"] = "gold";
  table.now += 1min - 1ns;
  CHECK(table.ask("alice") == tier("paid"));
  table.now += 1ns;
  CHECK(table.ask("alice") == tier("gold"));
  CHECK(table.ask("alice") == tier("gold"));
  table.rows.clear();
  table.now += 1min;
  CHECK(table.ask("alice") == tier());
  CHECK(table.counted(2, 3, 0));
}

TEST_CASE("a table that does not answer leaves clients the tier they had", "[policy_sources]") {
  cached_table table;
  CHECK(table.ask("alice") == tier("paid"));
  table.broken = locked;
  table.now += 1h;
  CHECK(table.ask("alice") == tier("paid"));
  CHECK(table.ask("bob") == tier());
  CHECK(table.failed == std::vector<std::string>{"database is locked"});
  CHECK(table.counted(0, 3, 1));
}

TEST_CASE("a table that did not answer is left alone for a while, and then believed at once",
          "[policy_sources]") {
  cached_table table;
  table.broken = locked;
  CHECK(table.ask("alice") == tier());
  table.broken.reset();
  table.now += 100ms - 1ns;
  CHECK(table.ask("alice") == tier());
  CHECK(table.asked.size() == 1);
  table.now += 1ns;
  CHECK(table.ask("alice") == tier("paid"));
  CHECK(table.counted(0, 3, 1));
}

TEST_CASE("a client's own broken row keeps nobody else from the table", "[policy_sources]") {
  cached_table table;
  CHECK(table.ask("alice") == tier("paid"));
  table.now += 1min;
  table.broken = error{errc::bad_file, "no name"};
  CHECK(table.ask("alice") == tier("paid"));
  CHECK(table.ask("alice") == tier("paid"));
  CHECK(table.failed.size() == 1);
  table.broken.reset();
  table.rows["bob"] = "free";
  CHECK(table.ask("bob") == tier("free"));
}

TEST_CASE("however many clients come, so many are remembered, the latest ones",
          "[policy_sources]") {
  cached_table table;
  for (int i = 0; i < 1000; ++i) table.ask("client-" + std::to_string(i));
  table.asked.clear();
  for (auto const* client : {"client-997", "client-998", "client-999"}) table.ask(client);
  CHECK(table.asked.empty());
  table.ask("client-996");
  CHECK(table.asked.size() == 1);
}

}  // namespace
}  // namespace limitproof
