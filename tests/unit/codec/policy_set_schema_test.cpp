#include "harness/codec/policy_set_codec.hpp"
#include "tests/unit/codec/json_schema.hpp"
#include "tests/unit/codec/sample_documents.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using nlohmann::ordered_json;

ordered_json const& schema() {
  static auto const document = [] {
    std::ifstream in(std::filesystem::path(LIMITPROOF_SOURCE_DIR) /
                     "scenarios/policy-set.schema.json");
    REQUIRE(in);
    return ordered_json::parse(in);
  }();
  return document;
}

bool decodes(ordered_json const& document) {
  return decode_policy_set(document.dump(), "set.json").has_value();
}

/// Names that stand for something elsewhere in the file, and how rules lie to each other: only the
/// decoder looks there.
bool only_the_decoder_sees(std::string const& pointer) {
  for (auto const* place : {"/policies", "/tiers/clients", "/tiers/otherwise", "/identity"})
    if (pointer.starts_with(place)) return true;
  return pointer == "/tiers" || pointer == "/rules" || pointer.ends_with("/tier") ||
         pointer.ends_with("/policy") || pointer.ends_with("/path") || pointer.ends_with("/cost") ||
         pointer.find("/methods") != std::string::npos ||
         (pointer.starts_with("/rules/") && pointer.find('/', 7) == std::string::npos);
}

std::vector<ordered_json> const& replacements() {
  static std::vector<ordered_json> const values = {nullptr,
                                                   true,
                                                   false,
                                                   -1,
                                                   0,
                                                   1,
                                                   17,
                                                   1.5,
                                                   1'000'000'000'001,
                                                   "",
                                                   "x",
                                                   "X-Tier",
                                                   "x-api-key",
                                                   "X-Forwarded-For",
                                                   "Tier",
                                                   "1s",
                                                   "everyone",
                                                   std::string(65, 'a'),
                                                   ordered_json::array(),
                                                   ordered_json::object()};
  return values;
}

TEST_CASE("the schema of policy sets agrees with the decoder on each value by itself", "[codec]") {
  auto const document = full_policy_set();
  auto const places = document.flatten();
  int compared = 0;
  REQUIRE(decodes(document));
  REQUIRE(satisfies(document, schema()));

  for (auto const& [pointer, unused] : places.items()) {
    if (only_the_decoder_sees(pointer)) continue;
    for (auto const& value : replacements()) {
      auto const changed = with(document, pointer, value);
      INFO(pointer << " replaced by " << value.dump());
      CHECK(decodes(changed) == satisfies(changed, schema()));
      ++compared;
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("the schema of policy sets refuses a stranger wherever the decoder does", "[codec]") {
  auto const document = full_policy_set();
  for (auto const* place : {"",
                            "/policies/free",
                            "/policies/free/limits/0",
                            "/policies/paid/limits/burst_mode",
                            "/identity",
                            "/identity/forwarded_for",
                            "/tiers",
                            "/rules/0",
                            "/cost"}) {
    auto const longer = with(document, std::string(place) + "/zzz", 1);
    INFO(place);
    CHECK_FALSE(decodes(longer));
    CHECK_FALSE(satisfies(longer, schema()));
  }
}

TEST_CASE("schema and decoder agree on how a rule's path may look", "[codec]") {
  struct {
    char const* path;
    bool allowed;
  } const paths[] = {
      {"/", true},         {"/login", true},   {"/api/*", true},   {"/a/b.c/d", true},
      {"/.well", true},    {"/..x", true},     {"/.../a", true},   {"login", false},
      {"", false},         {"/login/", false}, {"//login", false}, {"/a//b", false},
      {"/.", false},       {"/../a", false},   {"/a/..", false},   {"/*", false},
      {"/a*", false},      {"/a/*/b", false},  {"/a%20b", false},  {"/login?x", false},
      {"/login#x", false}, {"/a;b", false},    {"/a b", false},    {"/ä", false}};

  for (auto const& [path, allowed] : paths) {
    auto const document = with(full_policy_set(), "/rules/1/path", path);
    INFO(path);
    CHECK(decodes(document) == allowed);
    CHECK(satisfies(document, schema()) == allowed);
  }
}

TEST_CASE("schema and decoder agree on how a client is told apart", "[codec]") {
  struct {
    ordered_json identity;
    bool allowed;
  } const identities[] = {
      {{{"api_key", true}, {"forwarded_for", {{"trusted_hops", 1}}}}, true},
      {{{"forwarded_for", {{"trusted_hops", 16}}}}, true},
      {{{"api_key", false}}, false},
      {{{"api_key", 1}, {"forwarded_for", {{"trusted_hops", 1}}}}, false},
      {{{"forwarded_for", {{"trusted_hops", 17}}}}, false},
      {{{"forwarded_for", ordered_json::object()}}, false},
  };

  for (auto const& [identity, allowed] : identities) {
    auto const document = with(full_policy_set(), "/identity", identity);
    INFO(identity);
    CHECK(decodes(document) == allowed);
    CHECK(satisfies(document, schema()) == allowed);
  }
}

}  // namespace
}  // namespace limitproof
