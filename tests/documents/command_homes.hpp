#pragma once

#include <span>
#include <string>
#include <string_view>

namespace limitproof {

/// A documented command that is quick: executed_commands_test.cpp runs it as it stands, in a folder
/// of its own, in this order.
struct executed_command {
  std::string_view text;
  int exit_code = 0;
};

/// One that takes long, or other machines: what runs it, and the words there that do.
struct covered_command {
  std::string_view text;
  std::string_view file;  ///< from the root of the tree
  std::string_view says;
};

/// Every command of the documents is in one of these two tables, or a test fails.
[[nodiscard]] std::span<executed_command const> executed_commands();
[[nodiscard]] std::span<covered_command const> covered_commands();

/// What stands in documents for something of the reader's own.
struct stand_ins {
  std::string directory;  ///< DIR: a run directory; A and B: its naive and its redis-token-bucket
  std::string history;    ///< FILE
  std::string limiter;    ///< FOLDER: a plugin's
};

/// `text` with words such as DIR, FILE or NAME replaced.
[[nodiscard]] std::string with_stand_ins(std::string_view text, stand_ins const& real);

}  // namespace limitproof
