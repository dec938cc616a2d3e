#include "harness/check/disagreements.hpp"

#include "harness/check/clock_allowance.hpp"
#include "harness/check/excess.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/spend_counts.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace limitproof {

namespace {

/// The answer with the largest score, of whichever node does not ask.
class best_by_node {
 public:
  struct entry {
    wide score = 0;
    std::size_t position = 0;
    std::uint16_t node = no_node;  ///< no_node: none yet
  };

  void add(entry const& e) {
    if (e.node == best_.node || best_.node == no_node) {
      if (best_.node == no_node || e.score > best_.score) best_ = e;
      return;
    }
    if (other_.node == no_node || e.score > other_.score) other_ = e;
    if (other_.score > best_.score) std::swap(best_, other_);
  }

  [[nodiscard]] entry const& not_of(std::uint16_t node) const {
    return best_.node == node ? other_ : best_;
  }

 private:
  entry best_, other_;  ///< of two nodes
};

/// How much may come back between two answers, as a term of each: `until(later) - before(earlier)`
/// permits, times `scale`.
struct refill_terms {
  wide until = 0, before = 0;
};

/// The rules for the answers of one key under one limit.
class agreement {
 public:
  agreement(evidence const& e, limit const& l, spend_counts const* spent)
      : algorithm_(e.claims.algorithm),
        consumes_on_deny_(e.claims.consumes_on_deny),
        clock_(clock_allowance_of(e)),
        count_(l.count),
        spent_(spent),
        per_(l.per),
        longest_per_(longest(l.per.count(), clock_)),
        shortest_per_(shortest(l.per.count(), clock_)) {
    if (algorithm_ == algorithm::fixed_window && e.claims.time == time_source::store)
      store_ = store_offset_of(e.history.clocks, e.plan.scenario.tolerance);
    if (store_) store_->granularity = duration(clock_.step_ns);
  }

  [[nodiscard]] bool judges_falls() const { return spent_ != nullptr; }

  [[nodiscard]] bool judges_rises() const {
    switch (algorithm_) {
      case algorithm::none:
      case algorithm::fixed_window_first_hit:
        return false;
      case algorithm::token_bucket:
      case algorithm::gcra:
      case algorithm::sliding_counter:
        return true;
      case algorithm::sliding_log:
        return spent_ != nullptr;
      case algorithm::fixed_window:
        return store_.has_value();
    }
    return false;
  }

  /// Answers are compared only where these are equal: the aligned windows they certainly lie in;
  /// nullopt: an edge may lie inside.
  [[nodiscard]] std::vector<std::optional<std::int64_t>> windows(
      std::span<told_answer const> answers) const {
    std::vector<std::optional<std::int64_t>> numbers(answers.size(), 0);
    if (!store_) return numbers;
    std::vector<admission> requests;
    requests.reserve(answers.size());
    for (auto const& a : answers) requests.push_back({a.sent_ns, a.received_ns, a.operation, 1});
    auto const windowed = in_store_windows(requests, per_, *store_);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      numbers[i].reset();
      if (windowed[i].sent_ns == windowed[i].received_ns) numbers[i] = windowed[i].sent_ns;
    }
    return numbers;
  }

  /// Rule of rises: broken iff for an earlier answer of another node, low(later) ≥ high(earlier).
  [[nodiscard]] wide high(told_answer const& earlier) const {
    return wide{scale()} * (earlier.remaining + 1) - refill(earlier).before;
  }

  [[nodiscard]] wide low(told_answer const& later) const {
    auto const own = later.admitted ? later.cost : 0;
    return wide{scale()} * (later.remaining + own) - refill(later).until;
  }

  /// Rule of falls: broken iff left(later) ≤ found(earlier).
  [[nodiscard]] std::int64_t found(told_answer const& earlier) const {
    auto const own = earlier.admitted || consumes_on_deny_ ? earlier.cost : 0;
    return earlier.remaining + own + spent_->answered_before(earlier.sent_ns);
  }

  [[nodiscard]] std::int64_t left(told_answer const& later) const {
    return later.remaining + 1 + spent_->sent_until(later.received_ns);
  }

 private:
  [[nodiscard]] std::int64_t scale() const {
    return algorithm_ == algorithm::sliding_log || algorithm_ == algorithm::fixed_window
               ? 1
               : shortest_per_;
  }

  [[nodiscard]] refill_terms refill(told_answer const& a) const {
    switch (algorithm_) {
      case algorithm::none:
      case algorithm::fixed_window:
      case algorithm::fixed_window_first_hit:
        break;
      case algorithm::token_bucket:
      case algorithm::gcra:
      case algorithm::sliding_counter:
        return {wide{count_} * (a.received_ns + clock_.step_ns), wide{count_} * a.sent_ns};
      case algorithm::sliding_log:
        return {spent_->sent_until(a.received_ns - shortest_per_ + clock_.step_ns),
                spent_->answered_before(a.sent_ns - longest_per_)};
    }
    return {};
  }

  algorithm algorithm_;
  bool consumes_on_deny_;
  clock_allowance clock_;
  std::int64_t count_;
  spend_counts const* spent_;  ///< none: what others took is not known
  duration per_;
  std::int64_t longest_per_, shortest_per_;
  std::optional<store_offset> store_;  ///< of windows aligned to it
};

/// Compares the answers of one key under one limit. Returns whether any two disagree.
bool compare(std::span<told_answer const> answers,
             std::size_t key,
             agreement const& rules,
             disagreements& all) {
  auto const windows = rules.windows(answers);
  std::optional<std::int64_t> window;
  best_by_node lowest_high, most_found;
  bool disagree = false;

  auto const note = [&](best_by_node::entry const& earlier, std::size_t later, bool rises) {
    disagree = true;
    auto const& known = all.first;
    if (known && known->later.sent_ns <= answers[later].sent_ns) return;
    all.first = disagreement{answers[earlier.position], answers[later], rises, key};
  };
  auto const opened = [&](std::size_t position) {
    auto const& later = answers[position];
    if (later.node == no_node || !windows[position]) return;
    if (windows[position] != window) {
      window = windows[position];
      lowest_high = most_found = {};
    }
    auto const& rise = lowest_high.not_of(later.node);
    auto const& fall = most_found.not_of(later.node);
    if (rise.node != no_node || fall.node != no_node) ++all.compared;
    if (rise.node != no_node && rules.low(later) >= -rise.score) note(rise, position, true);
    if (fall.node != no_node && rules.left(later) <= fall.score) note(fall, position, false);
  };
  auto const closed = [&](std::size_t position) {
    auto const& earlier = answers[position];
    if (earlier.node == no_node || !windows[position] || windows[position] != window) return;
    if (rules.judges_rises()) lowest_high.add({-rules.high(earlier), position, earlier.node});
    if (rules.judges_falls()) most_found.add({rules.found(earlier), position, earlier.node});
  };
  replay(answers, opened, closed);
  return disagree;
}

bool has_two_nodes(std::span<told_answer const> answers) {
  return std::any_of(answers.begin(), answers.end(), [&](told_answer const& a) {
    return a.node != answers.front().node;
  });
}

}  // namespace

disagreements find_disagreements(evidence const& e) {
  disagreements all;
  auto const told = group_told(e);
  requests_by_key<asked_request> asked;
  if (why_keys_are_shared(e).empty()) asked = group_asked(e);
  for (std::size_t key = 0; key < told.keys(); ++key) {
    auto rest = told.of_key(key);
    if (rest.empty() || !has_two_nodes(rest)) continue;
    std::optional<spend_counts> spent;
    if (asked.keys() > 0) spent.emplace(asked.of_key(key));
    bool disagree = false;
    while (!rest.empty()) {
      auto const limit = rest.front().limit;
      auto const end = std::find_if(
          rest.begin(), rest.end(), [&](told_answer const& a) { return a.limit != limit; });
      auto const under_limit = rest.first(static_cast<std::size_t>(end - rest.begin()));
      rest = rest.subspan(under_limit.size());
      agreement const rules(e, e.plan.scenario.policy.limits[limit], spent ? &*spent : nullptr);
      if (compare(under_limit, key, rules, all)) disagree = true;
    }
    if (disagree) ++all.keys;
  }
  return all;
}

}  // namespace limitproof
