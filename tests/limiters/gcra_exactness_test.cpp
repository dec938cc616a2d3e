#include "tests/limiters/compared_script.hpp"
#include "tests/limiters/reference_gcra.hpp"

using namespace limitproof;

namespace {

using compared_gcra = compared_script<reference_gcra>;

script_convention const gcra{"redis-gcra/gcra.lua", "gcra:{client}:", true, true};

constexpr std::int64_t second_us = 1'000'000;

/// What one client gets that asks again as soon as it was told to.
std::int64_t admitted_within(std::int64_t length_us, script_limit const& limit) {
  compared_gcra script(gcra);
  auto const end_us = script.now_us() + length_us;
  std::int64_t admitted = 0;
  for (;;) {
    auto const made = script.decide({limit}, 1).value();
    admitted += made.admitted;
    if (script.now_us() + made.retry_after_us > end_us) return admitted;
    script.move_clock(made.retry_after_us);
  }
}

}  // namespace

TEST_CASE("gcra: 100000 random requests are decided exactly as an integer model does",
          "[limiter]") {
  auto const seed = static_cast<std::uint64_t>(Catch::rngSeed());
  INFO("seed " << seed << ", repeat with --rng-seed");
  random_attack attack(seed);
  compared_gcra script(gcra);
  script.decide_at_random(attack, 500);
}

TEST_CASE("gcra: a rate of whole microseconds a permit is exact, another one a little less",
          "[limiter]") {
  CHECK(admitted_within(60 * second_us, {100, second_us, 10}) == 10 + 6000);
  // A permit takes 3334 us, not 3333 and a third: 4 fewer than a bucket would admit.
  CHECK(admitted_within(60 * second_us, {300, second_us, 2}) == 2 + 17996);
}

TEST_CASE("gcra: a clock that steps back mints nothing and denies no longer than the step",
          "[limiter]") {
  compared_gcra script(gcra);
  std::vector<script_limit> const limits{{10, second_us, 10}};
  REQUIRE(script.decide(limits, 10)->admitted == 1);
  script.move_clock(-5 * second_us);
  REQUIRE(script.decide(limits, 1)->retry_after_us == 5 * second_us + 100'000);
  script.move_clock(5 * second_us);
  REQUIRE(script.decide(limits, 1)->retry_after_us == 100'000);
  script.move_clock(100'000);
  REQUIRE(script.decide(limits, 1)->admitted == 1);
}

TEST_CASE("gcra: a policy that changes keeps a client out no longer than the new one would",
          "[limiter]") {
  compared_gcra script(gcra);
  std::vector<script_limit> const daily{{1, 86'400 * second_us, 10}};
  std::vector<script_limit> const quick{{100, second_us, 10}};
  REQUIRE(script.decide(daily, 10)->admitted == 1);
  REQUIRE(script.decide(quick, 1)->retry_after_us == 10'000);
  script.move_clock(9'999);
  REQUIRE(script.decide(quick, 1)->retry_after_us == 1);
  script.move_clock(1);
  REQUIRE(script.decide(quick, 1)->admitted == 1);
  REQUIRE(script.decide(daily, 10)->admitted == 0);
}

TEST_CASE("gcra: a burst that takes more than 142 years to earn is cut to that", "[limiter]") {
  compared_gcra script(gcra);
  constexpr std::int64_t longest_us = 400 * 86'400 * second_us;
  auto const made = script.decide({{1, longest_us, 1'000'000'000'000}}, 1).value();
  CHECK(made.limit == (std::int64_t{1} << 52) / longest_us);
  CHECK(made.remaining == made.limit - 1);
}

TEST_CASE("gcra: what is stored is one integer of 64 bits", "[limiter]") {
  compared_gcra script(gcra);
  for (auto const& limit :
       {script_limit{100, second_us, 100}, script_limit{1, 400 * 86'400 * second_us, 1'000'000}}) {
    REQUIRE(script.decide({limit}, 1)->admitted == 1);
    auto const stored = script.store().command({"GET", script.key()}).text;
    REQUIRE(std::to_string(std::stoll(stored)) == stored);
  }
}

TEST_CASE("gcra: a value that is no integer is an error, not an admission", "[limiter]") {
  lua_store lua;
  static_cast<void>(lua.store().command({"SET", "gcra:{client}:0", "abc"}));
  std::ifstream file(LIMITPROOF_LIMITERS "/" + gcra.file);
  std::string const script(std::istreambuf_iterator<char>(file), {});
  auto const reply = lua.run(script, {"gcra:{client}:0"}, {"1", "10", "1000000", "10"});
  REQUIRE(reply.type == redis_reply::kind::error);
}
