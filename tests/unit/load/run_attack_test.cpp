#include "harness/load/monotonic_clock.hpp"
#include "tests/unit/load/attacked.hpp"
#include "tests/unit/load/stub_balancer.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view admitted =
    "HTTP/1.1 200 OK\r\nX-Node: node-1\r\nContent-Length: 2\r\n\r\nok";

/// What the stub does to a key of this name, and what must become of the request.
struct treatment {
  stub_reply reply;
  outcome result;
  std::uint16_t status;
};

std::map<std::string, treatment, std::less<>> const treatments = {
    {"plain", {{stub_action::answer, admitted}, outcome::admitted, 200}},
    {"trickled", {{stub_action::trickle, admitted}, outcome::admitted, 200}},
    {"denied",
     {{stub_action::answer,
       "HTTP/1.1 429 Too Many Requests\r\nX-Node: node-2\r\nX-Decided-At-Us: 1700000000000001\r\n"
       "X-Arrived-At-Us: 1700000000000000\r\nServer-Timing: limiter;dur=0.25\r\n"
       "RateLimit-Limit: 50\r\nRateLimit-Remaining: 0\r\nRateLimit-Reset: 2\r\nRetry-After: 1\r\n"
       "Content-Length: 0\r\n\r\n"},
      outcome::denied,
      429}},
    {"chunked",
     {{stub_action::answer,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nA: b\r\n\r\n"},
      outcome::admitted,
      200}},
    {"interim",
     {{stub_action::answer,
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
       "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
      outcome::admitted,
      200}},
    {"until-close",
     {{stub_action::answer_close, "HTTP/1.0 200 OK\r\n\r\nbody"}, outcome::admitted, 200}},
    {"says-close",
     {{stub_action::answer_close,
       "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"},
      outcome::admitted,
      200}},
    {"extra-bytes",
     {{stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"},
      outcome::admitted,
      200}},
    {"degraded",
     {{stub_action::answer, "HTTP/1.1 200 OK\r\nX-Degraded: open\r\nContent-Length: 0\r\n\r\n"},
      outcome::admitted_degraded,
      200}},
    {"closed",
     {{stub_action::answer, "HTTP/1.1 503 No\r\nX-Degraded: closed\r\nContent-Length: 0\r\n\r\n"},
      outcome::denied_degraded,
      503}},
    {"bad-request",
     {{stub_action::answer, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"},
      outcome::not_decided,
      400}},
    {"bad-gateway",
     {{stub_action::answer, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"},
      outcome::unknown,
      502}},
    {"hung-up", {{stub_action::answer_close, ""}, outcome::unknown, 0}},
    {"reset", {{stub_action::reset, ""}, outcome::unknown, 0}},
    {"garbage", {{stub_action::answer, "SSH-2.0-OpenSSH\r\n"}, outcome::unknown, 0}},
    {"half-body",
     {{stub_action::answer_close, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"},
      outcome::unknown,
      200}},
};

stub_reply treat(std::string_view key) {
  return treatments.find(key)->second.reply;
}

planned_phase steady(plan const& p, std::uint64_t requests, std::uint32_t connections) {
  planned_phase planned;
  planned.kind = "steady";
  planned.connections = connections;
  planned.keys.count = static_cast<std::uint32_t>(p.keys.size());
  planned.load = paced_load{{1000, 1s}, requests};
  planned.length = std::chrono::milliseconds(requests);
  return planned;
}

planned_phase closed_loop(duration length, std::uint32_t connections) {
  planned_phase planned;
  planned.kind = "closed-loop";
  planned.connections = connections;
  planned.length = length;
  planned.load = closed_load{};
  return planned;
}

}  // namespace

TEST_CASE("every way a balancer can answer has its outcome", "[load]") {
  std::vector<std::string> keys;
  for (auto const& [name, unused] : treatments) keys.push_back(name);
  auto p = patient_plan(keys);
  p.phases = {steady(p, 5 * keys.size(), 8)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(h.complete);
  REQUIRE(h.operations.size() == 5 * keys.size());
  for (auto const& op : h.operations) {
    auto const& expected = treatments.at(keys[op.key]);
    INFO(keys[op.key]);
    CHECK(to_name(op.result) == to_name(expected.result));
    CHECK(op.status == expected.status);
    CHECK(op.sent_ns >= op.intended_ns);
    CHECK((op.received_ns == absent || op.received_ns >= op.sent_ns));
    CHECK((op.received_ns != absent) == (op.status != 0 || keys[op.key] == "garbage"));
  }
  CHECK(balancer.requests() == h.operations.size());
  CHECK(attack.progress.sent == h.operations.size());
  CHECK(attack.progress.denied == 5u);
}

TEST_CASE("what the nodes say is recorded, with a sample per shape", "[load]") {
  auto p = patient_plan({"denied", "plain", "garbage"});
  p.phases = {steady(p, 30, 2)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  std::set<std::uint32_t> garbage_samples;
  for (auto const& op : h.operations) {
    REQUIRE(op.head != 0);
    auto const& sample = h.samples.at(op.head - 1);
    if (p.keys[op.key] == "garbage") {
      CHECK(sample.head == "SSH-2.0-OpenSSH\r\n");
      garbage_samples.insert(op.head);
    } else if (p.keys[op.key] == "plain") {
      CHECK(sample.head == "HTTP/1.1 200 OK\r\nX-Node: node-1\r\nContent-Length: 2\r\n");
      CHECK(sample.body == "ok");
      CHECK(h.nodes.at(op.node) == "node-1");
    } else {
      CHECK(h.nodes.at(op.node) == "node-2");
      CHECK(op.decided_at_us == 1'700'000'000'000'001);
      CHECK(op.arrived_at_us == 1'700'000'000'000'000);
      CHECK(op.limiter_ns == 250'000);
      CHECK(op.limit == 50);
      CHECK(op.remaining == 0);
      CHECK(op.reset_s == 2);
      CHECK(op.retry_after_s == 1);
    }
  }
  CHECK(garbage_samples.size() == 10);
  CHECK(h.samples.size() == 12);
}

TEST_CASE("the answer to a request is its final response, not the interim one before", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(p, 1, 1)};
  stub_balancer balancer;
  std::atomic<std::int64_t> final_sent_ns{0};  // written by the balancer's thread
  balancer.start([&](std::string_view) {
    return stub_reply{stub_action::answer, admitted, "HTTP/1.1 103 Early Hints\r\n\r\n", [&] {
                        auto const later = monotonic_now_ns() + 20'000'000;
                        while (final_sent_ns < later) final_sent_ns = monotonic_now_ns();
                      }};
  });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(h.operations.at(0).received_ns + h.clocks.start_monotonic_ns >= final_sent_ns.load());
}

TEST_CASE("a connection that holds more than the answer is not used again", "[load]") {
  auto p = patient_plan({"extra-bytes"});
  p.phases = {steady(p, 5, 1)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(balancer.accepted() >= 5);
}

TEST_CASE("a connection that was kept open is used again", "[load]") {
  auto p = patient_plan({"plain"});
  p.phases = {steady(p, 50, 2)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(balancer.accepted() == 2);
}

TEST_CASE("an answer in the shape of the warm-up's leaves its sample", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(p, 1, 1)};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::answer, warm_up_answer}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  CHECK(attack.evidence().samples.size() == 1);
}

TEST_CASE("a request that is never answered is unknown after the timeout", "[load]") {
  auto p = patient_plan({"k"});
  p.request_timeout = 50ms;
  p.phases = {steady(p, 6, 2)};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::silence, {}}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(h.complete);
  CHECK(count_of(h, outcome::unknown) == 6);
  for (auto const& op : h.operations) CHECK(op.received_ns == absent);
}

TEST_CASE("requests to a balancer that is gone are not decided", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(p, 12, 1)};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::shut_down, {}}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(count_of(h, outcome::unknown) == 1);
  CHECK(count_of(h, outcome::not_decided) == 11);
}

TEST_CASE("an attack on nothing says what it could not connect to", "[load]") {
  auto p = patient_plan({"k"});
  p.phases = {steady(p, 1, 3)};
  endpoints gone;
  {
    stub_balancer const balancer;
    gone = balancer.where();
  }
  attacked attack;

  auto const ran = attack.run(p, gone);

  REQUIRE(ran.has_error());
  CHECK(ran.error().code == errc::stack_failed);
  CHECK_THAT(ran.error().what,
             Catch::Contains("127.0.0.1:" + std::to_string(gone.balancer.port)) &&
                 Catch::Contains("refused"));
}

TEST_CASE("an address that is not numeric is refused", "[load]") {
  auto p = patient_plan({"k"});
  endpoints named;
  named.balancer = {"localhost", 80};
  attacked attack;

  CHECK(attack.run(p, named).error().code == errc::stack_failed);
}

TEST_CASE("after a stall nothing is sent ahead of its time, and what is too late is not sent",
          "[load]") {
  auto p = patient_plan({"k"});
  p.late_limit = 20ms;
  p.phases = {steady(p, 600, 2)};
  stub_balancer balancer;
  std::uint64_t answered = 0;
  std::chrono::steady_clock::time_point stalled_until;
  // The stub's thread is held up: both connections wait, and everything due meanwhile with them.
  balancer.start([&](std::string_view) {
    if (++answered == 100) stalled_until = std::chrono::steady_clock::now() + 200ms;
    while (std::chrono::steady_clock::now() < stalled_until) {
    }
    return stub_reply{stub_action::answer, admitted};
  });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  std::vector<operation> sent;
  for (auto const& op : h.operations)
    if (op.result != outcome::not_sent) sent.push_back(op);
  CHECK(h.operations.size() == 600);
  CHECK(sent.size() == balancer.requests());
  CHECK(count_of(h, outcome::not_sent) > 0);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CHECK(sent[i].sent_ns >= sent[i].intended_ns);
    if (i > 0) CHECK(sent[i].intended_ns > sent[i - 1].intended_ns);
  }
}

TEST_CASE("a phase starts on time whatever became of the one before", "[load]") {
  auto p = patient_plan({"silent", "plain"});
  p.request_timeout = 1s;
  p.late_limit = 500ms;
  auto first = steady(p, 2, 4), second = steady(p, 10, 4);
  first.keys.count = second.keys.count = 1;
  second.keys.first = 1;
  second.start = 10ms;
  p.phases = {first, second};
  stub_balancer balancer;
  balancer.start([](std::string_view key) {
    return key == "silent" ? stub_reply{stub_action::silence, {}} : treat(key);
  });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK(count_of(h, outcome::unknown) == 2);
  CHECK(count_of(h, outcome::admitted) == 10);
}

TEST_CASE("several threads send every request of a phase once, each on its own connections",
          "[load]") {
  std::vector<std::string> keys;
  for (int i = 0; i < 200; ++i) keys.push_back("k" + std::to_string(i));
  auto p = patient_plan(keys);
  auto few = steady(p, 200, 2);
  few.start = 200ms;
  p.phases = {steady(p, 200, 7), few};
  stub_balancer balancer;
  balancer.start([](std::string_view) { return stub_reply{stub_action::answer, admitted}; });
  attacked attack;

  REQUIRE(attack.run(p, balancer.where(), 3).has_value());

  auto const h = attack.evidence();
  std::map<std::pair<int, std::uint32_t>, int> times_sent;
  for (auto const& op : h.operations) {
    ++times_sent[{op.phase, op.key}];
    CHECK(op.connection % 3 == op.id >> 40);
    CHECK(op.connection < p.phases[op.phase].connections);
  }
  CHECK(times_sent.size() == 400);
  CHECK(h.operations.size() == 400);
  CHECK(count_of(h, outcome::admitted) == 400);
}

TEST_CASE("a closed loop sends on each connection as soon as it was answered", "[load]") {
  auto p = patient_plan({"plain"});
  p.phases = {closed_loop(100ms, 4)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  std::map<std::uint32_t, std::int64_t> answered_at;
  for (auto const& op : h.operations) {
    CHECK(op.result == outcome::admitted);
    CHECK(op.intended_ns == op.sent_ns);
    if (answered_at.contains(op.connection)) CHECK(op.sent_ns >= answered_at[op.connection]);
    answered_at[op.connection] = op.received_ns;
  }
  CHECK(answered_at.size() == 4);
  CHECK(h.operations.size() > 4);
}

TEST_CASE("a stopped attack ends at once and keeps what it recorded", "[load]") {
  auto p = patient_plan({"plain"});
  p.phases = {closed_loop(1h, 2)};
  stub_balancer balancer;
  attacked attack;
  balancer.start([&](std::string_view key) {
    if (balancer.requests() == 50) attack.stop = true;
    return treat(key);
  });

  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const h = attack.evidence();
  CHECK_FALSE(h.complete);
  CHECK(h.operations.size() >= 50);
  CHECK(count_of(h, outcome::open) == 0);
}

TEST_CASE("an attack does not write into the records of another", "[load]") {
  auto p = patient_plan({"plain"});
  p.phases = {steady(p, 1, 1)};
  stub_balancer balancer;
  balancer.start(treat);
  attacked attack;
  REQUIRE(attack.run(p, balancer.where()).has_value());

  auto const again = attack.run(p, balancer.where());

  REQUIRE(again.has_error());
  CHECK(again.error().code == errc::io);
  CHECK_THAT(again.error().what, Catch::Contains("records-0.log"));
}
