#include "harness/history/operation_table.hpp"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// One number of an operation. `missing` is the value that means "not seen" and is stored as NULL.
struct number_column {
  std::string_view name;
  std::string_view meaning;
  std::optional<std::int64_t> missing;
  std::int64_t least, most;
  std::int64_t (*get)(operation const&);
  void (*set)(operation&, std::int64_t);
};

// An id uses all 64 bits; SQLite's integers are signed, so it is stored as its bit pattern.
template <auto Member>
constexpr number_column column(std::string_view name,
                               std::string_view meaning,
                               std::optional<std::int64_t> missing = std::nullopt) {
  using number = std::remove_cvref_t<decltype(std::declval<operation>().*Member)>;
  using bounds = std::numeric_limits<
      std::conditional_t<std::is_same_v<number, std::uint64_t>, std::int64_t, number>>;
  return {name,
          meaning,
          missing,
          bounds::min(),
          bounds::max(),
          [](operation const& op) { return static_cast<std::int64_t>(op.*Member); },
          [](operation& op, std::int64_t value) { op.*Member = static_cast<number>(value); }};
}

constexpr std::array number_columns = {
    column<&operation::id>("id", "thread << 40 | sequence"),
    column<&operation::intended_ns>("intended_ns", "run time when it was due", absent),
    column<&operation::sent_ns>("sent_ns", "run time before the last byte was written", absent),
    column<&operation::received_ns>(
        "received_ns", "run time after the first byte of the answer", absent),
    column<&operation::decided_at_us>("decided_at_us", "X-Decided-At-Us, store's clock", absent),
    column<&operation::arrived_at_us>("arrived_at_us", "X-Arrived-At-Us, node's clock", absent),
    column<&operation::limiter_ns>("limiter_ns", "Server-Timing: limiter;dur", absent),
    column<&operation::limit>("ratelimit_limit", "RateLimit-Limit", absent),
    column<&operation::remaining>("ratelimit_remaining", "RateLimit-Remaining", absent),
    column<&operation::reset_s>("ratelimit_reset_s", "RateLimit-Reset as it stood there", absent),
    column<&operation::retry_after_s>("retry_after_s", "Retry-After in seconds", absent),
    column<&operation::key>("key", "keys.key"),
    column<&operation::connection>("connection", "number of the client connection"),
    column<&operation::cost>("cost", "permits asked for"),
    column<&operation::status>("status", "HTTP status", 0),
    column<&operation::node>("node", "nodes.node", no_node),
    column<&operation::phase>("phase", "index of the plan's phase"),
    column<&operation::variant>("variant", "which of its phase's request pattern, NULL: first", 0),
    column<&operation::head>("head", "1 + index of its shape in its thread's samples", 0)};

constexpr int outcome_index = static_cast<int>(number_columns.size());

std::string operations_schema() {
  std::string sql = "CREATE TABLE operations (\n  position INTEGER PRIMARY KEY,  -- from 0\n";
  for (auto const& c : number_columns)
    sql += fmt::format("  {} INTEGER{},  -- {}\n", c.name, c.missing ? "" : " NOT NULL", c.meaning);
  return sql + "  outcome TEXT NOT NULL  -- admitted, denied, …: the table of outcomes\n) STRICT;";
}

std::string operation_names() {
  std::string names;
  for (auto const& c : number_columns) names += std::string(c.name) + ", ";
  return names + "outcome";
}

operation read_operation(sqlite_statement const& row) {
  operation op;
  for (int i = 0; i < outcome_index; ++i) {
    auto const& column = number_columns[static_cast<std::size_t>(i)];
    auto const stored = row.optional_number(i);
    if (!stored && !column.missing) row.refuse(i, "is NULL");
    auto const value = stored.value_or(column.missing.value_or(0));
    if (value < column.least || value > column.most)
      row.refuse(i, fmt::format("is {}, not within {} … {}", value, column.least, column.most));
    column.set(op, value);
  }
  auto const name = row.view(outcome_index);
  auto const result = from_name<outcome>(name);
  if (!result) row.refuse(outcome_index, fmt::format("is \"{}\", which is no outcome", name));
  op.result = *result;
  return op;
}

}  // namespace

void create_operation_table(sqlite_database& db, std::vector<operation> const& operations) {
  db.execute(operations_schema());
  std::string marks = "?, ?";
  for (std::size_t i = 0; i < number_columns.size(); ++i) marks += ", ?";
  sqlite_statement row(
      db,
      fmt::format("INSERT INTO operations ({}, position) VALUES ({})", operation_names(), marks));
  for (std::size_t position = 0; position < operations.size(); ++position) {
    auto const& op = operations[position];
    for (int i = 0; i < outcome_index; ++i) {
      auto const& column = number_columns[static_cast<std::size_t>(i)];
      auto const value = column.get(op);
      if (value == column.missing)
        row.bind_null(i);
      else
        row.bind(i, value);
    }
    row.bind_text(outcome_index, to_name(op.result));
    row.bind(outcome_index + 1, static_cast<std::int64_t>(position));
    row.step();
  }
}

void read_operation_table(sqlite_database& db, history& h, std::int64_t expected) {
  sqlite_statement row(db, "SELECT " + operation_names() + " FROM operations ORDER BY position");
  while (row.step()) {
    auto const op = read_operation(row);
    if (op.node != no_node && op.node >= h.nodes.size())
      throw sqlite_failure(
          fmt::format("operation {} names node {} of {}", op.id, op.node, h.nodes.size()));
    if (!h.keys.empty() && op.key >= h.keys.size())
      throw sqlite_failure(
          fmt::format("operation {} names key {} of {}", op.id, op.key, h.keys.size()));
    h.operations.push_back(op);
  }
  if (static_cast<std::int64_t>(h.operations.size()) != expected)
    throw sqlite_failure(
        fmt::format("it holds {} operations and should hold {}", h.operations.size(), expected));
}

}  // namespace limitproof
