#include "harness/report/capture_denial.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

operation decided(std::uint64_t id, outcome result) {
  operation op;
  op.id = id;
  op.result = result;
  return op;
}

}  // namespace

TEST_CASE("the captured denial is the earliest denied request whose response was kept",
          "[report]") {
  history h;
  h.operations = {
      decided(5, outcome::admitted), decided(9, outcome::denied), decided(2, outcome::denied)};
  h.samples = {{2, "HTTP/1.1 429 Late\r\n", ""},
               {5, "HTTP/1.1 200 OK\r\n", ""},
               {9, "HTTP/1.1 429 Early\r\n", ""}};

  CHECK(capture_denial(h)->status_line == "HTTP/1.1 429 Early");
}

TEST_CASE("a captured denial has its headers in order, repeated ones too", "[report]") {
  history h;
  h.operations = {decided(1, outcome::denied)};
  h.samples = {{1,
                "HTTP/1.1 429 Too Many Requests\r\n"
                "Retry-After: 1\r\n"
                "Warning:\t199 a:b \r\n"
                "Retry-After:2\r\n"
                "no colon here\r\n"
                "X-Empty:\r\n",
                "slow down"}};

  auto const denial = capture_denial(h);

  REQUIRE(denial);
  using header = std::pair<std::string, std::string>;
  CHECK(denial->headers == std::vector<header>{{"Retry-After", "1"},
                                               {"Warning", "199 a:b"},
                                               {"Retry-After", "2"},
                                               {"no colon here", ""},
                                               {"X-Empty", ""}});
  CHECK(denial->body == "slow down");
}

TEST_CASE("without a kept denied response there is no captured denial", "[report]") {
  history h;
  h.operations = {decided(1, outcome::admitted),
                  decided(2, outcome::denied),
                  decided(3, outcome::denied_degraded)};
  h.samples = {{1, "HTTP/1.1 200 OK\r\n", ""}, {3, "HTTP/1.1 503 Unavailable\r\n", ""}};

  CHECK_FALSE(capture_denial(h));
}
