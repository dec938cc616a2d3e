#include "harness/codec/breaches_json.hpp"

namespace limitproof {

namespace {

rule_breach read_breach(json_reader const& in) {
  in.only_keys({"rule", "severity", "section", "what", "line", "operation", "occurrences"});
  rule_breach breach;
  breach.rule = in.at("rule").string();
  breach.severity = in.at("severity").name<breach_severity>();
  breach.section = in.at("section").string();
  breach.what = in.at("what").string(65536);
  breach.line = in.at("line").string();
  breach.operation = in.at("operation").unsigned_integer();
  breach.occurrences = in.at("occurrences").integer(1, std::numeric_limits<std::int64_t>::max());
  return breach;
}

}  // namespace

std::vector<rule_breach> read_breaches(json_reader const& in) {
  std::vector<rule_breach> breaches;
  for (auto const& breach : in.items()) breaches.push_back(read_breach(breach));
  return breaches;
}

nlohmann::ordered_json write_breaches(std::vector<rule_breach> const& breaches) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& breach : breaches)
    list.push_back({{"rule", breach.rule},
                    {"severity", to_name(breach.severity)},
                    {"section", breach.section},
                    {"what", breach.what},
                    {"line", breach.line},
                    {"operation", breach.operation},
                    {"occurrences", breach.occurrences}});
  return list;
}

}  // namespace limitproof
