#include "harness/serve/filter_runs.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using words = std::vector<std::string>;

namespace {

/// One run of two limiters, one of one, both of them together, and one that cannot be read.
std::vector<listed_run> sample_list() {
  listed_run first;
  first.directory = "1-edges";
  first.scenario = "edges";
  first.why = "Does it hold at the edge of a Window?";
  first.limiters = {
      {"edges", "naive", verdict_kind::fail, true, {}, "over_admission: 9 within 2 ms"},
      {"edges", "gcra", verdict_kind::pass, true}};
  listed_run second;
  second.directory = "2-race";
  second.scenario = "race";
  second.limiters = {{"race", "naive", verdict_kind::pass, false}};
  listed_run both;
  both.directory = "3-all";
  both.several = true;
  both.runs = {"1-edges"};
  both.limiters = first.limiters;
  listed_run broken;
  broken.directory = "4-broken";
  broken.problem = "no report.json";
  return {broken, both, second, first};
}

words narrowed(run_filter const& filter) {
  words found;
  for (auto const& run : filtered(sample_list(), filter)) found.push_back(run.directory);
  return found;
}

result<run_filter> filter_of(std::string const& query) {
  return read_filter(read_target("/?" + query).value());
}

}  // namespace

TEST_CASE("an empty filter narrows nothing", "[serve]") {
  CHECK(narrowed({}) == words{"4-broken", "3-all", "2-race", "1-edges"});
  CHECK(filter_of("scenario=&limiter=&verdict=&expected=&text=").value() == run_filter{});
}

TEST_CASE("a run stays if one of its limiters is all that is asked for", "[serve]") {
  CHECK(narrowed({.scenario = "race"}) == words{"2-race"});
  CHECK(narrowed({.limiter = "naive"}) == words{"3-all", "2-race", "1-edges"});
  CHECK(narrowed({.limiter = "gcra"}) == words{"3-all", "1-edges"});
  CHECK(narrowed({.verdict = verdict_kind::fail}) == words{"3-all", "1-edges"});
  CHECK(narrowed({.met = false}) == words{"2-race"});
  // gcra passed and naive failed: no limiter is both.
  CHECK(narrowed({.limiter = "gcra", .verdict = verdict_kind::fail}).empty());
  CHECK(narrowed({.scenario = "edge"}).empty());
}

TEST_CASE("a run keeps those of its limiters that were asked for, several runs keep all",
          "[serve]") {
  auto const found = filtered(sample_list(), {.limiter = "gcra"});

  REQUIRE(found.size() == 2);
  CHECK(found.front().limiters.size() == 2);
  REQUIRE(found.back().limiters.size() == 1);
  CHECK(found.back().limiters.front().limiter == "gcra");
}

TEST_CASE("a text is found in names, questions, claims and reasons, in either case", "[serve]") {
  CHECK(narrowed({.text = "RACE"}) == words{"2-race"});
  CHECK(narrowed({.text = "window"}) == words{"1-edges"});
  CHECK(narrowed({.text = "9 within"}) == words{"3-all", "1-edges"});
  CHECK(narrowed({.text = "report.json"}) == words{"4-broken"});
  CHECK(narrowed({.text = "nothing has this"}).empty());
}

TEST_CASE("of several runs its own can be asked for", "[serve]") {
  CHECK(narrowed({.of = "3-all"}) == words{"3-all", "1-edges"});
  CHECK(narrowed({.limiter = "naive", .of = "2-race"}) == words{"2-race"});
}

TEST_CASE("a filter is read from a query, and what there is not is refused", "[serve]") {
  CHECK(filter_of("scenario=edges&limiter=x%2Fy&verdict=fail&expected=no&text=a+b&of=3-all")
            .value() == run_filter{"edges", "x/y", verdict_kind::fail, false, "a b", "3-all"});
  CHECK(filter_of("expected=yes").value().met == true);
  for (auto const* query : {"verdict=failed", "verdict=Fail", "expected=maybe"}) {
    auto const refused = filter_of(query);
    REQUIRE(refused.has_error());
    CHECK(refused.error().what.find(query) == 0);
  }
}
