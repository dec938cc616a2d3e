#pragma once

#include "harness/cli/screen_text.hpp"
#include "harness/model/scenario.hpp"
#include "harness/run/run_observer.hpp"

#include <cstdio>
#include <memory>
#include <string>

namespace limitproof {

/// Shows on a terminal how the run of one scenario goes on, in lines that are written over.
class live_screen : public run_observer {
 public:
  live_screen(std::FILE* terminal, scenario const& s);
  [[nodiscard]] std::unique_ptr<run_observer> of_scenario(std::string_view name) const override;
  void step(std::string_view limiter, std::string_view what) override;
  void attacking(std::string_view limiter, attack_standing const& now) override;
  void judged(std::string_view limiter, verdict const& v) override;

 private:
  void tell(std::string_view limiter, std::string state);
  void draw();

  std::FILE* terminal_;
  screen shown_;
  attack_standing second_began_;  ///< the attack when the second began that is counted now
  std::size_t drawn_ = 0;         ///< lines that are on the terminal
};

/// The screen where `out` is a terminal that can move its cursor, otherwise plain lines.
[[nodiscard]] std::unique_ptr<run_observer> make_progress(std::FILE* out, scenario const& s);

}  // namespace limitproof
