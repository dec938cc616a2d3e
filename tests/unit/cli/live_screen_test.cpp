#include "harness/cli/live_screen.hpp"

#include "harness/history/owned_fd.hpp"
#include "tests/unit/contains.hpp"

#include <array>
#include <cstdlib>

#include <catch2/catch.hpp>
#include <pty.h>
#include <unistd.h>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

/// A terminal of 60 columns and 12 rows that writes down what it is sent.
class terminal {
 public:
  terminal() {
    winsize const size{12, 60, 0, 0};
    int other = -1;
    int own = -1;
    REQUIRE(::openpty(&own, &other, nullptr, nullptr, &size) == 0);
    own_.reset(own);
    file_ = ::fdopen(other, "w");
    REQUIRE(file_ != nullptr);
  }

  ~terminal() { std::fclose(file_); }

  terminal(terminal const&) = delete;
  terminal& operator=(terminal const&) = delete;

  [[nodiscard]] std::FILE* file() const { return file_; }

  /// What came since it was asked last.
  [[nodiscard]] std::string read() const {
    constexpr char mark = '\x01';
    std::fputc(mark, file_);
    std::fflush(file_);
    std::string text;
    std::array<char, 4096> bytes;
    while (text.empty() || text.back() != mark) {
      auto const size = ::read(own_.get(), bytes.data(), bytes.size());
      REQUIRE(size > 0);
      text.append(bytes.data(), static_cast<std::size_t>(size));
    }
    text.pop_back();
    return text;
  }

 private:
  owned_fd own_;
  std::FILE* file_;
};

scenario of_two() {
  scenario s;
  s.name = "before-after";
  s.limiters = {"naive", "redis-gcra"};
  return s;
}

attack_standing at(duration elapsed, std::int64_t sent) {
  attack_standing now{elapsed, 8s, {}};
  now.counts.sent = sent;
  return now;
}

}  // namespace

TEST_CASE("a terminal that moves its cursor gets the screen, everything else plain lines",
          "[cli]") {
  terminal const shown;

  ::setenv("TERM", "xterm", 1);
  make_progress(shown.file(), of_two())->step("naive", "stack up");
  CHECK(shown.read() == "before-after\r\n  naive       stack up\r\n  redis-gcra  waits\r\n");

  ::setenv("TERM", "dumb", 1);
  make_progress(shown.file(), of_two())->step("naive", "stack up");
  CHECK(shown.read() == "\r\x1b[Knaive: stack up …");
}

TEST_CASE("each drawing takes the place of the one before it", "[cli]") {
  terminal const shown;
  live_screen screen(shown.file(), of_two());

  screen.step("naive", "attack");
  CHECK_FALSE(contains(shown.read(), "\x1b"));
  screen.attacking("naive", at(100ms, 200));
  CHECK(shown.read().starts_with("\x1b[3A\x1b[Jbefore-after\r\n"));
  screen.judged("naive", {});
  CHECK(shown.read().starts_with("\x1b[8A\x1b[Jbefore-after\r\n"));
}

TEST_CASE("rates are those of the last whole second, and begin anew with the next limiter",
          "[cli]") {
  terminal const shown;
  live_screen screen(shown.file(), of_two());
  auto const drawn_at = [&](duration elapsed, std::int64_t sent) {
    screen.attacking("naive", at(elapsed, sent));
    return shown.read();
  };

  CHECK(contains(drawn_at(900ms, 900), " 900           0/s"));
  CHECK(contains(drawn_at(1'000ms, 1'000), " 1,000       1,000/s"));
  CHECK(contains(drawn_at(1'900ms, 3'000), " 3,000       1,000/s"));
  CHECK(contains(drawn_at(3'000ms, 7'000), " 7,000       3,000/s"));
  screen.step("redis-gcra", "attack");
  CHECK_FALSE(contains(shown.read(), "sent"));
  CHECK(contains(drawn_at(100ms, 100), " 100           0/s"));
}

TEST_CASE("a screen fits the terminal it is drawn on", "[cli]") {
  terminal const shown;
  live_screen screen(shown.file(), of_two());
  auto now = at(100ms, 200);
  for (int i = 0; i < 20; ++i) now.counts.nodes.push_back({"node-" + std::to_string(i), {1, 0, 1}});

  screen.attacking("naive", now);

  auto const text = shown.read();
  std::size_t lines = 0;
  for (std::size_t from = 0; from < text.size(); ++lines) {
    auto const end = text.find("\r\n", from);
    REQUIRE(end != std::string::npos);
    CHECK(end - from <= 60);
    from = end + 2;
  }
  CHECK(lines == 11);
}
