#pragma once

#include "harness/model/error.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace limitproof {

/// The SQLite table that says which tier a client is in:
///
///     CREATE TABLE rate_limits (client_id TEXT PRIMARY KEY, tier TEXT NOT NULL)
///
/// Other columns are nobody's business here. `client_id` is the API key, byte for byte, whatever
/// the column's collation. The file is only read, and may be replaced by another one under its
/// name.
///
/// A question is one step down the key's index and never waits for a writer for more than 5 ms, so
/// that it can be asked from a loop. One thread uses it.
class tier_table {
 public:
  /// Error: bad_file, where the file is not there or has no such table: what it must have, and how
  /// to make it.
  [[nodiscard]] static result<std::unique_ptr<tier_table>> open(std::filesystem::path file);

  ~tier_table();
  tier_table(tier_table const&) = delete;
  tier_table& operator=(tier_table const&) = delete;

  /// None: the table has no such client. Errors: bad_file, where the client's row has no tier that
  /// can be used; io, where nobody can be asked about at present (locked, gone, no longer a table).
  [[nodiscard]] result<std::optional<std::string>> tier_of(std::string const& client);

 private:
  struct connection;

  explicit tier_table(std::filesystem::path file);

  /// Waits so long for writers. Throws sqlite_failure.
  void connect(std::chrono::milliseconds patience);

  std::filesystem::path file_;
  std::unique_ptr<connection> connected_;
};

}  // namespace limitproof
