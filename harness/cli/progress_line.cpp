#include "harness/cli/progress_line.hpp"

#include "harness/model/enum_names.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace limitproof {

progress_line::progress_line(std::FILE* out) : out_(out), terminal_(::isatty(::fileno(out)) == 1) {}

void progress_line::show(std::string const& text, bool lasting) {
  if (terminal_)
    fmt::print(out_, "\r\x1b[K{}{}{}", about_, text, lasting ? "\n" : "");
  else
    fmt::print(out_, "{}{}\n", about_, text);
  std::fflush(out_);
}

std::unique_ptr<run_observer> progress_line::of_scenario(std::string_view name) const {
  auto line = std::make_unique<progress_line>(out_);
  line->about_ = fmt::format("{}, ", name);
  return line;
}

void progress_line::step(std::string_view limiter, std::string_view what) {
  last_second_ = -1;
  show(fmt::format("{}: {} …", limiter, what), false);
}

void progress_line::attacking(std::string_view limiter, attack_standing const& now) {
  auto const elapsed = now.elapsed.count();
  auto const second = elapsed / 1'000'000'000;
  if (!terminal_ && second == last_second_) return;
  last_second_ = second;
  show(fmt::format("{}: {}.{} of {} s, sent {}, admitted {}, denied {}, unknown {}",
                   limiter,
                   second,
                   elapsed / 100'000'000 % 10,
                   now.length.count() / 1'000'000'000,
                   now.counts.sent,
                   now.counts.admitted,
                   now.counts.denied,
                   now.counts.unknown),
       false);
}

void progress_line::judged(std::string_view limiter, verdict const& v) {
  show(fmt::format("{}: {}", limiter, verdict_line(v)), true);
}

std::string verdict_line(verdict const& v) {
  auto const& counts = v.admission;
  auto const allowed =
      counts.allowance ? fmt::format(" where {} were allowed", *counts.allowance) : "";
  return fmt::format("{}: {} admitted{}", to_name(v.kind), counts.admitted, allowed);
}

}  // namespace limitproof
