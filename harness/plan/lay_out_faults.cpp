#include "harness/plan/lay_out_faults.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace limitproof {

namespace {

enum class condition { running, stopped, dead };

bool is_possible(fault_action action, condition found) {
  switch (action) {
    case fault_action::kill:
      return found != condition::dead;
    case fault_action::resume:
      return found == condition::stopped;
    case fault_action::restart:
      return true;
    case fault_action::stop:
    case fault_action::clock:
    case fault_action::reload:
    case fault_action::flush:
    case fault_action::flush_scripts:
      return found == condition::running;
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
    case fault_action::push:
      return true;
  }
  return false;
}

condition after(fault_action action) {
  if (action == fault_action::kill) return condition::dead;
  return action == fault_action::stop ? condition::stopped : condition::running;
}

std::string_view in_words(condition c) {
  if (c == condition::dead) return "has been killed";
  return c == condition::stopped ? "is stopped" : "is running";
}

/// The scenario's sentence about one of its faults.
error refusal(scenario const& s, fault const& f, std::string const& why) {
  auto const ms = std::chrono::ceil<std::chrono::milliseconds>(f.at).count();
  return error{errc::bad_file,
               "planning scenario " + s.name + ": the fault \"" + std::string(to_name(f.action)) +
                   "\" of " + f.target + " at " + std::to_string(ms) + " ms " + why};
}

std::vector<fault> one_for_each_target(scenario const& s) {
  std::vector<fault> faults;
  for (auto const& f : s.faults) {
    if (f.target != every_node_target) {
      faults.push_back(f);
      continue;
    }
    for (auto const& node : node_names(s.stack)) {
      faults.push_back(f);
      faults.back().target = node;
    }
  }
  std::stable_sort(
      faults.begin(), faults.end(), [](fault const& a, fault const& b) { return a.at < b.at; });
  return faults;
}

}  // namespace

result<std::vector<fault>> lay_out_faults(scenario const& s, duration length) {
  auto faults = one_for_each_target(s);
  std::map<std::string, condition> conditions;
  bool way_is_whole = true;
  for (auto const& f : faults) {
    if (f.at > length)
      return refusal(s, f, "comes when the attack is over; let it come sooner or attack longer");
    if (concerns_way(f.action)) {
      bool const heals = f.action == fault_action::heal;
      if (heals && way_is_whole)
        return refusal(
            s,
            f,
            "cannot happen, as the way there is whole by then; change the order of the faults");
      way_is_whole = heals;
      continue;
    }
    if (f.action == fault_action::push) continue;
    auto& found = conditions[f.target];
    if (!is_possible(f.action, found))
      return refusal(s,
                     f,
                     "cannot happen, as it " + std::string(in_words(found)) +
                         " by then; change the order of the faults");
    found = after(f.action);
  }
  return faults;
}

}  // namespace limitproof
