#include "harness/check/equal_answers.hpp"

#include "harness/check/clock_allowance.hpp"
#include "harness/check/excess.hpp"
#include "harness/check/spend_counts.hpp"
#include "harness/check/stair_excess.hpp"
#include "harness/check/told_answers.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace limitproof {

namespace {

using requests_in_order = std::vector<admission>;

bool is_shorter(time_interval const& a, std::optional<time_interval> const& known) {
  return !known || a.end_ns - a.start_ns < known->end_ns - known->start_ns;
}

time_interval around(admission const& a, admission const& b) {
  return {a.sent_ns, std::max(a.received_ns, b.received_ns)};
}

/// No longer interval holds any more of them.
std::int64_t length_of_all(requests_in_order const& requests) {
  std::int64_t end = 0;
  for (auto const& request : requests) end = std::max(end, request.received_ns);
  return end - requests.front().sent_ns;
}

template <class Excess, class Curve>
std::optional<time_interval> shortest_above(Excess excess_of,
                                            requests_in_order const& requests,
                                            Curve const& curve) {
  if (excess_of(requests, curve, counted_intervals::worst).permits == 0) return std::nullopt;
  return shortest_overfull(requests, curve, length_of_all(requests));
}

/// What a key's equal answers are held against.
class refill_rules {
 public:
  explicit refill_rules(evidence const& e)
      : evidence_(e), clock_(clock_allowance_of(e)), store_(known_grid(e)) {
    if (e.claims.algorithm == algorithm::sliding_log && why_keys_are_shared(e).empty())
      asked_ = group_asked(e);
  }

  /// The shortest interval with more equal answers than can be right. Changes `told` meanwhile, as
  /// there may be millions.
  [[nodiscard]] std::optional<time_interval> broken_by(equal_answers& told) {
    auto const& l = evidence_.plan.scenario.policy.limits[told.limit];
    switch (evidence_.claims.algorithm) {
      case algorithm::none:
        break;
      case algorithm::token_bucket:
      case algorithm::gcra:
      case algorithm::sliding_counter:
        return broken_refill(told.requests, l);
      case algorithm::sliding_log:
        return broken_log(told, l);
      case algorithm::fixed_window:
      case algorithm::fixed_window_first_hit:
        return store_ ? broken_window(told.requests, l) : broken_windows(told.requests, l);
    }
    return std::nullopt;
  }

 private:
  static std::optional<store_offset> known_grid(evidence const& e) {
    if (e.claims.algorithm != algorithm::fixed_window || e.claims.time != time_source::store)
      return std::nullopt;
    auto store = store_offset_of(e.history.clocks, e.plan.scenario.tolerance);
    if (store) store->granularity = duration(clock_allowance_of(e).step_ns);
    return store;
  }

  [[nodiscard]] std::optional<time_interval> broken_refill(requests_in_order& requests,
                                                           limit const& l) const {
    std::int64_t largest = 0;
    for (auto& request : requests) {
      request.received_ns += clock_.step_ns;
      largest = std::max<std::int64_t>(largest, request.cost);
    }
    affine_curve const curve{
        .burst = 1 + largest, .count = l.count, .per = shortest(l.per.count(), clock_)};
    auto broken = shortest_above(affine_excess, requests, curve);
    for (auto& request : requests) request.received_ns -= clock_.step_ns;
    if (broken) broken->end_ns -= clock_.step_ns;
    return broken;
  }

  [[nodiscard]] std::optional<time_interval> broken_windows(requests_in_order requests,
                                                            limit const& l) const {
    for (auto& request : requests) request.cost = 1;
    auto const per = std::max<std::int64_t>(1, shortest(l.per.count(), clock_) - clock_.step_ns);
    stair_curve const curve{.count = 1, .per = per, .early = per - 1};
    return shortest_above(stair_excess, requests, curve);
  }

  [[nodiscard]] std::optional<time_interval> broken_window(requests_in_order const& requests,
                                                           limit const& l) const {
    auto const windows = in_store_windows(requests, l.per, *store_);
    std::optional<time_interval> tightest;
    auto last = windows.size();
    for (std::size_t i = 0; i < windows.size(); ++i) {
      if (windows[i].sent_ns != windows[i].received_ns) continue;
      if (last < i && windows[last].sent_ns == windows[i].sent_ns) {
        auto const both = around(requests[last], requests[i]);
        if (is_shorter(both, tightest)) tightest = both;
      }
      last = i;
    }
    return tightest;
  }

  [[nodiscard]] std::optional<time_interval> broken_log(equal_answers const& told, limit const& l) {
    if (asked_.all.empty()) return std::nullopt;
    if (!spent_ || spent_key_ != told.key) {
      spent_.emplace(asked_.of_key(told.key));
      spent_key_ = told.key;
    }
    auto const oldest = longest(l.per.count(), clock_);
    auto const youngest = shortest(l.per.count(), clock_) - clock_.step_ns;
    std::optional<time_interval> tightest;
    for (std::size_t i = 1; i < told.requests.size(); ++i) {
      auto const& a = told.requests[i - 1];
      auto const& b = told.requests[i];
      auto const both = around(a, b);
      auto const may_have_left = spent_->sent_until(both.end_ns - youngest) -
                                 spent_->answered_before(both.start_ns - oldest);
      if (may_have_left < std::min(a.cost, b.cost) && is_shorter(both, tightest)) tightest = both;
    }
    return tightest;
  }

  evidence const& evidence_;
  clock_allowance clock_;
  std::optional<store_offset> store_;  ///< of windows aligned to it
  requests_by_key<asked_request> asked_;
  std::optional<spend_counts> spent_;  ///< of key spent_key_
  std::size_t spent_key_ = 0;
};

/// An admission by what it told.
struct told_admission {
  std::int64_t remaining = 0;
  std::uint32_t operation = 0;  ///< index into history::operations
  std::uint16_t limit = 0;      ///< index into the policy's limits
};

/// Each key's by limit and remaining, and equal ones in order of sending.
requests_by_key<told_admission> group_told_admissions(evidence const& e) {
  told_limits const told(e);
  auto const is_counted = [&](operation const& op) {
    return op.result == outcome::admitted && op.cost > 0 && told.told_by(op);
  };
  auto const admission_of = [&](operation const& op, std::size_t index) {
    return told_admission{op.remaining,
                          static_cast<std::uint32_t>(index),
                          static_cast<std::uint16_t>(*told.told_by(op))};
  };
  auto const keys = std::max(e.history.keys.size(), e.plan.keys.size());
  auto admitted = group_by_key<told_admission>(e.history, keys, is_counted, admission_of);
  auto const at = [&](std::size_t first) {
    return admitted.all.begin() + static_cast<std::ptrdiff_t>(first);
  };
  for (std::size_t key = 0; key < admitted.keys(); ++key)
    std::stable_sort(
        at(admitted.first[key]), at(admitted.first[key + 1]), [](auto const& a, auto const& b) {
          return std::tuple(a.limit, a.remaining) < std::tuple(b.limit, b.remaining);
        });
  return admitted;
}

equal_answers equal_among(std::span<told_admission const> same, history const& h, std::size_t key) {
  equal_answers equal{key, same.front().limit, same.front().remaining, {}};
  equal.requests.reserve(same.size());
  for (auto const& admitted : same) {
    auto const& op = h.operations[admitted.operation];
    equal.requests.push_back({op.sent_ns, op.received_ns, admitted.operation, op.cost});
  }
  return equal;
}

bool are_equal(told_admission const& a, told_admission const& b) {
  return a.limit == b.limit && a.remaining == b.remaining;
}

double_spend inside(equal_answers const& told, time_interval const& interval) {
  double_spend found{{told.key, told.limit, told.remaining, {}}, interval};
  for (auto const& request : told.requests)
    if (request.sent_ns >= interval.start_ns && request.received_ns <= interval.end_ns)
      found.told.requests.push_back(request);
  return found;
}

}  // namespace

double_spends find_double_spends(evidence const& e) {
  double_spends all;
  refill_rules rules(e);
  auto const admitted = group_told_admissions(e);
  all.answers = static_cast<std::int64_t>(admitted.all.size());
  for (std::size_t key = 0; key < admitted.keys(); ++key) {
    auto const answers = admitted.of_key(key);
    bool found_one = false;
    for (auto first = answers.begin(); first != answers.end();) {
      auto const last = std::find_if(
          first, answers.end(), [&](auto const& other) { return !are_equal(*first, other); });
      auto const same = std::span(first, last);
      first = last;
      if (same.size() < 2) continue;
      auto equal = equal_among(same, e.history, key);
      auto const broken = rules.broken_by(equal);
      if (!broken) continue;
      found_one = true;
      if (!all.shortest || is_shorter(*broken, all.shortest->interval))
        all.shortest = inside(equal, *broken);
    }
    if (found_one) ++all.keys;
  }
  return all;
}

}  // namespace limitproof
