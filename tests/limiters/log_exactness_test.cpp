// The two logs promise the same, so both are compared to one model and put to the same cases.
#include "tests/limiters/compared_script.hpp"
#include "tests/limiters/reference_log.hpp"

using namespace limitproof;

namespace {

using compared_log = compared_script<reference_log>;

script_convention const in_a_set{"redis-sliding-log/sliding_log.lua", "sl:{client}", false, false};
script_convention const in_a_string{"redis-packed-log/packed_log.lua", "pl:{client}", false, false};

constexpr std::int64_t second_us = 1'000'000;

template <class Property>
void for_each_log(Property property) {
  for (auto const& convention : {in_a_set, in_a_string}) DYNAMIC_SECTION(convention.file) {
      compared_log log(convention);
      property(log);
    }
}

void require_admitted(compared_log& log, script_limit const& limit, std::int64_t cost = 1) {
  REQUIRE(log.decide({limit}, cost)->admitted == 1);
}

void require_denied(compared_log& log,
                    script_limit const& limit,
                    std::int64_t retry_after_us,
                    std::int64_t cost = 1) {
  auto const made = log.decide({limit}, cost);
  REQUIRE(made->admitted == 0);
  REQUIRE(made->retry_after_us == retry_after_us);
}

}  // namespace

TEST_CASE("both logs decide 100000 random requests exactly as an integer model does", "[limiter]") {
  auto const seed = static_cast<std::uint64_t>(Catch::rngSeed());
  INFO("seed " << seed << ", repeat with --rng-seed");
  for_each_log([&](compared_log& log) {
    random_attack attack(seed);
    log.decide_at_random(attack, 500);
  });
}

TEST_CASE("logs: an admission that is exactly one period old counts no more", "[limiter]") {
  for_each_log([](compared_log& log) {
    script_limit const limit{2, second_us, 2};
    require_admitted(log, limit);
    log.move_clock(400'000);
    require_admitted(log, limit);
    log.move_clock(599'999);
    require_denied(log, limit, 1);
    log.move_clock(1);
    require_admitted(log, limit);
    require_denied(log, limit, 400'000);
  });
}

TEST_CASE("logs: within one microsecond each admission counts", "[limiter]") {
  for_each_log([](compared_log& log) {
    script_limit const limit{1000, second_us, 1000};
    for (int i = 0; i < 1000; ++i) require_admitted(log, limit);
    require_denied(log, limit, second_us);
  });
}

TEST_CASE("logs: a cost waits for as many old entries as it needs", "[limiter]") {
  for_each_log([](compared_log& log) {
    script_limit const limit{10, second_us, 10};
    for (auto const cost : {4, 3, 2}) {
      require_admitted(log, limit, cost);
      log.move_clock(100'000);
    }
    require_denied(log, limit, 700'000, 2);
    require_denied(log, limit, 800'000, 6);
    require_denied(log, limit, 900'000, 9);
    require_admitted(log, limit, 1);
    require_denied(log, limit, second_us, 10);
  });
}

TEST_CASE("logs: a clock that steps back mints nothing and denies no longer than the step",
          "[limiter]") {
  for_each_log([](compared_log& log) {
    script_limit const limit{2, second_us, 2};
    require_admitted(log, limit);
    log.move_clock(-5 * second_us);
    require_admitted(log, limit);
    require_denied(log, limit, 6 * second_us);
    log.move_clock(5 * second_us);
    require_denied(log, limit, second_us);
    log.move_clock(second_us);
    require_admitted(log, limit, 2);
  });
}

TEST_CASE("logs: a policy that changes keeps what it still has to count", "[limiter]") {
  for_each_log([](compared_log& log) {
    // 1000 permits need totals of two bytes in the packed log, 10 of one and 10^12 of five.
    script_limit const wide{1000, second_us, 1000};
    script_limit const narrow{10, 10 * second_us, 10};
    script_limit const huge{1'000'000'000'000, 60 * second_us, 1'000'000'000'000};
    require_admitted(log, wide, 300);
    log.move_clock(100'000);
    require_admitted(log, wide, 300);
    require_denied(log, narrow, 10 * second_us);
    require_admitted(log, huge, huge.count - 600);
    require_denied(log, huge, 60 * second_us - 100'000);
    log.move_clock(second_us);
    require_admitted(log, wide, 1000);
    log.move_clock(500'000);
    require_denied(log, narrow, 10 * second_us - 500'000);
  });
}

TEST_CASE("logs: totals go round without a permit more or less", "[limiter]") {
  for_each_log([](compared_log& log) {
    script_limit const small{100, second_us, 100};
    script_limit const huge{1'000'000'000'000, second_us, 1'000'000'000'000};
    for (auto const& limit : {small, huge})
      for (int i = 0; i < 900; ++i) {
        require_admitted(log, limit, limit.count / 3);
        log.move_clock(second_us / 3 + 1);
      }
  });
}

TEST_CASE("a packed log needs 7 bytes an entry at 100 permits and 8 at 1000", "[limiter]") {
  for (auto const& [count, bytes] : {std::pair{100, 7}, std::pair{1000, 8}}) {
    compared_log log(in_a_string);
    script_limit const limit{count, second_us, count};
    for (int i = 0; i < count; ++i) {
      require_admitted(log, limit);
      log.move_clock(1);
    }
    auto const stored = log.store().command({"GET", log.key()}).text.size();
    REQUIRE(stored == static_cast<std::size_t>(8 + bytes - 6 + bytes * count));
  }
}

TEST_CASE("a denied request and a look leave a packed log's bytes as they were", "[limiter]") {
  compared_log log(in_a_string);
  std::vector<script_limit> const limits{{2, second_us, 2}, {5, 60 * second_us, 5}};
  REQUIRE(log.decide(limits, 2)->admitted == 1);
  auto const stored = log.store().command({"GET", log.key()}).text;

  log.move_clock(500'000);
  REQUIRE(log.decide(limits, 2)->admitted == 0);
  REQUIRE(log.decide(limits, 0)->admitted == 1);

  REQUIRE(log.store().command({"GET", log.key()}).text == stored);
}

TEST_CASE("bytes that are no log are an error, not an admission", "[limiter]") {
  for (auto const& convention : {in_a_set, in_a_string}) {
    std::ifstream file(LIMITPROOF_LIMITERS "/" + convention.file);
    std::string const script(std::istreambuf_iterator<char>(file), {});
    lua_store lua;
    static_cast<void>(lua.store().command({"SET", convention.key, "abc"}));
    auto const reply = lua.run(script, {convention.key}, {"1", "10", "1000000"});
    REQUIRE(reply.type == redis_reply::kind::error);
  }
}
