#include "harness/guard/local_bucket.hpp"

#include "harness/model/splitmix64.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

local_bucket::time_point at(duration when) {
  return local_bucket::time_point(when);
}

limit const fifty{50, 1s, 100};

bool admits(local_bucket& bucket, duration when, std::string const& key = "alice", int cost = 1) {
  return bucket.take(key, permits{cost}, at(when)).value().admitted;
}

/// How many of `asked` requests at once are admitted.
int admitted_of(local_bucket& bucket, int asked, duration when, std::string const& key = "alice") {
  int admitted = 0;
  for (int i = 0; i < asked; ++i) admitted += admits(bucket, when, key) ? 1 : 0;
  return admitted;
}

/// The same promise told by a list: an admission at t is within it when for every earlier time s
/// no more than burst + count · (t - s) / (per · of) were admitted from s on.
class reference {
 public:
  reference(limit const& l, std::int64_t of) : limit_(l), of_(of) {}

  bool admits(duration now) {
    auto const burst = std::max<std::int64_t>(1, limit_.burst / of_);
    auto const unit = limit_.per.count() * of_;
    std::int64_t since = 1;
    for (auto earlier = admitted_.rbegin(); earlier != admitted_.rend(); ++earlier) {
      ++since;
      if (since * unit > burst * unit + limit_.count * (now - *earlier).count()) return false;
    }
    admitted_.push_back(now);
    return true;
  }

 private:
  limit limit_;
  std::int64_t of_;
  std::vector<duration> admitted_;
};

}  // namespace

TEST_CASE("a node that counts alone hands out its share of the burst, then of the rate",
          "[guard]") {
  local_bucket bucket({{fifty}, 3});

  CHECK(admitted_of(bucket, 100, 0ms) == 33);
  CHECK(admitted_of(bucket, 100, 60ms - 1ns) == 0);
  CHECK(admitted_of(bucket, 100, 60ms) == 1);
  CHECK(admitted_of(bucket, 100, 660ms) == 10);
  CHECK(admitted_of(bucket, 100, 1h) == 33);
}

TEST_CASE("a share that is less than one permit is one", "[guard]") {
  local_bucket bucket({{limit{2, 1s, 2}}, 10});

  CHECK(admitted_of(bucket, 5, 0s) == 1);
  CHECK(admitted_of(bucket, 5, 5s - 1ns) == 0);
  CHECK(admitted_of(bucket, 5, 5s) == 1);
}

TEST_CASE("a local bucket admits what a list of all admissions allows, and no less", "[guard]") {
  auto const seed = std::random_device{}();
  INFO("seed " << seed);
  for (std::uint64_t round = 0; round < 50; ++round) {
    auto draw = [&, n = std::uint64_t{0}](std::uint64_t below) mutable {
      return static_cast<std::int64_t>(splitmix64(seed + round, n++) % below);
    };
    limit const l{1 + draw(50), std::chrono::milliseconds(1 + draw(2000)), 1 + draw(40)};
    auto const of = 1 + draw(5);
    INFO("round " << round << ": " << l.count << " per " << l.per.count() << " ns, burst "
                  << l.burst << " of " << of);
    local_bucket bucket({{l}, of});
    reference exact(l, of);
    duration now{};
    for (int i = 0; i < 300; ++i) {
      now += duration(draw(static_cast<std::uint64_t>(l.per.count() / 5)));
      REQUIRE(admits(bucket, now) == exact.admits(now));
    }
  }
}

TEST_CASE("a denied client that waits as told is admitted then, and not before", "[guard]") {
  local_bucket bucket({{limit{7, 1s, 3}}, 2});
  CHECK(admitted_of(bucket, 2, 0s) == 1);

  auto const wait = bucket.take("alice", permits{1}, at(1ms)).value().retry_after;

  CHECK_FALSE(admits(bucket, 1ms + wait - 1ns));
  CHECK(admits(bucket, 1ms + wait));
}

TEST_CASE("of several limits all are charged or none, and the slowest tells the wait", "[guard]") {
  local_bucket bucket({{limit{10, 1s, 10}, limit{3, 1h, 3}}, 1});

  CHECK(admitted_of(bucket, 5, 0s) == 3);
  auto const denied = bucket.take("alice", permits{1}, at(1s)).value();
  CHECK(denied.binding_limit == 1);
  CHECK(denied.retry_after == 20min - 1s);
  CHECK(denied.local);
  auto const later = bucket.take("alice", permits{1}, at(20min)).value();

  CHECK(later.admitted);
}

TEST_CASE("a denial by one limit does not burn another", "[guard]") {
  local_bucket bucket({{limit{1, 1s, 1}, limit{3, 1h, 3}}, 1});

  CHECK(admitted_of(bucket, 100, 0s) == 1);
  CHECK(admitted_of(bucket, 100, 1s) == 1);
  CHECK(admitted_of(bucket, 100, 2s) == 1);
  CHECK(admitted_of(bucket, 100, 3s) == 0);
}

TEST_CASE("a look takes nothing and remembers nobody", "[guard]") {
  local_bucket bucket({{fifty}, 1});

  for (int i = 0; i < 200; ++i) CHECK(admits(bucket, 0s, "alice", 0));

  CHECK(bucket.keys() == 0);
  CHECK(bucket.take("alice", permits{0}, at(0s)).value().remaining == 100);
}

TEST_CASE("what remains falls by the cost", "[guard]") {
  local_bucket bucket({{fifty}, 1});

  CHECK(bucket.take("alice", permits{10}, at(0s)).value().remaining == 90);
  auto const next = bucket.take("alice", permits{1}, at(0s)).value();

  CHECK(next.remaining == 89);
  CHECK(next.limit == 100);
  CHECK(next.reset_after == 220ms);
}

TEST_CASE("a cost nobody could ever have is refused, one above the node's share is denied",
          "[guard]") {
  local_bucket bucket({{fifty}, 4});

  CHECK(bucket.take("alice", permits{-1}, at(0s)).error().code == errc::invalid_cost);
  CHECK(bucket.take("alice", permits{101}, at(0s)).error().code == errc::invalid_cost);
  auto const above_share = bucket.take("alice", permits{26}, at(0s)).value();

  CHECK_FALSE(above_share.admitted);
  CHECK(above_share.retry_after == 2s);
  CHECK(bucket.take("alice", permits{25}, at(0s)).value().admitted);
}

TEST_CASE("a key that has filled up again is forgotten, one that has not is kept", "[guard]") {
  local_bucket bucket({{fifty}, 1});
  CHECK(admitted_of(bucket, 200, 0s, "early") == 100);
  CHECK(admitted_of(bucket, 200, 1s, "late") == 100);

  CHECK(admits(bucket, 2s, "another"));

  CHECK(bucket.keys() == 2);
  CHECK(admitted_of(bucket, 200, 2s, "late") == 50);
  CHECK(admitted_of(bucket, 200, 2s, "early") == 100);
}

TEST_CASE("beyond its most keys a bucket holds all others to one key's allowance", "[guard]") {
  local_bucket bucket({{limit{5, 1h, 5}}, 1}, 10);
  for (int i = 0; i < 10; ++i) CHECK(admits(bucket, 0s, "user-" + std::to_string(i)));

  int admitted = 0;
  for (int i = 10; i < 1000; ++i)
    admitted += admits(bucket, 0s, "user-" + std::to_string(i)) ? 1 : 0;

  CHECK(bucket.keys() == 10);
  CHECK(admitted == 5);
  CHECK(admitted_of(bucket, 10, 0s, "user-3") == 4);
}

TEST_CASE("the largest policy does not overflow", "[guard]") {
  limit const largest{1'000'000'000'000, 400 * 24h, 1'000'000'000'000};
  local_bucket bucket({{largest}, 1000});

  CHECK(bucket.take("alice", permits{1'000'000'000}, at(0s)).value().admitted);
  auto const denied = bucket.take("alice", permits{1'000'000'000}, at(0s)).value();

  CHECK_FALSE(denied.admitted);
  CHECK(denied.retry_after == 400 * 24h);
}
