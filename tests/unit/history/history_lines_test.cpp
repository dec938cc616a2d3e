#include "harness/history/line_source.hpp"
#include "harness/history/read_history_lines.hpp"
#include "harness/history/write_history_lines.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <fstream>

#include <catch2/catch.hpp>

using namespace limitproof;
using namespace std::chrono_literals;

namespace {

struct told_file {
  temporary_directory folder;
  std::filesystem::path file = folder.path() / "h.jsonl";

  explicit told_file(std::string const& text) { std::ofstream(file, std::ios::binary) << text; }
};

history read(std::string const& text, told_clock const& clock = {}) {
  told_file const told(text);
  return read_history_lines(told.file, clock).value();
}

// The error behind the file's name.
std::string refusal(std::string const& text) {
  told_file const told(text);
  auto const h = read_history_lines(told.file, {});
  REQUIRE(h.has_error());
  CHECK(h.error().code == errc::bad_file);
  auto const at = h.error().what.find("h.jsonl: ");
  REQUIRE(at != std::string::npos);
  return h.error().what.substr(at + std::string("h.jsonl: ").size());
}

std::string const good = R"({"key":"a","sent_us":10,"received_us":20,"status":200})";

}  // namespace

TEST_CASE("times are as far apart as the stamps can mean", "[history]") {
  auto const both = read(good).operations.at(0);
  CHECK(both.received_ns - both.sent_ns == 12'000);

  auto const by_end =
      read(R"({"key":"a","received_s":"12.345","duration_s":"0.010","status":200})");
  CHECK(by_end.operations.at(0).received_ns - by_end.operations.at(0).sent_ns == 13'000'000);

  auto const by_start = read(R"({"key":"a","sent_s":"12","duration_us":500,"status":200})");
  CHECK(by_start.operations.at(0).received_ns - by_start.operations.at(0).sent_ns == 2'000'501'000);
}

TEST_CASE("a coarser clock than the stamps show widens every one of them", "[history]") {
  auto const op = read(good, {.granularity = 1ms, .longest_request = {}}).operations.at(0);

  CHECK(op.received_ns - op.sent_ns == 2'010'000);
}

TEST_CASE("what has one end only keeps the other unknown, unless the longest request bounds it",
          "[history]") {
  std::string const ends = R"({"key":"a","received_us":5000000,"status":200})"
                           "\n"
                           R"({"key":"a","sent_us":5000000,"status":200})";
  auto const open = read(ends);
  CHECK(std::count_if(open.operations.begin(), open.operations.end(), [](operation const& op) {
          return op.sent_ns == absent && op.received_ns >= 0;
        }) == 1);
  CHECK(std::count_if(open.operations.begin(), open.operations.end(), [](operation const& op) {
          return op.received_ns == absent && op.sent_ns >= 0;
        }) == 1);

  for (auto const& op : read(ends, {.granularity = {}, .longest_request = 2s}).operations)
    CHECK(op.received_ns - op.sent_ns == 2'000'002'000);
}

TEST_CASE("times count from the earliest instant, and operations come in order of sending",
          "[history]") {
  auto const h = read(
      R"({"key":"b","sent_us":1700000000000300,"received_us":1700000000000400,"status":200,"node":"n2"})"
      "\n"
      R"({"key":"a","sent_us":1700000000000100,"received_us":1700000000000900,"status":429,"node":"n1"})"
      "\n"
      R"({"key":"b","sent_us":1700000000000200,"received_us":1700000000000250,"outcome":"unknown"})"
      "\n");

  REQUIRE(h.operations.size() == 3);
  CHECK(h.operations[0].id == 2);
  CHECK(h.operations[0].sent_ns == 0);
  CHECK(h.operations[0].received_ns == 802'000);
  CHECK(h.operations[1].id == 3);
  CHECK(h.operations[1].node == no_node);
  CHECK(h.operations[2].id == 1);
  CHECK(h.keys == std::vector<std::string>{"b", "a"});
  CHECK(h.nodes == std::vector<std::string>{"n2", "n1"});
  CHECK(h.keys[h.operations[0].key] == "a");
}

TEST_CASE("a request that began before the clock's zero keeps its length", "[history]") {
  auto const h = read(R"({"key":"a","received_us":5,"duration_us":100,"status":200})");

  CHECK(h.operations.at(0).sent_ns == 0);
  CHECK(h.operations.at(0).received_ns == 103'000);
}

TEST_CASE("a bad line is named with its number", "[history]") {
  CHECK_THAT(refusal(good + "\n" + good + "\nnonsense\n" + good),
             Catch::StartsWith("line 3: at the top level: not valid JSON"));
  CHECK_THAT(refusal(good + "\n\n" + good), Catch::StartsWith("line 2: "));
  CHECK_THAT(refusal(good + "\n" + R"({"key":"a","sent_us":1,"status":700})" + "\n"),
             Catch::StartsWith("line 2: at /status: found 700, expected a whole number"));
}

TEST_CASE("a line the file ends within is told apart from nonsense", "[history]") {
  CHECK_THAT(refusal(good + "\n" + good.substr(0, 20)),
             Catch::StartsWith("line 2: ") && Catch::Contains("the file ends within this line"));
  CHECK_THAT(refusal(good + "\n" + good.substr(0, 20) + "\n"),
             !Catch::Contains("the file ends within this line"));
  CHECK(read(good + "\n" + good).operations.size() == 2);
  CHECK(read(good + "\r\n" + good + "\r\n").operations.size() == 2);
}

TEST_CASE("an empty file, a missing one and one without lines are errors, not histories",
          "[history]") {
  CHECK_THAT(refusal(""), Catch::StartsWith("holds no request"));
  CHECK_THAT(refusal(std::string(1'000'000, 'x')),
             Catch::StartsWith("line 1: longer than 65536 bytes"));
  CHECK_THAT(refusal(good + "\n" + std::string(70'000, '\0') + "\n"),
             Catch::StartsWith("line 2: longer than 65536 bytes"));
  CHECK(read_history_lines("/no/such/file", {}).error().code == errc::bad_file);
}

TEST_CASE("lines come out whole wherever the reader's chunks end", "[history]") {
  std::string text;
  for (std::size_t length = 0; length < 1500; ++length) text += std::string(length, 'x') + "\n";
  told_file const told(text + "last");
  line_source lines(told.file);

  for (std::size_t length = 0; length < 1500; ++length) {
    auto const line = lines.next().value();
    REQUIRE(line);
    REQUIRE(line->size() == length);
    REQUIRE_FALSE(lines.was_cut());
  }
  CHECK(lines.next().value() == "last");
  CHECK(lines.was_cut());
  CHECK(lines.number() == 1501);
  CHECK_FALSE(lines.next().value());
}

TEST_CASE("a history that is written as lines reads back, 2 ns wider", "[history]") {
  history h;
  h.keys = {"alice"};
  h.nodes = {"node-1"};
  operation op;
  op.sent_ns = 100;
  op.received_ns = 1'000'000'007;
  op.status = 200;
  op.result = outcome::admitted;
  op.node = 0;
  op.remaining = 4;
  h.operations = {op, op, op};
  h.operations[1].result = outcome::open;
  h.operations[1].received_ns = absent;
  h.operations[2].result = outcome::not_sent;
  h.operations[2].sent_ns = absent;
  told_file const told("");
  REQUIRE(write_history_lines(told.file, h).has_value());

  auto const back = read_history_lines(told.file, {}).value();

  REQUIRE(back.operations.size() == 2);
  CHECK(back.operations[0].received_ns - back.operations[0].sent_ns == 999'999'909);
  CHECK(back.operations[0].result == outcome::admitted);
  CHECK(back.operations[0].remaining == 4);
  CHECK(back.operations[1].result == outcome::unknown);
  CHECK(back.keys == h.keys);
  CHECK(back.nodes == h.nodes);
}
