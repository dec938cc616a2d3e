#include "harness/check/place_decisions.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

// The k-th decision of any conforming assignment is no earlier than t[k], the least sequence with
//
//     t[k] ≥ t[k - 1],   t[k] ≥ what the meters leave after t[1] … t[k - 1],
//     t[k] ≥ the k-th send,   t[k] ≥ barrier[k]
//
// and at each t[k] the request sent by then with the earliest answer is served. If every request is
// served by its answer, these are decision times. If x, answered at e, is the earliest still
// waiting at t[k] > e, at most k - 1 decisions lie up to e. Go back to the last served request p
// whose answer came after e: all of those served since, and x, are k - p requests with answers up
// to e, and all were sent after t[p], or they would have been served then. So k - p of the first k
// - 1 decisions lie at or after r, the first of their sends: decision p is one of them, barrier[p]
// = r > t[p] is proved, and placing resumes from p. Without such a p, k requests need k decisions
// up to e, and there are no decision times.
//
// This is the barrier algorithm for equal jobs with release times and deadlines on parallel
// machines (B. Simons, "Multiprocessor scheduling of unit-time jobs with arbitrary release times
// and deadlines", SIAM J. Comput. 12, 1983); nothing in it asks where the t[k] ≥ f(t[1] … t[k - 1])
// come from, as long as each f does not decrease. Example, 1 per 10: [0,20] [9,9] [24,24]. Served
// at 0: the first; at 10 the second is too late; barrier[1] = 9. Served at 9: the second; at 19:
// the first; at 29 the third is too late, nobody was answered after 24: impossible.
//
// Costs: t is least for the costs in the order they are served, not for any order, so nothing is
// proved by it, and nothing repaired.

namespace limitproof {

namespace {

// How far back a repair may go; beyond it decisions are handed on.
constexpr std::size_t most_revocable = 1 << 15;

class placer {
 public:
  placer(placing_task task,
         std::int64_t& repairs,
         std::function<void(decision_time const&)> const& decided)
      : task_(std::move(task)),
        repairs_(repairs),
        decided_(decided),
        unit_costs_(std::all_of(task_.requests.begin(),
                                task_.requests.end(),
                                [](admission const& r) { return r.cost == 1; })) {}

  placement run() {
    while (handed_on_ + served_.size() < task_.requests.size()) {
      auto const time = release();
      auto const [answer, request] = waiting_.front();
      auto const at = std::max(time, earliest(task_.requests[request].cost));
      if (at <= wide{answer} * task_.scale) {
        serve(at);
        continue;
      }
      auto const repaired = repair(request);
      if (repaired != placing::complete) return {repaired, next_};
    }
    hand_on(served_.size());
    return {placing::complete, task_.requests.size()};
  }

 private:
  struct served_request {
    wide time;
    std::int64_t latest_answer;  ///< of all served up to this one
    std::size_t request;
  };

  using waiting_request = std::pair<std::int64_t, std::size_t>;  ///< answer, position

  [[nodiscard]] wide sent(std::size_t request) const {
    return wide{task_.requests[request].sent_ns} * task_.scale;
  }

  [[nodiscard]] wide earliest(std::int64_t cost) const {
    auto time = -permit_meter::never;
    for (auto const& meter : task_.meters) time = std::max(time, meter.earliest(cost));
    return time;
  }

  [[nodiscard]] wide barrier() const {
    auto const found = barriers_.find(handed_on_ + served_.size());
    return found == barriers_.end() ? -permit_meter::never : found->second;
  }

  [[nodiscard]] wide last_time() const {
    return served_.empty() ? handed_on_time_ : served_.back().time;
  }

  /// The time of the next decision, with all that was sent by then waiting.
  wide release() {
    auto time = std::max(last_time(), earliest(1));
    if (!barriers_.empty()) time = std::max(time, barrier());
    if (waiting_.empty()) time = std::max(time, sent(next_));
    for (; next_ < task_.requests.size() && sent(next_) <= time; ++next_) {
      waiting_.emplace_back(task_.requests[next_].received_ns, next_);
      std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>());
    }
    return time;
  }

  void serve(wide time) {
    auto const [answer, request] = waiting_.front();
    std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>());
    waiting_.pop_back();
    auto const before = served_.empty() ? handed_on_answer_ : served_.back().latest_answer;
    served_.push_back({time, std::max(before, answer), request});
    revocable_permits_ += static_cast<std::size_t>(task_.requests[request].cost);
    for (auto& meter : task_.meters) meter.take(time, task_.requests[request].cost);
    if (served_.size() == 2 * most_revocable) hand_on(most_revocable);
  }

  /// `complete` if placing can go on.
  placing repair(std::size_t late) {
    if (!unit_costs_) return placing::undecided;
    auto const answer = task_.requests[late].received_ns;
    auto first_send = task_.requests[late].sent_ns;
    for (auto i = served_.size(); i > 0; --i) {
      auto const& served = served_[i - 1];
      if (served.latest_answer <= answer) return placing::impossible;
      if (--repairs_ < 0) return placing::undecided;
      if (task_.requests[served.request].received_ns > answer) {
        barriers_[handed_on_ + i - 1] = wide{first_send} * task_.scale;
        take_back_from(i - 1);
        return placing::complete;
      }
      first_send = std::min(first_send, task_.requests[served.request].sent_ns);
    }
    return handed_on_answer_ > answer ? placing::undecided : placing::impossible;
  }

  void take_back_from(std::size_t first) {
    repairs_ -= static_cast<std::int64_t>(waiting_.size());
    for (auto i = served_.size(); i > first; --i) {
      auto const request = served_[i - 1].request;
      auto const cost = task_.requests[request].cost;
      for (auto& meter : task_.meters) meter.give_back(cost);
      revocable_permits_ -= static_cast<std::size_t>(cost);
      waiting_.emplace_back(task_.requests[request].received_ns, request);
    }
    served_.resize(first);
    while (next_ > 0 && sent(next_ - 1) > last_time()) --next_;
    std::erase_if(waiting_, [&](waiting_request const& w) { return w.second >= next_; });
    std::make_heap(waiting_.begin(), waiting_.end(), std::greater<>());
  }

  void hand_on(std::size_t count) {
    if (count == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
      decided_({served_[i].time, served_[i].request});
      revocable_permits_ -= static_cast<std::size_t>(task_.requests[served_[i].request].cost);
    }
    handed_on_time_ = served_[count - 1].time;
    handed_on_answer_ = served_[count - 1].latest_answer;
    handed_on_ += count;
    served_.erase(served_.begin(), served_.begin() + static_cast<std::ptrdiff_t>(count));
    barriers_.erase(barriers_.begin(), barriers_.lower_bound(handed_on_));
    for (auto& meter : task_.meters) meter.keep(served_.size(), revocable_permits_);
  }

  placing_task task_;
  std::int64_t& repairs_;
  std::function<void(decision_time const&)> const& decided_;
  bool unit_costs_;
  std::size_t next_ = 0;                  ///< the first request not sent yet
  std::vector<waiting_request> waiting_;  ///< heap: the earliest answer first
  std::vector<served_request> served_;    ///< those that can still be taken back
  std::size_t revocable_permits_ = 0;
  std::map<std::size_t, wide> barriers_;  ///< by decision, counted from 0
  std::size_t handed_on_ = 0;
  wide handed_on_time_ = -permit_meter::never;
  std::int64_t handed_on_answer_ = -1;  ///< the latest of all handed on
};

}  // namespace

placement place_decisions(placing_task task,
                          std::int64_t& repairs,
                          std::function<void(decision_time const&)> const& decided) {
  return placer(std::move(task), repairs, decided).run();
}

}  // namespace limitproof
