#include "harness/cli/screen_text.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace limitproof;
using lines = std::vector<std::string>;

namespace {

constexpr terminal_size usual{80, 24};

screen of_two_limiters() {
  screen s;
  s.scenario = "before-after";
  s.rows = {{"naive", "fail: 1497 admitted where 499 were allowed"}, {"redis-gcra", "attack"}};
  return s;
}

/// An attack at 2.05 s of 8 s.
screen under_attack() {
  auto s = of_two_limiters();
  s.rows.erase(s.rows.begin());
  attack_standing now{std::chrono::milliseconds(2'050), std::chrono::seconds(8), {}};
  now.counts.sent = 4'100;
  now.counts.admitted = now.counts.permits = 150;
  now.counts.denied = 3'949;
  now.counts.unknown = 1;
  s.attack = now;
  s.lately.sent = 2'000;
  s.lately.admitted = 50;
  s.lately.denied = 1'950;
  s.lately_took = std::chrono::seconds(1);
  return s;
}

std::string line_with(screen const& s, std::string const& part) {
  for (auto const& line : screen_lines(s, usual))
    if (line.find(part) != std::string::npos) return line;
  return "no line has " + part;
}

}  // namespace

TEST_CASE("a screen shows each limiter's verdict so far", "[cli]") {
  CHECK(screen_lines(of_two_limiters(), usual) ==
        lines{"before-after",
              "  naive       fail: 1497 admitted where 499 were allowed",
              "  redis-gcra  attack"});
}

TEST_CASE("while an attack goes on a screen shows how far it is, what came of it, and faults",
          "[cli]") {
  auto s = under_attack();
  s.faults = {{std::chrono::seconds(1), fault_action::kill, "node-1"},
              {std::chrono::seconds(5), fault_action::restart, "node-1"}};

  CHECK(screen_lines(s, usual) == lines{"before-after",
                                        "  redis-gcra  attack",
                                        "    [#######.......................] 2.0 s of 8.0 s",
                                        "    sent             4,100       2,000/s",
                                        "    admitted           150          50/s",
                                        "    denied           3,949       1,950/s",
                                        "    unknown              1           0/s",
                                        "    begun:    kill node-1 at 1.0 s",
                                        "    to come:  restart node-1 at 5.0 s"});
}

TEST_CASE("what was counted in longer than a second is told per second", "[cli]") {
  auto s = under_attack();
  s.lately_took = std::chrono::milliseconds(2'500);

  CHECK(line_with(s, "sent") == "    sent             4,100         800/s");
}

TEST_CASE("a screen tells each node's answers, and its share of the latest ones", "[cli]") {
  auto s = under_attack();
  s.attack->counts.nodes = {{"node-10", {1'300, 40, 1'260}},
                            {"node-2", {1'400, 60, 1'340}},
                            {"node-3", {1, 0, 1}},
                            {"", {7, 0, 0}}};
  s.lately.nodes = {{"node-10", {500, 20, 480}}, {"node-2", {1'500, 30, 1'470}}};

  auto const shown = screen_lines(s, usual);

  REQUIRE(shown.size() > 5);
  CHECK(lines(shown.end() - 5, shown.end()) ==
        lines{"    node       answers   admitted     denied       lately",
              "    node-2       1,400         60      1,340      1,500/s [#######...]",
              "    node-3           1          0          1          0/s [..........]",
              "    node-10      1,300         40      1,260        500/s [##........]",
              "    (none)           7          0          0          0/s [..........]"});
}

TEST_CASE("a node's name cannot steer the terminal or fill the line", "[cli]") {
  auto s = under_attack();
  s.attack->counts.nodes = {{"\x1b[2Jnode", {1, 1, 0}}, {std::string(63, 'n'), {1, 1, 0}}};

  CHECK(line_with(s, "[2J").starts_with("    \\x1b[2Jnode "));
  CHECK(line_with(s, "nnn").starts_with("    " + std::string(24, 'n') + " "));
}

TEST_CASE("a screen holds what was admitted against what can have been allowed so far", "[cli]") {
  auto s = under_attack();
  CHECK(line_with(s, "so far") == "no line has so far");

  s.attack->allowed = permits_by_then{200, 210};
  CHECK(line_with(s, "so far") == "    so far 150 admitted, at most 200 allowed");

  SECTION("too many are certain only beyond what it is judged by") {
    s.attack->counts.admitted = s.attack->counts.permits = 210;
    CHECK(line_with(s, "so far") == "    so far 210 admitted, at most 200 allowed");
    s.attack->counts.admitted = s.attack->counts.permits = 1'211;
    CHECK(line_with(s, "so far") ==
          "    so far 1,211 admitted, at most 200 allowed: certainly 1,001 too many");
  }
  SECTION("where requests cost more than one permit, permits are held against it") {
    s.attack->counts.permits = 450;
    CHECK(line_with(s, "so far") ==
          "    so far 450 permits admitted, at most 200 allowed: certainly 240 too many");
  }
}

TEST_CASE("a screen tells how late the generator sends", "[cli]") {
  auto s = under_attack();
  CHECK(line_with(s, "late") == "no line has late");

  s.attack->counts.scheduled = 4'100;
  s.attack->counts.latest_ns = 1'310'000;
  CHECK(line_with(s, "late") == "    sent late by at most 1.31 ms");

  s.lately.scheduled = 2'000;
  s.lately.late_ns = 42'000'000;
  s.attack->counts.missed = 3;
  CHECK(line_with(s, "late") ==
        "    sent late by at most 1.31 ms, lately by 21 µs; 3 not sent in time");
}

TEST_CASE("no line of a screen is wider than the terminal, and no character is cut through",
          "[cli]") {
  auto s = under_attack();
  s.attack->counts.scheduled = 1;
  s.attack->counts.nodes = {{"k\u00f6ln", {1, 1, 0}}};

  for (std::size_t columns = 1; columns < 90; ++columns)
    for (auto const& line : screen_lines(s, {columns, 24})) {
      INFO(columns << " columns: " << line);
      CHECK(line.size() <= columns);
      CHECK((line.empty() || static_cast<unsigned char>(line.back()) < 0xc0));
    }
}

TEST_CASE("a screen is never higher than the terminal, and says what it leaves out", "[cli]") {
  auto s = under_attack();
  for (int i = 0; i < 60; ++i)
    s.attack->counts.nodes.push_back({"node-" + std::to_string(i), {1, 0, 1}});

  auto const shown = screen_lines(s, usual);

  REQUIRE(shown.size() == 23);
  CHECK(shown.back() == "    and 46 more lines");
  CHECK(screen_lines(s, {80, 100}).size() == 68);
  for (std::size_t rows = 1; rows < 30; ++rows)
    CHECK(screen_lines(s, {80, rows}).size() <= std::max<std::size_t>(rows, 2) - 1);
}

TEST_CASE("an overdue attack's bar is full", "[cli]") {
  auto s = under_attack();
  s.attack->elapsed = std::chrono::seconds(9);

  CHECK(screen_lines(s, usual)[2].find("[" + std::string(30, '#') + "]") != std::string::npos);
}
