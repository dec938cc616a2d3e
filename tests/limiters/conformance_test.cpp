// One suite over every plugin of the build: what a limiter claims must hold, and what it does not
// claim must be seen to fail.
#include "limiters/key_lifetimes.hpp"
#include "tests/limiters/limiter_under_test.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> const hostile_identities{"a",
                                                  "A",
                                                  "a ",
                                                  " a",
                                                  "a:0",
                                                  "a}",
                                                  "{a}",
                                                  "{a",
                                                  "a\n",
                                                  "a\r\nSET x y\r\n",
                                                  std::string("a\0b", 3),
                                                  std::string("a\0c", 3),
                                                  "a%20",
                                                  "a%",
                                                  "%61",
                                                  "\xc3\xa9",
                                                  "\xff",
                                                  "*",
                                                  "tb:{a}",
                                                  "tokens",
                                                  "",
                                                  std::string(256, 'x'),
                                                  std::string(255, 'x') + "y",
                                                  std::string(256, '{')};

/// A window aligned to the epoch may end between two requests of a test: for a limiter that counts
/// by such windows, returns when one has just begun.
void begin_window(limiter_under_test& limiter, duration per) {
  if (limiter.claims().algorithm != algorithm::fixed_window) return;
  auto const per_us = std::chrono::floor<std::chrono::microseconds>(per).count();
  limiter.pass(std::chrono::microseconds(per_us - limiter.now_us() % per_us));
}

}  // namespace

TEST_CASE("a fresh key admits exactly its capacity, counting down without a gap", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    auto const limits = without_refill(7);
    bool exact = true;
    for (std::int64_t left = 6; left >= 0; --left) {
      auto const made = limiter.check("key", limits).value();
      exact = exact && made.admitted && made.remaining == left && made.retry_after == 0ns;
    }
    for (int again = 0; again < 3; ++again) {
      auto const made = limiter.check("key", limits).value();
      exact = exact && !made.admitted && made.remaining == 0 && made.retry_after > 0ns;
    }
    // Who claims less may still be right here: the soaks tell.
    if (limiter.claims().exact) REQUIRE(exact);
  });
}

TEST_CASE("200 checks at once on a fresh key admit exactly the capacity", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name, 4);
    auto const admitted = limiter.check_at_once("key", without_refill(50), 200);
    CAPTURE(admitted);
    require_as_claimed(limiter.claims().atomic, admitted == 50);
  });
}

TEST_CASE("what one node admitted another one counts", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name, 2);
    auto const limits = without_refill(1);
    REQUIRE(limiter.check("key", limits, 1, 0).value().admitted);
    require_as_claimed(limiter.claims().shared,
                       !limiter.check("key", limits, 1, 1).value().admitted);
  });
}

TEST_CASE("a denied cost takes nothing from a smaller one", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    if (!limiter.claims().weighted) return;
    auto const limits = without_refill(10);
    REQUIRE(limiter.check("key", limits, 8).value().admitted);
    for (int again = 0; again < 20; ++again)
      REQUIRE_FALSE(limiter.check("key", limits, 5).value().admitted);
    require_as_claimed(!limiter.claims().consumes_on_deny,
                       limiter.check("key", limits, 2).value().admitted);
  });
}

TEST_CASE("who waits as long as told is admitted, and is not told more than a second too much",
          "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    std::vector<limit> const limits{{1, 2500ms, 1}};
    begin_window(limiter, limits.front().per);
    REQUIRE(limiter.check("quiet", limits).value().admitted);
    REQUIRE(limiter.check("hammered", limits).value().admitted);
    limiter.pass(1400ms);

    // One client waits quietly as long as it was told; the other one asks all the while.
    auto const told = limiter.check("quiet", limits).value();
    auto const told_at_us = limiter.now_us();
    REQUIRE_FALSE(told.admitted);
    auto waited = 0us;
    while (!limiter.check("hammered", limits).value().admitted && waited < 5s) {
      limiter.pass(5ms);
      waited = std::chrono::microseconds(limiter.now_us() - told_at_us);
    }
    limiter.pass(told.retry_after - waited);

    bool const sufficed = limiter.check("quiet", limits).value().admitted;
    bool const not_too_long = told.retry_after <= waited + 1s;
    CAPTURE(told.retry_after.count(), waited.count());
    require_as_claimed(limiter.claims().retry_after, sufficed && not_too_long);
  });
}

TEST_CASE("asking while denied does not postpone the next admission", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    std::vector<limit> const limits{{1, 300ms, 1}};
    begin_window(limiter, limits.front().per);
    REQUIRE(limiter.check("key", limits).value().admitted);
    auto const first = limiter.check("key", limits).value();
    auto const due_us =
        limiter.now_us() + std::chrono::ceil<std::chrono::microseconds>(first.retry_after).count();
    REQUIRE_FALSE(first.admitted);

    bool admitted_when_due = false;
    while (!admitted_when_due) {
      limiter.pass(2ms);
      bool const is_due = limiter.now_us() >= due_us;
      admitted_when_due = limiter.check("key", limits).value().admitted;
      if (is_due) break;
    }
    require_as_claimed(!limiter.claims().consumes_on_deny, admitted_when_due);
  });
}

TEST_CASE("every identity has an allowance of its own, whatever its bytes", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    auto const limits = without_refill(1);
    for (auto const& identity : hostile_identities) {
      CAPTURE(identity);
      REQUIRE(limiter.check(identity, limits).value().admitted);
    }
    for (auto const& identity : hostile_identities) {
      CAPTURE(identity);
      REQUIRE_FALSE(limiter.check(identity, limits).value().admitted);
    }
    for (auto const& key : limiter.stored_keys()) {
      CAPTURE(key);
      CHECK(std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7f'; }));
    }
  });
}

TEST_CASE("every key has a life time, and the one that is claimed", "[integration]") {
  std::vector<limit> const policies{{1, 24h, 1},
                                    {1'000'000, 1s, 1'000'000},
                                    {7, 3s, 100},
                                    {1, std::chrono::days(400), 1'000'000'000'000}};
  for_every_plugin([&](std::string const& name) {
    limiter_under_test limiter(name);
    for (std::size_t i = 0; i < policies.size(); ++i) {
      std::vector<limit> const limits{policies[i]};
      auto const identity = "policy-" + std::to_string(i);
      auto const before_us = limiter.now_us();
      auto const stored_us = limiter.store_now_us();
      auto const made = limiter.check(identity, limits).value();
      limit_request const request{
          identity, limits, permits{1}, node_time(std::chrono::microseconds(before_us))};
      for (auto const& [key, ttl_ms] :
           key_lifetimes(limiter.plugin().manifest, request, made).value()) {
        auto const left_ms = limiter.command({"PTTL", key}).integer;
        auto const passed_ms = (limiter.store_now_us() - stored_us) / 1000 + 1;
        CAPTURE(key, ttl_ms, left_ms, passed_ms);
        bool const is_gone = left_ms == -2;
        CHECK((is_gone ? passed_ms >= ttl_ms : left_ms <= ttl_ms && left_ms >= ttl_ms - passed_ms));
      }
    }
    for (auto const& key : limiter.stored_keys())
      CHECK(limiter.command({"PTTL", key}).integer != -1);
  });
}

TEST_CASE("an allowance that is whole again leaves nothing in the store", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    std::vector<limit> const limits{{100, 50ms, 5}};
    for (int i = 0; i < 20; ++i) static_cast<void>(limiter.check("key", limits).value());
    for (int tries = 0; tries < 500 && limiter.command({"DBSIZE"}).integer > 0; ++tries) {
      limiter.pass(10ms);
      // A key's life goes by the store's clock, on which a node's own time need not pass.
      if (limiter.claims().time == time_source::node) limiter.command({"WAIT", "1", "10"});
    }
    REQUIRE(limiter.command({"DBSIZE"}).integer == 0);
  });
}

TEST_CASE("several limits are charged together or not at all", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    limit const narrow{5, 100ms, 5};
    limit const wide{50, std::chrono::days(400), 50};
    if (!limiter.claims().several_limits) {
      auto const refused = limiter.check("key", {narrow, wide});
      REQUIRE(refused.has_error());
      REQUIRE(refused.error().code == errc::script_error);
      return;
    }
    for (auto const& limits : {std::vector{narrow, wide}, std::vector{wide, narrow}}) {
      std::size_t const narrow_index = limits.front() == narrow ? 0 : 1;
      auto const key = "narrow-" + std::to_string(narrow_index);
      // The wide limit fits ten times what the narrow one admits at once. Were it charged for a
      // single one of the narrow one's denials, it would run out before.
      std::int64_t admitted = 0;
      std::int64_t denied = 0;
      while (admitted < 10 && denied < 10'000) {
        auto const made = limiter.check(key, limits, 5).value();
        (made.admitted ? admitted : denied) += 1;
        if (admitted < 10) REQUIRE(made.binding_limit == narrow_index);
        if (denied % 5 == 0) limiter.pass(20ms);
      }
      CHECK(denied > 0);
      limiter.pass(100ms);
      auto const spent = limiter.check(key, limits, 1).value();
      CHECK_FALSE(spent.admitted);
      CHECK(spent.binding_limit == 1 - narrow_index);
    }
  });
}

TEST_CASE("cost 0 looks without consuming, a cost that can never fit is refused as such",
          "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    auto const limits = without_refill(5);
    auto const code = [&](std::int64_t cost) {
      auto const made = limiter.check("key", limits, cost);
      REQUIRE(made.has_error());
      return made.error().code;
    };
    CHECK(code(-1) == errc::invalid_cost);
    CHECK(code(std::numeric_limits<std::int64_t>::min()) == errc::invalid_cost);
    CHECK(code(6) == errc::invalid_cost);
    CHECK(code(std::numeric_limits<std::int64_t>::max()) == errc::invalid_cost);
    if (!limiter.claims().weighted) {
      CHECK(code(0) == errc::invalid_cost);
      return;
    }
    for (int again = 0; again < 3; ++again) {
      auto const look = limiter.check("key", limits, 0).value();
      CHECK((look.admitted && look.remaining == 5));
    }
    CHECK(limiter.check("key", limits, 5).value().admitted);
    CHECK(limiter.check("key", limits, 0).value().admitted);
    CHECK_FALSE(limiter.check("key", limits, 1).value().admitted);
  });
}

TEST_CASE("a store that forgot its scripts forgot no permit", "[integration]") {
  for_every_plugin([](std::string const& name) {
    limiter_under_test limiter(name);
    auto const limits = without_refill(5);
    int admitted = 0;
    for (int i = 0; i < 9; ++i) {
      if (i == 3) static_cast<void>(limiter.command({"SCRIPT", "FLUSH"}));
      admitted += limiter.check("key", limits).value().admitted ? 1 : 0;
    }
    REQUIRE(admitted == 5);
  });
}

TEST_CASE("extreme policies are kept as exactly as ordinary ones", "[integration]") {
  constexpr std::int64_t most = 1'000'000'000'000;
  auto const longest = std::chrono::days(400);
  for_every_plugin([&](std::string const& name) {
    limiter_under_test limiter(name);
    auto const a = limiter.claims().algorithm;
    for (auto const& each : {limit{1, 24h, 1},
                             limit{1, longest, most},
                             limit{most, longest, 1},
                             limit{most, longest, most},
                             limit{1'000'000, 1s, 1},
                             limit{most, 1ms, most},
                             limit{3, 1ms, 2}}) {
      CAPTURE(each.count, each.per.count(), each.burst);
      std::vector<limit> const limits{each};
      auto const key = "key-" + std::to_string(each.count) + std::to_string(each.per.count()) +
                       std::to_string(each.burst);
      auto const first = limiter.check(key, limits).value();
      CHECK(first.admitted);
      CHECK(first.reset_after > 0ns);
      // Who claims less may still be right here: the soaks tell.
      if (limiter.claims().exact)
        CHECK((first.limit == capacity(a, each) && first.remaining == first.limit - 1));
    }

    std::vector<limit> const daily{{1, 24h, 1}};
    REQUIRE(limiter.check("daily", daily).value().admitted);
    auto const denied = limiter.check("daily", daily).value();
    CHECK_FALSE(denied.admitted);
    // A counter's only permit fades out at the end of the next window. Redis keeps a key through
    // the last millisecond of its life time.
    auto const last = limiter.claims().time == time_source::key_ttl ? 1ms : 0ms;
    CHECK(denied.retry_after <= (a == algorithm::sliding_counter ? 48h : 24h) + last);
    // A window that is aligned to the epoch may end at any moment.
    if (a != algorithm::fixed_window) CHECK(denied.retry_after >= 24h - 60s);
  });
}

TEST_CASE("none: whatever is asked is admitted, and nothing is kept", "[integration]") {
  limiter_under_test limiter("none");
  for (auto const cost : {0, 1, 1'000'000}) {
    auto const made = limiter.check("key", {{1, 24h, 1}, {1, 1s, 1}}, cost).value();
    CHECK(made.admitted);
    CHECK(made.retry_after == 0ns);
  }
  CHECK(limiter.stored_keys().empty());
}
