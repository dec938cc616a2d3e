#pragma once

#include "harness/run/run_observer.hpp"

#include <cstdio>
#include <memory>
#include <string>

namespace limitproof {

/// Writes how a run goes on to `out`: one line that is rewritten where `out` is a terminal,
/// otherwise a plain line per step and one per second of attack.
class progress_line : public run_observer {
 public:
  explicit progress_line(std::FILE* out);
  [[nodiscard]] std::unique_ptr<run_observer> of_scenario(std::string_view name) const override;
  void step(std::string_view limiter, std::string_view what) override;
  void attacking(std::string_view limiter, attack_standing const& now) override;
  void judged(std::string_view limiter, verdict const& v) override;

 private:
  void show(std::string const& text, bool lasting);

  std::FILE* out_;
  bool terminal_;
  std::string about_;  ///< "concurrency, " where several scenarios are run
  std::int64_t last_second_ = -1;
};

/// "pass: 499 admitted where 499 were allowed".
[[nodiscard]] std::string verdict_line(verdict const& v);

}  // namespace limitproof
