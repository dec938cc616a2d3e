// The three limiters that count by windows, decision by decision against a model of integers.
#include "tests/limiters/lua_store.hpp"
#include "tests/limiters/random_attack.hpp"
#include "tests/limiters/reference_window.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace {

using namespace limitproof;

struct window_script {
  algorithm kind;
  char const* file;
};

constexpr window_script fixed{algorithm::fixed_window, "/redis-fixed-window/fixed_window.lua"};
constexpr window_script first_hit{algorithm::fixed_window_first_hit,
                                  "/redis-first-hit-window/first_hit_window.lua"};
constexpr window_script counter{algorithm::sliding_counter,
                                "/redis-sliding-counter/sliding_counter.lua"};

std::string const key = "{client}";

/// A multiple of 10 s, so that windows of 1 s and 10 s begin here.
constexpr std::int64_t start_us = 1'700'000'000'000'000;

std::string text_of(window_script const& script) {
  std::ifstream file(LIMITPROOF_LIMITERS + std::string(script.file));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> arguments_of(std::vector<script_limit> const& limits, std::int64_t cost) {
  std::vector<std::string> words{std::to_string(cost)};
  for (auto const& limit : limits)
    for (auto const value : {limit.count, limit.per_us}) words.push_back(std::to_string(value));
  return words;
}

/// What a script replied, by name.
struct told {
  bool admitted = false;
  std::int64_t remaining = 0;
  std::int64_t reset_after_us = 0;
  std::int64_t retry_after_us = 0;
};

/// A script, its store, and the reference beside it.
class compared_windows {
 public:
  explicit compared_windows(window_script const& script)
      : source_(text_of(script)), fresh_(script.kind), reference_(script.kind) {
    move_clock(0);
  }

  virtual_store& store() { return lua_.store(); }

  [[nodiscard]] std::int64_t now_us() const { return now_us_; }

  void move_clock(std::int64_t us) {
    now_us_ += us;
    store().set_time(store_time(std::chrono::microseconds(now_us_)));
    if (store().command({"EXISTS", key}).integer == 1) return;
    REQUIRE(reference_.matters_for_us(now_us_) == 0);
    reference_ = fresh_;
  }

  void start_over() {
    static_cast<void>(store().command({"DEL", key}));
    reference_ = fresh_;
    move_clock(start_us - now_us_);
  }

  redis_reply ask(std::vector<script_limit> const& limits, std::int64_t cost) {
    return lua_.run(source_, {key}, arguments_of(limits, cost));
  }

  /// Asks both, and requires that they say the same.
  told decide(std::vector<script_limit> const& limits, std::int64_t cost) {
    auto const expected = reference_.decide(limits, cost, now_us_);
    auto const reply = ask(limits, cost);
    if (!expected) {
      REQUIRE(reply.type == redis_reply::kind::error);
      REQUIRE(reply.text.starts_with("INVALID_COST"));
      return {};
    }
    INFO(reply.text);
    REQUIRE(reply.type == redis_reply::kind::array);
    std::vector<std::int64_t> figures;
    for (auto const& element : reply.elements) figures.push_back(element.integer);
    REQUIRE(figures == std::vector{expected->admitted,
                                   expected->binding_limit,
                                   expected->limit,
                                   expected->remaining,
                                   expected->until_full_us,
                                   expected->retry_after_us,
                                   now_us_});
    if (expected->admitted == 1 && cost > 0)
      REQUIRE(store().command({"PTTL", key}).integer ==
              (reference_.matters_for_us(now_us_) + 999) / 1000 + 1);
    return {figures[0] == 1, figures[3], figures[4], figures[5]};
  }

 private:
  lua_store lua_;
  std::string source_;
  reference_window fresh_;
  reference_window reference_;
  std::int64_t now_us_ = start_us;
};

/// Policies, costs and steps of the clock as windows are hurt by them.
class window_attack {
 public:
  explicit window_attack(std::uint64_t seed) : draw_(seed) {}

  std::int64_t uniform(std::int64_t least, std::int64_t most) { return draw_.uniform(least, most); }

  std::vector<script_limit> limits() {
    std::vector<script_limit> drawn;
    for (auto limits = uniform(1, 3); limits > 0; --limits) {
      script_limit limit{draw_.magnitude(1, 1e12), draw_.magnitude(1e3, 3.456e13), 1};
      if (uniform(0, 2) == 0) limit.count = uniform(1, 100);
      if (uniform(0, 2) == 0) limit.per_us = uniform(1, 120) * 500'000;
      drawn.push_back(limit);
    }
    return drawn;
  }

  /// Often just what was left, or one more.
  std::int64_t cost(std::vector<script_limit> const& limits, told const& last) {
    auto least = limits.front().count;
    for (auto const& limit : limits) least = std::min(least, limit.count);
    switch (uniform(0, 9)) {
      case 0:
        return 0;
      case 1:
        return least;
      case 2:
        return uniform(0, 1) == 0 ? least + 1 : -uniform(1, 1'000'000);
      case 3:
      case 4:
        return std::min(last.remaining + uniform(0, 1), least);
      case 5:
        return uniform(1, least);
      default:
        return draw_.magnitude(1, static_cast<double>(least));
    }
  }

  /// Mostly a part of a window, often to the edge of one or of a wait, sometimes backwards.
  std::int64_t clock_step(script_limit const& limit, told const& last, std::int64_t now_us) {
    switch (uniform(0, 11)) {
      case 0:
        return -draw_.magnitude(1, 1e9);
      case 1:
        return draw_.magnitude(1, 6e13);
      case 2:
      case 3:
        return 0;
      case 4:
        return limit.per_us - now_us % limit.per_us + uniform(-1, 1);
      case 5:
        return limit.per_us + uniform(-1, 1);
      case 6:
      case 7:
        return std::max<std::int64_t>(last.retry_after_us - uniform(0, 1), 0);
      default:
        return uniform(0, limit.per_us / 4);
    }
  }

 private:
  random_attack draw_;
};

void compare_at_random(window_script const& script) {
  auto const seed = static_cast<std::uint64_t>(Catch::rngSeed());
  INFO("seed " << seed << ", repeat with --rng-seed");
  window_attack attack(seed);
  compared_windows windows(script);
  int admitted = 0;
  int denied = 0;

  for (int session = 0; session < 1000; ++session) {
    windows.start_over();
    auto limits = attack.limits();
    told last;
    for (int request = 0; request < 100; ++request) {
      INFO("session " << session << ", request " << request << ": count " << limits.front().count
                      << ", per_us " << limits.front().per_us << ", limits " << limits.size());
      if (attack.uniform(0, 39) == 0) limits = attack.limits();
      windows.move_clock(attack.clock_step(limits.front(), last, windows.now_us()));
      last = windows.decide(limits, attack.cost(limits, last));
      ++(last.admitted ? admitted : denied);
    }
  }

  CHECK(admitted > 20'000);
  CHECK(denied > 20'000);
}

}  // namespace

TEST_CASE("fixed windows: 100000 random requests are decided exactly as a model does",
          "[limiter]") {
  compare_at_random(fixed);
}

TEST_CASE("first-hit windows: 100000 random requests are decided exactly as a model does",
          "[limiter]") {
  compare_at_random(first_hit);
}

TEST_CASE("sliding counter: 100000 random requests are decided exactly as a model does",
          "[limiter]") {
  compare_at_random(counter);
}

TEST_CASE("fixed windows admit twice the limit around a boundary, and no more", "[limiter]") {
  compared_windows windows(fixed);
  std::vector<script_limit> const limits{{100, 10'000'000, 1}};
  windows.move_clock(9'999'999);
  REQUIRE(windows.decide(limits, 100).admitted);
  auto const denied = windows.decide(limits, 1);
  REQUIRE(denied.retry_after_us == 1);

  windows.move_clock(1);
  REQUIRE(windows.decide(limits, 100).admitted);
  REQUIRE(windows.decide(limits, 1).retry_after_us == 10'000'000);
}

TEST_CASE("a first-hit window ends a period after it began, however much is asked in it",
          "[limiter]") {
  compared_windows windows(first_hit);
  std::vector<script_limit> const limits{{2, 10'000'000, 1}};
  windows.move_clock(7'000'000);
  REQUIRE(windows.decide(limits, 0).reset_after_us == 0);
  REQUIRE(windows.decide(limits, 1).reset_after_us == 10'000'000);
  windows.move_clock(9'999'999);
  REQUIRE(windows.decide(limits, 1).admitted);
  REQUIRE(windows.decide(limits, 1).retry_after_us == 1);

  // The key still exists in this millisecond; the window does not.
  windows.move_clock(1);
  REQUIRE(windows.store().command({"EXISTS", key}).integer == 1);
  auto const next = windows.decide(limits, 1);
  REQUIRE((next.admitted && next.remaining == 1 && next.reset_after_us == 10'000'000));
}

TEST_CASE("who rides the decay of a sliding counter gets 199 of a limit of 100 in one window",
          "[limiter]") {
  compared_windows windows(counter);
  std::vector<script_limit> const limits{{100, 10'000'000, 1}};
  windows.move_clock(9'999'999);
  REQUIRE(windows.decide(limits, 100).admitted);

  int admitted = 100;
  std::int64_t waited_us = 0;
  while (waited_us < 10'000'000) {
    auto const next = windows.decide(limits, 1);
    admitted += next.admitted ? 1 : 0;
    waited_us += next.retry_after_us;
    windows.move_clock(next.retry_after_us);
  }

  REQUIRE(admitted == 199);
}

TEST_CASE("windows: a clock that steps back mints nothing and denies no longer than the step",
          "[limiter]") {
  auto const [script, ends_in_us] = GENERATE(table<window_script, std::int64_t>(
      {{fixed, 6'000'000}, {first_hit, 10'000'000}, {counter, 7'000'000}}));
  CAPTURE(script.file);
  compared_windows windows(script);
  std::vector<script_limit> const limits{{10, 10'000'000, 1}};
  windows.move_clock(4'000'000);
  REQUIRE(windows.decide(limits, 10).admitted);

  windows.move_clock(-60'000'000);
  REQUIRE(windows.decide(limits, 1).retry_after_us == 60'000'000 + ends_in_us);

  windows.move_clock(60'000'000 + ends_in_us - 1);
  REQUIRE_FALSE(windows.decide(limits, 1).admitted);
  windows.move_clock(1);
  REQUIRE(windows.decide(limits, 1).admitted);
}

TEST_CASE("windows: a denied request leaves the stored bytes as they were", "[limiter]") {
  auto const script = GENERATE(fixed, first_hit, counter);
  CAPTURE(script.file);
  compared_windows windows(script);
  std::vector<script_limit> const limits{{2, 10'000'000, 1}, {5, 60'000'000, 1}};
  windows.decide(limits, 2);
  auto const stored = windows.store().command({"GET", key}).text;

  windows.move_clock(1'500'000);
  REQUIRE_FALSE(windows.decide(limits, 2).admitted);
  REQUIRE(windows.decide(limits, 0).admitted);

  REQUIRE(windows.store().command({"GET", key}).text == stored);
}

TEST_CASE("windows: who used up an allowance does not get another by a new policy", "[limiter]") {
  auto const script = GENERATE(fixed, first_hit, counter);
  CAPTURE(script.file);
  compared_windows windows(script);
  windows.move_clock(4'000'000);
  REQUIRE(windows.decide({{10, 10'000'000, 1}}, 10).admitted);

  CHECK_FALSE(windows.decide({{10, 60'000'000, 1}}, 1).admitted);
  CHECK_FALSE(windows.decide({{10, 7'000'000, 1}}, 1).admitted);
  CHECK_FALSE(windows.decide({{3, 10'000'000, 1}}, 1).admitted);
  auto const raised = windows.decide({{12, 10'000'000, 1}}, 0);
  CHECK(raised.remaining == 2);
}

TEST_CASE("windows: bytes that are no state are an error, not an admission", "[limiter]") {
  auto const script = GENERATE(fixed, first_hit, counter);
  CAPTURE(script.file);
  lua_store lua;
  static_cast<void>(lua.store().command({"SET", key, "abc"}));
  auto const reply = lua.run(text_of(script), {key}, arguments_of({{1, 1'000'000, 1}}, 1));
  REQUIRE(reply.type == redis_reply::kind::error);
}
