#pragma once

#include "harness/check/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace limitproof {

/// Answers, while requests open and close in time order: which start makes the stretch from there
/// to now fullest? Positions are handed out in order of send time. A closed position p scores
///
///     value(p) + scale · (cost of all closed positions ≥ p)
///
/// and the second term is scale · C(a, b) for a = the send time of p and b = now: what lies wholly
/// inside. A segment tree keeps the best score, so that opening and closing take O(log k) for the k
/// positions since the oldest one still open. What lies before that one can only change by the same
/// amount for all, so it is folded into one number; memory stays O(k) for any length of history.
class containment_window {
 public:
  /// What becomes of positions that have fallen behind.
  enum class past {
    folded,    ///< they still compete in `fullest()`; `latest_above()` does not find them
    forgotten  ///< those before `forget_before()` are gone; all others can be found
  };

  containment_window(std::int64_t scale, past behind);

  /// Hands out the next position, beginning with 0.
  void open(wide value);
  /// `position` was opened and not yet closed; `cost` > 0.
  void close(std::size_t position, std::int64_t cost);
  /// Promises that no interval starting before `position` matters any more. Only with `forgotten`.
  void forget_before(std::size_t position);

  /// The best score of any closed position; a number below every score if there is none.
  [[nodiscard]] wide fullest() const;
  /// The latest closed position that scores above `threshold`.
  [[nodiscard]] std::optional<std::size_t> latest_above(wide threshold) const;

 private:
  struct tree_node {
    wide best;  ///< best score counting only what is closed below this node
    std::int64_t cost;
  };

  [[nodiscard]] tree_node merged(tree_node const& left, tree_node const& right) const;
  [[nodiscard]] std::size_t leaf(std::size_t position) const;
  void make_room();
  void fold_closed_front();
  void rebuild_from(std::size_t position);

  std::int64_t scale_;
  past behind_;
  std::size_t base_ = 0;     ///< position of the first leaf
  std::size_t next_ = 0;     ///< position `open` hands out next
  std::size_t horizon_ = 0;  ///< positions before it may be forgotten
  wide folded_;
  std::vector<wide> values_;     ///< by leaf
  std::vector<tree_node> tree_;  ///< root at 1, leaves from values_.size()
};

}  // namespace limitproof
