#pragma once

#include "harness/redis/redis_reply.hpp"
#include "limiters/call_writer.hpp"
#include "tests/limiters/lua_store.hpp"
#include "tests/simulation/simulated_clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limitproof {

/// The store, which knows one script: executes a call at once and whole, on its own clock.
class simulated_store {
 public:
  simulated_store(simulated_clock clock, std::string script)
      : clock_(clock), script_(std::move(script)) {}

  /// EVALSHA: NOSCRIPT unless the script was evaluated since the last flush.
  [[nodiscard]] redis_reply evaluate_known(written_call const& call, std::int64_t run_ns);

  /// EVAL, which makes the script known.
  [[nodiscard]] redis_reply evaluate(written_call const& call, std::int64_t run_ns);

  /// SCRIPT FLUSH.
  void forget_scripts() { knows_script_ = false; }

  using command = std::vector<std::string>;

  /// A script that is no script: reads and decides, but leaves to the caller what it would write.
  struct unwritten {
    redis_reply reply;
    std::vector<command> writes;
  };

  [[nodiscard]] unwritten decide_only(written_call const& call, std::int64_t run_ns);

  void write(std::vector<command> const& writes, std::int64_t run_ns);

 private:
  void set_clock(std::int64_t run_ns);

  simulated_clock clock_;
  std::string script_;
  lua_store lua_;
  bool knows_script_ = false;
};

}  // namespace limitproof
