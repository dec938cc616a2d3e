#include "harness/check/certain_denials.hpp"

#include "harness/check/asked_requests.hpp"
#include "harness/check/in_flight.hpp"
#include "harness/check/most_spent.hpp"
#include "harness/check/replay.hpp"
#include "harness/check/store_windows.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace limitproof {

namespace {

/// The maximum over the last so many of a growing list, of which only those matter that no later
/// one reaches: a stack that falls.
class latest_maxima {
 public:
  [[nodiscard]] std::size_t added() const { return added_; }

  void add(wide value) {
    while (!falling_.empty() && falling_.back().value <= value) falling_.pop_back();
    falling_.push_back({added_++, value});
  }

  /// The most of all added after the first `count`, or `otherwise`.
  [[nodiscard]] wide after(std::size_t count, wide otherwise) const {
    auto const found =
        std::lower_bound(falling_.begin(), falling_.end(), count, [](auto const& e, std::size_t n) {
          return e.place < n;
        });
    return found == falling_.end() ? otherwise : std::max(otherwise, found->value);
  }

  void forget() { falling_.clear(); }

 private:
  struct entry {
    std::size_t place;
    wide value;
  };

  std::vector<entry> falling_;
  std::size_t added_ = 0;
};

/// The permits that one denied request found left at least, under the limit with the least of them.
struct room_left {
  std::int64_t permits = 0;
  std::uint32_t position = 0;  ///< of the denial, among its key's requests
  std::uint32_t limit = 0;
};

/// What is known of a denied request until it is answered.
struct open_denial {
  wide most_at_send = 0;
  std::size_t added_before = 0;
};

/// Goes through a key's requests and hands the most that may have been spent at any instant of each
/// denied one, itself not counted, to `found(position, most)`. That rises only where a request is
/// sent, so the denial's own send and the sends until its answer are all instants to look at.
template <class MostSpent, class Found>
void measure_denials(std::span<asked_request const> asked, MostSpent spent, Found found) {
  in_flight<open_denial> denials;
  latest_maxima maxima;
  auto const opened = [&](std::size_t position) {
    auto const& request = asked[position];
    if (request.may_spend) spent.sent(request.cost);
    if (!request.denied && denials.count() == 0) return;
    auto const most = spent.most(request.sent_ns);
    if (request.may_spend) maxima.add(most);
    if (request.denied) denials.open(position) = {most, maxima.added()};
  };
  auto const closed = [&](std::size_t position) {
    auto const& request = asked[position];
    if (request.denied) {
      auto const& [most_at_send, added_before] = denials.at(position);
      auto const own = request.may_spend ? wide{spent.scale()} * request.cost : 0;
      found(position, maxima.after(added_before, most_at_send) - own);
      denials.close(position);
      if (denials.count() == 0) maxima.forget();
    }
    if (request.may_spend && request.received_ns != never_ns)
      spent.answered(request.cost, request.received_ns);
  };
  replay(asked, opened, closed);
}

std::int64_t last_answer(std::span<asked_request const> asked) {
  std::int64_t last = 0;
  for (auto const& request : asked)
    last = std::max(last, request.received_ns == never_ns ? request.sent_ns : request.received_ns);
  return last;
}

/// What one limit leaves of its capacity, for every denied request of one key.
class denial_rooms {
 public:
  denial_rooms(evidence const& e, std::span<asked_request const> asked)
      : evidence_(e), asked_(asked), clock_(clock_allowance_of(e)) {}

  void judge_by(std::size_t limit) {
    auto const& l = evidence_.plan.scenario.policy.limits[limit];
    switch (evidence_.claims.algorithm) {
      case algorithm::none:
        return;
      case algorithm::token_bucket:
      case algorithm::gcra:
        return keep_least(limit, most_spent_of_bucket(l, clock_));
      case algorithm::sliding_log:
      case algorithm::fixed_window_first_hit:
        return keep_least(limit, most_spent_of_log(longest(l.per.count(), clock_)));
      case algorithm::fixed_window:
      case algorithm::sliding_counter:
        return judge_by_windows(limit);
    }
  }

  /// Of the denials that had room under every limit, the least of any; in order of sending.
  [[nodiscard]] std::vector<room_left> const& rooms() const { return rooms_; }

 private:
  void judge_by_windows(std::size_t limit) {
    auto const& l = evidence_.plan.scenario.policy.limits[limit];
    auto const fades = evidence_.claims.algorithm == algorithm::sliding_counter;
    auto const store = store_offset_of(evidence_.history.clocks, evidence_.plan.scenario.tolerance);
    if (!store || evidence_.claims.time != time_source::store)
      return keep_least(limit, most_spent_of_log((fades ? 2 : 1) * longest(l.per.count(), clock_)));
    auto const last = last_answer(asked_);
    auto const bound = store->bound_ns + clock_.step_ns + last - slowest(last, clock_) + 1;
    keep_least(limit, most_spent_of_windows(l.per, store->offset_ns, bound, fades));
  }

  template <class MostSpent>
  void keep_least(std::size_t limit, MostSpent spent) {
    auto const scale = spent.scale();
    auto const whole = wide{scale} * capacity(evidence_.claims.algorithm,
                                              evidence_.plan.scenario.policy.limits[limit]);
    measure_denials(asked_, spent, [&](std::size_t position, wide most) {
      auto const suffices = whole - most >= wide{scale} * asked_[position].cost;
      auto const left = suffices ? static_cast<std::int64_t>((whole - most) / scale) : -1;
      note(
          room_left{left, static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(limit)});
    });
    std::sort(rooms_.begin(), rooms_.end(), [](room_left const& a, room_left const& b) {
      return a.position < b.position;
    });
    std::erase_if(rooms_, [&](room_left const& room) { return !suffices(room); });
    is_first_limit_ = false;
  }

  [[nodiscard]] bool suffices(room_left const& room) const {
    return room.permits >= asked_[room.position].cost;
  }

  void note(room_left const& room) {
    if (is_first_limit_) {
      if (suffices(room)) rooms_.push_back(room);
      return;
    }
    auto const known = std::lower_bound(
        rooms_.begin(), rooms_.end(), room.position, [](room_left const& r, std::uint32_t place) {
          return r.position < place;
        });
    if (known == rooms_.end() || known->position != room.position) return;
    if (room.permits < known->permits) *known = room;
  }

  evidence const& evidence_;
  std::span<asked_request const> asked_;
  clock_allowance clock_;
  bool is_first_limit_ = true;
  std::vector<room_left> rooms_;
};

bool is_denied(asked_request const& request) {
  return request.denied;
}

}  // namespace

std::string why_denials_are_not_judged(evidence const& e) {
  if (e.claims.algorithm == algorithm::none)
    return "the limiter declares no algorithm that would say when it may deny";
  if (!e.claims.exact)
    return "the limiter does not claim to be exact, so it may deny earlier than its algorithm "
           "would";
  return why_keys_are_shared(e);
}

wrongful_denials find_wrongful_denials(evidence const& e) {
  wrongful_denials all;
  auto const asked = group_asked(e);
  std::int64_t most_to_spare = -1;
  for (std::size_t key = 0; key < asked.keys(); ++key) {
    auto const requests = asked.of_key(key);
    if (std::none_of(requests.begin(), requests.end(), is_denied)) continue;
    denial_rooms judged(e, requests);
    for (std::size_t limit = 0; limit < e.plan.scenario.policy.limits.size(); ++limit)
      judged.judge_by(limit);

    all.judged += std::count_if(requests.begin(), requests.end(), is_denied);
    all.count += static_cast<std::int64_t>(judged.rooms().size());
    all.keys += judged.rooms().empty() ? 0 : 1;
    for (auto const& room : judged.rooms()) {
      auto const& request = requests[room.position];
      auto const to_spare = room.permits - request.cost;
      if (to_spare <= most_to_spare) continue;
      most_to_spare = to_spare;
      all.clearest = wrongful_denial{request.operation, key, room.limit, room.permits};
    }
  }
  return all;
}

}  // namespace limitproof
