#include "tests/integration/harness_run.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;

namespace {

// A second of 200/s where 5 are allowed.
constexpr auto hammer = R"({ "name": "hammer", "why": "Does the service limit?",
  "policy": { "limit": 5, "per": "1s" }, "limiters": ["redis-token-bucket"],
  "attack": [ { "phase": "steady", "rate": "200/s", "for": "1s", "connections": 4, "keys": { "one": "k" } } ],
  "expect": { "redis-token-bucket": { "admitted": 1000000 } } })";

std::string at(stub_balancer const& service, std::string const& host) {
  return host + ":" + std::to_string(service.where().balancer.port);
}

void answer_always(stub_balancer& service, std::string_view bytes) {
  service.start([bytes](std::string_view) { return stub_reply{stub_action::answer, bytes}; });
}

constexpr std::string_view admission = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

void start_against(harness_run& run,
                   std::string const& target,
                   std::vector<std::string> const& more = {}) {
  std::vector<std::string> arguments{
      "run", scenario_file(run, "hammer", hammer), "--out", run.out().string(), "--target", target};
  arguments.insert(arguments.end(), more.begin(), more.end());
  start(run, arguments);
}

}  // namespace

TEST_CASE("a service that limits nobody is judged by the promise, and fails it", "[integration]") {
  stub_balancer service;
  answer_always(service, admission);
  harness_run run;

  start_against(run, at(service, "127.0.0.1"));
  INFO(run.output());
  REQUIRE(run.ended() == "exit status 1");

  auto const report = json_of(run.only_run() / "report.json");
  CHECK(report["target"]["address"] == "127.0.0.1");
  CHECK(report["runs"][0]["limiter"] == "target");
  CHECK(report["runs"][0]["judge"] == "promised");
  CHECK(report["runs"][0]["verdict"] == "fail");
  CHECK(report["runs"][0]["store"] == nullptr);
  CHECK(run.output().find("200 requests went to 127.0.0.1") != std::string::npos);

  start(run, {"check", run.only_run().string()});
  CHECK(run.ended() == "exit status 1");
  CHECK(json_of(run.only_run() / "report.json") == report);
}

TEST_CASE("the request budget ends an attack, and the summary says what was sent",
          "[integration]") {
  stub_balancer service;
  answer_always(service, admission);
  harness_run run;

  start_against(run, at(service, "127.0.0.1"), {"--request-budget", "54"});
  INFO(run.output());
  REQUIRE(run.ended() == "exit status 1");

  CHECK(service.requests() == 50);
  CHECK(run.output().find("50 requests went to") != std::string::npos);
  CHECK(json_of(run.only_run() / "report.json")["runs"][0]["ended"] == "request_budget");
}

TEST_CASE("a host that is not this machine is refused before anything is sent to it",
          "[integration]") {
  harness_run run;

  // TEST-NET-1 (RFC 5737), where nobody lives.
  start_against(run, "192.0.2.1:80", {"--request-budget", "100"});

  CHECK(run.ended() == "exit status 2");
  CHECK(run.output().find("--i-am-authorised-to-test 192.0.2.1") != std::string::npos);
  CHECK(run.output().find("--time-limit") != std::string::npos);
  CHECK(run.output().find("--request-budget") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(run.out()));
}

TEST_CASE("a service that was not started here can suffer no fault", "[integration]") {
  harness_run run;
  auto faulty = nlohmann::json::parse(hammer);
  faulty["faults"] = {{{"at", "100ms"}, {"fault", "flush"}, {"target", "store"}}};

  start(run,
        {"run",
         scenario_file(run, "faulty", faulty.dump()),
         "--out",
         run.out().string(),
         "--target",
         "127.0.0.1:1"});

  CHECK(run.ended() == "exit status 2");
  CHECK(run.output().find("the faults of hammer") != std::string::npos);
}
