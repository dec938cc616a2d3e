#pragma once

#include "tests/limiters/virtual_store.hpp"

#include <map>
#include <string>
#include <vector>

struct lua_State;

namespace limitproof {

/// Runs the text of a Redis script in this process, against a virtual_store and on its clock, as
/// Redis would: KEYS and ARGV, redis.call and pcall, error_reply, struct, and the conversions
/// between Lua values and replies. So a script's every decision can be examined under any time.
class lua_store {
 public:
  lua_store();
  ~lua_store();
  lua_store(lua_store const&) = delete;
  lua_store& operator=(lua_store const&) = delete;

  virtual_store& store() { return store_; }

  /// One EVAL. What the script raises or returns as an error is an error reply.
  [[nodiscard]] redis_reply run(std::string const& source,
                                std::vector<std::string> const& keys,
                                std::vector<std::string> const& arguments);

 private:
  /// Pushes the compiled script; false leaves the message of the compiler there.
  [[nodiscard]] bool push_script(std::string const& source);

  virtual_store store_;
  lua_State* lua_;
  std::map<std::string, int> compiled_;  ///< source → reference in Lua's registry
};

}  // namespace limitproof
