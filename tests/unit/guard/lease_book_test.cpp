#include "harness/guard/lease_book.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

constexpr lease_book::time_point start{};

/// A book of batches of 4 that last a second, and what it counted.
struct counted_book {
  lease_tallies counts;
  lease_book book{lease_spec{4, 1s}, algorithm::token_bucket, counts, 2};

  lease_step step(duration at, limit_request const& question = one_permit()) {
    return std::get<lease_step>(book.answer(question, start + at));
  }

  std::optional<decision> served(duration at) {
    auto const answer = book.answer(one_permit(), start + at);
    auto const* const told = std::get_if<decision>(&answer);
    return told ? std::optional(*told) : std::nullopt;
  }

  decision land(decision const& batch, duration asked) {
    return book.landed(one_permit(), batch, call_span{start + asked, start + asked + 1ms});
  }

  /// Makes the key hot and takes a batch at 10 ms that leaves 6.
  decision take() {
    REQUIRE(step(0ms) == lease_step::ask);
    REQUIRE(step(10ms) == lease_step::take);
    return land(admission(6), 10ms);
  }
};

}  // namespace

TEST_CASE("a key that comes once within a lease's time never costs a batch", "[guard]") {
  counted_book of;

  CHECK(of.step(0s) == lease_step::ask);
  CHECK(of.step(1s) == lease_step::ask);
  CHECK(of.step(2s) == lease_step::ask);
  CHECK(of.step(2999ms) == lease_step::take);
}

TEST_CASE("what is left of each limit counts the permits that are held", "[guard]") {
  counted_book of;
  REQUIRE(of.step(0ms) == lease_step::ask);
  REQUIRE(of.step(10ms) == lease_step::take);
  auto batch = admission(6);
  batch.each_remaining = {6, 60};

  CHECK(of.land(batch, 10ms).each_remaining == std::vector<std::int64_t>{9, 63});
  CHECK(of.served(20ms)->each_remaining == std::vector<std::int64_t>{8, 62});
}

TEST_CASE("each permit of a batch is given once, and each tells one less", "[guard]") {
  counted_book of;

  CHECK(of.take().remaining == 9);
  CHECK(of.served(20ms)->remaining == 8);
  CHECK(of.served(20ms)->remaining == 7);
  CHECK(of.served(20ms)->remaining == 6);
  CHECK(of.step(20ms) == lease_step::take);
  CHECK(of.counts == lease_tallies{4, 4, 0});
}

TEST_CASE("permits are lost when the lease is over, counted from before the batch was asked for",
          "[guard]") {
  counted_book of;
  of.take();

  CHECK(of.served(1009ms));
  CHECK(of.step(1010ms) == lease_step::take);
  CHECK(of.counts == lease_tallies{4, 2, 2});
}

TEST_CASE("while a batch is under way none other is taken for its key", "[guard]") {
  counted_book of;
  CHECK(of.step(0s) == lease_step::ask);
  CHECK(of.step(1ms) == lease_step::take);

  CHECK(of.step(2ms) == lease_step::await);
  CHECK(of.step(3ms) == lease_step::await);
  of.book.failed(one_permit());
  CHECK(of.step(4ms) == lease_step::take);
}

TEST_CASE("after a denied batch single permits are taken until it could be admitted", "[guard]") {
  counted_book of;
  CHECK(of.step(0ms) == lease_step::ask);
  CHECK(of.step(10ms) == lease_step::take);

  CHECK_FALSE(of.land(denial(300ms), 10ms).admitted);

  CHECK(of.step(20ms) == lease_step::ask);
  CHECK(of.step(309ms) == lease_step::ask);
  CHECK(of.step(310ms) == lease_step::take);
  CHECK(of.counts == lease_tallies{});
}

TEST_CASE("what a lease tells ages with it, and the store's clock is told with the first permit",
          "[guard]") {
  counted_book of;
  CHECK(of.step(0ms) == lease_step::ask);
  CHECK(of.step(10ms) == lease_step::take);
  auto batch = admission(6);
  batch.decided_at = store_time{};

  CHECK(of.land(batch, 10ms).decided_at);

  auto const later = of.served(511ms).value();
  CHECK_FALSE(later.decided_at);
  CHECK(later.reset_after == 500ms);
}

TEST_CASE("costs other than one, and limits too small for a batch, meet no lease", "[guard]") {
  counted_book of;
  of.take();
  auto two = one_permit();
  two.cost = permits{2};
  auto look = one_permit();
  look.cost = permits{0};
  std::vector<limit> const small{limit{10, 1s, 10}, limit{3, 1s, 3}};
  auto strict = one_permit();
  strict.limits = small;

  CHECK(of.step(20ms, two) == lease_step::ask);
  CHECK(of.step(20ms, look) == lease_step::ask);
  CHECK(of.step(20ms, strict) == lease_step::ask);
  CHECK(of.step(21ms, strict) == lease_step::ask);
  CHECK(of.served(22ms)->remaining == 8);
}

TEST_CASE("permits of other limits, and of keys there is no room for, are lost", "[guard]") {
  bool const crowded = GENERATE(true, false);
  counted_book of;
  of.take();
  std::vector<limit> const others{limit{20, 1s, 20}};
  auto relaxed = one_permit();
  relaxed.limits = others;

  if (crowded) {
    CHECK(of.step(20ms, one_permit("bob")) == lease_step::ask);
    CHECK(of.step(20ms, one_permit("carol")) == lease_step::ask);
  } else {
    CHECK(of.step(20ms, relaxed) == lease_step::ask);
  }

  CHECK(of.counts == lease_tallies{4, 1, 3});
  CHECK(of.step(30ms) == lease_step::ask);
}

TEST_CASE("a batch that lands for a key forgotten meanwhile serves the one that took it",
          "[guard]") {
  counted_book of;
  CHECK(of.step(0ms) == lease_step::ask);
  CHECK(of.step(10ms) == lease_step::take);
  CHECK(of.step(11ms, one_permit("bob")) == lease_step::ask);
  CHECK(of.step(11ms, one_permit("carol")) == lease_step::ask);

  CHECK(of.land(admission(6), 10ms).admitted);
  CHECK(of.counts == lease_tallies{4, 1, 3});
}

}  // namespace limitproof
