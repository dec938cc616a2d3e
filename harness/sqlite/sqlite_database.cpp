#include "harness/sqlite/sqlite_database.hpp"

#include <sqlite3.h>

namespace limitproof {

sqlite_database::sqlite_database(std::filesystem::path const& file, mode m) {
  auto const flags =
      m == mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) == SQLITE_OK) return;
  std::string const why = sqlite3_errmsg(handle_);
  sqlite3_close(handle_);
  throw sqlite_failure(why);
}

sqlite_database::~sqlite_database() {
  sqlite3_close(handle_);
}

void sqlite_database::execute(std::string const& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw sqlite_failure(sqlite3_errmsg(handle_));
}

sqlite_statement::sqlite_statement(sqlite_database& db, std::string const& sql) : db_(db.handle_) {
  require(sqlite3_prepare_v2(db_, sql.c_str(), -1, &handle_, nullptr) == SQLITE_OK);
}

sqlite_statement::~sqlite_statement() {
  sqlite3_finalize(handle_);
}

void sqlite_statement::bind(int index, std::int64_t value) {
  require(sqlite3_bind_int64(handle_, index + 1, value) == SQLITE_OK);
}

void sqlite_statement::bind_null(int index) {
  require(sqlite3_bind_null(handle_, index + 1) == SQLITE_OK);
}

// An empty view may have no address, and SQLite takes that for NULL.
void sqlite_statement::bind_text(int index, std::string_view text) {
  auto const* const data = text.empty() ? "" : text.data();
  require(sqlite3_bind_text64(handle_, index + 1, data, text.size(), nullptr, SQLITE_UTF8) ==
          SQLITE_OK);
}

void sqlite_statement::bind_blob(int index, std::string_view bytes) {
  auto const* const data = bytes.empty() ? "" : bytes.data();
  require(sqlite3_bind_blob64(handle_, index + 1, data, bytes.size(), nullptr) == SQLITE_OK);
}

bool sqlite_statement::step() {
  auto const outcome = sqlite3_step(handle_);
  if (outcome == SQLITE_ROW) return true;
  require(outcome == SQLITE_DONE);
  require(sqlite3_reset(handle_) == SQLITE_OK);
  return false;
}

std::optional<std::int64_t> sqlite_statement::optional_number(int index) const {
  auto const type = sqlite3_column_type(handle_, index);
  if (type == SQLITE_NULL) return std::nullopt;
  if (type != SQLITE_INTEGER) refuse(index, "is not a whole number");
  return sqlite3_column_int64(handle_, index);
}

std::int64_t sqlite_statement::number(int index) const {
  auto const value = optional_number(index);
  if (!value) refuse(index, "is NULL");
  return *value;
}

std::string_view sqlite_statement::view(int index) const {
  auto const type = sqlite3_column_type(handle_, index);
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) refuse(index, "is neither text nor bytes");
  auto const* const data = static_cast<char const*>(sqlite3_column_blob(handle_, index));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, index));
  return size == 0 ? std::string_view() : std::string_view(data, size);
}

void sqlite_statement::refuse(int index, std::string const& what) const {
  throw sqlite_failure(std::string("in a row of \"") + sqlite3_sql(handle_) + "\", column " +
                       sqlite3_column_name(handle_, index) + " " + what);
}

void sqlite_statement::require(bool ok) const {
  if (!ok) throw sqlite_failure(sqlite3_errmsg(db_));
}

}  // namespace limitproof
