#include "harness/history/history_db.hpp"

#include "harness/history/injection_table.hpp"
#include "harness/history/operation_table.hpp"
#include "harness/history/owned_fd.hpp"
#include "harness/sqlite/sqlite_database.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace limitproof {

namespace {

constexpr std::int64_t application_id = 0x6c70'6462;  // "lpdb"
constexpr std::int64_t schema_version = 3;

// SQLite keeps the text of a schema, comments and all: `.schema` documents the file.
constexpr auto schema = R"(
CREATE TABLE run (                       -- one row
  start_monotonic_ns INTEGER NOT NULL,   -- the generator's CLOCK_MONOTONIC at run time 0
  start_wall_us      INTEGER NOT NULL,   -- the wall clock at that instant, since the epoch
  store_offset_us    INTEGER,            -- the store's clock minus CLOCK_MONOTONIC
  store_bound_us     INTEGER,            -- how far off that may be, either way
  complete           INTEGER NOT NULL,   -- 0: the run was interrupted or killed
  operations         INTEGER NOT NULL    -- rows in the table of that name
) STRICT;
CREATE TABLE keys (
  key  INTEGER PRIMARY KEY,              -- from 0
  name TEXT NOT NULL
) STRICT;
CREATE TABLE nodes (
  node INTEGER PRIMARY KEY,              -- from 0
  name TEXT NOT NULL
) STRICT;
CREATE TABLE samples (
  sample    INTEGER PRIMARY KEY,         -- from 0
  operation INTEGER NOT NULL,            -- operations.id
  head      BLOB NOT NULL,               -- status line and header lines as received
  body      BLOB NOT NULL                -- at most 4 KiB
) STRICT;)";

void write_names(sqlite_database& db,
                 std::string const& insert,
                 std::vector<std::string> const& names) {
  sqlite_statement row(db, insert);
  for (std::size_t i = 0; i < names.size(); ++i) {
    row.bind(0, static_cast<std::int64_t>(i));
    row.bind_text(1, names[i]);
    row.step();
  }
}

void write_run(sqlite_database& db, history const& h) {
  sqlite_statement row(db, "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?)");
  row.bind(0, h.clocks.start_monotonic_ns);
  row.bind(1, h.clocks.start_wall_us);
  if (h.clocks.store) {
    row.bind(2, h.clocks.store->offset_us);
    row.bind(3, h.clocks.store->bound_us);
  }
  row.bind(4, h.complete ? 1 : 0);
  row.bind(5, static_cast<std::int64_t>(h.operations.size()));
  row.step();
}

void write_samples(sqlite_database& db, history const& h) {
  sqlite_statement row(db, "INSERT INTO samples VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < h.samples.size(); ++i) {
    row.bind(0, static_cast<std::int64_t>(i));
    row.bind(1, static_cast<std::int64_t>(h.samples[i].operation));
    row.bind_blob(2, h.samples[i].head);
    row.bind_blob(3, h.samples[i].body);
    row.step();
  }
}

void write_everything(std::filesystem::path const& file, history const& h) {
  sqlite_database db(file, sqlite_database::mode::create);
  // A crash leaves only a file of the temporary name, so nothing needs a journal.
  db.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  db.execute(fmt::format(
      "PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, schema_version));
  db.execute(schema);
  write_run(db, h);
  write_names(db, "INSERT INTO keys VALUES (?, ?)", h.keys);
  write_names(db, "INSERT INTO nodes VALUES (?, ?)", h.nodes);
  write_samples(db, h);
  create_injection_table(db, h.injections);
  create_operation_table(db, h.operations);
  db.execute("COMMIT");
}

void make_durable(std::filesystem::path const& path) {
  owned_fd const fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) throw std::system_error(errno, std::generic_category());
}

std::int64_t pragma(sqlite_database& db, std::string const& name) {
  sqlite_statement row(db, "PRAGMA " + name);
  row.step();
  return row.number(0);
}

void refuse_foreign(sqlite_database& db) {
  if (auto const found = pragma(db, "application_id"); found != application_id)
    throw sqlite_failure(
        fmt::format("it is an SQLite file of another program (application_id {})", found));
  if (auto const found = pragma(db, "user_version"); found != schema_version)
    throw sqlite_failure(fmt::format(
        "it has schema version {}, and this program reads version {} (the limitproof that wrote it "
        "turns it into lines that every version reads: limitproof check DIR --export-jsonl)",
        found,
        schema_version));
  sqlite_statement check(db, "PRAGMA quick_check(1)");
  check.step();
  if (auto const found = check.bytes(0); found != "ok")
    throw sqlite_failure("it is damaged: " + found);
}

/// Returns how many operations there should be.
std::int64_t read_run(sqlite_database& db, history& h) {
  sqlite_statement row(db,
                       "SELECT start_monotonic_ns, start_wall_us, store_offset_us, store_bound_us, "
                       "complete, operations FROM run");
  if (!row.step()) throw sqlite_failure("its table run is empty");
  h.clocks.start_monotonic_ns = row.number(0);
  h.clocks.start_wall_us = row.number(1);
  if (auto const offset = row.optional_number(2))
    h.clocks.store = store_anchor{*offset, row.number(3)};
  h.complete = row.number(4) != 0;
  auto const operations = row.number(5);
  if (row.step()) throw sqlite_failure("its table run has more than one row");
  return operations;
}

std::vector<std::string> read_names(sqlite_database& db, std::string const& select) {
  std::vector<std::string> names;
  sqlite_statement row(db, select);
  while (row.step()) {
    if (row.number(0) != static_cast<std::int64_t>(names.size()))
      row.refuse(0, fmt::format("is {}, not {}", row.number(0), names.size()));
    names.push_back(row.bytes(1));
  }
  return names;
}

void read_samples(sqlite_database& db, history& h) {
  sqlite_statement row(db, "SELECT operation, head, body FROM samples ORDER BY sample");
  while (row.step())
    h.samples.push_back({static_cast<std::uint64_t>(row.number(0)), row.bytes(1), row.bytes(2)});
}

history read_everything(std::filesystem::path const& file) {
  sqlite_database db(file, sqlite_database::mode::read);
  refuse_foreign(db);
  history h;
  auto const operations = read_run(db, h);
  h.keys = read_names(db, "SELECT key, name FROM keys ORDER BY key");
  h.nodes = read_names(db, "SELECT node, name FROM nodes ORDER BY node");
  read_samples(db, h);
  h.injections = read_injection_table(db);
  read_operation_table(db, h, operations);
  return h;
}

}  // namespace

result<void> write_history_db(std::filesystem::path const& file, history const& h) {
  auto const unfinished = std::filesystem::path(file.string() + ".unfinished");
  try {
    std::filesystem::remove(unfinished);
    write_everything(unfinished, h);
    make_durable(unfinished);
    std::filesystem::rename(unfinished, file);
    make_durable(file.has_parent_path() ? file.parent_path() : ".");
    return {};
  } catch (std::exception const& failure) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    return error{
        errc::io,
        fmt::format("writing {}: {}; see that its folder exists, may be written and has room",
                    file.string(),
                    failure.what())};
  }
}

result<history> read_history_db(std::filesystem::path const& file) {
  try {
    return read_everything(file);
  } catch (std::exception const& failure) {
    return error{
        errc::bad_file,
        fmt::format("{} cannot be read as a history: {}; give the history.db of a finished run",
                    file.string(),
                    failure.what())};
  }
}

}  // namespace limitproof
