#include "harness/node/node_metrics.hpp"

#include "harness/node/admin_server.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

bool has_line(std::string const& text, std::string const& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

std::string some_metrics() {
  return "a 1\n";
}

}  // namespace

TEST_CASE("what became of requests is told by policy and result", "[node]") {
  node_metrics metrics;
  metrics.answers["free"] = answer_tallies{1, 2, 3, 4, 5, 6, 7, 8};

  auto const text = to_prometheus(metrics);

  CHECK(has_line(text, "# TYPE limitproof_requests_total counter"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="allowed"} 1)"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="denied"} 2)"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="failed_open"} 3)"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="failed_closed"} 4)"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="limiter_error"} 8)"));
  CHECK(has_line(text, R"(rate_limit_exceeded_total{policy="free"} 8)"));
}

TEST_CASE("each policy has rows of its own, added up over threads", "[node]") {
  node_metrics sum;
  sum.answers["free"].allowed = 1;
  sum.answers["free"].denied = 2;
  node_metrics other;
  other.answers["free"].allowed = 10;
  other.answers["free"].denied = 20;
  other.answers["paid"].allowed = 7;
  sum += other;

  auto const text = to_prometheus(sum);

  CHECK(has_line(text, R"(limitproof_requests_total{policy="free",result="allowed"} 11)"));
  CHECK(has_line(text, R"(limitproof_requests_total{policy="paid",result="allowed"} 7)"));
  CHECK(has_line(text, R"(rate_limit_exceeded_total{policy="free"} 22)"));
  CHECK(has_line(text, R"(rate_limit_exceeded_total{policy="paid"} 0)"));
}

TEST_CASE("a histogram's buckets each hold those before them, and times are seconds", "[node]") {
  node_metrics metrics;
  metrics.guards.limiter_calls.add(90us);
  metrics.guards.limiter_calls.add(2ms);
  metrics.guards.limiter_calls.add(11s);

  auto const text = to_prometheus(metrics);

  std::string const name = "limitproof_limiter_call_duration_seconds";
  CHECK(has_line(text, name + R"(_bucket{le="0.0001"} 1)"));
  CHECK(has_line(text, name + R"(_bucket{le="0.001"} 1)"));
  CHECK(has_line(text, name + R"(_bucket{le="0.0025"} 2)"));
  CHECK(has_line(text, name + R"(_bucket{le="10"} 2)"));
  CHECK(has_line(text, name + R"(_bucket{le="+Inf"} 3)"));
  CHECK(has_line(text, name + "_sum 11.00209"));
  CHECK(has_line(text, name + "_count 3"));
}

TEST_CASE("what guards did is told, and adds up over threads", "[node]") {
  node_metrics metrics;
  metrics.guards = guard_tallies{5, {40, 30, 6}, {}, {3, 20, 1}};
  metrics += metrics;

  auto const text = to_prometheus(metrics);

  CHECK(has_line(text, "limitproof_deny_cache_hits_total 10"));
  CHECK(has_line(text, "limitproof_lease_permits_taken_total 80"));
  CHECK(has_line(text, "limitproof_lease_permits_served_total 60"));
  CHECK(has_line(text, "limitproof_lease_permits_expired_total 12"));
  CHECK(has_line(text, "limitproof_breaker_openings_total 6"));
  CHECK(has_line(text, "limitproof_breaker_turned_away_total 40"));
  CHECK(has_line(text, "# TYPE limitproof_breakers_open gauge"));
  CHECK(has_line(text, "limitproof_breakers_open 2"));
}

TEST_CASE("how often clients' tiers were known is told as a share, as NaN when nobody asked",
          "[node]") {
  node_metrics metrics;
  CHECK(has_line(to_prometheus(metrics), "policy_cache_hit_rate NaN"));
  metrics.tiers = tier_tallies{1, 1, 0};
  metrics += node_metrics{{}, {}, tier_tallies{1, 0, 1}, policy_tallies{3, 2}};

  auto const text = to_prometheus(metrics);

  CHECK(has_line(text, "# TYPE policy_cache_hit_rate gauge"));
  CHECK(has_line(text, "policy_cache_hit_rate 0.666666"));
  CHECK(has_line(text, "limitproof_policy_cache_hits_total 2"));
  CHECK(has_line(text, "limitproof_policy_cache_misses_total 1"));
  CHECK(has_line(text, "limitproof_policy_table_failures_total 1"));
  CHECK(has_line(text, "limitproof_policy_updates_total 3"));
  CHECK(has_line(text, "limitproof_policy_refusals_total 2"));
  metrics.tiers = tier_tallies{7, 0, 0};
  CHECK(has_line(to_prometheus(metrics), "policy_cache_hit_rate 1.000000"));
}

TEST_CASE("a policy's name is escaped as the format wants it", "[node]") {
  node_metrics metrics;
  metrics.answers["a\"b\\c\nd"] = {};

  CHECK(has_line(to_prometheus(metrics), R"(rate_limit_exceeded_total{policy="a\"b\\c\nd"} 0)"));
}

TEST_CASE("metrics are at one path, for who only reads", "[node]") {
  auto const got = answer_admin("GET /metrics?x=1 HTTP/1.1", some_metrics);
  CHECK(got.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"));
  CHECK(got.ends_with("Content-Length: 4\r\nConnection: close\r\n\r\na 1\n"));

  auto const looked = answer_admin("HEAD /metrics HTTP/1.1", some_metrics);
  CHECK(looked.ends_with("Content-Length: 4\r\nConnection: close\r\n\r\n"));

  CHECK(answer_admin("POST /metrics HTTP/1.1", some_metrics).starts_with("HTTP/1.1 405 "));
  CHECK(answer_admin("GET /metrics/ HTTP/1.1", some_metrics).starts_with("HTTP/1.1 404 "));
  CHECK(answer_admin("GET / HTTP/1.1", some_metrics).starts_with("HTTP/1.1 404 "));
  CHECK(answer_admin("", some_metrics).starts_with("HTTP/1.1 404 "));
}
