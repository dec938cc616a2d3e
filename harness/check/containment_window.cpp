#include "harness/check/containment_window.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <bit>

namespace limitproof {

namespace {

// Far below every score (they stay within ±2^119), with room to add every cost to it.
constexpr wide no_score = -(wide{1} << 124);
constexpr std::size_t fewest_leaves = 32;

}  // namespace

containment_window::containment_window(std::int64_t scale, past behind)
    : scale_(scale),
      behind_(behind),
      folded_(no_score),
      values_(fewest_leaves, no_score),
      tree_(2 * fewest_leaves, {no_score, 0}) {}

containment_window::tree_node containment_window::merged(tree_node const& left,
                                                         tree_node const& right) const {
  return {std::max(left.best + wide{scale_} * right.cost, right.best), left.cost + right.cost};
}

std::size_t containment_window::leaf(std::size_t position) const {
  return values_.size() + position - base_;
}

void containment_window::open(wide value) {
  if (next_ - base_ == values_.size()) make_room();
  values_[next_ - base_] = value;
  ++next_;
}

void containment_window::close(std::size_t position, std::int64_t cost) {
  LIMITPROOF_ASSERT(position < next_);
  if (position < base_) return;  // forgotten
  auto i = leaf(position);
  tree_[i] = {values_[position - base_] + wide{scale_} * cost, cost};
  for (i /= 2; i > 0; i /= 2) tree_[i] = merged(tree_[2 * i], tree_[2 * i + 1]);
}

void containment_window::forget_before(std::size_t position) {
  LIMITPROOF_ASSERT(behind_ == past::forgotten);
  horizon_ = std::max(horizon_, position);
}

wide containment_window::fullest() const {
  return std::max(tree_[1].best, folded_ + wide{scale_} * tree_[1].cost);
}

std::optional<std::size_t> containment_window::latest_above(wide threshold) const {
  if (tree_[1].best <= threshold) return std::nullopt;
  std::size_t i = 1;
  wide later = 0;  // scale · cost of everything to the right of node i
  while (i < values_.size()) {
    auto const& right = tree_[2 * i + 1];
    i *= 2;
    if (right.best + later > threshold)
      ++i;
    else
      later += wide{scale_} * right.cost;
  }
  return base_ + (i - values_.size());
}

void containment_window::make_room() {
  if (behind_ == past::folded) fold_closed_front();
  rebuild_from(std::clamp(horizon_, base_, next_));
}

// A later close adds the same to every folded position, so only their best can ever win.
void containment_window::fold_closed_front() {
  horizon_ = base_;
  for (; horizon_ < next_ && tree_[leaf(horizon_)].cost > 0; ++horizon_) {
    auto const& closed = tree_[leaf(horizon_)];
    folded_ = std::max(folded_ + wide{scale_} * closed.cost, closed.best);
  }
}

// At least half of the leaves are free afterwards, which pays for the rebuilding.
void containment_window::rebuild_from(std::size_t position) {
  auto const kept = next_ - position;
  auto const leaves = std::bit_ceil(std::max(fewest_leaves, 2 * kept));
  std::vector<wide> values(leaves, no_score);
  std::vector<tree_node> tree(2 * leaves, {no_score, 0});
  for (std::size_t i = 0; i < kept; ++i) {
    values[i] = values_[position + i - base_];
    tree[leaves + i] = tree_[leaf(position + i)];
  }
  for (std::size_t i = leaves - 1; i > 0; --i) tree[i] = merged(tree[2 * i], tree[2 * i + 1]);
  values_ = std::move(values);
  tree_ = std::move(tree);
  base_ = position;
}

}  // namespace limitproof
