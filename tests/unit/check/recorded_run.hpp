#pragma once

#include "harness/check/run_checks.hpp"
#include "harness/model/evidence.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace limitproof {

/// The algorithms that promise something.
inline constexpr std::array promising_algorithms = {algorithm::token_bucket,
                                                    algorithm::gcra,
                                                    algorithm::sliding_log,
                                                    algorithm::sliding_counter,
                                                    algorithm::fixed_window,
                                                    algorithm::fixed_window_first_hit};

inline constexpr std::int64_t ms = 1'000'000;
inline constexpr std::int64_t s = 1'000 * ms;

/// Evidence with its owners, to be filled by hand.
struct recorded_run {
  limitproof::history history;
  limitproof::plan plan;
  limiter_claims claims;
  std::vector<std::string> expected_nodes;
  std::optional<store_holdings> store{};
  std::optional<std::int64_t> keys_of_a_call{};
  std::vector<told_problem> problems{};

  [[nodiscard]] evidence as_evidence() const {
    return {
        history, plan, claims, expected_nodes, /*planned=*/true, store, keys_of_a_call, problems};
  }
};

/// A run of one open-loop phase against node-1 and node-2, judged as declared, with nothing in it.
[[nodiscard]] recorded_run run_of(algorithm a, limit const& l);

/// The same, of a limiter that claims to be exact and to count for all nodes together.
[[nodiscard]] recorded_run exact_run(algorithm a, limit const& l);

/// Adds a request that was due, sent and answered in these instants; the nodes answer in turn. The
/// id is the number of operations before it. Returns it for changes.
operation& add(recorded_run& run, outcome result, std::int64_t sent_ns, std::int64_t received_ns);

/// Adds `count` admitted requests, all within [sent_ns, received_ns].
void add_burst(recorded_run& run, int count, std::int64_t sent_ns, std::int64_t received_ns);

[[nodiscard]] finding find(verdict const& v, check_name check);
[[nodiscard]] finding find(recorded_run const& run, check_name check);

/// The check comes to this verdict, with this in its claim.
void require_finding(recorded_run const& run,
                     check_name check,
                     verdict_kind verdict,
                     std::string const& claim);

[[nodiscard]] verdict_kind over_admission_of(recorded_run const& run);

/// The seed of `--rng-seed`, in a generator; print it with INFO.
[[nodiscard]] std::mt19937_64 seeded_random();
[[nodiscard]] std::int64_t between(std::mt19937_64& random, std::int64_t least, std::int64_t most);

}  // namespace limitproof
