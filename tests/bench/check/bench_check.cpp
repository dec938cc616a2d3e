// Times the checks on a history made up in memory, as they find it after loading:
//   bench_check SHAPE ALGORITHM OPERATIONS KEYS
//   → shape=… algorithm=… operations=… keys=… check_s=… cpu_s=… bytes=… verdict=…
//     step=… cpu_s=… bytes=…   (one line for each step: measure, then every check)
//
// `bytes` is the peak resident memory for each operation, the history itself included. `cpu_s` is
// the process's own time, which a busy machine does not stretch.
//
// Shapes: `kept` is what a correct limiter admits under an attack of twice its rate, `exceeded` a
// limiter that admits all of it. Requests are sent at even distances, in turn for every key, and
// answered after 0.5 to 1.5 ms by two nodes that stamp their clock; the limiter decides after 0.25
// ms, claims to be exact and tells what is left.

#include "harness/check/run_checks.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>

namespace {

using namespace limitproof;

enum class shape { kept, exceeded };

struct task {
  shape form = shape::kept;
  algorithm judged = algorithm::token_bucket;
  std::int64_t operations = 0;
  std::int64_t keys = 0;
};

struct recorded {
  limitproof::history history;
  limitproof::plan plan;
  limiter_claims claims;
};

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t spacing = 10'000;  // ns between two sends, over all keys

std::optional<std::int64_t> number(std::string_view text, std::int64_t most) {
  std::int64_t value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < 1 || value > most)
    return std::nullopt;
  return value;
}

std::optional<task> read(int count, char** arguments) {
  if (count != 5) return std::nullopt;
  std::string_view const form = arguments[1];
  std::string_view const name = arguments[2];
  auto const operations = number(arguments[3], 100'000'000);
  auto const keys = number(arguments[4], 100'000'000);
  if (!operations || !keys || (form != "kept" && form != "exceeded")) return std::nullopt;
  for (auto const& named : enum_names<algorithm>)
    if (named.name == name && named.value != algorithm::none)
      return task{form == "kept" ? shape::kept : shape::exceeded, named.value, *operations, *keys};
  return std::nullopt;
}

// Half of each key's rate, in windows short enough to be filled several times.
limit limit_of(task const& t) {
  auto const share = std::min(second / spacing / 2, t.operations / 4) / t.keys;
  auto const count = std::max<std::int64_t>(1, share);
  return {count, duration(2 * count * t.keys * spacing), std::max<std::int64_t>(1, count / 10)};
}

/// Decides exactly, in order of time.
class limiter_of_keys {
 public:
  limiter_of_keys(limit const& l, algorithm a, std::int64_t keys)
      : limit_(l), is_log_(a == algorithm::sliding_log) {
    auto const marks = static_cast<std::size_t>(keys) * slots();
    marks_.assign(marks, -l.per.count() * (l.burst + 1));
    next_.assign(static_cast<std::size_t>(keys), 0);
    live_.assign(static_cast<std::size_t>(keys), 0);
  }

  bool admits(std::size_t key, std::int64_t now) {
    auto& mark = marks_[key * slots() + next_[key]];
    if (is_log_) {
      if (now - mark < limit_.per.count()) return false;
      mark = now;
      next_[key] = (next_[key] + 1) % slots();
      ++live_[key];
      return true;
    }
    // Theoretical arrival time; `per` is a multiple of the count.
    auto const interval = limit_.per.count() / limit_.count;
    auto const arrival = std::max(mark, now);
    if (arrival - now > (limit_.burst - 1) * interval) return false;
    mark = arrival + interval;
    return true;
  }

  /// How many more it would admit at that time.
  std::int64_t remaining(std::size_t key, std::int64_t now) {
    if (is_log_) {
      auto const oldest = [&] {
        return marks_[key * slots() + (next_[key] + slots() - live_[key]) % slots()];
      };
      while (live_[key] > 0 && now - oldest() >= limit_.per.count()) --live_[key];
      return static_cast<std::int64_t>(slots() - live_[key]);
    }
    auto const interval = limit_.per.count() / limit_.count;
    auto const arrival = std::max(marks_[key], now);
    return (limit_.burst * interval - (arrival - now)) / interval;
  }

 private:
  [[nodiscard]] std::size_t slots() const {
    return is_log_ ? static_cast<std::size_t>(limit_.count) : 1;
  }

  limit limit_;
  bool is_log_;
  std::vector<std::int64_t> marks_;  ///< of each key: its last admissions, or when its bucket fills
  std::vector<std::size_t> next_;    ///< of each key: its oldest mark
  std::vector<std::size_t> live_;    ///< of each key: how many of its marks still count
};

recorded made_up(task const& t) {
  recorded run;
  run.claims.algorithm = t.judged;
  run.claims.exact = t.form == shape::kept;
  run.claims.shared = true;
  run.plan.scenario.policy.limits = {limit_of(t)};
  run.history.keys.assign(static_cast<std::size_t>(t.keys), "key");
  run.history.nodes = {"node-1", "node-2"};
  run.history.operations.resize(static_cast<std::size_t>(t.operations));
  limiter_of_keys limiter(limit_of(t), t.judged, t.keys);
  std::mt19937_64 random(1);
  for (std::int64_t i = 0; i < t.operations; ++i) {
    auto& op = run.history.operations[static_cast<std::size_t>(i)];
    op.id = static_cast<std::uint64_t>(i);
    op.intended_ns = op.sent_ns = i * spacing;
    op.received_ns = op.sent_ns + 500'000 + static_cast<std::int64_t>(random() % 1'000'000);
    op.key = static_cast<std::uint32_t>(i % t.keys);
    op.node = static_cast<std::uint16_t>(i % 3 % 2);
    auto const decided = op.sent_ns + 250'000;
    op.arrived_at_us = decided / 1000;
    op.decided_at_us = decided / 1000;
    auto const admitted = t.form == shape::exceeded || limiter.admits(op.key, decided);
    op.result = admitted ? outcome::admitted : outcome::denied;
    op.remaining = limiter.remaining(op.key, decided);
    op.status = admitted ? 200 : 429;
  }
  return run;
}

// Field of /proc/self/status, which the kernel tells in KiB (proc(5)).
std::int64_t status_bytes(std::string_view field) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == field) {
      std::int64_t kibibytes = 0;
      status >> kibibytes;
      return 1024 * kibibytes;
    }
  return 0;
}

// Makes the peak begin anew from what is resident now.
void forget_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  auto const in_seconds = [](timeval const& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return in_seconds(used.ru_utime) + in_seconds(used.ru_stime);
}

struct step_cost {
  std::string name;
  double cpu_s = 0;
  std::int64_t peak_bytes = 0;
};

}  // namespace

int main(int count, char** arguments) {
  auto const asked = read(count, arguments);
  if (!asked) {
    std::fprintf(
        stderr, "usage: bench_check kept|exceeded ALGORITHM OPERATIONS KEYS (each at most 10^8)\n");
    return 2;
  }
  auto const before = status_bytes("VmRSS:");
  auto const run = made_up(*asked);
  std::vector<step_cost> steps;
  forget_peak();
  auto const start = std::chrono::steady_clock::now();
  auto const cpu_start = cpu_seconds();
  auto last = cpu_start;
  auto const judged = run_checks(
      {run.history, run.plan, run.claims, run.history.nodes}, [&](std::string_view step) {
        auto const now = cpu_seconds();
        steps.push_back({std::string(step), now - last, status_bytes("VmHWM:") - before});
        forget_peak();
        last = cpu_seconds();
      });
  auto const took = std::chrono::steady_clock::now() - start;
  auto const per_operation = [&](std::int64_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(asked->operations);
  };
  std::int64_t peak = 0;
  for (auto const& step : steps) peak = std::max(peak, step.peak_bytes);
  std::printf("shape=%s algorithm=%s operations=%" PRId64 " keys=%" PRId64
              " check_s=%.3f cpu_s=%.3f bytes=%.0f verdict=%s\n",
              arguments[1],
              arguments[2],
              asked->operations,
              asked->keys,
              std::chrono::duration<double>(took).count(),
              last - cpu_start,
              per_operation(peak),
              std::string(to_name(judged.kind)).c_str());
  for (auto const& step : steps)
    std::printf("  step=%s cpu_s=%.3f bytes=%.0f\n",
                step.name.c_str(),
                step.cpu_s,
                per_operation(step.peak_bytes));
  return EXIT_SUCCESS;
}
