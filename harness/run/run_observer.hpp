#pragma once

#include "harness/load/run_attack.hpp"
#include "harness/model/verdict.hpp"

#include <cstdint>
#include <string_view>

namespace limitproof {

/// Told how a run goes on, from the thread that runs it. On a terminal a live line, otherwise plain
/// lines.
class run_observer {
 public:
  virtual ~run_observer() = default;
  /// One of several scenarios begins; what follows is about it.
  virtual void scenario(std::string_view name) = 0;
  virtual void step(std::string_view limiter, std::string_view what) = 0;
  /// Called about ten times a second while an attack goes on.
  virtual void attacking(std::string_view limiter,
                         attack_progress const& progress,
                         duration length) = 0;
  virtual void judged(std::string_view limiter, verdict const& v) = 0;
};

}  // namespace limitproof
