#include "harness/guard/permit_lease.hpp"

#include "tests/unit/guard/scripted_limiter.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

constexpr lease_spec batches_of_four{4, 10min};

/// A limiter that answers a turn of the loop later, so that questions asked together are in flight
/// together.
class slow_limiter : public limiter {
 public:
  slow_limiter(scripted_limiter::script answer, std::vector<std::int64_t>& costs)
      : answers_(std::move(answer), costs) {}

  asio::awaitable<result<decision>> check(limit_request request) override {
    for (int turn = 0; turn < 3; ++turn) co_await asio::post(use_result{});
    auto const answer = co_await answers_.check(std::move(request));
    co_return answer;
  }

 private:
  scripted_limiter answers_;
};

/// A leasing guard with a limiter behind it that has `capacity` permits to give.
struct leased {
  explicit leased(std::int64_t capacity)
      : left(capacity),
        guard(std::make_unique<slow_limiter>([this](auto const& q) { return answer(q); }, costs),
              batches_of_four,
              algorithm::token_bucket,
              10min,
              counts) {}

  result<decision> answer(limit_request const& question) {
    if (broken) return error{errc::store_unavailable, "away"};
    if (question.cost.value > left) return denial(1h);
    left -= question.cost.value;
    return admission(left);
  }

  /// Asks for `count` permits of one key at once.
  std::vector<result<decision>> ask_together(int count) {
    asio::io_context loop(1);
    std::vector<result<decision>> answers;
    for (int i = 0; i < count; ++i)
      asio::co_spawn(loop, guard.check(one_permit()), [&](auto, auto answer) {
        answers.push_back(std::move(answer));
      });
    loop.run();
    return answers;
  }

  std::int64_t left;
  bool broken = false;
  std::vector<std::int64_t> costs;
  lease_tallies counts;
  permit_lease guard;
};

auto is_admitted = [](result<decision> const& answer) { return answer && answer->admitted; };

}  // namespace

TEST_CASE("requests that come together share batches, and none is admitted without a permit",
          "[guard]") {
  leased hot(1000);

  auto const answers = hot.ask_together(41);

  CHECK(answers.size() == 41);
  CHECK(std::all_of(answers.begin(), answers.end(), is_admitted));
  std::vector<std::int64_t> expected(11, 4);
  expected.front() = 1;
  CHECK(hot.costs == expected);
  CHECK(1000 - hot.left == 41);
}

TEST_CASE("when less than a batch is left, the rest is taken one by one", "[guard]") {
  leased nearly_empty(6);

  auto const answers = nearly_empty.ask_together(20);

  CHECK(std::count_if(answers.begin(), answers.end(), is_admitted) == 6);
  CHECK(nearly_empty.left == 0);
  CHECK(std::count(nearly_empty.costs.begin(), nearly_empty.costs.end(), 4) == 2);
}

TEST_CASE("a batch that fails fails those who wait for it, and the next one is tried", "[guard]") {
  leased away(100);
  away.broken = true;

  auto const answers = away.ask_together(9);
  CHECK(std::count_if(answers.begin(), answers.end(), [](auto const& answer) {
          return answer.has_error() && answer.error().code == errc::store_unavailable;
        }) == 9);
  CHECK(away.costs.size() == 2);

  away.broken = false;
  auto const later = away.ask_together(4);
  CHECK(std::all_of(later.begin(), later.end(), is_admitted));
  CHECK(away.costs.back() == 4);
}

}  // namespace limitproof
