#include "harness/codec/text_file.hpp"
#include "tests/compose/written_files.hpp"

#include <regex>
#include <set>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

/// The names of metrics in an expression.
std::set<std::string> metrics_in(std::string const& expression) {
  std::set<std::string> names;
  std::regex const name("(limitproof[_:][a-z0-9_:]*|rate_limit_exceeded_total)");
  for (std::sregex_iterator it(expression.begin(), expression.end(), name), end; it != end; ++it)
    names.insert(it->str());
  return names;
}

/// What a node serves and what the rules record.
bool is_known(std::string metric) {
  static auto const served = metrics_in(
      read_text(std::filesystem::path(LIMITPROOF_SOURCE) / "harness/node/node_metrics.cpp")
          .value());
  static auto const rules = yaml_of("observability/rules.yml");
  for (auto const& rule : rules.at("groups").at(0).at("rules"))
    if (rule.value("record", "") == metric) return true;
  metric = std::regex_replace(metric, std::regex("_(bucket|sum|count)$"), "");
  return served.count(metric) == 1;
}

}  // namespace

TEST_CASE("promtool finds no fault in configuration and rules", "[compose]") {
  CHECK_THAT(output_of("promtool check config compose/observability/prometheus.yml"),
             Catch::Contains("rules found"));
}

TEST_CASE("alerts fire when they should, and not before", "[compose]") {
  CHECK_THAT(output_of("promtool test rules compose/observability/rules_test.yml"),
             Catch::Contains("SUCCESS"));
}

TEST_CASE("every alert is tested, and says what is the matter", "[compose]") {
  auto const tests = read_text(written("observability/rules_test.yml")).value();
  std::size_t alerts = 0;
  auto const rules = yaml_of("observability/rules.yml");
  for (auto const& rule : rules.at("groups").at(0).at("rules")) {
    for (auto const& metric : metrics_in(rule.at("expr"))) {
      INFO(metric);
      CHECK(is_known(metric));
    }
    if (!rule.contains("alert")) continue;
    ++alerts;
    auto const name = rule.at("alert").get<std::string>();
    INFO(name);
    CHECK(tests.find("alertname: " + name + "\n        exp_alerts:") != std::string::npos);
    CHECK(rule.at("annotations").contains("summary"));
    CHECK(rule.at("annotations").contains("description"));
    CHECK(std::set<std::string>{"page", "ticket"}.count(rule.at("labels").at("severity")) == 1);
  }
  CHECK(alerts == 8);
}

TEST_CASE("the dashboard shows what nodes serve, each panel in a place of its own", "[compose]") {
  auto const dashboard =
      nlohmann::json::parse(read_text(written("observability/dashboard.json")).value());
  CHECK(dashboard.at("uid") == "limitproof");
  CHECK(dashboard.at("schemaVersion").is_number_integer());
  std::set<int> ids;
  std::set<std::pair<int, int>> taken;
  for (auto const& panel : dashboard.at("panels")) {
    auto const title = panel.at("title").get<std::string>();
    INFO(title);
    CHECK(ids.insert(panel.at("id").get<int>()).second);
    auto const& place = panel.at("gridPos");
    CHECK(place.at("x").get<int>() + place.at("w").get<int>() <= 24);
    for (int x = place.at("x"); x < place.at("x").get<int>() + place.at("w").get<int>(); ++x)
      for (int y = place.at("y"); y < place.at("y").get<int>() + place.at("h").get<int>(); ++y)
        CHECK(taken.emplace(x, y).second);
    CHECK(panel.at("fieldConfig").at("defaults").contains("unit"));
    REQUIRE(!panel.at("targets").empty());
    for (auto const& target : panel.at("targets")) {
      CHECK(target.at("datasource").at("uid") == "${datasource}");
      auto const expression = target.at("expr").get<std::string>();
      for (auto const& metric :
           metrics_in(std::regex_replace(expression, std::regex(R"(job="limitproof")"), ""))) {
        INFO(metric);
        CHECK(is_known(metric));
      }
    }
  }
}

}  // namespace limitproof
