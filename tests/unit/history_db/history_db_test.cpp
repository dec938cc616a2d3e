#include "harness/history/history_db.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <random>
#include <string>

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <unistd.h>

namespace limitproof {
namespace {

namespace fs = std::filesystem;

/// A folder of this test case's own, gone afterwards.
class scratch_folder {
 public:
  scratch_folder() {
    auto name = (fs::temp_directory_path() / "history_db_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }

  ~scratch_folder() { fs::remove_all(path_); }

  scratch_folder(scratch_folder const&) = delete;
  scratch_folder& operator=(scratch_folder const&) = delete;

  [[nodiscard]] fs::path file(std::string const& name = "history.db") const { return path_ / name; }

  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

operation answered(std::uint64_t id) {
  operation op;
  op.id = id;
  op.intended_ns = 1'000;
  op.sent_ns = 1'500;
  op.received_ns = 2'500;
  op.status = 200;
  op.node = 0;
  op.result = outcome::admitted;
  return op;
}

history small_history() {
  history h;
  h.keys = {"attacker", std::string("with\0nul", 8), ""};
  h.nodes = {"node-1", "node-2"};
  h.clocks = {123'456'789, 1'700'000'000'000'000, store_anchor{-42, 17}};
  h.samples = {{7, std::string("HTTP/1.1 200 OK\r\nX-Raw: \xff\0\r\n", 28), ""},
               {8, "HTTP/1.1 429 Too Many Requests\r\n", "{\"error\":\"slow down\"}"}};

  auto full = answered((std::uint64_t{3} << 40) | 9);
  full.decided_at_us = 1'700'000'000'000'123;
  full.arrived_at_us = 1'700'000'000'000'100;
  full.limiter_ns = 250'000;
  full.limit = 50;
  full.remaining = 0;
  full.reset_s = 1;
  full.retry_after_s = 0;
  full.key = 2;
  full.connection = 47;
  full.cost = -3;
  full.phase = 65'535;
  full.variant = 255;
  full.node = 1;
  full.head = 2;

  operation untouched;
  untouched.id = std::numeric_limits<std::uint64_t>::max();
  untouched.result = outcome::not_sent;

  h.operations = {full, answered(1), untouched};
  h.injections = {
      {{duration(5), fault_action::clock, "node-2", duration(-7)}, 6, 8},
      {{duration(9), fault_action::slow, "store", {}, duration(7), duration(3)}, 9, 9},
      {{duration(9), fault_action::narrow, "store", {}, {}, {}, {5, duration(11)}}, 9, 9},
      {{duration(9), fault_action::restart, "store"}, 10}};
  return h;
}

void require_same(operation const& a, operation const& b) {
  CAPTURE(a.id);
  REQUIRE(a.id == b.id);
  REQUIRE(a.intended_ns == b.intended_ns);
  REQUIRE(a.sent_ns == b.sent_ns);
  REQUIRE(a.received_ns == b.received_ns);
  REQUIRE(a.decided_at_us == b.decided_at_us);
  REQUIRE(a.arrived_at_us == b.arrived_at_us);
  REQUIRE(a.limiter_ns == b.limiter_ns);
  REQUIRE(a.limit == b.limit);
  REQUIRE(a.remaining == b.remaining);
  REQUIRE(a.reset_s == b.reset_s);
  REQUIRE(a.retry_after_s == b.retry_after_s);
  REQUIRE(a.key == b.key);
  REQUIRE(a.connection == b.connection);
  REQUIRE(a.cost == b.cost);
  REQUIRE(a.status == b.status);
  REQUIRE(a.node == b.node);
  REQUIRE(a.phase == b.phase);
  REQUIRE(a.head == b.head);
  REQUIRE(a.result == b.result);
}

void require_same(history const& a, history const& b) {
  REQUIRE(a.keys == b.keys);
  REQUIRE(a.nodes == b.nodes);
  REQUIRE(a.complete == b.complete);
  REQUIRE(a.injections == b.injections);
  REQUIRE(a.clocks.start_monotonic_ns == b.clocks.start_monotonic_ns);
  REQUIRE(a.clocks.start_wall_us == b.clocks.start_wall_us);
  REQUIRE(a.clocks.store.has_value() == b.clocks.store.has_value());
  if (a.clocks.store) {
    REQUIRE(a.clocks.store->offset_us == b.clocks.store->offset_us);
    REQUIRE(a.clocks.store->bound_us == b.clocks.store->bound_us);
  }
  REQUIRE(a.samples.size() == b.samples.size());
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    REQUIRE(a.samples[i].operation == b.samples[i].operation);
    REQUIRE(a.samples[i].head == b.samples[i].head);
    REQUIRE(a.samples[i].body == b.samples[i].body);
  }
  REQUIRE(a.operations.size() == b.operations.size());
  for (std::size_t i = 0; i < a.operations.size(); ++i)
    require_same(a.operations[i], b.operations[i]);
}

void write(fs::path const& file, history const& h) {
  auto const written = write_history_db(file, h);
  INFO((written ? std::string() : written.error().what));
  REQUIRE(written.has_value());
}

/// Changes a written history behind the program's back.
void tamper(fs::path const& file, std::string const& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  auto const done = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  std::string const why = sqlite3_errmsg(db);
  sqlite3_close(db);
  INFO(sql << ": " << why);
  REQUIRE(done == SQLITE_OK);
}

std::string refusal(fs::path const& file) {
  auto const read = read_history_db(file);
  REQUIRE(read.has_error());
  REQUIRE(read.error().code == errc::bad_file);
  REQUIRE_THAT(read.error().what, Catch::Contains(file.string()));
  return read.error().what;
}

/// One row of one column, as SQLite prints it; "NULL" if it is.
std::string stored(fs::path const& file, std::string const& select) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  sqlite3_stmt* row = nullptr;
  REQUIRE(sqlite3_prepare_v2(db, select.c_str(), -1, &row, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(row) == SQLITE_ROW);
  auto const* const text = static_cast<char const*>(sqlite3_column_blob(row, 0));
  std::string value = text == nullptr ? "NULL" : text;
  sqlite3_finalize(row);
  sqlite3_close(db);
  return value;
}

TEST_CASE("a history read back equals the one written", "[history_db]") {
  scratch_folder const folder;
  auto h = small_history();

  SECTION("with every field set and every field absent") {}
  SECTION("of an interrupted run without a store") {
    h.complete = false;
    h.clocks.store.reset();
  }
  SECTION("of a killed run, whose keys are in the plan") {
    h.keys.clear();
  }
  SECTION("that is empty") {
    h = history();
  }
  SECTION("with every outcome") {
    h.operations.clear();
    for (auto const& named : enum_names<outcome>) {
      h.operations.push_back(answered(h.operations.size()));
      h.operations.back().result = named.value;
    }
  }

  write(folder.file(), h);
  require_same(h, read_history_db(folder.file()).value());
}

TEST_CASE("random operations survive the round trip bit by bit", "[history_db]") {
  auto const seed = Catch::rngSeed();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  auto const time = [&] {
    return random() % 4 == 0 ? absent : static_cast<std::int64_t>(random() >> 1);
  };
  scratch_folder const folder;
  auto h = small_history();
  h.operations.clear();
  for (int i = 0; i < 2'000; ++i) {
    operation op;
    op.id = random();
    for (auto* field : {&op.intended_ns,
                        &op.sent_ns,
                        &op.received_ns,
                        &op.decided_at_us,
                        &op.arrived_at_us,
                        &op.limiter_ns,
                        &op.limit,
                        &op.remaining,
                        &op.reset_s,
                        &op.retry_after_s})
      *field = time();
    op.key = static_cast<std::uint32_t>(random() % 3);
    op.connection = static_cast<std::uint32_t>(random());
    op.cost = static_cast<std::int32_t>(random());
    op.status = static_cast<std::uint16_t>(random());
    op.node = random() % 3 == 0 ? no_node : static_cast<std::uint16_t>(random() % 2);
    op.phase = static_cast<std::uint16_t>(random());
    op.variant = static_cast<std::uint8_t>(random());
    op.result = static_cast<outcome>(random() % enum_names<outcome>.size());
    op.head = static_cast<std::uint32_t>(random());
    h.operations.push_back(op);
  }

  write(folder.file(), h);
  require_same(h, read_history_db(folder.file()).value());
}

TEST_CASE("what was not seen is NULL, and outcomes are stored by name", "[history_db]") {
  scratch_folder const folder;
  write(folder.file(), small_history());

  for (std::string const name : {"sent_ns",
                                 "received_ns",
                                 "decided_at_us",
                                 "arrived_at_us",
                                 "limiter_ns",
                                 "ratelimit_limit",
                                 "ratelimit_remaining",
                                 "ratelimit_reset_s",
                                 "retry_after_s",
                                 "status",
                                 "node",
                                 "head"})
    REQUIRE(stored(folder.file(), "SELECT " + name + " FROM operations WHERE position = 2") ==
            "NULL");
  REQUIRE(stored(folder.file(), "SELECT outcome FROM operations WHERE position = 2") == "not_sent");
  REQUIRE(stored(folder.file(), "SELECT retry_after_s FROM operations WHERE position = 0") == "0");
}

TEST_CASE("writing replaces an older history and leaves nothing else behind", "[history_db]") {
  scratch_folder const folder;
  write(folder.file(), history());
  std::ofstream(folder.file("history.db.unfinished")) << "left by a crash";

  write(folder.file(), small_history());

  require_same(small_history(), read_history_db(folder.file()).value());
  REQUIRE(folder.files() == 1);
}

TEST_CASE("a history that cannot be written is an error and leaves nothing behind",
          "[history_db]") {
  scratch_folder const folder;

  SECTION("as its folder does not exist") {
    auto const written = write_history_db(folder.file("missing/history.db"), history());
    REQUIRE(written.has_error());
    REQUIRE(written.error().code == errc::io);
    REQUIRE_THAT(written.error().what, Catch::Contains("missing/history.db"));
  }
  SECTION("as a folder has its name") {
    fs::create_directories(folder.file() / "inside");
    auto const written = write_history_db(folder.file(), history());
    REQUIRE(written.has_error());
    REQUIRE(written.error().code == errc::io);
    REQUIRE(folder.files() == 1);
  }
}

TEST_CASE("what is no history is refused by name", "[history_db]") {
  scratch_folder const folder;

  SECTION("a missing file") {
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("unable to open"));
    REQUIRE(folder.files() == 0);
  }
  SECTION("a text") {
    std::ofstream(folder.file()) << std::string(4'096, 'x');
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("not a database"));
  }
  SECTION("an empty file") {
    std::ofstream(folder.file()).flush();
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("another program"));
  }
  SECTION("another program's database") {
    tamper(folder.file(), "CREATE TABLE run (x); PRAGMA application_id = 7");
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("application_id 7"));
  }
  SECTION("a later version") {
    write(folder.file(), small_history());
    tamper(folder.file(), "PRAGMA user_version = 4");
    REQUIRE_THAT(refusal(folder.file()),
                 Catch::Contains("version 4") && Catch::Contains("version 3"));
  }
  SECTION("an earlier version, with the columns it had") {
    write(folder.file(), small_history());
    tamper(folder.file(),
           "ALTER TABLE faults DROP COLUMN latency_ns; ALTER TABLE faults DROP COLUMN jitter_ns; "
           "ALTER TABLE faults DROP COLUMN bytes; ALTER TABLE faults DROP COLUMN per_ns; "
           "PRAGMA user_version = 2");
    REQUIRE_THAT(refusal(folder.file()),
                 Catch::Contains("version 2") && Catch::Contains("version 3") &&
                     Catch::Contains("--export-jsonl"));
  }
}

TEST_CASE("the columns are those of this schema version: others need another number",
          "[history_db]") {
  scratch_folder const folder;
  write(folder.file(), small_history());

  auto const columns = stored(
      folder.file(),
      "SELECT group_concat(line, '; ') FROM (SELECT m.name || ': ' || group_concat(c.name, ' ') AS "
      "line FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' GROUP "
      "BY "
      "m.name ORDER BY m.name)");

  CHECK(stored(folder.file(), "PRAGMA user_version") == "3");
  CHECK(columns ==
        "faults: fault action target planned_ns offset_ns begin_ns end_ns latency_ns jitter_ns "
        "bytes per_ns; keys: key name; nodes: node name; operations: position id intended_ns "
        "sent_ns received_ns decided_at_us arrived_at_us limiter_ns ratelimit_limit "
        "ratelimit_remaining ratelimit_reset_s retry_after_s key connection cost status node phase "
        "variant head outcome; run: start_monotonic_ns start_wall_us store_offset_us "
        "store_bound_us complete operations; samples: sample operation head body");
}

TEST_CASE("a damaged history is refused and says what is wrong", "[history_db]") {
  scratch_folder const folder;
  auto h = small_history();
  for (std::uint64_t id = 100; id < 1'100; ++id) h.operations.push_back(answered(id));
  write(folder.file(), h);

  auto const tampered = [&](std::string const& sql) {
    tamper(folder.file(), sql);
    return refusal(folder.file());
  };
  SECTION("cut off") {
    fs::resize_file(folder.file(), fs::file_size(folder.file()) / 2);
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("malformed"));
  }
  SECTION("overwritten in the middle") {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(folder.file()) / 2));
    file << std::string(8'192, '\xee');
    file.close();
    REQUIRE_THAT(refusal(folder.file()), Catch::Contains("damaged"));
  }
  SECTION("an operation lost") {
    REQUIRE_THAT(tampered("DELETE FROM operations WHERE position = 5"),
                 Catch::Contains("holds 1002 operations and should hold 1003"));
  }
  SECTION("no run row") {
    REQUIRE_THAT(tampered("DELETE FROM run"), Catch::Contains("empty"));
  }
  SECTION("two run rows") {
    REQUIRE_THAT(tampered("INSERT INTO run SELECT * FROM run"), Catch::Contains("more than one"));
  }
  SECTION("a table missing") {
    REQUIRE_THAT(tampered("DROP TABLE samples"), Catch::Contains("samples"));
  }
  SECTION("an unheard-of outcome") {
    REQUIRE_THAT(tampered("UPDATE operations SET outcome = 'allowed' WHERE position = 4"),
                 Catch::Contains("\"allowed\""));
  }
  SECTION("a status out of range") {
    REQUIRE_THAT(tampered("UPDATE operations SET status = 70000 WHERE position = 4"),
                 Catch::Contains("status is 70000"));
  }
  SECTION("a node nobody named") {
    REQUIRE_THAT(tampered("UPDATE operations SET node = 2 WHERE position = 4"),
                 Catch::Contains("names node 2 of 2"));
  }
  SECTION("a key nobody named") {
    REQUIRE_THAT(tampered("UPDATE operations SET key = 3 WHERE position = 4"),
                 Catch::Contains("names key 3 of 3"));
  }
  SECTION("a key lost") {
    REQUIRE_THAT(tampered("DELETE FROM keys WHERE key = 1"), Catch::Contains("key is 2, not 1"));
  }
  SECTION("text where a number belongs") {
    REQUIRE_THAT(tampered("DROP TABLE run; CREATE TABLE run (start_monotonic_ns, start_wall_us, "
                          "store_offset_us, store_bound_us, complete, operations); "
                          "INSERT INTO run VALUES ('now', 0, 0, 0, 1, 1003)"),
                 Catch::Contains("start_monotonic_ns is not a whole number"));
  }
}

TEST_CASE("200 000 operations are written and read in a moment", "[history_db]") {
  scratch_folder const folder;
  history h = small_history();
  h.operations.clear();
  for (std::uint64_t id = 0; id < 200'000; ++id) h.operations.push_back(answered(id));

  auto const seconds_of = [](auto&& action) {
    auto const start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  auto const written = seconds_of([&] { write(folder.file(), h); });
  std::size_t count = 0;
  auto const read =
      seconds_of([&] { count = read_history_db(folder.file()).value().operations.size(); });

  std::cout << "200 000 operations: " << written << " s to write, " << read << " s to read, "
            << fs::file_size(folder.file()) / 200'000 << " bytes each\n";
  REQUIRE(count == h.operations.size());
}

}  // namespace
}  // namespace limitproof
