// Catch's main, with two flags more: `--seed N` has run number N again, and `--runs N` takes as
// many runs from there on.

#define CATCH_CONFIG_RUNNER

#include "tests/simulation/seed_range.hpp"

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::uint64_t first_seed = 1;
std::uint64_t runs_asked_for = 0;  // 0: as many as the test usually takes

}  // namespace

seed_range seeds_to_run(std::uint64_t usual_count) {
  return {first_seed, runs_asked_for == 0 ? usual_count : runs_asked_for};
}

}  // namespace limitproof

int main(int count, char** arguments) {
  using Catch::clara::Opt;
  Catch::Session session;
  session.cli(session.cli() |
              Opt(limitproof::first_seed, "N")["--seed"]("begin with run number N") |
              Opt(limitproof::runs_asked_for, "N")["--runs"]("take N runs"));
  auto const refused = session.applyCommandLine(count, arguments);
  return refused == 0 ? session.run() : refused;
}
