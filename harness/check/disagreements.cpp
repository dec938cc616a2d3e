#include "harness/check/disagreements.hpp"

#include "harness/check/asked_requests.hpp"
#include "harness/check/charged_requests.hpp"
#include "harness/check/clock_allowance.hpp"
#include "harness/check/in_flight.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/spend_cursor.hpp"
#include "harness/check/store_windows.hpp"
#include "harness/check/told_answers.hpp"
#include "harness/check/wide.hpp"

#include <algorithm>
#include <optional>
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

/// How the answers of one key under one limit are compared, told of the key's requests in order of
/// time. What is known of an answer when it was sent stays with it until it was answered.
class agreement {
 public:
  /// Permits, times scale().
  struct at_send {
    std::int64_t window = 0;         ///< that it certainly lies in
    best_by_node::entry rise, fall;  ///< the earlier answers it is held against
    std::int64_t answered = 0;       ///< cost that others had been answered for before
    wide before = 0;                 ///< what may have come back by then
  };

  agreement(evidence const& e, limit const& l, std::span<charged_request const> requests)
      : algorithm_(e.claims.algorithm),
        consumes_on_deny_(e.claims.consumes_on_deny),
        knows_spending_(why_keys_are_shared(e).empty()),
        clock_(clock_allowance_of(e)),
        count_(l.count),
        per_(l.per),
        longest_per_(longest(l.per.count(), clock_)),
        shortest_per_(shortest(l.per.count(), clock_)),
        come_back_until_(requests),
        come_back_before_(requests) {
    if (algorithm_ == algorithm::fixed_window && e.claims.time == time_source::store)
      store_ = store_offset_of(e.history.clocks, e.plan.scenario.tolerance);
    if (store_) store_->granularity = duration(clock_.step_ns);
  }

  [[nodiscard]] bool judges_falls() const { return knows_spending_; }

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
        return knows_spending_;
      case algorithm::fixed_window:
        return store_.has_value();
    }
    return false;
  }

  /// Answers are compared only where these are equal: the aligned windows they certainly lie in;
  /// nullopt: an edge may lie inside.
  [[nodiscard]] std::optional<std::int64_t> window(told_answer const& a) const {
    if (!store_) return 0;
    admission const request{a.sent_ns, a.received_ns, a.operation, 1};
    auto const windowed = in_store_window(request, per_, *store_);
    if (windowed.sent_ns != windowed.received_ns) return std::nullopt;
    return windowed.sent_ns;
  }

  /// To be called for every request when it is sent, and when it is answered: it may have taken
  /// `charge` permits in between.
  void sent(std::int64_t charge) { sent_ += charge; }

  void answered(std::int64_t charge) { answered_ += charge; }

  /// To be called for the answers when they are sent.
  void follow_send(told_answer const& a, at_send& known) {
    if (knows_spending_) known.answered = answered_;
    if (is_bucket_like()) known.before = wide{count_} * a.sent_ns;
    if (algorithm_ == algorithm::sliding_log && knows_spending_)
      known.before = come_back_before_.answered_before(a.sent_ns - longest_per_);
  }

  /// Rule of rises: broken iff for an earlier answer of another node, low(later) ≥ high(earlier).
  [[nodiscard]] wide high(told_answer const& earlier, at_send const& known) const {
    return wide{scale()} * (earlier.remaining + 1) - known.before;
  }

  /// To be called for the answers when they are answered.
  [[nodiscard]] wide low(told_answer const& later) {
    auto const own = later.admitted ? later.cost : 0;
    return wide{scale()} * (later.remaining + own) - come_back_until(later);
  }

  /// Rule of falls: broken iff left(later) ≤ found(earlier).
  [[nodiscard]] std::int64_t found(told_answer const& earlier, at_send const& known) const {
    auto const own = earlier.admitted || consumes_on_deny_ ? earlier.cost : 0;
    return earlier.remaining + own + known.answered;
  }

  /// To be called for the answers when they are answered.
  [[nodiscard]] std::int64_t left(told_answer const& later) const {
    return later.remaining + 1 + sent_;
  }

 private:
  [[nodiscard]] bool is_bucket_like() const {
    return is_bucket(algorithm_) || algorithm_ == algorithm::sliding_counter;
  }

  [[nodiscard]] std::int64_t scale() const { return is_bucket_like() ? shortest_per_ : 1; }

  [[nodiscard]] wide come_back_until(told_answer const& later) {
    if (is_bucket_like()) return wide{count_} * (later.received_ns + clock_.step_ns);
    if (algorithm_ == algorithm::sliding_log)
      return come_back_until_.sent_until(later.received_ns - shortest_per_ + clock_.step_ns);
    return 0;
  }

  algorithm algorithm_;
  bool consumes_on_deny_;
  bool knows_spending_;
  clock_allowance clock_;
  std::int64_t count_;
  duration per_;
  std::int64_t longest_per_, shortest_per_;
  std::int64_t sent_ = 0, answered_ = 0;  ///< permits, so far
  sent_cursor come_back_until_;
  answered_cursor come_back_before_;
  std::optional<store_offset> store_;  ///< of windows aligned to it
};

/// Compares the answers of one key under one limit.
class comparison {
 public:
  comparison(evidence const& e,
             told_limits const& told,
             std::span<charged_request const> requests,
             std::size_t key,
             std::size_t limit,
             disagreements& all)
      : history_(e.history),
        told_(told),
        requests_(requests),
        key_(key),
        limit_(limit),
        rules_(e, e.plan.scenario.policy.limits[limit], requests),
        all_(all) {}

  /// Whether any two disagree.
  [[nodiscard]] bool finds_any() {
    replay(
        requests_,
        [this](std::size_t position) {
          rules_.sent(requests_[position].charge);
          if (tells(position)) send(position);
        },
        [this](std::size_t position) {
          if (tells(position)) answer(position);
          rules_.answered(requests_[position].charge);
        });
    return disagree_;
  }

 private:
  [[nodiscard]] bool tells(std::size_t position) const {
    return told_.told_by(history_.operations[requests_[position].operation]) == limit_;
  }

  [[nodiscard]] told_answer told(std::size_t position) const {
    return told_answer_of(history_, requests_[position].operation);
  }

  void send(std::size_t position) {
    auto const later = told(position);
    auto const own_window = rules_.window(later);
    if (later.node == no_node || !own_window) return;
    if (own_window != window_) {
      window_ = own_window;
      lowest_high_ = most_found_ = {};
    }
    auto& known = open_.open(position);
    known = {*window_, lowest_high_.not_of(later.node), most_found_.not_of(later.node), 0, 0};
    if (known.rise.node != no_node || known.fall.node != no_node) ++all_.compared;
    rules_.follow_send(later, known);
  }

  void answer(std::size_t position) {
    auto const answered = told(position);
    if (answered.node == no_node || !rules_.window(answered)) return;
    auto const& known = open_.at(position);
    judge(answered, known);
    if (known.window == window_) learn(position, answered, known);
    open_.close(position);
  }

  void judge(told_answer const& later, agreement::at_send const& known) {
    if (known.rise.node != no_node && rules_.low(later) >= -known.rise.score)
      note(known.rise, later, true);
    if (known.fall.node != no_node && rules_.left(later) <= known.fall.score)
      note(known.fall, later, false);
  }

  void learn(std::size_t position, told_answer const& earlier, agreement::at_send const& known) {
    if (rules_.judges_rises())
      lowest_high_.add({-rules_.high(earlier, known), position, earlier.node});
    if (rules_.judges_falls())
      most_found_.add({rules_.found(earlier, known), position, earlier.node});
  }

  void note(best_by_node::entry const& earlier, told_answer const& later, bool rises) {
    disagree_ = true;
    if (all_.first && all_.first->later.sent_ns <= later.sent_ns) return;
    all_.first = disagreement{told(earlier.position), later, rises, key_, limit_};
  }

  history const& history_;
  told_limits const& told_;
  std::span<charged_request const> requests_;
  std::size_t key_, limit_;
  agreement rules_;
  disagreements& all_;
  std::optional<std::int64_t> window_;
  best_by_node lowest_high_, most_found_;
  in_flight<agreement::at_send> open_;
  bool disagree_ = false;
};

/// Whether the answers that tell what is left come from two nodes at least.
bool has_two_nodes(history const& h,
                   told_limits const& told,
                   std::span<charged_request const> requests) {
  std::optional<std::uint16_t> first;
  return std::any_of(requests.begin(), requests.end(), [&](charged_request const& request) {
    auto const& op = h.operations[request.operation];
    if (!told.told_by(op)) return false;
    if (!first) first = op.node;
    return op.node != *first;
  });
}

}  // namespace

disagreements find_disagreements(evidence const& e) {
  disagreements all;
  told_limits const told(e);
  auto const charged = group_charged(e);
  for (std::size_t key = 0; key < charged.keys(); ++key) {
    auto const requests = charged.of_key(key);
    if (!has_two_nodes(e.history, told, requests)) continue;
    bool disagree = false;
    for (std::size_t limit = 0; limit < e.plan.scenario.policy.limits.size(); ++limit)
      if (comparison(e, told, requests, key, limit, all).finds_any()) disagree = true;
    if (disagree) ++all.keys;
  }
  return all;
}

}  // namespace limitproof
