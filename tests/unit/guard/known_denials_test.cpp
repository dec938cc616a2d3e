#include "harness/guard/known_denials.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

constexpr known_denials::time_point start{};

/// Asked at the start, answered 10 ms later: come back in 2 s.
known_denials one_denial(bool exact = true) {
  known_denials denials(exact);
  denials.learn(one_permit(), denial(2s), call_span{start, start + 10ms});
  return denials;
}

limit_request costing(std::int64_t cost) {
  auto question = one_permit();
  question.cost = permits{cost};
  return question;
}

}  // namespace

TEST_CASE("a denial is known until its wait, counted from before the question, is over",
          "[guard]") {
  auto denials = one_denial();

  CHECK(denials.find(one_permit(), start + 11ms));
  CHECK(denials.find(one_permit(), start + 1997ms));
  // A thousandth of the wait is left to clocks that do not run alike.
  CHECK_FALSE(denials.find(one_permit(), start + 1998ms));
}

TEST_CASE("a known denial tells a wait that shrinks, and never less than the truth", "[guard]") {
  auto denials = one_denial();

  auto const soon = denials.find(one_permit(), start + 10ms).value();
  auto const later = denials.find(one_permit(), start + 1010ms).value();

  CHECK(soon.retry_after == 2s);
  CHECK(later.retry_after == 1s + 1ms);
  CHECK(later.reset_after == later.retry_after);
  CHECK(later.remaining == soon.remaining);
  CHECK_FALSE(later.admitted);
}

TEST_CASE("the store's clock is told only where the store has decided", "[guard]") {
  auto denials = one_denial();

  CHECK_FALSE(denials.find(one_permit(), start + 11ms)->decided_at);
}

TEST_CASE("another key, another cost and other limits have to be asked for", "[guard]") {
  auto denials = one_denial();
  std::vector<limit> const others{limit{10, 1s, 11}};
  auto relaxed = one_permit();
  relaxed.limits = others;

  CHECK_FALSE(denials.find(one_permit("bob"), start + 11ms));
  CHECK_FALSE(denials.find(costing(2), start + 11ms));
  CHECK_FALSE(denials.find(costing(0), start + 11ms));
  CHECK_FALSE(denials.find(relaxed, start + 11ms));
}

TEST_CASE("of a limiter that is not exact the last second is asked for", "[guard]") {
  auto denials = one_denial(/*exact=*/false);

  CHECK(denials.find(one_permit(), start + 998ms));
  CHECK_FALSE(denials.find(one_permit(), start + 999ms));
}

TEST_CASE("no denial is known for longer than a minute, however long its wait", "[guard]") {
  known_denials denials(true);
  denials.learn(one_permit(), denial(duration::max()), call_span{start, start});

  CHECK(denials.find(one_permit(), start + 59s)->retry_after > 24h);
  CHECK_FALSE(denials.find(one_permit(), start + 60s));
}

TEST_CASE("admissions, looks and denials without a wait are not remembered", "[guard]") {
  known_denials denials(true);
  denials.learn(one_permit(), admission(0), call_span{start, start});
  denials.learn(one_permit(), denial(0s), call_span{start, start});
  denials.learn(one_permit(), denial(5ms), call_span{start, start + 6ms});
  denials.learn(costing(0), denial(2s), call_span{start, start});

  CHECK_FALSE(denials.find(one_permit(), start));
  CHECK_FALSE(denials.find(costing(0), start));
}

TEST_CASE("when there is no room the key asked for longest ago is forgotten", "[guard]") {
  known_denials denials(true, 2);
  denials.learn(one_permit("a"), denial(2s), call_span{start, start});
  denials.learn(one_permit("b"), denial(2s), call_span{start, start});
  CHECK(denials.find(one_permit("a"), start));
  denials.learn(one_permit("c"), denial(2s), call_span{start, start});

  CHECK(denials.find(one_permit("a"), start));
  CHECK_FALSE(denials.find(one_permit("b"), start));
  CHECK(denials.find(one_permit("c"), start));
}

}  // namespace limitproof
