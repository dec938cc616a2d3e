#include "harness/node/answer_tallies.hpp"
#include "harness/node/handle_request.hpp"
#include "harness/node/node_counters.hpp"
#include "harness/node/occasional_log.hpp"
#include "harness/node/wall_clock.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

response finish(result<decision> const& decided, on_store_error rule = on_store_error::open) {
  return finish_request(decided, limiter_stamps{}, answer_rules{rule, 1});
}

}  // namespace

TEST_CASE("each answer is counted once, and degraded ones once more", "[node]") {
  decision admitted;
  admitted.admitted = true;
  answer_tallies tallies;
  count(tallies, finish(admitted));
  count(tallies, finish(decision{}));
  count(tallies, finish(decision{}));
  count(tallies, refused(refusal::api_key_missing));
  count(tallies, finish(error{errc::script_error, ""}));
  count(tallies, finish(error{errc::store_unavailable, ""}, on_store_error::open));
  count(tallies, finish(error{errc::store_unavailable, ""}, on_store_error::closed));

  auto const counters = counters_of(tallies);
  CHECK(counters == node_counters{7, 2, 3, 1, 1, 2});
  CHECK(to_text(counters) == "requests=7 admitted=2 denied=3 refused=1 script_errors=1 degraded=2");
}

TEST_CASE("what threads answered adds up", "[node]") {
  answer_tallies sum{1, 2, 3, 4, 5, 6, 7, 8};
  sum += answer_tallies{10, 20, 30, 40, 50, 60, 70, 80};

  CHECK(sum == answer_tallies{11, 22, 33, 44, 55, 66, 77, 88});
  CHECK(counters_of(sum) == node_counters{396, 99, 132, 77, 88, 198});
}

TEST_CASE("a flood of faults makes one line a second, with a count of the others", "[node]") {
  occasional_log log;
  occasional_log::time_point const start{};

  CHECK(log.line_for("a", start) == "a");
  CHECK(log.line_for("b", start + 1ms) == std::nullopt);
  CHECK(log.line_for("c", start + 999ms) == std::nullopt);
  CHECK(log.line_for("d", start + 1s) == "d (and 2 lines before it left out)");
  CHECK(log.line_for("e", start + 2s) == "e");
}

TEST_CASE("dates have the form of RFC 9110 and follow the clock both ways", "[node]") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(http_date(1709164799) == "Wed, 28 Feb 2024 23:59:59 GMT");
  CHECK(http_date(1709164800) == "Thu, 29 Feb 2024 00:00:00 GMT");

  date_text dates;
  CHECK(dates.at(node_time(999'999us)) == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(dates.at(node_time(1'000'000us)) == "Thu, 01 Jan 1970 00:00:01 GMT");
  CHECK(dates.at(node_time(1us)) == "Thu, 01 Jan 1970 00:00:00 GMT");
}
