#include "harness/report/write_junit.hpp"

#include "harness/report/xml_text.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <sstream>

#include <boost/property_tree/xml_parser.hpp>
#include <catch2/catch.hpp>

using namespace limitproof;
using boost::property_tree::ptree;

namespace {

ptree parsed(std::string const& text) {
  std::istringstream in(text);
  ptree tree;
  read_xml(in, tree);
  return tree;
}

scenario_outcome outcome_of(report const& r) {
  return {r.scenario, r.scenario, r};
}

ptree junit_of(report const& r) {
  return parsed(write_junit(r.scenario, {outcome_of(r)})).get_child("testsuites");
}

std::vector<ptree> children(ptree const& of, std::string const& name) {
  std::vector<ptree> found;
  for (auto const& [child, tree] : of)
    if (child == name) found.push_back(tree);
  return found;
}

std::string attribute(ptree const& element, std::string const& name) {
  return element.get<std::string>("<xmlattr>." + name);
}

report with_unmet_ratio(verdict_kind verdict) {
  auto r = sample_report();
  r.not_judged.clear();
  r.runs.front().verdict.kind = verdict;
  r.runs.front().expectations[1].met = false;
  r.runs.front().met = false;
  return r;
}

}  // namespace

TEST_CASE("junit.xml has a case for each expectation, and the certificate", "[report]") {
  auto r = sample_report();
  r.not_judged.clear();
  auto const whole = junit_of(r);
  auto const suites = children(whole, "testsuite");

  CHECK(attribute(whole, "name") == "before-after");
  CHECK(attribute(whole, "tests") == "3");
  CHECK(attribute(whole, "failures") == "0");
  CHECK(attribute(whole, "errors") == "0");
  REQUIRE(suites.size() == 2);
  CHECK(attribute(suites[0], "name") == "before-after.naive");
  CHECK(attribute(suites[0], "time") == "9.269");
  auto const cases = children(suites[0], "testcase");
  REQUIRE(cases.size() == 2);
  CHECK(attribute(cases[0], "classname") == "before-after.naive");
  CHECK(attribute(cases[0], "name") == "over_admission: fail");
  CHECK(cases[0].get<std::string>("system-out") ==
        "limit: 50 per 1s with bursts of 100 (token bucket)\n"
        "too many: 200 in the worst interval, 1,003 in all\n"
        "proof: over_admission: 300 admissions are certain within 4.200 ms, where 100 are allowed\n"
        "interval: of the proof: from 0.001500 s to 0.005701 s of the run; naive/history.db, id 1, "
        "2, 3, 4, 5 and 2 more\n"
        "also: header_contract failed too\n");
  CHECK(attribute(cases[1], "name") == "admission_ratio: 2.7 … 3.1");
  CHECK(cases[1].count("system-out") == 0);
}

TEST_CASE("an unmet expectation is a failure, with what was found and why", "[report]") {
  auto const whole = junit_of(with_unmet_ratio(verdict_kind::fail));
  auto const unmet = children(children(whole, "testsuite")[0], "testcase")[1];

  CHECK(attribute(whole, "failures") == "1");
  CHECK(attribute(unmet.get_child("failure"), "message") ==
        "admission_ratio was expected to be 2.7 … 3.1, found 3.00604");
  CHECK(unmet.get<std::string>("system-out").find("proof: over_admission") != std::string::npos);
}

TEST_CASE("an unmet expectation of an inconclusive run is an error, not a failure", "[report]") {
  auto const whole = junit_of(with_unmet_ratio(verdict_kind::inconclusive));

  CHECK(attribute(whole, "failures") == "0");
  CHECK(attribute(whole, "errors") == "1");
}

TEST_CASE("what was never judged, or could not be run, is a case that is an error", "[report]") {
  auto cut_short = outcome_of(sample_report());
  cut_short.failure = error{errc::stack_failed, "node-1 died"};
  scenario_outcome const bad{
      "x.json", "x.json", {}, {}, error{errc::bad_file, "x.json: at /x: found <b>"}};

  auto const whole = parsed(write_junit("limitproof", {cut_short, bad})).get_child("testsuites");
  auto const suites = children(whole, "testsuite");

  CHECK(attribute(whole, "errors") == "3");
  REQUIRE(suites.size() == 5);
  CHECK(attribute(suites[2], "name") == "before-after.redis-sliding-log");
  CHECK(attribute(suites[3].get_child("testcase.error"), "message") == "node-1 died");
  CHECK(attribute(suites[4].get_child("testcase.error"), "message") == "x.json: at /x: found <b>");
}

TEST_CASE("any byte a server sent is text in XML", "[report]") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  all += "]]></system-out>\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80€";
  auto r = sample_report();
  r.runs.front().verdict.findings.front().claim = all;

  auto const text = write_junit(all, {outcome_of(r)});
  auto const whole = parsed(text).get_child("testsuites");

  CHECK(text.find("]]></system-out>") == std::string::npos);
  for (char const c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(attribute(whole, "name").find("\\x00\\x01") == 0);
  CHECK(attribute(whole, "name").ends_with("]]></system-out>\\ufffe\\uffff\\xed\\xa0\\x80€"));
}

TEST_CASE("line breaks of an attribute are kept as references, which parsers do not fold",
          "[report]") {
  CHECK(xml_text("a\r\nb & \"c\"") == "a&#10;b &amp; &quot;c&quot;");
}
