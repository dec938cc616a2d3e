#include "harness/node/handle_request.hpp"

#include <limits>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

node_time const noon{std::chrono::microseconds(1'700'000'000'000'000)};

request_facts from_alice() {
  request_facts facts;
  facts.host_lines = 1;
  facts.api_key_lines = 1;
  facts.api_key = "alice";
  return facts;
}

decision denied_for(duration wait) {
  decision d;
  d.limit = 50;
  d.retry_after = wait;
  d.reset_after = 1min;
  return d;
}

response finish(result<decision> const& decided,
                on_store_error store_error = on_store_error::open) {
  return finish_request(decided, limiter_stamps{noon, {}, 250us}, answer_rules{store_error, 2});
}

response fail(errc code, on_store_error store_error = on_store_error::open) {
  return finish(error{code, "why"}, store_error);
}

std::int64_t told_wait(duration wait) {
  return *finish(denied_for(wait)).retry_after_s;
}

}  // namespace

TEST_CASE("a sound request asks the limiter for one permit of its identity", "[node]") {
  policy const promised{{limit{50, 1s, 100}, limit{1000, 1h, 1000}}};
  auto facts = from_alice();

  auto const step = begin_request(facts, promised, noon);

  auto const& question = std::get<limit_request>(step);
  CHECK(question.key == "alice");
  CHECK(question.limits.data() == promised.limits.data());
  CHECK(question.limits.size() == 2);
  CHECK(question.cost == permits{1});
  CHECK(question.now == noon);
}

TEST_CASE("a health check and a refusal are answered without the limiter", "[node]") {
  policy const promised{{limit{}}};
  auto health = from_alice();
  health.health = true;
  auto nameless = from_alice();
  nameless.api_key_lines = 0;

  auto const healthy = std::get<response>(begin_request(health, promised, noon));
  auto const refusal_answer = std::get<response>(begin_request(nameless, promised, noon));

  CHECK(healthy.status == 200);
  CHECK_FALSE(healthy.stamps);
  CHECK_FALSE(healthy.not_charged);
  CHECK(refusal_answer.status == 400);
  CHECK(refusal_answer.not_charged == refusal::api_key_missing);
}

TEST_CASE("Retry-After is rounded up to whole seconds and is never zero", "[node]") {
  CHECK(told_wait(0ns) == 1);
  CHECK(told_wait(-5s) == 1);
  CHECK(told_wait(1ns) == 1);
  CHECK(told_wait(1s - 1ns) == 1);
  CHECK(told_wait(1s) == 1);
  CHECK(told_wait(1s + 1ns) == 2);
  CHECK(told_wait(400 * 24h) == 34'560'000);
  CHECK(told_wait(duration::max()) == std::numeric_limits<std::int64_t>::max() / 1'000'000'000 + 1);
}

TEST_CASE("a denial tells one instant, by Retry-After and by RateLimit-Reset", "[node]") {
  auto d = denied_for(2500ms);
  d.binding_limit = 1;

  auto const answer = finish(d);

  CHECK(answer.status == 429);
  CHECK(answer.violated_limit == 1);
  CHECK(answer.quota->binding_limit == 1);
  CHECK(answer.retry_after_s == 3);
  CHECK(answer.quota->reset_s == 3);
  CHECK(answer.quota->limit == 50);
  CHECK(answer.quota->remaining == 0);
}

TEST_CASE("an admission tells when the full allowance is back, and no Retry-After", "[node]") {
  decision d;
  d.admitted = true;
  d.limit = 50;
  d.remaining = 49;
  d.reset_after = 20ms;
  d.decided_at = store_time(7us);

  auto const answer = finish(d);

  CHECK(answer.status == 200);
  CHECK(answer.quota->remaining == 49);
  CHECK(answer.quota->reset_s == 1);
  CHECK_FALSE(answer.retry_after_s);
  CHECK(answer.stamps->decided_at == store_time(7us));
  CHECK(answer.stamps->arrived_at == noon);
  CHECK(answer.stamps->limiter_time == 250us);
}

TEST_CASE("a full allowance is back at once", "[node]") {
  decision d;
  d.admitted = true;

  CHECK(finish(d).quota->reset_s == 0);
}

TEST_CASE("without the store an open node serves and invents no figures", "[node]") {
  auto const answer = fail(errc::store_unavailable, on_store_error::open);

  CHECK(answer.status == 200);
  CHECK(answer.degraded == on_store_error::open);
  CHECK_FALSE(answer.quota);
  CHECK_FALSE(answer.retry_after_s);
  CHECK(answer.stamps);
}

TEST_CASE("without the store a closed node answers 503", "[node]") {
  auto const answer = fail(errc::store_unavailable, on_store_error::closed);

  CHECK(answer.status == 503);
  CHECK(answer.degraded == on_store_error::closed);
  CHECK(answer.retry_after_s == 1);
  CHECK_FALSE(answer.quota);
}

TEST_CASE("who is turned away for want of the store is told the wait of the rules", "[node]") {
  auto const answer =
      finish_request(error{errc::store_unavailable, "why"}, {}, {on_store_error::closed, 1, 7});

  CHECK(answer.status == 503);
  CHECK(answer.retry_after_s == 7);
}

TEST_CASE("what a node decided alone is marked, and tells nothing of the limit", "[node]") {
  auto d = denied_for(2500ms);
  d.local = true;
  auto const denied = finish(d);
  d.admitted = true;
  auto const admitted = finish(d);

  CHECK(denied.status == 429);
  CHECK(denied.retry_after_s == 3);
  CHECK(admitted.status == 200);
  for (auto const& answer : {denied, admitted}) {
    CHECK(answer.degraded == on_store_error::local);
    CHECK_FALSE(answer.quota);
  }
}

TEST_CASE("a broken limiter is a 500 whatever the store rule, never open", "[node]") {
  for (auto const code : {errc::script_error, errc::io, errc::timed_out, errc::interrupted})
    for (auto const rule : {on_store_error::open, on_store_error::closed}) {
      auto const answer = fail(code, rule);
      CHECK(answer.status == 500);
      CHECK_FALSE(answer.degraded);
      CHECK_FALSE(answer.not_charged);
    }
}

TEST_CASE("a decision about a limit there is not is the limiter's fault", "[node]") {
  auto d = denied_for(1s);
  d.binding_limit = 2;

  CHECK(finish(d).status == 500);
}

TEST_CASE("a cost that can never be admitted is the client's fault", "[node]") {
  auto const answer = fail(errc::invalid_cost);

  CHECK(answer.status == 400);
  CHECK(answer.not_charged == refusal::cost);
  CHECK(answer.stamps);
}
