#include "harness/policy_sources/tier_table.hpp"

#include "harness/policy_sources/tier_cache.hpp"
#include "harness/sqlite/sqlite_database.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

namespace limitproof {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

using tier = std::optional<std::string>;

constexpr auto schema = "CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier TEXT)";

void execute(fs::path const& file, std::string const& sql) {
  sqlite_database(file, sqlite_database::mode::create).execute(sql);
}

/// A file with the table, in which alice is paid.
struct tier_file {
  tier_file() {
    execute(path, schema);
    execute(path, "INSERT INTO rate_limits VALUES ('alice', 'paid')");
  }

  temporary_directory folder;
  fs::path path = folder.path() / "tiers.db";
};

std::string refusal_of(std::string const& sql) {
  temporary_directory folder;
  auto const path = folder.path() / "tiers.db";
  execute(path, sql);
  auto const table = tier_table::open(path);
  REQUIRE(table.has_error());
  CHECK(table.error().code == errc::bad_file);
  CHECK(table.error().what.starts_with("reading the tiers in " + path.string() + ": "));
  return table.error().what;
}

TEST_CASE("a client's tier is that of its row", "[policy_sources]") {
  tier_file const file;
  auto const table = tier_table::open(file.path).value();
  CHECK(table->tier_of("alice").value() == tier("paid"));
  CHECK(table->tier_of("bob").value() == tier());
  execute(file.path, "UPDATE rate_limits SET tier = 'free'");
  CHECK(table->tier_of("alice").value() == tier("free"));
}

TEST_CASE("a client is its key byte for byte, whatever the column compares as equal",
          "[policy_sources]") {
  temporary_directory folder;
  auto const path = folder.path() / "tiers.db";
  execute(path,
          "CREATE TABLE rate_limits (client_id TEXT COLLATE NOCASE PRIMARY KEY, tier TEXT, "
          "note INTEGER)");
  execute(path, "INSERT INTO rate_limits VALUES ('Alice', 'paid', 7), ('007', 'gold', 7)");
  auto const table = tier_table::open(path).value();
  CHECK(table->tier_of("Alice").value() == tier("paid"));
  CHECK(table->tier_of("alice").value() == tier());
  CHECK(table->tier_of("007").value() == tier("gold"));
  CHECK(table->tier_of("7").value() == tier());
  CHECK(table->tier_of("' OR 1 --").value() == tier());
  CHECK(table->tier_of("\xff\xfe").value() == tier());
}

TEST_CASE("a table of another shape is refused with the one that is wanted", "[policy_sources]") {
  for (auto const* sql :
       {"CREATE TABLE other (client_id TEXT PRIMARY KEY, tier TEXT)",
        "CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY)",
        "CREATE TABLE rate_limits (client TEXT PRIMARY KEY, tier TEXT)",
        "CREATE TABLE rate_limits (client_id TEXT, tier TEXT)",
        "CREATE TABLE rate_limits (client_id INTEGER PRIMARY KEY, tier TEXT)",
        "CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier INTEGER)",
        "CREATE TABLE rate_limits (client_id TEXT, tier TEXT, PRIMARY KEY (client_id, tier))"}) {
    CAPTURE(sql);
    CHECK(refusal_of(sql).find("CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier TEXT") !=
          std::string::npos);
  }
  CHECK(refusal_of(
            "PRAGMA encoding = 'UTF-16'; CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, "
            "tier TEXT)")
            .find("UTF-8") != std::string::npos);
}

TEST_CASE("a file that is not there or no database is refused, and not made", "[policy_sources]") {
  temporary_directory folder;
  auto const path = folder.path() / "tiers.db";
  CHECK(tier_table::open(path).error().what.find("no such readable file") != std::string::npos);
  CHECK_FALSE(fs::exists(path));
  std::ofstream(path) << std::string(4096, 'x');
  CHECK(tier_table::open(path).error().what.find("not a database") != std::string::npos);
}

TEST_CASE("a row without a usable tier is that client's own trouble", "[policy_sources]") {
  tier_file const file;
  execute(file.path,
          "INSERT INTO rate_limits VALUES ('a', NULL), ('b', ''), ('c', 'Not A Name'), "
          "('d', x'00'), ('e', 7)");
  auto const table = tier_table::open(file.path).value();
  for (auto const* client : {"a", "b", "c", "d"}) {
    CAPTURE(client);
    CHECK(table->tier_of(client).error().code == errc::bad_file);
  }
  CHECK(table->tier_of("e").value() == tier("7"));
  CHECK(table->tier_of("alice").value() == tier("paid"));
}

TEST_CASE("a locked table does not answer, and answers when it is free", "[policy_sources]") {
  tier_file const file;
  auto const table = tier_table::open(file.path).value();
  {
    sqlite_database writer(file.path, sqlite_database::mode::create);
    writer.execute("BEGIN EXCLUSIVE");
    auto const locked = table->tier_of("alice");
    REQUIRE(locked.has_error());
    CHECK(locked.error().code == errc::io);
    CHECK(locked.error().what.find("database is locked") != std::string::npos);
  }
  CHECK(table->tier_of("alice").value() == tier("paid"));
}

TEST_CASE("a question leaves no lock behind that a writer would wait for", "[policy_sources]") {
  tier_file const file;
  execute(file.path, "INSERT INTO rate_limits VALUES ('a', NULL)");
  auto const table = tier_table::open(file.path).value();
  for (auto const* client : {"alice", "bob", "a"}) {
    [[maybe_unused]] auto const told = table->tier_of(client);
    CHECK_NOTHROW(execute(file.path, "BEGIN EXCLUSIVE; COMMIT"));
  }
}

TEST_CASE("a table that is replaced or taken away is noticed", "[policy_sources]") {
  tier_file const file;
  auto const table = tier_table::open(file.path).value();
  CHECK(table->tier_of("alice").value() == tier("paid"));

  tier_file const other;
  execute(other.path, "UPDATE rate_limits SET tier = 'gold'");
  fs::copy_file(other.path, file.path.string() + ".new");
  fs::rename(file.path.string() + ".new", file.path);
  CHECK(table->tier_of("alice").value() == tier("gold"));

  fs::remove(file.path);
  CHECK(table->tier_of("alice").error().code == errc::io);
  execute(file.path, "CREATE TABLE rate_limits (client_id TEXT, tier TEXT)");
  CHECK(table->tier_of("alice").error().what.find("PRIMARY KEY") != std::string::npos);
  execute(file.path, "DROP TABLE rate_limits");
  CHECK(table->tier_of("alice").error().code == errc::io);
}

TEST_CASE("behind a cache a locked table keeps what was known, and no client waits for long",
          "[policy_sources]") {
  tier_file const file;
  auto const table = tier_table::open(file.path).value();
  int failures = 0;
  tier_cache cache([&](std::string const& client) { return table->tier_of(client); },
                   1min,
                   [&failures](error const&) { ++failures; });
  tier_cache::time_point now{};
  CHECK(cache.tier_of("alice", now) == tier("paid"));

  sqlite_database writer(file.path, sqlite_database::mode::create);
  writer.execute("BEGIN EXCLUSIVE");
  now += 1min;
  for (int i = 0; i < 1000; ++i) {
    CHECK(cache.tier_of("alice", now) == tier("paid"));
    CHECK(cache.tier_of("client-" + std::to_string(i), now) == tier());
  }
  CHECK(failures == 1);

  writer.execute("COMMIT");
  now += 100ms;
  execute(file.path, "UPDATE rate_limits SET tier = 'gold'");
  CHECK(cache.tier_of("alice", now) == tier("gold"));
}

}  // namespace
}  // namespace limitproof
