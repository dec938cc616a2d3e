#pragma once

#include "harness/redis/redis_connection.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// A Lua script called by its SHA-1; a NOSCRIPT answer loads it again (EVAL of the whole text) in
/// the same call.
class redis_script {
 public:
  explicit redis_script(std::string source);

  /// Errors: those of the connection; an error reply of the script is `script_error` with its text.
  [[nodiscard]] asio::awaitable<result<redis_reply>> run(redis_connection& store,
                                                         std::vector<std::string> keys,
                                                         std::vector<std::string> arguments) const;

  /// Lower-case hex SHA-1 of the source, as Redis computes it.
  [[nodiscard]] std::string const& sha() const { return sha_; }

 private:
  std::string source_;
  std::string sha_;
};

}  // namespace limitproof
