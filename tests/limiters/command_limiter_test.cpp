// Plain commands over a real store: the two bad examples fail as their READMEs say, and requests
// that share a connection do not share replies.
#include "limiters/command_limiter.hpp"

#include "tests/limiters/limiter_under_test.hpp"
#include "tests/limiters/sample_manifest.hpp"
#include "tests/unit/net/run_until_done.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

std::vector<limit> const three_in_ten_seconds{{3, 10s, 3}};

/// A limiter of a manifest that is no file, on the store of this process.
class sample_limiter {
 public:
  explicit sample_limiter(std::string const& members, address where = running_store().where)
      : store_(loop_.get_executor(), where, 10s) {
    limiter_plugin plugin{
        "mine", {}, decode_manifest(commands_text(members), "limiter.json").value(), {}};
    decides_ = command_limiter::make(plugin, store_).value();
  }

  result<decision> check(std::string const& key, std::int64_t cost = 1) {
    return run_until_done(loop_, decides_->check(request(key, cost)));
  }

  std::vector<result<decision>> check_at_once(std::vector<std::string> const& keys) {
    std::vector<asio::awaitable<result<decision>>> checks;
    for (auto const& key : keys) checks.push_back(decides_->check(request(key, 1)));
    return run_until_done(loop_, std::move(checks));
  }

 private:
  static limit_request request(std::string const& key, std::int64_t cost) {
    return {key, three_in_ten_seconds, permits{cost}, node_time{}};
  }

  asio::io_context loop_{1};
  redis_connection store_;
  std::unique_ptr<limiter> decides_;
};

}  // namespace

TEST_CASE("redis-naive-incr: who keeps asking below the limit is locked out, and silence frees",
          "[integration]") {
  limiter_under_test limiter("redis-naive-incr", 1, stopped_store());
  for (int asked = 0; asked < 3; ++asked) {
    CHECK(limiter.check("client", three_in_ten_seconds).value().admitted);
    limiter.pass(4s);
  }
  for (int asked = 0; asked < 20; ++asked) {
    auto const made = limiter.check("client", three_in_ten_seconds).value();
    CHECK_FALSE(made.admitted);
    CHECK(made.retry_after == 10'001ms);
    limiter.pass(4s);
  }
  limiter.pass(6s + 1ms);
  CHECK(limiter.check("client", three_in_ten_seconds).value().admitted);
}

TEST_CASE("redis-read-then-write: one by one the limit holds, at once everybody gets in",
          "[integration]") {
  // One connection, on which all reads are sent before the first is answered. Of several, the store
  // may take one's write before another one's read: then the race is won by luck.
  limiter_under_test limiter("redis-read-then-write", 1, stopped_store());
  std::vector<limit> const limits{{5, 10s, 5}};
  for (int asked = 0; asked < 4; ++asked) {
    auto const made = limiter.check("client", limits).value();
    CHECK((made.admitted && made.remaining == 4 - asked));
  }
  limiter.pass(3s);

  CHECK(limiter.check_at_once("client", limits, 20) == 20);

  auto const denied = limiter.check("client", limits).value();
  CHECK_FALSE(denied.admitted);
  CHECK(denied.retry_after == 7'001ms);
  limiter.pass(7'001ms);
  CHECK(limiter.check("client", limits).value().remaining == 4);
}

TEST_CASE("checks in flight on one connection each read their own replies", "[integration]") {
  sample_limiter limiter(R"("keys": ["n:{id}"], "steps": [
    [{"command": "GET", "argv": [{"key": 0}], "as": "before", "reply": "decimal?"}],
    [{"command": "SET", "argv": [{"key": 0}, "1000"], "when": "before is nil"},
     {"command": "STRLEN", "argv": [{"key": 0}], "as": "length", "reply": "integer"}],
    [{"command": "ECHO", "argv": [{"text": "{id}"}], "as": "told", "reply": "decimal"}]],
    "decision": {"admitted": "length == 4", "remaining": "told"})");
  std::vector<std::string> keys;
  for (int i = 0; i < 200; ++i) keys.push_back(std::to_string(i));

  for (int round = 0; round < 2; ++round) {
    auto const decisions = limiter.check_at_once(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      CHECK(decisions[i].value().admitted);
      CHECK(decisions[i]->remaining == static_cast<std::int64_t>(i));
    }
  }
}

TEST_CASE("the commands of a step reach the store in their order", "[integration]") {
  sample_limiter limiter(R"("keys": ["list:{id}"], "steps": [
    [{"command": "DEL", "argv": [{"key": 0}]},
     {"command": "RPUSH", "argv": [{"key": 0}, "1"]},
     {"command": "RPUSH", "argv": [{"key": 0}, "2"]},
     {"command": "LRANGE", "argv": [{"key": 0}, "0", "1"], "as": "list",
      "reply": ["decimal", "decimal"]}]],
    "decision": {"admitted": "list[0] == 1 and list[1] == 2"})");

  CHECK(limiter.check("client").value().admitted);
}

TEST_CASE("an error reply is the limiter's fault, or what the manifest says it is",
          "[integration]") {
  std::string const fails = R"("keys": ["s:{id}"], "steps": [
    [{"command": "SET", "argv": [{"key": 0}, {"text": "text"}]}, {"command": "INCR", "argv": [{"key": 0}]}]],
    "decision": {"admitted": "true"})";
  auto const plain = sample_limiter(fails).check("client");
  REQUIRE(plain.has_error());
  CHECK(plain.error().code == errc::script_error);
  CHECK_THAT(
      plain.error().what,
      Catch::Contains("limiter mine: at /steps/0/1, INCR") && Catch::Contains("not an integer"));

  auto const meant =
      sample_limiter(fails +
                     R"(, "errors": [{"reply_has": "not an integer", "means": "invalid_cost"}])")
          .check("client");
  REQUIRE(meant.has_error());
  CHECK(meant.error().code == errc::invalid_cost);
}

TEST_CASE("a cost that can never fit is refused before anything is sent", "[integration]") {
  sample_limiter limiter(R"("keys": ["c:{id}"], "steps": [
    [{"command": "GET", "argv": [{"key": 0}], "as": "used", "reply": "decimal?"}]],
    "decision": {"admitted": "used is nil"})",
                         address{"127.0.0.1", 1});
  for (auto const cost : {std::int64_t{-1}, std::int64_t{4}}) {
    auto const refused = limiter.check("client", cost);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::invalid_cost);
  }
  auto const unanswered = limiter.check("client", 3);
  REQUIRE(unanswered.has_error());
  CHECK(unanswered.error().code == errc::store_unavailable);
}

TEST_CASE("a client of 16 bytes costs either bad example at most 72 bytes", "[integration]") {
  for (auto const* name : {"redis-naive-incr", "redis-read-then-write"}) {
    limiter_under_test limiter(name);
    REQUIRE(limiter.check("0123456789abcdef", {{5, 1h, 5}}).value().admitted);
    auto const keys = limiter.stored_keys();
    REQUIRE(keys.size() == 1);
    CHECK(limiter.command({"MEMORY", "USAGE", keys.front()}).integer <= 72);
  }
}
