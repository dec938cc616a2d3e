#include "harness/check/measurements.hpp"

#include "harness/check/fullest_window.hpp"
#include "harness/check/measure_excess.hpp"
#include "harness/check/quoted.hpp"
#include "harness/check/send_lag.hpp"
#include "harness/check/wide.hpp"
#include "harness/model/curve.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

/// What is known of one key before its admissions are looked at.
struct key_use {
  std::int64_t first_ns = absent;  ///< first intended send, or the send itself in a closed loop
  std::int64_t last_ns = absent;
  std::int64_t offered = 0;  ///< permits
};

std::size_t key_count(evidence const& e) {
  return std::max(e.history.keys.size(), e.plan.keys.size());
}

std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return a > most - b ? most : a + b;
}

void count_outcome(admission_figures& figures, outcome result) {
  ++figures.offered;
  switch (result) {
    case outcome::admitted:
      ++figures.admitted;
      break;
    case outcome::denied:
      ++figures.denied;
      break;
    case outcome::admitted_degraded:
      ++figures.admitted_degraded;
      break;
    case outcome::denied_degraded:
      ++figures.denied_degraded;
      break;
    case outcome::not_decided:
      ++figures.not_decided;
      break;
    case outcome::not_sent:
      ++figures.not_sent;
      break;
    case outcome::open:
    case outcome::unknown:
      ++figures.unknown;
      break;
  }
}

void note_use(key_use& use, operation const& op) {
  auto const started = op.intended_ns != absent ? op.intended_ns : op.sent_ns;
  auto const when = started != absent ? started : op.received_ns;
  if (when != absent) {
    use.first_ns = use.first_ns == absent ? when : std::min(use.first_ns, when);
    use.last_ns = std::max(use.last_ns, when);
  }
  if (op.result != outcome::not_sent && op.result != outcome::not_decided)
    use.offered += std::max(op.cost, 0);
}

std::vector<key_use> count_operations(evidence const& e, admission_figures& figures) {
  std::vector<key_use> uses(key_count(e));
  for (auto const& op : e.history.operations) {
    if (op.key >= uses.size())
      throw std::invalid_argument(
          fmt::format("operation {} has key number {}, but only {} keys are named",
                      op.id,
                      op.key,
                      uses.size()));
    count_outcome(figures, op.result);
    note_use(uses[op.key], op);
  }
  return uses;
}

/// What one key may have: as it was promised, and as it is judged.
struct key_allowance {
  std::int64_t promised = std::numeric_limits<std::int64_t>::max();
  std::int64_t loosened = std::numeric_limits<std::int64_t>::max();
};

key_allowance allowance_of(key_use const& use, std::vector<judged_limit> const& limits) {
  key_allowance least;
  duration const length(use.last_ns - use.first_ns);
  for (auto const& judged : limits) {
    least.promised =
        std::min(least.promised, most_admitted(judged.algorithm, judged.limit, length));
    least.loosened = std::min(least.loosened, most_admitted(judged, length));
  }
  return least;
}

bool is_more_loaded(key_load const& a, key_load const& b) {
  return wide{a.offered} * b.allowance > wide{b.offered} * a.allowance;
}

void measure_allowance(measurements& m,
                       std::vector<key_use> const& uses,
                       std::vector<judged_limit> const& limits) {
  m.figures.allowance = 0;
  for (auto const& use : uses) {
    if (use.first_ns == absent) continue;
    auto const [promised, loosened] = allowance_of(use, limits);
    key_load const load{use.offered, loosened};
    m.figures.allowance = saturated_sum(*m.figures.allowance, promised);
    if (m.most_loaded.allowance == 0 || is_more_loaded(load, m.most_loaded)) m.most_loaded = load;
  }
  if (*m.figures.allowance > 0)
    m.figures.ratio =
        static_cast<double>(m.figures.permits_admitted) / static_cast<double>(*m.figures.allowance);
}

bool is_fuller(worst_window const& a, worst_window const& b) {
  return wide{a.count} * b.limit > wide{b.count} * a.limit;
}

std::optional<worst_window> fullest_of_all(admissions_by_key const& admissions,
                                           policy const& promised) {
  std::optional<worst_window> fullest;
  for (std::size_t key = 0; key + 1 < admissions.first.size(); ++key) {
    auto const requests = admissions.of_key(key);
    for (auto const& l : promised.limits) {
      worst_window const bound{total_cost(requests), l.count, {}};
      if (bound.count == 0 || (fullest && !is_fuller(bound, *fullest))) continue;
      auto const found = fullest_window(requests, l.per.count());
      worst_window const candidate{found.permits, l.count, found.interval};
      if (!fullest || is_fuller(candidate, *fullest)) fullest = candidate;
    }
  }
  return fullest;
}

// Our own generator knows both ends of whatever was answered.
std::int64_t count_unplaced(evidence const& e) {
  std::int64_t unplaced = 0;
  for (auto const& op : e.history.operations) {
    if (op.result != outcome::admitted || !is_unplaced(op)) continue;
    if (e.planned)
      throw std::invalid_argument(
          fmt::format("operation {} was admitted, but only one end of it is known", op.id));
    ++unplaced;
  }
  return unplaced;
}

// The admissions are gone at its end: they and what the other checks need do not fit together.
void measure_admissions(measurements& m, evidence const& e, std::vector<key_use> const& uses) {
  auto const admissions = group_admissions(e.history, uses.size());
  m.figures.permits_admitted = total_cost(admissions.all);
  if (judged_algorithm(e) != algorithm::none) {
    std::vector<judged_limit> limits;
    for (std::size_t i = 0; i < e.plan.scenario.policy.limits.size(); ++i)
      limits.push_back(judged_limit_of(e, i));
    measure_allowance(m, uses, limits);
    measure_excess(m, admissions, limits);
  }
  m.figures.worst = fullest_of_all(admissions, e.plan.scenario.policy);
}

// The 99th of a hundred is the least of the largest hundredth, so only those are kept.
void measure_send_lag(measurements& m, evidence const& e) {
  auto const is_timed = [&](operation const& op) {
    return is_open_loop(e, op) && op.sent_ns != absent;
  };
  auto const& operations = e.history.operations;
  m.open_loop_sent = std::count_if(operations.begin(), operations.end(), is_timed);
  auto const kept = static_cast<std::size_t>(m.open_loop_sent / 100 + 1);
  std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> largest;
  for (auto const& op : operations) {
    if (!is_timed(op)) continue;
    auto const lag = op.sent_ns - op.intended_ns;
    if (largest.size() < kept) {
      largest.push(lag);
    } else if (lag > largest.top()) {
      largest.pop();
      largest.push(lag);
    }
  }
  if (!largest.empty()) m.send_lag_ns_p99 = largest.top();
}

}  // namespace

algorithm judged_algorithm(evidence const& e) {
  return judged_algorithm(e.plan.scenario.judge, e.claims.algorithm);
}

judged_limit judged_limit_of(evidence const& e, std::size_t limit) {
  auto const& s = e.plan.scenario;
  judged_limit judged{judged_algorithm(e), s.policy.limits[limit], s.tolerance, std::nullopt};
  if (judged.algorithm == algorithm::fixed_window && e.claims.time == time_source::store)
    judged.aligned_to = store_offset_of(e.history.clocks, s.tolerance);
  return judged;
}

bool is_forgiven(excess const& found, tolerance const& allowed) {
  constexpr wide million = 1'000'000;
  return million * (permits_over(found) - allowed.permits) <=
         wide{allowed.share_ppm} * found.allowed;
}

std::string key_text(evidence const& e, std::size_t key) {
  auto const& names = key < e.history.keys.size() ? e.history.keys : e.plan.keys;
  return quoted(names.at(key));
}

measurements measure(evidence const& e) {
  measurements m;
  auto const uses = count_operations(e, m.figures);
  for (auto const& use : uses)
    m.figures.permits_offered = saturated_sum(m.figures.permits_offered, use.offered);
  m.unplaced = count_unplaced(e);
  measure_admissions(m, e, uses);
  if (why_denials_are_not_judged(e).empty()) {
    m.wrongful = find_wrongful_denials(e);
    m.figures.wrongful_denials = m.wrongful->count;
  }
  measure_send_lag(m, e);
  return m;
}

}  // namespace limitproof
