// Closed loop on one address for some seconds; prints what a request cost this process:
//   bench_load_engine HOST PORT CONNECTIONS SECONDS RECORDS_DIRECTORY
//   → requests=… admitted=… user_s=… system_s=… requests_per_cpu_s=…

#include "harness/load/run_attack.hpp"

#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <sys/resource.h>

namespace {

using namespace limitproof;

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t most) {
  std::uint32_t value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value == 0 || value > most)
    return std::nullopt;
  return value;
}

plan closed_loop(std::uint32_t connections, std::uint32_t seconds) {
  planned_phase loop;
  loop.kind = "closed-loop";
  loop.length = std::chrono::seconds(seconds);
  loop.connections = connections;
  loop.load = closed_load{};
  plan p;
  p.keys = {"bench"};
  p.phases = {loop};
  return p;
}

double seconds_of(timeval const& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

int fail(error const& e) {
  std::fprintf(stderr, "%s\n", e.what.c_str());
  return EXIT_FAILURE;
}

}  // namespace

int main(int count, char** arguments) {
  auto const port = count == 6 ? number(arguments[2], 65535) : std::nullopt;
  auto const connections = count == 6 ? number(arguments[3], 4096) : std::nullopt;
  auto const seconds = count == 6 ? number(arguments[4], 3600) : std::nullopt;
  if (!port || !connections || !seconds) {
    std::fprintf(stderr,
                 "usage: bench_load_engine HOST PORT CONNECTIONS SECONDS RECORDS_DIRECTORY\n");
    return 2;
  }
  auto const p = closed_loop(*connections, *seconds);
  endpoints target;
  target.balancer = {arguments[1], static_cast<std::uint16_t>(*port)};
  std::atomic<bool> const stop{false};
  attack_progress progress;

  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  auto const attacked = run_attack({p, target, arguments[5], stop, progress});
  ::getrusage(RUSAGE_SELF, &after);
  if (!attacked) return fail(attacked.error());

  auto const requests = progress.sent.load();
  auto const user = seconds_of(after.ru_utime) - seconds_of(before.ru_utime);
  auto const system = seconds_of(after.ru_stime) - seconds_of(before.ru_stime);
  std::printf("requests=%" PRIu64 " admitted=%" PRIu64
              " user_s=%.3f system_s=%.3f requests_per_cpu_s=%.0f\n",
              requests,
              progress.admitted.load(),
              user,
              system,
              static_cast<double>(requests) / (user + system));
  return EXIT_SUCCESS;
}
