#include "harness/cli/screen_text.hpp"

#include <catch2/catch.hpp>

using namespace limitproof;
using lines = std::vector<std::string>;

namespace {

screen of_two_limiters() {
  screen s;
  s.scenario = "before-after";
  s.rows = {{"naive", "fail: 1497 admitted where 499 were allowed"}, {"redis-gcra", "attack"}};
  return s;
}

}  // namespace

TEST_CASE("a screen shows each limiter's verdict so far", "[cli]") {
  CHECK(screen_lines(of_two_limiters(), 80) ==
        lines{"before-after",
              "  naive       fail: 1497 admitted where 499 were allowed",
              "  redis-gcra  attack"});
}

TEST_CASE("while an attack goes on a screen shows how far it is, what came of it, and faults",
          "[cli]") {
  auto s = of_two_limiters();
  s.rows.erase(s.rows.begin());
  s.attacking = true;
  s.elapsed = std::chrono::milliseconds(2'050);
  s.length = std::chrono::seconds(8);
  s.counts = {4'100, 150, 3'949, 1};
  s.last_second = {2'000, 50, 1'950, 0};
  s.faults = {{std::chrono::seconds(1), fault_action::kill, "node-1"},
              {std::chrono::seconds(5), fault_action::restart, "node-1"}};

  CHECK(screen_lines(s, 80) == lines{"before-after",
                                     "  redis-gcra  attack",
                                     "    [#######.......................] 2.0 s of 8.0 s",
                                     "    sent             4,100       2,000/s",
                                     "    admitted           150          50/s",
                                     "    denied           3,949       1,950/s",
                                     "    unknown              1           0/s",
                                     "    begun:    kill node-1 at 1.0 s",
                                     "    to come:  restart node-1 at 5.0 s"});
}

TEST_CASE("no line of a screen is wider than the terminal, and an overdue attack's bar is full",
          "[cli]") {
  auto s = of_two_limiters();
  s.attacking = true;
  s.elapsed = std::chrono::seconds(9);
  s.length = std::chrono::seconds(8);

  for (auto const& line : screen_lines(s, 20)) CHECK(line.size() <= 20);
  CHECK(screen_lines(s, 80)[3].find("[" + std::string(30, '#') + "]") != std::string::npos);
}
