#include "harness/policies/check_query.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

check_question question(char const* query) {
  return std::get<check_question>(read_check_query(query));
}

TEST_CASE("a check names a client, a resource, a method and a cost", "[policies]") {
  auto const all = question("user_id=a%20b&resource=%2Flogin%3Fx&method=POST&cost=5");
  CHECK(all.head.api_key == "a b");
  CHECK(all.head.target == "/login?x");
  CHECK(all.head.method == "POST");
  CHECK(all.cost == permits{5});

  auto const least = question("api_key=alice");
  CHECK(least.head.api_key == "alice");
  CHECK(least.head.target == "/");
  CHECK(least.head.method == "GET");
  CHECK_FALSE(least.cost);
  CHECK(question("user_id=a&cost=0").cost == permits{0});
}

TEST_CASE("a check that is not well told is refused", "[policies]") {
  for (auto const* query : {"",
                            "resource=/",
                            "user_id=a&api_key=a",
                            "user_id=a&user_id=b",
                            "user_id=",
                            "user_id",
                            "user_id=a&",
                            "user_id=a&&cost=1",
                            "User_id=a",
                            "user_id=a&user=b",
                            "user_id=a+b",
                            "user_id=a%0a",
                            "user_id=a%2",
                            "user_id=%C3%A4"}) {
    auto const read = read_check_query(query);
    INFO(query);
    REQUIRE(std::holds_alternative<request_fault>(read));
    CHECK(std::get<request_fault>(read) == request_fault::check_query);
  }
  CHECK(std::get<request_fault>(read_check_query("user_id=a&cost=-1")) == request_fault::cost);
  CHECK(std::get<request_fault>(read_check_query("user_id=a&cost=1.5")) == request_fault::cost);
}

TEST_CASE("only the endpoint's own path is the endpoint", "[policies]") {
  CHECK(is_check("/check"));
  CHECK(is_check("/check?user_id=a"));
  CHECK_FALSE(is_check("/check/"));
  CHECK_FALSE(is_check("/checks"));
}

}  // namespace
}  // namespace limitproof
