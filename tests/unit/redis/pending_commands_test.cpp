#include "harness/redis/pending_commands.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using outcome = result<std::vector<redis_reply>>;
using time_point = pending_commands::time_point;

error const overdue{errc::store_unavailable, "overdue"};

time_point at(int milliseconds) {
  return time_point(std::chrono::milliseconds(milliseconds));
}

redis_reply text(std::string value) {
  return {
      .type = redis_reply::kind::string, .integer = 0, .text = std::move(value), .elements = {}};
}

struct recorder final : reply_waiter {
  explicit recorder(std::vector<outcome>* told) : told_(told) {}

  void tell(outcome o) override { told_->push_back(std::move(o)); }

  std::vector<outcome>* told_;
};

/// A caller that remembers what it was told.
struct caller {
  std::vector<outcome> told;

  std::unique_ptr<reply_waiter> waiter() { return std::make_unique<recorder>(&told); }

  std::string only_text() const {
    REQUIRE(told.size() == 1);
    REQUIRE(told[0].has_value());
    REQUIRE(told[0]->size() == 1);
    return told[0]->front().text;
  }
};

TEST_CASE("replies go to the callers in the order of their commands", "[redis]") {
  pending_commands pending;
  caller first, second;
  pending.push(at(1), 1, first.waiter());
  pending.push(at(1), 1, second.waiter());

  pending.take(text("1"));
  pending.take(text("2"));

  CHECK(first.only_text() == "1");
  CHECK(second.only_text() == "2");
  CHECK(!pending.next_deadline());
}

TEST_CASE("a pipeline is told when its last reply is there", "[redis]") {
  pending_commands pending;
  caller both;
  pending.push(at(1), 2, both.waiter());

  pending.take(text("1"));
  CHECK(both.told.empty());
  pending.take(text("2"));

  REQUIRE(both.told.size() == 1);
  REQUIRE(both.told[0]->size() == 2);
  CHECK(both.told[0]->at(1).text == "2");
}

TEST_CASE("the replies of a caller given up are dropped and not the next caller's", "[redis]") {
  pending_commands pending;
  caller slow, next;
  pending.push(at(1), 2, slow.waiter());
  pending.push(at(2), 1, next.waiter());

  pending.give_up(at(1), overdue);
  pending.take(text("late 1"));
  pending.take(text("late 2"));
  pending.take(text("mine"));

  REQUIRE(slow.told.size() == 1);
  CHECK(slow.told[0].error().what == "overdue");
  CHECK(next.only_text() == "mine");
}

TEST_CASE("a pipeline given up half way leaves only its missing replies to drop", "[redis]") {
  pending_commands pending;
  caller slow, next;
  pending.push(at(1), 3, slow.waiter());
  pending.push(at(2), 1, next.waiter());
  pending.take(text("in time"));

  pending.give_up(at(1), overdue);
  CHECK(pending.late() == 2);
  pending.take(text("late"));
  pending.take(text("late"));
  pending.take(text("mine"));

  CHECK(pending.late() == 0);
  CHECK(next.only_text() == "mine");
}

TEST_CASE("a caller is given up at its deadline and not before", "[redis]") {
  pending_commands pending;
  caller first, second;
  pending.push(at(10), 1, first.waiter());
  pending.push(at(11), 1, second.waiter());

  pending.give_up(at(9), overdue);
  CHECK(first.told.empty());
  pending.give_up(at(10), overdue);

  CHECK(first.told.size() == 1);
  CHECK(second.told.empty());
  CHECK(pending.next_deadline() == at(11));
}

TEST_CASE("a lost connection fails every caller once and leaves nothing to drop", "[redis]") {
  pending_commands pending;
  caller given_up, first, second, after;
  pending.push(at(1), 1, given_up.waiter());
  pending.push(at(2), 1, first.waiter());
  pending.push(at(2), 2, second.waiter());
  pending.give_up(at(1), overdue);

  pending.fail_all({errc::store_unavailable, "lost"});
  pending.push(at(3), 1, after.waiter());
  pending.take(text("new"));

  CHECK(given_up.told.size() == 1);
  for (auto const* each : {&first, &second}) {
    REQUIRE(each->told.size() == 1);
    CHECK(each->told[0].error().what == "lost");
  }
  CHECK(after.only_text() == "new");
}

}  // namespace
}  // namespace limitproof
