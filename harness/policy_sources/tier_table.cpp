#include "harness/policy_sources/tier_table.hpp"

#include "harness/model/name.hpp"
#include "harness/sqlite/sqlite_database.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <sys/stat.h>

namespace limitproof {

namespace {

/// Of a question, and of a start, which no request waits for.
constexpr auto longest_wait = std::chrono::milliseconds(5);
constexpr auto longest_wait_at_start = std::chrono::seconds(1);

constexpr auto wanted =
    "a table rate_limits is needed whose client_id is TEXT and its whole PRIMARY KEY, and whose "
    "tier is TEXT; make it with CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier TEXT "
    "NOT "
    "NULL)";

/// Which file a name stands for at the moment.
struct file_identity {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(file_identity const&) const = default;
};

std::optional<file_identity> identity_of(std::filesystem::path const& file) {
  struct stat seen {};

  if (::stat(file.c_str(), &seen) != 0) return std::nullopt;
  return file_identity{seen.st_dev, seen.st_ino};
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

void wait_for_writers(sqlite_database& db, std::chrono::milliseconds most) {
  db.execute("PRAGMA busy_timeout = " + std::to_string(most.count()));
}

/// Found by its index, or every question would read the whole table.
void require_schema(sqlite_database& db) {
  sqlite_statement encoding(db, "PRAGMA encoding");
  if (!encoding.step() || encoding.view(0) != "UTF-8")
    throw sqlite_failure("a database in UTF-8 is needed");
  sqlite_statement columns(db, "SELECT name, type, pk FROM pragma_table_info('rate_limits')");
  bool has_client = false;
  bool has_tier = false;
  std::int64_t key_columns = 0;
  while (columns.step()) {
    auto const name = columns.bytes(0);
    bool const is_text = upper_case(columns.bytes(1)) == "TEXT";
    auto const in_key = columns.number(2);
    if (in_key > 0) ++key_columns;
    if (name == "client_id") has_client = is_text && in_key > 0;
    if (name == "tier") has_tier = is_text;
  }
  if (!has_client || !has_tier || key_columns != 1) throw sqlite_failure(wanted);
}

}  // namespace

struct tier_table::connection {
  connection(std::filesystem::path const& file, std::chrono::milliseconds patience)
      : opened(identity_of(file)), db(file, sqlite_database::mode::read) {
    wait_for_writers(db, patience);
    require_schema(db);
    wait_for_writers(db, longest_wait);
  }

  std::optional<file_identity> opened;
  sqlite_database db;
};

tier_table::tier_table(std::filesystem::path file) : file_(std::move(file)) {}

tier_table::~tier_table() = default;

result<std::unique_ptr<tier_table>> tier_table::open(std::filesystem::path file) {
  std::unique_ptr<tier_table> table(new tier_table(std::move(file)));
  try {
    table->connect(longest_wait_at_start);
  } catch (sqlite_failure const& e) {
    return error{errc::bad_file, "reading the tiers in " + table->file_.string() + ": " + e.what()};
  }
  return table;
}

/// A table that was replaced is another file by the same name: the one that is open would be read
/// for ever.
void tier_table::connect(std::chrono::milliseconds patience) {
  auto const now = identity_of(file_);
  if (connected_ && connected_->opened == now) return;
  connected_.reset();
  if (!now) throw sqlite_failure("there is no such readable file");
  connected_ = std::make_unique<connection>(file_, patience);
}

result<std::optional<std::string>> tier_table::tier_of(std::string const& client) {
  auto const failed = [this](errc code, std::string const& what) {
    return error{code, "reading the tiers in " + file_.string() + ": " + what};
  };
  std::optional<std::string> tier;
  try {
    connect(longest_wait);
    // Cast, since a column may compare otherwise, and hold what is no text.
    sqlite_statement row(connected_->db,
                         "SELECT CAST(coalesce(tier, '') AS BLOB) FROM rate_limits WHERE client_id "
                         "= ?1 AND CAST(client_id AS BLOB) = CAST(?1 AS BLOB)");
    row.bind_text(0, client);
    if (!row.step()) return tier;
    tier = row.bytes(0);
  } catch (sqlite_failure const& e) {
    return failed(errc::io, e.what());
  }
  // As a rule may name one; another word is in the table by mistake.
  if (is_name(*tier)) return tier;
  return failed(errc::bad_file,
                "a client's tier is no name of lower-case letters, digits and dashes, 64 at most");
}

}  // namespace limitproof
