#include "harness/policies/choose_policy.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using choice = std::variant<policy_choice, request_fault>;

/// login for POST /login by address, search for all below /search at a cost of 3 for all together,
/// paid and anonymous by who asks, free for the rest.
policy_set sample_set() {
  policy_set set;
  for (auto const* name : {"free", "paid", "anonymous", "login", "search"})
    set.policies.push_back({.name = name, .promised = {{limit{}}}});
  set.identity = {true, 1};
  set.tiers = {{{"alice", "paid"}, {"carol", "free"}}, "X-Tier", "free"};
  set.rules = {
      {.path = "/login", .methods = {"POST"}, .policy = "login", .by = counted_by::address},
      {.path = "/search/*", .policy = "search", .cost = 3, .by = counted_by::everyone},
      {.tier = "paid", .policy = "paid"},
      {.anonymous = true, .policy = "anonymous"},
      {.policy = "free"}};
  set.cost = cost_spec{"X-Request-Cost", 100};
  return set;
}

request_head asked(std::string method, std::string target, std::optional<std::string> key) {
  return {.method = std::move(method),
          .target = std::move(target),
          .api_key = std::move(key),
          .fields = {{"X-Forwarded-For", "192.0.2.1"}}};
}

choice chosen(request_head const& head) {
  return choose_policy(head, sample_set(), {});
}

choice const free_bob = policy_choice{0, "free/key:bob", permits{1}};
choice const paid_alice = policy_choice{1, "paid/key:alice", permits{1}};
choice const guessing = policy_choice{3, "login/address:192.0.2.1", permits{1}};

TEST_CASE("a request comes under the first rule that it meets", "[policies]") {
  CHECK(chosen(asked("GET", "/", "bob")) == free_bob);
  CHECK(chosen(asked("GET", "/", "alice")) == paid_alice);
  CHECK(chosen(asked("GET", "/", {})) ==
        choice(policy_choice{2, "anonymous/address:192.0.2.1", permits{1}}));
  CHECK(chosen(asked("POST", "/login", "bob")) == guessing);
  CHECK(chosen(asked("POST", "/login", {})) == guessing);
  CHECK(chosen(asked("GET", "/login", "bob")) == free_bob);
  choice const searching = policy_choice{4, "search/everyone:", permits{3}};
  CHECK(chosen(asked("GET", "/search", "bob")) == searching);
  CHECK(chosen(asked("GET", "/search/a/b", "alice")) == searching);
  CHECK(chosen(asked("GET", "/searching", "bob")) == free_bob);
}

TEST_CASE("no respelling of a path leaves its policy", "[policies]") {
  for (auto const* target :
       {"//login", "/login/", "/%6Cogin", "/x/../login", "/login?a", "/login;b"})
    CHECK(chosen(asked("POST", target, "bob")) == guessing);
  CHECK(chosen(asked("POST", "/%2Flogin", "bob")) == choice(request_fault::target));
}

TEST_CASE("no header and no spelling changes the method", "[policies]") {
  for (auto const* header : {"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"}) {
    auto posting = asked("POST", "/login", "bob");
    posting.fields.push_back({header, "GET"});
    CHECK(chosen(posting) == guessing);
    auto getting = asked("GET", "/login", "bob");
    getting.fields.push_back({header, "POST"});
    CHECK(chosen(getting) == free_bob);
  }
  CHECK(chosen(asked("post", "/login", "bob")) == guessing);
  CHECK(chosen(asked("POST", "/login?_method=GET", "bob")) == guessing);
}

TEST_CASE("HEAD is counted as GET", "[policies]") {
  auto set = sample_set();
  set.rules.front().methods = {"GET"};
  choice const expected = policy_choice{3, "login/address:192.0.2.1", permits{1}};
  CHECK(choose_policy(asked("HEAD", "/login", "bob"), set, {}) == expected);
}

TEST_CASE("a tier is the listed one, else the header's, else the usual one", "[policies]") {
  auto head = asked("GET", "/", "bob");
  head.fields.push_back({"x-tier", "paid"});
  CHECK(chosen(head) == choice(policy_choice{1, "paid/key:bob", permits{1}}));
  head.api_key = "carol";
  CHECK(chosen(head) == choice(policy_choice{0, "free/key:carol", permits{1}}));

  head.api_key = "bob";
  head.fields.back().value = "platinum";
  CHECK(chosen(head) == free_bob);
  head.fields.push_back({"X-Tier", "paid"});
  CHECK(chosen(head) == choice(request_fault::tier));

  auto unlisted = sample_set();
  unlisted.tiers.header.reset();
  CHECK(choose_policy(head, unlisted, {}) == free_bob);
}

TEST_CASE("who is known by address only has no tier", "[policies]") {
  auto head = asked("GET", "/", {});
  head.fields.push_back({"X-Tier", "paid"});
  CHECK(chosen(head) == choice(policy_choice{2, "anonymous/address:192.0.2.1", permits{1}}));
}

TEST_CASE("a cost is the rule's, else the header's, else 1", "[policies]") {
  auto head = asked("GET", "/", "bob");
  head.fields.push_back({"X-Request-Cost", "100"});
  CHECK(chosen(head) == choice(policy_choice{0, "free/key:bob", permits{100}}));
  head.target = "/search";
  CHECK(chosen(head) == choice(policy_choice{4, "search/everyone:", permits{3}}));

  auto unlisted = sample_set();
  unlisted.cost.reset();
  head.target = "/";
  CHECK(choose_policy(head, unlisted, {}) == free_bob);
}

TEST_CASE("a cost that is none is refused, never guessed", "[policies]") {
  for (auto const* cost : {"0",
                           "-1",
                           "101",
                           "1.5",
                           "1e2",
                           "+1",
                           "0x10",
                           "",
                           "nan",
                           "1 2",
                           "9223372036854775808",
                           "99999999999999999999"}) {
    auto head = asked("GET", "/", "bob");
    head.fields.push_back({"X-Request-Cost", cost});
    INFO(cost);
    CHECK(chosen(head) == choice(request_fault::cost));
  }
  auto twice = asked("GET", "/", "bob");
  twice.fields.push_back({"X-Request-Cost", "1"});
  twice.fields.push_back({"x-request-cost", "1"});
  CHECK(chosen(twice) == choice(request_fault::cost));
}

TEST_CASE("a told cost comes before any other", "[policies]") {
  CHECK(choose_policy(asked("GET", "/search", "bob"), sample_set(), {}, permits{0}) ==
        choice(policy_choice{4, "search/everyone:", permits{0}}));
}

TEST_CASE("clients and policies never share a key", "[policies]") {
  auto impostor = chosen(asked("GET", "/", "192.0.2.1"));
  CHECK(std::get<policy_choice>(impostor).key == "free/key:192.0.2.1");
  CHECK(counted_key("a", "key", "b/key:c") != counted_key("a-b", "key", "c"));
}

TEST_CASE(
    "a table's tier comes after the list's and before the header's, and is asked of keys only",
    "[policies]") {
  auto set = sample_set();
  set.tiers.table = true;
  std::vector<std::string> asked_for;
  tier_lookup const table = [&asked_for](std::string const& client) -> std::optional<std::string> {
    asked_for.push_back(client);
    if (client == "dave" || client == "carol") return "paid";
    if (client == "erin") return "no-such-tier";
    return std::nullopt;
  };
  auto const policy_of = [&](std::optional<std::string> const& client, char const* told) {
    auto head = asked("GET", "/", client);
    if (told) head.fields.push_back({"X-Tier", told});
    return set.policies[std::get<policy_choice>(choose_policy(head, set, table)).policy].name;
  };

  CHECK(policy_of("dave", nullptr) == "paid");
  CHECK(policy_of("dave", "free") == "paid");
  CHECK(policy_of("bob", "paid") == "paid");
  CHECK(policy_of("bob", nullptr) == "free");
  CHECK(policy_of("erin", "paid") == "free");
  CHECK(asked_for == std::vector<std::string>{"dave", "dave", "bob", "bob", "erin"});
  CHECK(policy_of("carol", nullptr) == "free");
  CHECK(policy_of({}, "paid") == "anonymous");
  CHECK(asked_for.size() == 5);
}

}  // namespace
}  // namespace limitproof
