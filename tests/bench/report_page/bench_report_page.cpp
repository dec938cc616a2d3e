// Makes up two runs in memory, one that keeps its limit and one that breaks it, and writes their
// report.html:
//   bench_report_page OPERATIONS PAGE
//   → operations=… check_s=… report_s=… page_bytes=…
//
// Each run has that many operations, 2000 a second on one key, answered by three nodes after 0.3 to
// 1.3 ms. The promise is 50 a second with a burst of 100. One limiter keeps it; the other has a
// bucket in each node, and in the middle of the run admits 500 requests that come within 10 ms.

#include "harness/check/run_checks.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/report/build_report.hpp"
#include "harness/report/write_html.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace limitproof;
using stopwatch = std::chrono::steady_clock;

constexpr std::int64_t spacing_ns = 500'000;
constexpr std::int64_t in_spike = 500;
constexpr limit promised{50, std::chrono::seconds(1), 100};
constexpr std::size_t nodes = 3;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < 1'000 || value > 10'000'000) return std::nullopt;
  return value;
}

/// A token bucket by theoretical arrival times.
class bucket {
 public:
  bool admits(std::int64_t now) {
    auto const arrival = std::max(full_at_, now);
    if (arrival - now > (promised.burst - 1) * interval) return false;
    full_at_ = arrival + interval;
    return true;
  }

  [[nodiscard]] std::int64_t remaining(std::int64_t now) const {
    return (promised.burst * interval - (std::max(full_at_, now) - now)) / interval;
  }

 private:
  static constexpr std::int64_t interval = promised.per.count() / promised.count;
  std::int64_t full_at_ = 0;
};

plan made_up_plan(std::int64_t operations) {
  planned_phase steady;
  steady.kind = "steady";
  steady.length = duration(operations * spacing_ns);
  steady.connections = 48;
  steady.load =
      paced_load{{2'000, std::chrono::seconds(1)}, static_cast<std::uint64_t>(operations)};
  plan p;
  p.scenario.name = "a-long-run";
  p.scenario.why = "Does the page of a long run stay fluid, and hide no peak?";
  p.scenario.policy.limits = {promised};
  p.scenario.limiters = {"naive", "redis-token-bucket"};
  p.keys = {"attacker"};
  p.phases = {steady};
  return p;
}

history made_up_history(std::int64_t operations, bool is_shared) {
  history h;
  h.keys = {"attacker"};
  h.nodes = {"node-1", "node-2", "node-3"};
  h.operations.resize(static_cast<std::size_t>(operations));
  std::array<bucket, nodes> buckets;
  auto const spike = operations / 2;
  for (std::int64_t i = 0; i < operations; ++i) {
    auto& op = h.operations[static_cast<std::size_t>(i)];
    auto const is_in_spike = i >= spike && i < spike + in_spike;
    op.id = static_cast<std::uint64_t>(i);
    op.intended_ns = is_in_spike ? spike * spacing_ns + (i - spike) * 20'000 : i * spacing_ns;
    op.sent_ns = op.intended_ns + 5'000;
    op.received_ns = op.sent_ns + 300'000 + i * 7'919 % 1'000'000;
    op.node = static_cast<std::uint16_t>(i % static_cast<std::int64_t>(nodes));
    op.limiter_ns = 20'000 + i * 104'729 % 60'000;
    auto& decides = buckets[is_shared ? 0 : op.node];
    auto const decided_ns = op.sent_ns + 150'000;
    auto const admitted = decides.admits(decided_ns) || (is_in_spike && !is_shared);
    op.result = admitted ? outcome::admitted : outcome::denied;
    op.status = admitted ? 200 : 429;
    op.remaining = decides.remaining(decided_ns);
  }
  return h;
}

judged_run judged(plan const& p, std::string const& limiter, history h) {
  judged_run run;
  run.limiter = limiter;
  run.claims.algorithm = algorithm::token_bucket;
  run.history = std::move(h);
  run.verdict = run_checks({run.history, p, run.claims, run.history.nodes});
  return run;
}

double seconds_since(stopwatch::time_point start) {
  return std::chrono::duration<double>(stopwatch::now() - start).count();
}

}  // namespace

int main(int count, char** arguments) {
  auto const operations = count == 3 ? number(arguments[1]) : std::nullopt;
  if (!operations) {
    std::fprintf(stderr, "usage: bench_report_page OPERATIONS PAGE (1000 to 10^7 of them)\n");
    return 2;
  }
  auto const p = made_up_plan(*operations);
  double check_s = 0;
  double report_s = 0;
  std::vector<run_report> runs;
  for (auto const& limiter : p.scenario.limiters) {
    auto h = made_up_history(*operations, limiter != "naive");
    auto start = stopwatch::now();
    auto const run = judged(p, limiter, std::move(h));
    check_s += seconds_since(start);
    start = stopwatch::now();
    runs.push_back(build_run_report(p, run));
    report_s += seconds_since(start);
  }
  auto const start = stopwatch::now();
  auto const page = write_html(build_report(p, std::move(runs), {}));
  report_s += seconds_since(start);
  if (auto const written = write_text(arguments[2], page); !written) {
    std::fprintf(stderr, "%s\n", written.error().what.c_str());
    return EXIT_FAILURE;
  }
  std::printf("operations=%" PRId64 " check_s=%.2f report_s=%.2f page_bytes=%zu\n",
              *operations,
              check_s,
              report_s,
              page.size());
  return EXIT_SUCCESS;
}
