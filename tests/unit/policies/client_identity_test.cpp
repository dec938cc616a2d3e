#include "harness/policies/client_identity.hpp"

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

using told = std::variant<std::string, request_fault>;

request_head forwarded(std::vector<head_field> fields) {
  return {.method = "GET", .target = "/", .api_key = {}, .fields = std::move(fields)};
}

TEST_CASE("an address has one spelling", "[policies]") {
  struct {
    char const* text;
    std::optional<std::string> address;
  } const spellings[] = {{"192.0.2.1", "192.0.2.1"},
                         {"192.0.2.1:4711", "192.0.2.1"},
                         {"::ffff:192.0.2.1", "192.0.2.1"},
                         {"::FFFF:c000:201", "192.0.2.1"},
                         {"[::ffff:192.0.2.1]:80", "192.0.2.1"},
                         {"2001:db8:0:1::7", "2001:db8:0:1::/64"},
                         {"2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"},
                         {"[2001:db8:0:1::1]", "2001:db8:0:1::/64"},
                         {"[2001:db8:0:1::1]:443", "2001:db8:0:1::/64"},
                         {"2001:db8:0:2::7", "2001:db8:0:2::/64"},
                         {"::1", "::/64"},
                         {"", {}},
                         {"unknown", {}},
                         {"192.0.2", {}},
                         {"192.0.2.01", {}},
                         {"0xc0.0.2.1", {}},
                         {"192.0.2.256", {}},
                         {"192.0.2.1:", {}},
                         {"192.0.2.1:x", {}},
                         {"[192.0.2.1]", {}},
                         {"[::1", {}},
                         {"[::1]x", {}},
                         {"fe80::1%eth0", {}},
                         {"192.0.2.1 ", {}}};

  for (auto const& [text, address] : spellings) {
    INFO(text);
    CHECK(normalised_address(text) == address);
  }
}

TEST_CASE("the balancer's entry is believed, whatever the client wrote before it", "[policies]") {
  std::vector<head_field> const spoofs[] = {
      {{"X-Forwarded-For", "192.0.2.1"}},
      {{"X-Forwarded-For", "10.0.0.1"}, {"X-Forwarded-For", "192.0.2.1"}},
      {{"X-Forwarded-For", "10.0.0.1, 10.0.0.2"}, {"x-forwarded-for", "192.0.2.1"}},
      {{"X-FORWARDED-FOR", "garbage,,"}, {"X-Forwarded-For", "192.0.2.1"}},
      {{"X-Forwarded-For", "10.0.0.1 ,\t192.0.2.1 "}},
      {{"X-Forwarded-For", "10.0.0.1"}, {"Accept", "*/*"}, {"X-Forwarded-For", "192.0.2.1"}},
      {{"X-Real-Ip", "10.0.0.1"}, {"Forwarded", "for=10.0.0.1"}, {"X-Forwarded-For", "192.0.2.1"}}};
  for (auto const& fields : spoofs)
    CHECK(forwarded_address(forwarded(fields), 1) == told("192.0.2.1"));
}

TEST_CASE("behind two trusted hops, the last entry but one is the client's", "[policies]") {
  auto const head =
      forwarded({{"X-Forwarded-For", "10.0.0.1, 192.0.2.1"}, {"X-Forwarded-For", "198.51.100.9"}});
  CHECK(forwarded_address(head, 2) == told("192.0.2.1"));
}

TEST_CASE("without an entry of every trusted hop nobody is believed", "[policies]") {
  told const fault = request_fault::forwarded_for;
  CHECK(forwarded_address(forwarded({}), 1) == fault);
  CHECK(forwarded_address(forwarded({{"X-Forwarded-For", ""}}), 1) == fault);
  CHECK(forwarded_address(forwarded({{"X-Forwarded-For", "192.0.2.1"}}), 2) == fault);
  CHECK(forwarded_address(forwarded({{"X-Forwarded-For", "192.0.2.1, unknown"}}), 1) == fault);
}

TEST_CASE("a key identifies where keys count, else the address does", "[policies]") {
  using identity = std::variant<client_identity, request_fault>;
  auto head = forwarded({{"X-Forwarded-For", "192.0.2.1"}});
  identity const by_address = client_identity{true, "192.0.2.1"};
  CHECK(identify(head, {true, 1}) == by_address);
  head.api_key = "alice";
  identity const by_key = client_identity{false, "alice"};
  CHECK(identify(head, {true, 1}) == by_key);
  CHECK(identify(head, {false, 1}) == by_address);
}

}  // namespace
}  // namespace limitproof
