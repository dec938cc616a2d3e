#include "harness/cli/live_screen.hpp"

#include "harness/cli/progress_line.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace limitproof {

namespace {

constexpr std::size_t usual_columns = 80;

std::size_t columns_of(std::FILE* terminal) {
  winsize size{};
  if (::ioctl(::fileno(terminal), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_columns;
  return size.ws_col;
}

attack_counts counts_of(attack_progress const& progress) {
  auto const now = [](std::atomic<std::uint64_t> const& count) {
    return static_cast<std::int64_t>(count.load(std::memory_order_relaxed));
  };
  return {now(progress.sent), now(progress.admitted), now(progress.denied), now(progress.unknown)};
}

attack_counts less(attack_counts const& all, attack_counts const& before) {
  return {all.sent - before.sent,
          all.admitted - before.admitted,
          all.denied - before.denied,
          all.unknown - before.unknown};
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
  auto const lines = screen_lines(shown_, columns_of(terminal_));
  for (auto const& line : lines) text += line + "\n";
  drawn_ = lines.size();
  fmt::print(terminal_, "{}", text);
  std::fflush(terminal_);
}

void live_screen::step(std::string_view limiter, std::string_view what) {
  shown_.attacking = false;
  second_began_ = {};
  second_ = 0;
  tell(limiter, std::string(what));
  draw();
}

void live_screen::attacking(std::string_view, attack_progress const& progress, duration length) {
  shown_.attacking = true;
  shown_.elapsed = duration(progress.elapsed_ns.load(std::memory_order_relaxed));
  shown_.length = length;
  shown_.counts = counts_of(progress);
  if (auto const second = shown_.elapsed.count() / 1'000'000'000; second != second_) {
    shown_.last_second = less(shown_.counts, second_began_);
    second_began_ = shown_.counts;
    second_ = second;
  }
  draw();
}

void live_screen::judged(std::string_view limiter, verdict const& v) {
  shown_.attacking = false;
  shown_.last_second = {};
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
