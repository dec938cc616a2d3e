#include "harness/report/collect_certificates.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

history of_requests(std::uint64_t count) {
  history h;
  h.keys = {"attacker", "neighbour"};
  h.nodes = {"node-1", "node-2"};
  for (std::uint64_t id = 0; id < count; ++id) {
    operation op;
    op.id = id;
    op.sent_ns = static_cast<std::int64_t>(1'000 * id);
    op.received_ns = op.sent_ns + 500;
    op.key = 1;
    op.node = 1;
    op.status = 200;
    op.remaining = 42;
    op.result = outcome::admitted;
    h.operations.push_back(op);
  }
  return h;
}

verdict with(verdict_kind kind, std::vector<std::uint64_t> witness) {
  verdict v;
  v.findings = {{check_name::over_admission, kind, "", {}, std::move(witness)}};
  return v;
}

}  // namespace

TEST_CASE("a certificate has its requests as they were recorded, in the order of sending",
          "[report]") {
  auto const found = collect_certificates(with(verdict_kind::fail, {7, 3}), of_requests(10));

  REQUIRE(found.size() == 1);
  CHECK(found.front().check == check_name::over_admission);
  CHECK(found.front().left_out == 0);
  REQUIRE(found.front().requests.size() == 2);
  CHECK(found.front().requests[1].id == 7);
  auto const& first = found.front().requests.front();
  CHECK(first.id == 3);
  CHECK(first.key == "neighbour");
  CHECK(first.node == "node-2");
  CHECK(first.result == outcome::admitted);
  CHECK(first.status == 200);
  CHECK(first.sent_ns == 3'000);
  CHECK(first.received_ns == 3'500);
  CHECK(first.remaining == 42);
}

TEST_CASE("an answer that named no node has none in a certificate", "[report]") {
  auto h = of_requests(1);
  h.operations.front().node = no_node;

  CHECK(collect_certificates(with(verdict_kind::fail, {0}), h).front().requests.front().node == "");
}

TEST_CASE("a long certificate is cut to 200 requests and says so", "[report]") {
  std::vector<std::uint64_t> all;
  for (std::uint64_t id = 0; id < 250; ++id) all.push_back(id);

  auto const found = collect_certificates(with(verdict_kind::fail, all), of_requests(250));

  CHECK(found.front().requests.size() == 200);
  CHECK(found.front().requests.back().id == 199);
  CHECK(found.front().left_out == 50);
}

TEST_CASE("only a check that failed and names requests has a certificate", "[report]") {
  CHECK(collect_certificates(with(verdict_kind::pass, {1}), of_requests(3)).empty());
  CHECK(collect_certificates(with(verdict_kind::inconclusive, {1}), of_requests(3)).empty());
  CHECK(collect_certificates(with(verdict_kind::fail, {}), of_requests(3)).empty());
}
