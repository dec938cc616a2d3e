#include "harness/cli/live_screen.hpp"

#include "harness/cli/progress_line.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace limitproof {

namespace {

terminal_size size_of(std::FILE* terminal) {
  winsize size{};
  if (::ioctl(::fileno(terminal), TIOCGWINSZ, &size) != 0) return {};
  if (size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

}  // namespace

live_screen::live_screen(std::FILE* terminal, scenario const& s) : terminal_(terminal) {
  shown_.scenario = s.name;
  shown_.faults = s.faults;
  for (auto const& limiter : s.limiters) shown_.rows.push_back({limiter, "waits"});
}

std::unique_ptr<run_observer> live_screen::of_scenario(std::string_view name) const {
  return progress_line(terminal_).of_scenario(name);
}

void live_screen::tell(std::string_view limiter, std::string state) {
  auto const is_it = [limiter](screen_row const& row) { return row.limiter == limiter; };
  auto const row = std::find_if(shown_.rows.begin(), shown_.rows.end(), is_it);
  // Of several policies each part has its verdict.
  if (row == shown_.rows.end())
    shown_.rows.push_back({std::string(limiter), std::move(state)});
  else
    row->state = std::move(state);
}

void live_screen::draw() {
  std::string text;
  if (drawn_ > 0) text = fmt::format("\x1b[{}A\x1b[J", drawn_);
  auto const lines = screen_lines(shown_, size_of(terminal_));
  for (auto const& line : lines) text += line + "\n";
  drawn_ = lines.size();
  fmt::print(terminal_, "{}", text);
  std::fflush(terminal_);
}

void live_screen::step(std::string_view limiter, std::string_view what) {
  shown_.attack.reset();
  shown_.lately = {};
  shown_.lately_took = {};
  second_began_ = {};
  tell(limiter, std::string(what));
  draw();
}

void live_screen::attacking(std::string_view, attack_standing const& now) {
  if (auto const took = now.elapsed - second_began_.elapsed; took >= std::chrono::seconds(1)) {
    shown_.lately = since(second_began_.counts, now.counts);
    shown_.lately_took = took;
    second_began_ = now;
  }
  shown_.attack = now;
  draw();
}

void live_screen::judged(std::string_view limiter, verdict const& v) {
  shown_.attack.reset();
  tell(limiter, verdict_line(v));
  draw();
}

std::unique_ptr<run_observer> make_progress(std::FILE* out, scenario const& s) {
  auto const* const kind = std::getenv("TERM");
  auto const moves = kind != nullptr && std::string_view(kind) != "dumb";
  if (moves && ::isatty(::fileno(out)) == 1) return std::make_unique<live_screen>(out, s);
  return std::make_unique<progress_line>(out);
}

}  // namespace limitproof
