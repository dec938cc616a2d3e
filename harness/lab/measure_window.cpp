#include "harness/lab/measure_window.hpp"

#include "harness/lab/limiter_cluster.hpp"
#include "harness/model/curve.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t nodes = 3;
constexpr std::size_t asked_at_once = 60;
constexpr duration per = 1s;
constexpr limit promised{100, per, 100};
// Long enough to use up a limit before the edge, and short beside the window.
constexpr duration lead = 30ms;

std::int64_t monotonic_ns() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class window_attack {
 public:
  window_attack(limiter_cluster& limiters, std::string client, std::atomic<bool> const& stop)
      : limiters_(limiters), client_(std::move(client)), stop_(stop) {}

  result<void> ask(std::size_t requests) {
    std::vector<limit_request> batch;
    for (std::size_t i = 0; i < requests; ++i) batch.push_back(limiters_.request(client_, limits_));
    asked_batch asked{monotonic_ns(), 0, 0};
    for (auto const& made : limiters_.check_at_once(std::move(batch))) {
      if (!made) return made.error();
      asked.admitted += made->admitted ? 1 : 0;
    }
    asked.ended_ns = monotonic_ns();
    batches_.push_back(asked);
    return {};
  }

  result<void> go_on_asking(duration length) {
    auto const until_ns = monotonic_ns() + length.count();
    while (monotonic_ns() < until_ns) {
      if (stop_) return error{errc::interrupted, "interrupted while measuring"};
      if (auto const asked = ask(asked_at_once); !asked) return asked.error();
    }
    return {};
  }

  [[nodiscard]] std::int64_t fullest() const { return fullest_window(batches_, per); }

 private:
  limiter_cluster& limiters_;
  std::string client_;
  std::atomic<bool> const& stop_;
  std::vector<limit> const limits_{promised};
  std::vector<asked_batch> batches_;
};

result<std::int64_t> at_an_edge_of_the_epoch(limiter_cluster& limiters,
                                             std::atomic<bool> const& stop) {
  window_attack attack(limiters, "at-the-epochs-edge", stop);
  auto const into_window = duration(limiters.now().time_since_epoch()) % per;
  auto const until_edge = per - into_window;
  limiters.pass(until_edge < lead ? until_edge + per - lead : until_edge - lead);
  if (auto const asked = attack.go_on_asking(lead + per); !asked) return asked.error();
  return attack.fullest();
}

result<std::int64_t> at_its_own_edge(limiter_cluster& limiters, std::atomic<bool> const& stop) {
  window_attack attack(limiters, "at-its-own-edge", stop);
  // One of each node, as a node that counts alone has a window of its own.
  if (auto const first = attack.ask(nodes); !first) return first.error();
  limiters.pass(per - lead);
  if (auto const asked = attack.go_on_asking(lead + per); !asked) return asked.error();
  return attack.fullest();
}

std::optional<std::int64_t> bound_of(limiter_claims const& claims) {
  if (claims.algorithm == algorithm::none) return std::nullopt;
  auto const one = most_admitted(claims.algorithm, promised, per - duration(1));
  return claims.shared ? one : nodes * one;
}

}  // namespace

std::int64_t fullest_window(std::span<asked_batch const> batches, duration length) {
  std::int64_t most = 0, inside = 0;
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < batches.size(); ++begin) {
    auto const until_ns = batches[begin].begun_ns + length.count();
    end = std::max(end, begin);
    while (end < batches.size() && batches[end].ended_ns < until_ns)
      inside += batches[end++].admitted;
    most = std::max(most, inside);
    if (end > begin) inside -= batches[begin].admitted;
  }
  return most;
}

std::string window_attack_text() {
  return fmt::format(
      "{} per 1 s, burst {}, three nodes, {} requests at once from {} ms before a window ends",
      promised.count,
      promised.burst,
      asked_at_once,
      std::chrono::duration_cast<std::chrono::milliseconds>(lead).count());
}

result<measured_window> measure_worst_window(limiter_plugin plugin,
                                             address const& store,
                                             std::atomic<bool> const& stop) {
  auto const limiters = limiter_cluster::make(std::move(plugin), store, nodes);
  if (!limiters) return limiters.error();
  measured_window measured{0, bound_of((*limiters)->claims())};
  for (auto const attack : {at_an_edge_of_the_epoch, at_its_own_edge}) {
    auto const admitted = attack(**limiters, stop);
    if (!admitted) return admitted.error();
    measured.admitted = std::max(measured.admitted, *admitted);
  }
  return measured;
}

}  // namespace limitproof
