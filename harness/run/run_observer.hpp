#pragma once

#include "harness/model/verdict.hpp"
#include "harness/run/attack_standing.hpp"

#include <memory>
#include <string_view>

namespace limitproof {

/// Told how a run goes on, from the thread that runs it.
class run_observer {
 public:
  virtual ~run_observer() = default;
  /// Told of one of several scenarios, which may go on at once with others of them, each on a
  /// thread of its own.
  [[nodiscard]] virtual std::unique_ptr<run_observer> of_scenario(std::string_view name) const = 0;
  virtual void step(std::string_view limiter, std::string_view what) = 0;
  /// Called about ten times a second while an attack goes on.
  virtual void attacking(std::string_view limiter, attack_standing const& now) = 0;
  virtual void judged(std::string_view limiter, verdict const& v) = 0;
};

}  // namespace limitproof
