#include "harness/history/import_records.hpp"
#include "harness/load/run_attack.hpp"
#include "tests/unit/load/stub_balancer.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t connections = 5;
constexpr std::uint64_t answered = 300;

[[noreturn]] void attack_until_killed(endpoints const& target,
                                      std::filesystem::path const& records) {
  planned_phase loop;
  loop.connections = connections;
  loop.length = 1h;
  loop.load = closed_load{};
  plan p;
  p.keys = {"k"};
  p.phases = {loop};
  p.request_timeout = 1h;
  std::atomic<bool> const stop{false};
  attack_progress progress;
  [[maybe_unused]] auto const ended = run_attack({p, target, records, stop, progress});
  ::_exit(1);
}

}  // namespace

TEST_CASE("an attack that is killed leaves its answered and its in-flight requests", "[load]") {
  temporary_directory const records;
  stub_balancer balancer;
  // Forked before the stub's thread exists: a child of several threads could do little.
  auto const attacker = ::fork();
  REQUIRE(attacker >= 0);
  if (attacker == 0) attack_until_killed(balancer.where(), records.path());
  balancer.start([&](std::string_view) {
    return balancer.requests() < answered
               ? stub_reply{stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}
               : stub_reply{stub_action::silence, {}};
  });

  balancer.wait_for_requests(answered + connections);
  ::kill(attacker, SIGKILL);
  int status = 0;
  ::waitpid(attacker, &status, 0);

  REQUIRE(WIFSIGNALED(status));
  auto const h = import_records(records.path()).value();
  auto const open = std::count_if(h.operations.begin(), h.operations.end(), [](auto const& op) {
    return op.result == outcome::open;
  });
  CHECK_FALSE(h.complete);
  CHECK(h.operations.size() == answered + connections);
  CHECK(open == connections);
  CHECK(h.clocks.start_monotonic_ns > 0);
  for (auto const& op : h.operations) CHECK(op.sent_ns != absent);
}
