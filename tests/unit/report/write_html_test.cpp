#include "harness/report/write_html.hpp"

#include "harness/codec/encode_report.hpp"
#include "tests/unit/contains.hpp"
#include "tests/unit/report/hostile_report.hpp"
#include "tests/unit/report/sample_report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace limitproof;

namespace {

std::size_t count_of(std::string const& text, std::string const& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string between(std::string const& text, std::string const& from, std::string const& to) {
  auto const start = text.find(from);
  REQUIRE(start != std::string::npos);
  auto const end = text.find(to, start);
  REQUIRE(end != std::string::npos);
  return text.substr(start + from.size(), end - start - from.size());
}

/// What the page's script reads.
nlohmann::ordered_json figures_of(std::string const& page) {
  return nlohmann::ordered_json::parse(between(page, R"(id="figures">)", "</script>"));
}

std::string first_screen_of(std::string const& page) {
  return between(page, "<header>", "</header>");
}

}  // namespace

TEST_CASE("the page carries the figures of report.json and no others", "[report]") {
  auto const r = sample_report();

  CHECK(figures_of(write_html(r)).dump() == nlohmann::ordered_json::parse(encode_report(r)).dump());
  CHECK(write_html(r) == write_html(r));
}

TEST_CASE("the first screen has the question and each verdict in words, without any script",
          "[report]") {
  auto const screen = first_screen_of(write_html(sample_report()));

  CHECK(contains(screen, "A per-node limiter multiplies the limit by the number of nodes"));
  CHECK(contains(screen, "<b>before-after</b> · 2026-08-01 12:00:00 UTC · seed 7</p>"));
  CHECK(contains(screen, "<b>Inconclusive:</b> this run neither confirms nor refutes"));
  CHECK(contains(screen,
                 R"(<a class="card fail" href="#run-0"><span class="name">naive</span>)"
                 R"(<strong class="verdict">broke the limit, as expected</strong>)"));
  CHECK(contains(screen, "admitted 1,503 where 500 were allowed: 3.0 times the limit"));
  CHECK(contains(screen,
                 R"(<span class="because">300 admissions are certain within 4.200 ms, where 100 )"
                 R"(are allowed</span>)"
                 R"(<span class="because">admitted by node: node-1 501, node-2 501</span>)"));
  CHECK(contains(screen, R"(<strong class="verdict">held</strong>)"));
  CHECK(contains(screen, "admitted 499 of 500 allowed"));
  CHECK(
      contains(screen, "<b>redis-sliding-log</b>: never judged, the run was cut short before it"));
}

TEST_CASE("the bars of all runs are on one scale, with a mark at what was allowed", "[report]") {
  auto const screen = first_screen_of(write_html(sample_report()));

  CHECK(contains(screen,
                 R"(<span class="within" style="width:33.27%"></span>)"
                 R"(<span class="beyond" style="left:33.27%;width:66.73%"></span>)"
                 R"(<span class="mark" style="left:33.27%"></span>)"));
  CHECK(contains(screen,
                 R"(<span class="within" style="width:33.20%"></span>)"
                 R"(<span class="mark" style="left:33.27%"></span>)"));
}

TEST_CASE("a run of a policy is named limiter/policy", "[report]") {
  auto r = sample_report();
  r.runs.front().policy_name = "login";

  CHECK(contains(first_screen_of(write_html(r)), R"(<span class="name">naive/login</span>)"));
}

TEST_CASE("nothing was allowed to compare with, and nothing was sent: the page is still whole",
          "[report]") {
  auto r = sample_report();
  r.why.clear();
  r.runs.front().verdict.admission = {};
  r.runs.front().arrivals = {};
  r.runs.front().permits = {};
  auto const screen = first_screen_of(write_html(r));

  CHECK(contains(screen, "<h1>Does the limit hold?</h1>"));
  CHECK(contains(screen, "<span>admitted 0</span>"));
  CHECK(contains(screen,
                 R"(<span class="bar"><span class="within" style="width:0.00%"></span></span>)"));
}

TEST_CASE("a report without a run has a first screen too", "[report]") {
  report r;
  r.scenario = "before-after";
  r.not_judged = {"naive"};

  CHECK(contains(first_screen_of(write_html(r)), "<b>naive</b>: never judged"));
  CHECK(figures_of(write_html(r)).at("runs").empty());
}

TEST_CASE("no text of a server or a file becomes markup, script or a place to fill in",
          "[report]") {
  auto const page = write_html(hostile_report());

  for (auto const* const markup : {"<script", "</script", "<!--", "<img", "{{figures}}<"})
    CHECK(count_of(page, markup) == count_of(write_html(sample_report()), markup));
  auto const screen = first_screen_of(page);
  CHECK(contains(screen,
                 "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x "
                 "onerror=&quot;alert(&#39;2&#39;)&quot;&gt;&lt;!-- {{figures}} &amp; \\x1b[2J"));
  CHECK_FALSE(contains(page, "\x1b"));
  // The script gets the text as it was.
  CHECK(figures_of(page)["runs"][0]["denial"]["body"] == std::string(hostile_text));
  CHECK(figures_of(page)["runs"][0]["certificates"][0]["requests"][0]["key"] ==
        std::string(hostile_text));
}

TEST_CASE("bytes that are not UTF-8 leave the page UTF-8", "[report]") {
  auto r = sample_report();
  r.scenario =
      "a\xff"
      "b";
  r.runs.front().denial->body = "\xc3(";

  auto const page = write_html(r);

  CHECK(contains(page, "<title>a\\xff"));
  CHECK(figures_of(page)["runs"][0]["denial"]["body"] == "\ufffd(");
}

TEST_CASE("the page needs nothing but itself", "[report]") {
  auto const page = write_html(sample_report());

  CHECK(contains(page, "default-src 'none'"));
  for (auto const* const loading :
       {"<link rel=\"stylesheet\"", " src=\"", "@import", "sourceMappingURL"})
    CHECK_FALSE(contains(page, loading));
  // Every part that is put in when this is built is there.
  CHECK(contains(page, "Dygraph"));
  CHECK(contains(page, "Dan Vanderkam <danvk@gmail.com>"));
  CHECK(contains(page, "Permission is hereby granted, free of charge"));
  CHECK(contains(page, "class RunCharts"));
  CHECK(contains(page, "--proof-shade"));
  for (auto const* const place : {".css}}", ".js}}", "{{title}}", "{{opening}}", "{{figures}}"})
    CHECK_FALSE(contains(page, place));
}
