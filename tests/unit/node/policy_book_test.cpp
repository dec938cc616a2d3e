#include "harness/node/policy_book.hpp"

#include <string>
#include <variant>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using namespace std::chrono_literals;

node_time const noon{std::chrono::microseconds(1'700'000'000'000'000)};

/// One policy, "all", of 5 a second; requests may say what they cost.
policy_book book_of(identity_spec identity, bool check_endpoint) {
  auto prepared = std::make_shared<prepared_policies>();
  prepared->set.policies = {{.name = "all", .promised = {{limit{5, 1s, 5}}}}};
  prepared->set.identity = identity;
  prepared->set.rules = {{.policy = "all"}};
  prepared->set.cost = cost_spec{"X-Cost", 100};
  prepared->set.check_endpoint = check_endpoint;
  policy_book book;
  book.counters.push_back({.policy = prepared->set.policies.front(),
                           .costs = {permits{0}, permits{5}},
                           .decides = nullptr,
                           .texts = {}});
  book.prepared = std::move(prepared);
  return book;
}

request_facts asked(std::string target, int api_key_lines = 1) {
  request_facts facts;
  facts.host_lines = 1;
  facts.api_key_lines = api_key_lines;
  facts.api_key = "alice";
  facts.asked.method = "GET";
  facts.asked.target = std::move(target);
  return facts;
}

refusal refusal_of(policy_step const& begun) {
  return std::get<response>(begun.step).not_charged.value();
}

TEST_CASE("a request is asked under the limits of its policy, by its key and cost", "[node]") {
  auto const book = book_of({}, false);
  auto facts = asked("/x");
  facts.asked.fields.push_back({"x-cost", "3"});

  auto const begun = begin_under(book, facts, noon);

  auto const& question = std::get<limit_request>(begun.step);
  CHECK(question.key == "all/key:alice");
  CHECK(question.cost == permits{3});
  CHECK(question.limits.data() == book.counters.front().policy.promised.limits.data());
  CHECK(question.now == noon);
  CHECK(begun.counter == &book.counters.front());
}

TEST_CASE("a cost beyond a policy's capacity is refused before the limiter is asked", "[node]") {
  auto const book = book_of({}, false);
  auto facts = asked("/x");
  facts.asked.fields.push_back({"X-Cost", "6"});
  auto const begun = begin_under(book, facts, noon);
  CHECK(refusal_of(begun) == refusal::cost);
  CHECK(begun.counter == &book.counters.front());
}

TEST_CASE("whoever is told by address may leave out the key", "[node]") {
  auto nobody = asked("/x", 0);
  CHECK(refusal_of(begin_under(book_of({}, false), nobody, noon)) == refusal::api_key_missing);

  auto const book = book_of({true, 1}, false);
  CHECK(refusal_of(begin_under(book, nobody, noon)) == refusal::bad_forwarded_for);
  nobody.asked.fields.push_back({"X-Forwarded-For", "192.0.2.1"});
  auto const begun = begin_under(book, nobody, noon);
  CHECK(std::get<limit_request>(begun.step).key == "all/address:192.0.2.1");

  auto twice = asked("/x", 2);
  CHECK(refusal_of(begin_under(book, twice, noon)) == refusal::api_key_repeated);
}

TEST_CASE("/check is a resource like any other unless the set has the endpoint", "[node]") {
  std::string const target = "/check?user_id=bob&cost=2";
  auto own = asked(target);
  auto const ordinary = begin_under(book_of({}, false), own, noon);
  CHECK(std::get<limit_request>(ordinary.step).key == "all/key:alice");

  auto const book = book_of({}, true);
  auto named = asked(target, 0);
  auto const begun = begin_under(book, named, noon);
  auto const& question = std::get<limit_request>(begun.step);
  CHECK(question.key == "all/key:bob");
  CHECK(question.cost == permits{2});

  auto posted = asked(target);
  posted.asked.method = "POST";
  auto const posting = begin_under(book, posted, noon);
  CHECK(std::get<limit_request>(posting.step).key == "all/key:alice");
  auto unasked = asked("/check");
  CHECK(refusal_of(begin_under(book, unasked, noon)) == refusal::bad_check_query);
}

TEST_CASE("a health check comes under no policy", "[node]") {
  auto facts = asked("/healthz", 0);
  facts.health = true;
  auto const begun = begin_under(book_of({}, false), facts, noon);
  CHECK(std::get<response>(begun.step).status == 200);
  CHECK(begun.counter == nullptr);
}

}  // namespace
}  // namespace limitproof
