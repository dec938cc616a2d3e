#pragma once

#include "harness/model/units.hpp"
#include "harness/redis/redis_reply.hpp"
#include "tests/limiters/sorted_set.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

/// The commands of Redis that limiters use, over a key space in memory and on a clock that only
/// moves when it is told to. Life times are counted as Redis counts them, in whole milliseconds of
/// its clock, and a key is gone when that is past its last one.
class virtual_store {
 public:
  void set_time(store_time now) { now_ = now; }

  [[nodiscard]] store_time time() const { return now_; }

  /// DEL, EXISTS, GET, PEXPIRE, PTTL, SET (PX, NX), TIME, and of sorted sets ZADD (one
  /// member), ZCARD, ZCOUNT, ZRANGE (indices, WITHSCORES), ZREMRANGEBYRANK and ZREMRANGEBYSCORE.
  /// Anything else is an error reply, and so is a sorted set where a string is meant.
  [[nodiscard]] redis_reply command(std::vector<std::string> const& arguments);

  [[nodiscard]] std::size_t key_count();

 private:
  struct entry {
    std::string value;
    std::optional<std::int64_t> expires_at_ms;
    std::optional<sorted_set> members = std::nullopt;  ///< instead of a value
  };

  using arguments = std::vector<std::string>;

  [[nodiscard]] std::int64_t now_ms() const;
  [[nodiscard]] entry* find(std::string const& key);
  [[nodiscard]] redis_reply get(std::string const& key);
  [[nodiscard]] redis_reply set(arguments const& words);
  [[nodiscard]] redis_reply sorted_set_command(arguments const& words);
  [[nodiscard]] redis_reply expire(arguments const& words);
  [[nodiscard]] redis_reply time_to_live(arguments const& words);
  [[nodiscard]] redis_reply clock() const;

  store_time now_;
  std::map<std::string, entry> entries_;
};

}  // namespace limitproof
