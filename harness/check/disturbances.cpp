#include "harness/check/disturbances.hpp"

#include "harness/check/spoken.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr std::int64_t settling_ns = 1'000'000'000;
constexpr auto for_good = std::numeric_limits<std::int64_t>::max();

bool silences(injection const& done) {
  auto const action = done.what.action;
  return action == fault_action::kill || action == fault_action::stop ||
         (concerns_way(action) && action != fault_action::heal);
}

bool disturbs(injection const& done) {
  return silences(done) || done.what.action == fault_action::restart ||
         done.what.action == fault_action::reload;
}

bool ends(fault_action later, fault_action silence) {
  if (concerns_way(silence)) return later == fault_action::heal;
  return later == fault_action::restart || later == fault_action::resume;
}

std::int64_t end_of(history const& h, std::size_t position) {
  auto end_ns = h.injections[position].end_ns;
  if (silences(h.injections[position])) {
    auto const& silence = h.injections[position].what;
    auto const restored = std::find_if(h.injections.begin() + static_cast<std::ptrdiff_t>(position),
                                       h.injections.end(),
                                       [&silence](injection const& later) {
                                         return later.what.target == silence.target &&
                                                ends(later.what.action, silence.action);
                                       });
    end_ns = restored == h.injections.end() ? absent : restored->end_ns;
  }
  return end_ns == absent ? for_good : end_ns + settling_ns;
}

/// The local stack's store keeps nothing on disk.
bool loses_counts(fault const& f) {
  return f.action == fault_action::flush || replaces_store(f);
}

}  // namespace

std::vector<disturbance> disturbances_of(history const& h) {
  std::vector<disturbance> all;
  for (std::size_t i = 0; i < h.injections.size(); ++i)
    if (disturbs(h.injections[i]))
      all.push_back({h.injections[i].what.target, h.injections[i].begin_ns, end_of(h, i)});
  return all;
}

std::vector<disturbance> disturbances_of(history const& h, std::string_view node) {
  auto all = disturbances_of(h);
  std::erase_if(all, [node](disturbance const& d) { return d.target != node; });
  return all;
}

std::string why_counts_were_lost(evidence const& e) {
  auto const& store = e.plan.scenario.stack.store;
  if (evicts(store))
    return fmt::format("the store gives up keys when it is full ({})", to_name(store.policy));
  for (auto const& [what, begin_ns, end_ns] : e.history.injections)
    if (loses_counts(what))
      return fmt::format("the store forgot all counts at {}, by a planned {}",
                         spoken_time(begin_ns),
                         to_name(what.action));
  return "";
}

}  // namespace limitproof
