#include "harness/history/injection_table.hpp"

#include <string>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr auto injection_schema = R"(
CREATE TABLE faults (
  fault      INTEGER PRIMARY KEY,        -- from 0, in the order they were carried out
  action     TEXT NOT NULL,              -- kill, restart, …: as a scenario spells it
  target     TEXT NOT NULL,              -- node-1 …, store, balancer
  planned_ns INTEGER NOT NULL,           -- run time when it was due
  offset_ns  INTEGER,                    -- of a clock: the node's less the true one
  begin_ns   INTEGER NOT NULL,           -- run time before the first thing was done
  end_ns     INTEGER,                    -- run time when it had taken effect
  latency_ns INTEGER,                    -- of a slow way: added each way
  jitter_ns  INTEGER,                    -- of a slow way: at most so much more
  bytes      INTEGER,                    -- of a narrow way: carried by each connection, each way …
  per_ns     INTEGER                     -- … every so long
) STRICT;)";

injection read_injection(sqlite_statement const& row) {
  auto const name = row.view(0);
  auto const action = from_name<fault_action>(name);
  if (!action) row.refuse(0, fmt::format("is \"{}\", which is no fault", name));
  injection done;
  done.what = {duration(row.number(2)), *action, row.bytes(1), duration(0)};
  if (*action == fault_action::clock) done.what.offset = duration(row.number(3));
  done.begin_ns = row.number(4);
  done.end_ns = row.optional_number(5).value_or(done.end_ns);
  if (*action == fault_action::slow) {
    done.what.latency = duration(row.number(6));
    done.what.jitter = duration(row.number(7));
  }
  if (*action == fault_action::narrow)
    done.what.bandwidth = {row.number(8), duration(row.number(9))};
  return done;
}

/// What only some actions have, NULL for the others.
void bind_extent(sqlite_statement& row, fault const& what) {
  for (int const column : {4, 7, 8, 9, 10}) row.bind_null(column);
  if (what.action == fault_action::clock) row.bind(4, what.offset.count());
  if (what.action == fault_action::slow) {
    row.bind(7, what.latency.count());
    row.bind(8, what.jitter.count());
  }
  if (what.action == fault_action::narrow) {
    row.bind(9, what.bandwidth.count);
    row.bind(10, what.bandwidth.per.count());
  }
}

}  // namespace

void create_injection_table(sqlite_database& db, std::vector<injection> const& injections) {
  db.execute(injection_schema);
  sqlite_statement row(db, "INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < injections.size(); ++i) {
    auto const& [what, begin_ns, end_ns] = injections[i];
    row.bind(0, static_cast<std::int64_t>(i));
    row.bind_text(1, to_name(what.action));
    row.bind_text(2, what.target);
    row.bind(3, what.at.count());
    bind_extent(row, what);
    row.bind(5, begin_ns);
    row.bind_null(6);
    if (end_ns >= 0) row.bind(6, end_ns);
    row.step();
  }
}

std::vector<injection> read_injection_table(sqlite_database& db) {
  std::vector<injection> injections;
  sqlite_statement row(
      db,
      "SELECT action, target, planned_ns, offset_ns, begin_ns, end_ns, latency_ns, "
      "jitter_ns, bytes, per_ns FROM faults ORDER BY fault");
  while (row.step()) injections.push_back(read_injection(row));
  return injections;
}

}  // namespace limitproof
