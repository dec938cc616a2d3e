#include "harness/codec/policy_set_codec.hpp"

#include "tests/unit/codec/sample_documents.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using nlohmann::ordered_json;

result<policy_set> decoded(ordered_json const& document) {
  return decode_policy_set(document.dump(), "set.json");
}

bool decodes(ordered_json const& document) {
  return decoded(document).has_value();
}

std::string complaint(ordered_json const& document) {
  auto const set = decoded(document);
  REQUIRE(set.has_error());
  CHECK(set.error().code == errc::bad_file);
  return set.error().what;
}

bool has(std::string const& text, std::string const& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

/// Two policies, told apart by `rules`.
ordered_json set_of(char const* rules) {
  return {{"policies",
           {{"one", {{"limits", {{"limit", 5}, {"per", "1s"}}}}},
            {"two", {{"limits", {{"limit", 7}, {"per", "1s"}}}}}}},
          {"identity", {{"forwarded_for", {{"trusted_hops", 1}}}}},
          {"rules", ordered_json::parse(rules)}};
}

TEST_CASE("a policy set is what it was after a turn through text", "[codec]") {
  auto const set = decoded(full_policy_set()).value();
  CHECK(decode_policy_set(encode_policy_set(set), "set.json").value() == set);

  auto const least = decoded({{"policies", {{"one", {{"limits", {{"limit", 5}, {"per", "1s"}}}}}}},
                              {"rules", {{{"policy", "one"}}}}})
                         .value();
  CHECK(decode_policy_set(encode_policy_set(least), "set.json").value() == least);
}

TEST_CASE("without a word about identity, clients are told apart by key alone", "[codec]") {
  auto const set = decoded({{"policies", {{"one", {{"limits", {{"limit", 5}, {"per", "1s"}}}}}}},
                            {"rules", {{{"policy", "one"}}}}})
                       .value();
  CHECK(set.identity == identity_spec{});
  CHECK_FALSE(set.identity.trusted_hops);
  CHECK_FALSE(set.check_endpoint);
}

TEST_CASE("a rule may cost a whole window's permits, however small the burst", "[codec]") {
  auto const set =
      decoded({{"policies", {{"one", {{"limits", {{"limit", 5}, {"per", "1s"}, {"burst", 1}}}}}}},
               {"rules", {{{"policy", "one"}, {"cost", 5}}}}});
  CHECK(set.value().rules.front().cost == 5);
}

TEST_CASE("a mistake in a policy set is told where it stands", "[codec]") {
  auto const full = full_policy_set();

  struct {
    std::string pointer;
    ordered_json value;
    std::string told;
  } const mistakes[] = {
      {"/policies/free/limits/0/limit", 0, "at /policies/free/limits/0/limit: found 0"},
      {"/policies/Free", {{"limits", {{"limit", 1}, {"per", "1s"}}}}, "at /policies/Free: "},
      {"/policies/idle", {{"limits", {{"limit", 1}, {"per", "1s"}}}}, "at /policies/idle: no rule"},
      {"/policies/free/limiter", "A/b", "at /policies/free/limiter: "},
      {"/identity/forwarded_for/trusted_hops", 0, "at /identity/forwarded_for/trusted_hops: "},
      {"/identity", {{"api_key", false}}, "at /identity: "},
      {"/tiers/clients/alice", "gold", "at /tiers/clients/alice: found \"gold\""},
      {"/tiers/clients/ bob", "paid", "at /tiers/clients/ bob: the client is no API key"},
      {"/tiers/header", "Authorization", "at /tiers/header: "},
      {"/tiers/header", "X-API-KEY", "at /tiers/header: "},
      {"/tiers/table", "tiers.db", "at /tiers/table: found \"tiers.db\""},
      {"/tiers/Header", "X-Tier", "did you mean \"header\""},
      {"/cost/most", 0, "at /cost/most: "},
      {"/rules/0/policy", "logn", "at /rules/0/policy: found \"logn\""},
      {"/rules/0/policy", "logn", "did you mean \"login\""},
      {"/rules/0/methods/0", "post", "at /rules/0/methods/0: "},
      {"/rules/0/methods/0", "HEAD", "expected GET, which HEAD is counted as"},
      {"/rules/0/methods", {"POST", "POST"}, "at /rules/0/methods/1: "},
      {"/rules/0/cost", 11, "at /rules/0/cost: found 11, expected a whole number from 1 to 10"},
      {"/rules/0/path", "/LOGIN", "at /rules/0/path: found \"/LOGIN\", expected a path in lower"},
      {"/rules/3/anonymous", false, "at /rules/3/anonymous: "},
  };

  for (auto const& [pointer, value, told] : mistakes) {
    INFO(pointer);
    CHECK(has(complaint(with(full, pointer, value)), told));
  }
}

TEST_CASE("a rule that no request can come under is refused", "[codec]") {
  auto const idle = [](char const* rules, int index) {
    return has(complaint(set_of(rules)),
               "at /rules/" + std::to_string(index) + ": this rule decides on no request");
  };
  CHECK(idle(R"([{"policy":"one"},{"path":"/x","policy":"two"}])", 1));
  CHECK(idle(R"([{"path":"/x/*","policy":"one"},{"path":"/x/y","policy":"two"},{"policy":"two"}])",
             1));
  CHECK(idle(R"([{"path":"/x","policy":"one"},{"path":"/x","methods":["GET"],"policy":"two"},
                 {"policy":"two"}])",
             1));
  // Nobody is of a tier that neither a list nor a header gives.
  CHECK(idle(R"([{"tier":"gold","policy":"one"},{"policy":"two"}])", 0));
  // Tiers belong to keys.
  CHECK(idle(R"([{"anonymous":true,"policy":"one"},{"tier":"a","anonymous":true,"policy":"one"},
                 {"policy":"two"}])",
             1));
  auto by_key = set_of(R"([{"anonymous":true,"policy":"one"},{"policy":"two"}])");
  by_key.erase("identity");
  CHECK(has(complaint(by_key), "at /rules/0: this rule decides on no request"));
}

TEST_CASE("a rule that two earlier ones cover together is refused", "[codec]") {
  auto document = set_of(R"([{"anonymous":true,"policy":"one"},{"tier":"a","policy":"one"},
                             {"policy":"two"}])");
  document["tiers"] = {{"otherwise", "a"}};
  CHECK(has(complaint(document), "at /rules/2: this rule decides on no request"));
}

TEST_CASE("the same condition twice is refused, however it is spelled", "[codec]") {
  CHECK(has(complaint(set_of(R"([{"path":"/x","methods":["GET","PUT"],"policy":"one"},
                                 {"methods":["PUT","GET"],"path":"/x","policy":"two"},
                                 {"policy":"one"}])")),
            "at /rules/1: the same condition as /rules/0"));
}

TEST_CASE("routes that overlap are refused, nested ones and other clients' are not", "[codec]") {
  auto const overlapping = [](char const* rules) {
    auto const set = decoded(set_of(rules));
    return set.has_error() && has(set.error().what, "overlaps that of /rules/0");
  };
  CHECK(overlapping(R"([{"path":"/x","methods":["GET","PUT"],"policy":"one"},
                        {"path":"/x","methods":["GET","POST"],"policy":"two"},{"policy":"one"}])"));
  CHECK(overlapping(R"([{"path":"/x","policy":"one"},{"methods":["POST"],"policy":"two"},
                        {"policy":"one"}])"));

  CHECK(decodes(set_of(R"([{"path":"/x/y","policy":"one"},{"path":"/x/*","policy":"two"},
                           {"policy":"one"}])")));
  CHECK(decodes(set_of(R"([{"path":"/x","methods":["GET"],"policy":"one"},
                           {"path":"/x","methods":["PUT"],"policy":"two"},{"policy":"one"}])")));
  auto tiers = set_of(R"([{"path":"/x","tier":"a","policy":"one"},
                          {"methods":["PUT"],"anonymous":true,"policy":"two"},{"policy":"one"}])");
  tiers["tiers"] = {{"header", "X-Tier"}};
  CHECK(decodes(tiers));
}

TEST_CASE("requests that no rule is for are refused", "[codec]") {
  CHECK(has(complaint(set_of(R"([{"path":"/x","policy":"one"},{"path":"/y/*","policy":"two"}])")),
            "at /rules: some requests come under no rule"));
}

TEST_CASE("a tier header may say a word that no rule asks about, so a rule must be left for it",
          "[codec]") {
  auto document = set_of(R"([{"anonymous":true,"policy":"one"},{"tier":"a","policy":"two"}])");
  document["tiers"] = {{"otherwise", "a"}};
  CHECK(decodes(document));
  document["tiers"]["header"] = "X-Tier";
  CHECK(has(complaint(document), "at /rules: some requests come under no rule"));
}

TEST_CASE("a table may have any client in any tier, so rules may ask and one must be left",
          "[codec]") {
  auto document = set_of(R"([{"tier":"gold","policy":"one"},{"policy":"two"}])");
  CHECK_FALSE(decodes(document));
  document["tiers"] = {{"table", true}};
  CHECK(decodes(document));
  CHECK(decoded(document).value().tiers.table);
  document["tiers"]["table"] = false;
  CHECK_FALSE(decodes(document));

  auto closed = set_of(R"([{"anonymous":true,"policy":"one"},{"tier":"a","policy":"two"}])");
  closed["tiers"] = {{"otherwise", "a"}, {"table", true}};
  CHECK(has(complaint(closed), "at /rules: some requests come under no rule"));
}

TEST_CASE("counting by address needs a hop that is trusted to tell it", "[codec]") {
  auto document = set_of(R"([{"path":"/x","policy":"one","by":"address"},{"policy":"two"}])");
  CHECK(decodes(document));
  document.erase("identity");
  CHECK(has(complaint(document), "at /rules/0/by: "));
}

}  // namespace
}  // namespace limitproof
