#pragma once

#include "harness/load/connection.hpp"

#include <cstdint>

namespace limitproof {

/// Connections in the order in which they began to wait. All of a line wait equally long, so the
/// first is the next to be due, and no timer structure is needed. A connection stands in at most
/// one line. Holds pointers only.
class waiting_line {
 public:
  void join(connection& c, std::int64_t now_ns) {
    c.waiting_since_ns = now_ns;
    c.ahead = last_;
    c.behind = nullptr;
    (last_ != nullptr ? last_->behind : first_) = &c;
    last_ = &c;
  }

  /// `c` stands in this line.
  void leave(connection& c) {
    (c.ahead != nullptr ? c.ahead->behind : first_) = c.behind;
    (c.behind != nullptr ? c.behind->ahead : last_) = c.ahead;
    c.ahead = c.behind = nullptr;
  }

  [[nodiscard]] connection* first() const { return first_; }

 private:
  connection* first_ = nullptr;
  connection* last_ = nullptr;
};

}  // namespace limitproof
