#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace limitproof {

/// What SQLite or a row of it said; thrown here and caught where a file is read or written.
struct sqlite_failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An open SQLite file. Every function throws sqlite_failure.
class sqlite_database {
 public:
  enum class mode {
    read,   ///< an existing file, never changed
    create  ///< a new file
  };

  sqlite_database(std::filesystem::path const& file, mode m);
  ~sqlite_database();
  sqlite_database(sqlite_database const&) = delete;
  sqlite_database& operator=(sqlite_database const&) = delete;

  /// Runs statements that return no rows.
  void execute(std::string const& sql);

 private:
  friend class sqlite_statement;

  sqlite3* handle_ = nullptr;
};

/// A prepared statement; parameters and columns count from 0. Parameters keep their value until
/// they are bound again, and start as NULL. Every function throws sqlite_failure.
class sqlite_statement {
 public:
  /// `db` must outlive it.
  sqlite_statement(sqlite_database& db, std::string const& sql);
  ~sqlite_statement();
  sqlite_statement(sqlite_statement const&) = delete;
  sqlite_statement& operator=(sqlite_statement const&) = delete;

  void bind(int index, std::int64_t value);
  void bind_null(int index);
  /// The bytes are borrowed until they are bound again.
  void bind_text(int index, std::string_view text);
  void bind_blob(int index, std::string_view bytes);

  /// Goes to the next row; false: there is none, and it can be run again.
  bool step();

  /// nullopt for NULL; refuses all but whole numbers.
  [[nodiscard]] std::optional<std::int64_t> optional_number(int index) const;
  [[nodiscard]] std::int64_t number(int index) const;
  /// Text or a blob as it is stored, valid until the next step.
  [[nodiscard]] std::string_view view(int index) const;

  [[nodiscard]] std::string bytes(int index) const { return std::string(view(index)); }

  /// Throws, naming the statement and the column: "…, column node is 7, …".
  [[noreturn]] void refuse(int index, std::string const& what) const;

 private:
  void require(bool ok) const;

  sqlite3* db_;
  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace limitproof
