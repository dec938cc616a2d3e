#include "harness/codec/fault_json.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/codec/name_json.hpp"

namespace limitproof {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_faults = 1000;
constexpr duration least_latency = std::chrono::microseconds(1);
constexpr duration most_latency = std::chrono::minutes(1);

std::vector<std::string> nodes_as_targets(stack_spec const& stack) {
  auto names = node_names(stack);
  names.emplace_back(every_node_target);
  return names;
}

std::vector<std::string> names_of(policy_updates const& updates) {
  std::vector<std::string> names;
  for (auto const& [name, update] : updates) names.push_back(name);
  return names;
}

std::vector<std::string> targets_of(fault_action action, stack_spec const& stack) {
  switch (action) {
    case fault_action::kill:
    case fault_action::stop:
    case fault_action::resume:
    case fault_action::restart: {
      auto targets = nodes_as_targets(stack);
      targets.emplace_back(store_target);
      targets.emplace_back(balancer_target);
      return targets;
    }
    case fault_action::clock:
      return nodes_as_targets(stack);
    case fault_action::reload:
      return {std::string(balancer_target)};
    case fault_action::flush:
    case fault_action::flush_scripts:
    case fault_action::slow:
    case fault_action::narrow:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
      return {std::string(store_target)};
    case fault_action::push:
      break;
  }
  return {};
}

/// How much of it there is, where an action can be done by more or less; refuses the keys that
/// belong to other actions.
void read_extent(json_reader const& in, fault& f) {
  switch (f.action) {
    case fault_action::clock:
      in.only_keys({"at", "fault", "target", "offset"});
      f.offset = read_clock_offset(in.at("offset"));
      return;
    case fault_action::slow:
      in.only_keys({"at", "fault", "target", "latency", "jitter"});
      f.latency = in.at("latency").duration(least_latency, most_latency);
      if (auto const jitter = in.find("jitter"))
        f.jitter = jitter->duration(duration(0), most_latency);
      return;
    case fault_action::narrow:
      in.only_keys({"at", "fault", "target", "bandwidth"});
      f.bandwidth = in.at("bandwidth").rate();
      return;
    case fault_action::kill:
    case fault_action::stop:
    case fault_action::resume:
    case fault_action::restart:
    case fault_action::reload:
    case fault_action::flush:
    case fault_action::flush_scripts:
    case fault_action::reset:
    case fault_action::blackhole:
    case fault_action::heal:
      in.only_keys({"at", "fault", "target"});
      return;
    case fault_action::push:
      in.only_keys({"at", "fault", "update"});
  }
}

}  // namespace

duration read_clock_offset(json_reader const& in) {
  constexpr duration most = std::chrono::days(1);
  return in.offset(-most, most);
}

fault read_fault(json_reader const& in, stack_spec const& stack) {
  fault f;
  f.action = in.at("fault").name<fault_action>();
  read_extent(in, f);
  f.at = in.at("at").duration(duration(0), std::chrono::hours(1));
  f.target = f.action == fault_action::push ? read_name(in.at("update"))
                                            : in.at("target").one_of(targets_of(f.action, stack));
  return f;
}

ordered_json write_fault(fault const& f) {
  ordered_json out{{"at", to_text(f.at)}, {"fault", to_name(f.action)}};
  out[f.action == fault_action::push ? "update" : "target"] = f.target;
  if (f.action == fault_action::clock) out["offset"] = offset_to_text(f.offset);
  if (f.action == fault_action::slow) {
    out["latency"] = to_text(f.latency);
    out["jitter"] = to_text(f.jitter);
  }
  if (f.action == fault_action::narrow) out["bandwidth"] = to_text(f.bandwidth);
  return out;
}

std::vector<fault> read_faults(json_reader const& in, scenario const& s) {
  std::vector<fault> faults;
  for (auto const& element : in.items(0, most_faults)) {
    faults.push_back(read_fault(element, s.stack));
    if (faults.back().action == fault_action::push)
      static_cast<void>(element.at("update").one_of(names_of(s.updates)));
  }
  return faults;
}

ordered_json write_faults(std::vector<fault> const& faults) {
  auto out = ordered_json::array();
  for (auto const& f : faults) out.push_back(write_fault(f));
  return out;
}

}  // namespace limitproof
