#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace limitproof {

/// What a plugin's instance draws: no two instances, on whatever nodes, draw alike.
class random_source {
 public:
  random_source();

  [[nodiscard]] std::string bytes(std::int64_t count);

  /// Version 4 of RFC 4122, in lower case.
  [[nodiscard]] std::string uuid();

  /// 16 hexadecimal digits that name this instance.
  [[nodiscard]] std::string const& instance() const { return instance_; }

 private:
  std::mt19937_64 engine_;
  std::string instance_;
};

}  // namespace limitproof
