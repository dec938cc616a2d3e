#include "harness/stack/permit_target.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// A directory of names, so that no test asks a real one.
host_lookup known_as(std::vector<std::string> addresses) {
  return [addresses = std::move(addresses)](std::string const&) {
    return result<std::vector<std::string>>(addresses);
  };
}

std::string refusal(target_request const& asked, host_lookup const& look_up) {
  auto const permitted = permit_target(asked, look_up);
  if (permitted) return "";
  CHECK(permitted.error().code == errc::bad_usage);
  return permitted.error().what;
}

bool mentions(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

target_request permitted_in_full(std::string const& host) {
  return {host + ":80", host, {1000, 60s}};
}

}  // namespace

TEST_CASE("this machine may be attacked without further ado", "[stack]") {
  for (auto const* const host : {"127.0.0.1", "127.0.0.2", "127.255.255.254"}) {
    auto const target = permit_target({std::string(host) + ":8080", {}, {}});
    INFO(host);
    REQUIRE(target.has_value());
    CHECK(target->where == address{host, 8080});
  }
  auto const by_name = permit_target({"here:1", {}, {}}, known_as({"127.0.0.1"})).value();
  CHECK(by_name.host == "here");
  CHECK(by_name.where == address{"127.0.0.1", 1});
}

TEST_CASE(
    "any other host is refused until all three flags are there, and the refusal names those "
    "that are missing",
    "[stack]") {
  auto const elsewhere = known_as({"192.0.2.7"});
  auto const all = permitted_in_full("shop.test");
  CHECK(permit_target(all, elsewhere).value().where == address{"192.0.2.7", 80});

  auto asked = all;
  asked.permitted.reset();
  CHECK(mentions(refusal(asked, elsewhere), "add --i-am-authorised-to-test shop.test"));
  asked = all;
  asked.limits.requests.reset();
  CHECK(mentions(refusal(asked, elsewhere), "add --request-budget N"));
  asked = all;
  asked.limits.time.reset();
  CHECK(mentions(refusal(asked, elsewhere), "add --time-limit 60s"));
  CHECK(mentions(refusal({"shop.test:80", {}, {}}, elsewhere),
                 "add --i-am-authorised-to-test shop.test --request-budget N --time-limit 60s"));
}

TEST_CASE("a permission for another host is none, not even for this machine", "[stack]") {
  for (auto const* const named : {"shop.test.", "Shop.test", "192.0.2.7", "www.shop.test"}) {
    auto asked = permitted_in_full("shop.test");
    asked.permitted = named;
    CHECK(mentions(refusal(asked, known_as({"192.0.2.7"})), named));
    CHECK(mentions(refusal(asked, known_as({"127.0.0.1"})), named));
  }
}

TEST_CASE("a name is this machine only if every address of it is", "[stack]") {
  auto const looks_local = known_as({"127.0.0.1", "192.0.2.7"});
  CHECK(mentions(refusal({"localhost:80", {}, {}}, looks_local), "not this machine"));
  CHECK(mentions(refusal({"0.0.0.0:80", {}, {}}, look_up_host), "not this machine"));
  CHECK(mentions(refusal({"128.0.0.1:80", {}, {}}, look_up_host), "not this machine"));
  CHECK(mentions(refusal({"nobody.test:80", {}, {}}, known_as({})), "no IPv4 address"));
}

TEST_CASE("what is no host and port is refused without a lookup", "[stack]") {
  host_lookup const never = [](std::string const& host) -> result<std::vector<std::string>> {
    FAIL("looked up " << host);
    return error{errc::bad_usage, ""};
  };
  for (auto const* const target : {"",
                                   "127.0.0.1",
                                   ":80",
                                   "host:",
                                   "host:0",
                                   "host:65536",
                                   "host:80x",
                                   "host: 80",
                                   "http://host:80",
                                   "ho st:80",
                                   "a\r\nX-Evil: 1:80",
                                   "[::1]:80"}) {
    INFO(target);
    CHECK(mentions(refusal({target, {}, {}}, never), "expected a host name"));
  }
}
