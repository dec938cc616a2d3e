#include "harness/history/import_records.hpp"
#include "harness/load/monotonic_clock.hpp"
#include "harness/load/run_attack.hpp"
#include "tests/unit/load/stub_balancer.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <thread>

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

// Two threads, so that each of them is seen to miss its own share.
constexpr int threads = 2;
constexpr std::uint64_t requests = 1500;

[[noreturn]] void attack_at_1000_a_second(endpoints const& target,
                                          std::filesystem::path const& records) {
  planned_phase steady;
  steady.connections = 8;
  steady.length = 1500ms;
  steady.load = paced_load{{1000, 1s}, requests};
  plan p;
  p.keys = {"k"};
  p.phases = {steady};
  std::atomic<bool> const stop{false};
  attack_progress progress;
  auto const ended = run_attack({p, target, records, stop, progress, threads});
  ::_exit(ended ? 0 : 1);
}

struct stretch {
  std::int64_t from_ns = 0, to_ns = 0;
};

/// Stops the process for `length`; returns within which time it certainly stood still.
stretch stand_still(pid_t process, std::chrono::nanoseconds length) {
  ::kill(process, SIGSTOP);
  siginfo_t stopped{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(process), &stopped, WSTOPPED) == 0);
  auto const from = monotonic_now_ns();
  while (monotonic_now_ns() - from < length.count()) std::this_thread::yield();
  auto const to = monotonic_now_ns();
  ::kill(process, SIGCONT);
  return {from, to};
}

}  // namespace

TEST_CASE("what fell due while the generator stood still is never sent", "[load]") {
  temporary_directory const records;
  stub_balancer balancer;
  // Forked before the stub's thread exists: a child of several threads could do little.
  auto const attacker = ::fork();
  REQUIRE(attacker >= 0);
  if (attacker == 0) attack_at_1000_a_second(balancer.where(), records.path());
  balancer.start([](std::string_view) {
    return stub_reply{stub_action::answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
  });

  balancer.wait_for_requests(100);
  auto const still = stand_still(attacker, 400ms);
  int status = 0;
  ::waitpid(attacker, &status, 0);

  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  auto const h = import_records(records.path()).value();
  REQUIRE(h.operations.size() == requests);
  std::size_t within = 0, made_up_for = 0, sent_after = 0;
  for (auto const& op : h.operations) {
    auto const due = h.clocks.start_monotonic_ns + op.intended_ns;
    bool const is_sent = op.result != outcome::not_sent;
    if (due >= still.from_ns && due <= still.to_ns) {
      ++within;
      made_up_for += is_sent;
    }
    sent_after += due > still.to_ns && is_sent;
  }
  CHECK(within >= 390);
  CHECK(made_up_for == 0);
  CHECK(sent_after > 0);
}
