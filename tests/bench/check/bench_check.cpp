// Times the checks on a history made up in memory, as they find it after loading:
//   bench_check SHAPE ALGORITHM OPERATIONS KEYS
//   → shape=… algorithm=… operations=… keys=… check_s=… peak_bytes_per_operation=… verdict=…
//
// Shapes: `kept` is what a correct limiter admits under an attack of twice its rate, `exceeded` a
// limiter that admits all of it. Requests are sent at even distances and answered after 0.5 to 1.5
// ms.

#include "harness/check/run_checks.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
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

// Each key's share of half the offered rate, for a tenth of a second's worth at once.
limit limit_of(task const& t) {
  auto const count = std::max<std::int64_t>(1, second / spacing / 2 / t.keys);
  return {count, duration(second), std::max<std::int64_t>(1, count / 10)};
}

// A token bucket that decides halfway. What it refills within `per` and its burst make up the limit
// together, so that it keeps the limit of every algorithm.
class limiter_of_keys {
 public:
  limiter_of_keys(limit const& l, std::int64_t keys)
      : limit_(l), theoretical_(static_cast<std::size_t>(keys), 0) {}

  bool admits(std::size_t key, std::int64_t now) {
    auto const interval =
        limit_.per.count() / std::max<std::int64_t>(1, limit_.count - limit_.burst) + 1;
    auto& theoretical = theoretical_[key];
    auto const arrival = std::max(theoretical, now);
    if (arrival - now > (limit_.burst - 1) * interval) return false;
    theoretical = arrival + interval;
    return true;
  }

 private:
  limit limit_;
  std::vector<std::int64_t> theoretical_;
};

recorded made_up(task const& t) {
  recorded run;
  run.claims.algorithm = t.judged;
  run.plan.scenario.policy.limits = {limit_of(t)};
  run.history.keys.assign(static_cast<std::size_t>(t.keys), "key");
  run.history.nodes = {"node-1"};
  run.history.operations.resize(static_cast<std::size_t>(t.operations));
  limiter_of_keys limiter(limit_of(t), t.keys);
  std::mt19937_64 random(1);
  for (std::int64_t i = 0; i < t.operations; ++i) {
    auto& op = run.history.operations[static_cast<std::size_t>(i)];
    op.id = static_cast<std::uint64_t>(i);
    op.intended_ns = op.sent_ns = i * spacing;
    op.received_ns = op.sent_ns + 500'000 + static_cast<std::int64_t>(random() % 1'000'000);
    op.key = static_cast<std::uint32_t>(i % t.keys);
    op.node = 0;
    auto const decided = op.sent_ns + (op.received_ns - op.sent_ns) / 2;
    auto const admitted = t.form == shape::exceeded || limiter.admits(op.key, decided);
    op.result = admitted ? outcome::admitted : outcome::denied;
    op.status = admitted ? 200 : 429;
  }
  return run;
}

std::int64_t peak_bytes() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return std::int64_t{1024} * used.ru_maxrss;
}

}  // namespace

int main(int count, char** arguments) {
  auto const asked = read(count, arguments);
  if (!asked) {
    std::fprintf(
        stderr, "usage: bench_check kept|exceeded ALGORITHM OPERATIONS KEYS (each at most 10^8)\n");
    return 2;
  }
  auto const before = peak_bytes();
  auto const run = made_up(*asked);
  auto const start = std::chrono::steady_clock::now();
  auto const judged = run_checks({run.history, run.plan, run.claims, run.history.nodes});
  auto const took = std::chrono::steady_clock::now() - start;
  std::printf("shape=%s algorithm=%s operations=%" PRId64 " keys=%" PRId64
              " check_s=%.3f peak_bytes_per_operation=%.0f verdict=%s\n",
              arguments[1],
              arguments[2],
              asked->operations,
              asked->keys,
              std::chrono::duration<double>(took).count(),
              static_cast<double>(peak_bytes() - before) / static_cast<double>(asked->operations),
              std::string(to_name(judged.findings.front().verdict)).c_str());
  return EXIT_SUCCESS;
}
