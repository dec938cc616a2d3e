#include "harness/check/store_keys.hpp"

#include "harness/stack/take_snapshot.hpp"
#include "tests/integration/redis_process.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

using command = std::vector<std::string>;

/// The snapshot of a new store that these commands filled.
store_holdings held_after(std::vector<command> const& commands) {
  redis_process const redis;
  blocking_redis store(redis.where(), 2s);
  for (auto const& each : commands) {
    auto const reply = store.command(each);
    REQUIRE(reply.has_value());
    REQUIRE(reply->type != redis_reply::kind::error);
  }
  return take_snapshot(store).value().holdings;
}

/// Judged as what a limiter of 10 per minute left that asks for two keys in a call.
finding judged(store_holdings const& held) {
  history asked;
  asked.keys = {"client"};
  plan promised;
  promised.scenario.policy.limits = {{10, 60s, 10}};
  limiter_claims claims;
  claims.algorithm = algorithm::fixed_window_first_hit;
  return check_store_keys({asked, promised, claims, {}, true, held, 2}, {});
}

void require(std::vector<command> const& commands, verdict_kind verdict, std::string const& claim) {
  auto const found = judged(held_after(commands));
  INFO(found.claim);
  REQUIRE(found.verdict == verdict);
  REQUIRE_THAT(found.claim, Catch::Contains(claim));
}

}  // namespace

TEST_CASE("a snapshot has of each key what Redis tells of it", "[integration]") {
  std::string const binary("\0\xff key", 6);
  auto const held = held_after({{"SET", "count", "-7", "PX", "60000"},
                                {"SET", "word", "12 apples"},
                                {"SET", "long", "123456789012345678901"},
                                {"ZADD", binary, "1", "a", "2", "b"}});

  REQUIRE(held.keys == 4);
  REQUIRE(held.sampled.size() == 4);
  auto const key = [&](std::string const& name) {
    return *std::find_if(held.sampled.begin(), held.sampled.end(), [&](held_key const& k) {
      return k.name == name;
    });
  };
  CHECK(key("count").type == "string");
  CHECK(*key("count").ttl_ms <= 60'000);
  CHECK(*key("count").ttl_ms > 0);
  CHECK(key("count").integer == -7);
  CHECK(key("count").bytes > 0);
  CHECK_FALSE(key("word").ttl_ms);
  CHECK_FALSE(key("word").integer);
  CHECK_FALSE(key("long").integer);
  CHECK(key(binary).type == "zset");
}

TEST_CASE("of very many keys a snapshot samples ten thousand, each once", "[integration]") {
  auto const held =
      held_after({{"EVAL", "for i = 1, 10500 do redis.call('SET', i, 'held') end", "0"}});

  CHECK(held.keys == 10'500);
  std::set<std::string> names;
  for (auto const& key : held.sampled) names.insert(key.name);
  CHECK(names.size() == 10'000);
  CHECK(held.sampled.size() == 10'000);
}

TEST_CASE("what a store really holds is judged by each rule", "[integration]") {
  std::string const size(70'000, 'x');
  require({{"SET", "n:{client}", "3", "PX", "60000"}, {"SET", "p:{client}", "1", "PX", "60000"}},
          verdict_kind::pass,
          "of 2 keys each expires");
  require({{"INCR", "n:{client}"}}, verdict_kind::fail, "1 never expire, first \"n:{client}\"");
  require({{"SET", "n:{client}", "3", "EX", "3600"}},
          verdict_kind::fail,
          "1 live longer than 61001 ms, the last, \"n:{client}\"");
  require({{"DECR", "n:{client}"}, {"PEXPIRE", "n:{client}", "60000"}},
          verdict_kind::fail,
          "1 hold a number below zero, first \"n:{client}\" with -1");
  require({{"SET", "now:client", "3", "PX", "60000"}, {"SET", "before:client", "3", "PX", "60000"}},
          verdict_kind::fail,
          "1 clients have keys in several cluster slots");
  require({{"SET", "n:{client}", size, "PX", "60000"}},
          verdict_kind::fail,
          "1 are larger than 4096 bytes");
  require({}, verdict_kind::inconclusive, "the store held no key");
}
