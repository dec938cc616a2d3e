#include "harness/check/measure_excess.hpp"

#include "harness/check/feasibility.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace limitproof {

namespace {

bool is_worse(excess const& found, std::optional<worst_offence> const& known) {
  return !known || permits_over(found) > permits_over(known->excess);
}

// One permit is certain to be too much, as the requests cost 1 each.
excess excess_of(std::span<admission const> involved) {
  excess found;
  found.interval = {involved.front().sent_ns, involved.front().received_ns};
  for (auto const& r : involved)
    found.interval.end_ns = std::max(found.interval.end_ns, r.received_ns);
  found.permits = total_cost(involved);
  found.allowed = found.permits - 1;
  return found;
}

class excess_measure {
 public:
  excess_measure(measurements& m,
                 admissions_by_key const& admissions,
                 std::span<judged_limit const> limits)
      : m_(m), admissions_(admissions), limits_(limits) {}

  void judge(std::size_t key) {
    auto const requests = admissions_.of_key(key);
    auto const binding = limits_that_bind(requests);
    if (binding.empty()) return;
    std::optional<bool> overfull;
    auto const is_overfull = [&] {
      if (!overfull) overfull = judge_intervals(key, binding);
      return *overfull;
    };
    auto const decided = decide_feasibility(requests, limits_of(binding), budget_, is_overfull);
    if (decided.result == placing::complete || is_overfull()) return;
    if (decided.result == placing::impossible)
      note_impossible(key, decided.involved);
    else
      note_undecided(key, binding);
  }

 private:
  // What may be had all at once may be had at any times.
  [[nodiscard]] std::vector<std::size_t> limits_that_bind(
      std::span<admission const> requests) const {
    auto const cost = total_cost(requests);
    std::vector<std::size_t> binding;
    for (std::size_t i = 0; i < limits_.size(); ++i)
      if (cost > most_admitted(limits_[i], duration(0))) binding.push_back(i);
    return binding;
  }

  [[nodiscard]] std::vector<judged_limit> limits_of(std::vector<std::size_t> const& chosen) const {
    std::vector<judged_limit> limits;
    for (auto const i : chosen) limits.push_back(limits_[i]);
    return limits;
  }

  bool judge_intervals(std::size_t key, std::vector<std::size_t> const& binding) {
    auto const requests = admissions_.of_key(key);
    std::int64_t removed = 0;
    for (auto const i : binding) {
      auto const worst = worst_excess(requests, limits_[i]);
      if (!worst) continue;
      removed = std::max(removed, total_excess(requests, limits_[i]));
      if (is_worse(*worst, m_.worst)) m_.worst = worst_offence{key, i, *worst};
      if (!is_forgiven(*worst, limits_[i].tolerance) && is_worse(*worst, m_.unforgiven))
        m_.unforgiven = worst_offence{key, i, *worst};
    }
    // What satisfies one limit may satisfy the others, so only the most demanding one counts.
    m_.figures.total_excess += removed;
    if (removed > 0) ++m_.keys_in_excess;
    return removed > 0;
  }

  void note_impossible(std::size_t key, std::vector<std::size_t> const& positions) {
    auto const requests = admissions_.of_key(key);
    std::vector<admission> involved;
    for (auto const i : positions) involved.push_back(requests[i]);
    auto const found = excess_of(involved);
    ++m_.figures.total_excess;
    ++m_.keys_in_excess;
    m_.figures.certified_excess = 1;
    auto const forgiven = is_forgiven(found, limits_.front().tolerance);
    if (!m_.impossible || (m_.impossible->forgiven && !forgiven))
      m_.impossible = impossible_choice{key, found.interval, std::move(involved), forgiven};
  }

  void note_undecided(std::size_t key, std::vector<std::size_t> const& binding) {
    auto const requests = admissions_.of_key(key);
    auto& undecided = m_.undecided;
    if (undecided.keys++ == 0) undecided.first_key = key;
    for (auto const i : binding)
      undecided.most_permits =
          std::max(undecided.most_permits, most_undecided(requests, limits_[i]));
  }

  measurements& m_;
  admissions_by_key const& admissions_;
  std::span<judged_limit const> limits_;
  repair_budget budget_;
};

}  // namespace

void measure_excess(measurements& m,
                    admissions_by_key const& admissions,
                    std::span<judged_limit const> limits) {
  excess_measure measure(m, admissions, limits);
  for (std::size_t key = 0; key < admissions.keys(); ++key) measure.judge(key);
  if (m.worst) m.figures.certified_excess = permits_over(m.worst->excess);
  if (m.unforgiven)
    m.shown = shortest_certificate(
        admissions.of_key(m.unforgiven->key), limits[m.unforgiven->limit], m.unforgiven->excess);
}

}  // namespace limitproof
