#include "harness/guard/guarded.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

std::vector<limit> const ten_an_hour{{10, 1h, 10}};

/// Says the same to everybody, and counts who asked.
class stubborn_limiter : public limiter {
 public:
  stubborn_limiter(result<decision> answer, int& asked)
      : answer_(std::move(answer)), asked_(asked) {}

  asio::awaitable<result<decision>> check(limit_request) override {
    ++asked_;
    co_return answer_;
  }

 private:
  result<decision> answer_;
  int& asked_;
};

result<decision> admission() {
  decision d;
  d.admitted = true;
  return d;
}

result<decision> ask_chain(limiter& chain, std::string const& key = "alice") {
  asio::io_context loop(1);
  limit_request request{key, ten_an_hour, permits{1}, {}};
  auto answer = asio::co_spawn(loop, chain.check(std::move(request)), asio::use_future);
  loop.run();
  return answer.get();
}

/// A chain around a limiter that gives one answer.
struct chain_under_test {
  int asked = 0;
  guard_tallies tallies;
  std::unique_ptr<limiter> chain;

  chain_under_test(result<decision> answer, guard_chain const& made_of)
      : chain(guarded(
            std::make_unique<stubborn_limiter>(std::move(answer), asked), made_of, tallies)) {}

  result<decision> ask(std::string const& key = "alice") { return ask_chain(*chain, key); }
};

guard_chain with_breaker() {
  guard_chain chain;
  chain.guards.breaker = breaker_spec{3, 10s, 1min};
  return chain;
}

guard_chain alone_of(std::int64_t nodes) {
  guard_chain chain;
  chain.alone = local_share{ten_an_hour, nodes};
  return chain;
}

error const unavailable{errc::store_unavailable, "gone"};

}  // namespace

TEST_CASE("without guards a limiter is asked as it is", "[guard]") {
  chain_under_test bare(unavailable, {});

  for (int i = 0; i < 10; ++i) CHECK(bare.ask().error().what == "gone");

  CHECK(bare.asked == 10);
}

TEST_CASE("a breaker answers for a store that failed so often, without asking it", "[guard]") {
  chain_under_test broken(unavailable, with_breaker());

  for (int i = 0; i < 10; ++i) CHECK(broken.ask().error().code == errc::store_unavailable);

  CHECK(broken.asked == 3);
  CHECK(broken.tallies.breaker == breaker_tallies{1, 7, 1});
}

TEST_CASE("the breakers of several policies are counted together, as long as they are there",
          "[guard]") {
  int asked = 0;
  guard_tallies tallies;
  auto const make = [&] {
    return guarded(std::make_unique<stubborn_limiter>(unavailable, asked), with_breaker(), tallies);
  };
  auto const one = make();
  auto other = make();

  for (int i = 0; i < 3; ++i) CHECK(ask_chain(*one).has_error());
  for (int i = 0; i < 4; ++i) CHECK(ask_chain(*other).has_error());

  CHECK(tallies.breaker == breaker_tallies{2, 1, 2});
  other.reset();
  CHECK(tallies.breaker == breaker_tallies{2, 1, 1});
}

TEST_CASE("a refused cost and a broken script are answers that leave the breaker closed",
          "[guard]") {
  for (auto const code : {errc::invalid_cost, errc::script_error}) {
    chain_under_test answering(error{code, "an answer"}, with_breaker());

    for (int i = 0; i < 10; ++i) CHECK(answering.ask().error().code == code);

    CHECK(answering.asked == 10);
    CHECK(answering.tallies.breaker == breaker_tallies{});
  }
}

TEST_CASE("a node counts alone only while the store does not decide", "[guard]") {
  chain_under_test deciding(admission(), alone_of(5));
  chain_under_test deserted(unavailable, alone_of(5));

  for (int i = 0; i < 5; ++i) CHECK_FALSE(deciding.ask().value().local);
  int admitted = 0;
  for (int i = 0; i < 5; ++i) {
    auto const decided = deserted.ask().value();
    CHECK(decided.local);
    admitted += decided.admitted ? 1 : 0;
  }

  CHECK(admitted == 2);
  CHECK(deserted.ask("bob").value().admitted);
}

TEST_CASE("a node that counts alone takes a refused cost and a broken script for what they are",
          "[guard]") {
  for (auto const code : {errc::invalid_cost, errc::script_error}) {
    chain_under_test answering(error{code, "an answer"}, alone_of(1));

    CHECK(answering.ask().error().code == code);
  }
}

TEST_CASE("behind an open breaker a node counts alone, too", "[guard]") {
  auto both = with_breaker();
  both.alone = local_share{ten_an_hour, 1};
  chain_under_test deserted(unavailable, both);

  int admitted = 0;
  for (int i = 0; i < 20; ++i) admitted += deserted.ask().value().admitted ? 1 : 0;

  CHECK(admitted == 10);
  CHECK(deserted.asked == 3);
}
