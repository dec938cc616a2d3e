#include "harness/codec/encode_report.hpp"

#include "harness/codec/arrivals_json.hpp"
#include "harness/codec/breaches_json.hpp"
#include "harness/codec/certificates_json.hpp"
#include "harness/codec/duration_text.hpp"
#include "harness/codec/json_text.hpp"
#include "harness/codec/percentiles_json.hpp"
#include "harness/codec/policy_json.hpp"
#include "harness/codec/store_spec_json.hpp"

#include <cmath>

namespace limitproof {

namespace {

using nlohmann::ordered_json;

template <class Value, class Encode>
ordered_json value_or_null(std::optional<Value> const& value, Encode encode) {
  return value ? ordered_json(encode(*value)) : ordered_json(nullptr);
}

/// More digits of a quotient of counts are noise that makes reports differ.
double four_digits(double value) {
  return std::round(value * 1e4) / 1e4;
}

/// Rounded outwards, so that the interval in µs contains the one in ns.
ordered_json encode_interval(time_interval const& interval) {
  return {{"start", interval.start_ns / 1000}, {"end", (interval.end_ns + 999) / 1000}};
}

ordered_json encode_worst_window(worst_window const& worst) {
  auto const interval = encode_interval(worst.interval);
  return {{"count", worst.count},
          {"limit", worst.limit},
          {"start_us", interval["start"]},
          {"end_us", interval["end"]}};
}

ordered_json encode_admission(admission_figures const& a) {
  auto const as_is = [](std::int64_t count) { return count; };
  return {{"offered", a.offered},
          {"admitted", a.admitted},
          {"denied", a.denied},
          {"unknown", a.unknown},
          {"not_decided", a.not_decided},
          {"not_sent", a.not_sent},
          {"degraded", {{"admitted", a.admitted_degraded}, {"denied", a.denied_degraded}}},
          {"permits", {{"offered", a.permits_offered}, {"admitted", a.permits_admitted}}},
          {"allowance", value_or_null(a.allowance, as_is)},
          {"ratio", value_or_null(a.ratio, four_digits)},
          {"certified_excess", a.certified_excess},
          {"total_excess", a.total_excess},
          {"wrongful_denials", value_or_null(a.wrongful_denials, as_is)},
          {"worst_window", value_or_null(a.worst, encode_worst_window)}};
}

ordered_json encode_latency(latency_table const& latency) {
  return {{"all", write_percentiles(latency.all)},
          {"admitted", write_percentiles(latency.admitted)},
          {"denied", write_percentiles(latency.denied)}};
}

template <class Values, class Encode>
ordered_json encode_list(Values const& values, Encode encode) {
  auto list = ordered_json::array();
  for (auto const& value : values) list.push_back(encode(value));
  return list;
}

ordered_json encode_object(std::vector<std::pair<std::string, std::string>> const& members) {
  auto object = ordered_json::object();
  for (auto const& [name, value] : members) object[name] = value;
  return object;
}

ordered_json encode_node(node_row const& row) {
  return {{"node", row.node},
          {"requests", row.requests},
          {"admitted", row.admitted},
          {"denied", row.denied}};
}

ordered_json encode_phase_use(phase_use const& use) {
  return {{"phase", use.phase},
          {"requests", use.requests},
          {"admitted", use.admitted},
          {"denied", use.denied},
          {"latency_us", write_percentiles(use.latency)}};
}

ordered_json encode_variant(variant_row const& row) {
  auto const& header = row.request.header;
  return {{"phase", row.phase},
          {"method", row.request.method},
          {"path", row.request.path},
          {"header", text_or_null(header)},
          {"requests", row.requests},
          {"admitted", row.admitted},
          {"denied", row.denied}};
}

ordered_json encode_denial(captured_denial const& denial) {
  auto const encode_header = [](auto const& header) {
    return ordered_json{{"name", header.first}, {"value", header.second}};
  };
  return {{"status", denial.status_line},
          {"headers", encode_list(denial.headers, encode_header)},
          {"body", denial.body}};
}

ordered_json encode_finding(finding const& f) {
  ordered_json out{{"check", to_name(f.check)},
                   {"verdict", to_name(f.verdict)},
                   {"claim", f.claim},
                   {"interval_us", value_or_null(f.interval, encode_interval)},
                   {"witness", f.witness}};
  if (!f.breaches.empty()) out["breaches"] = write_breaches(f.breaches);
  return out;
}

ordered_json encode_expectation(expectation_row const& row) {
  return {
      {"subject", row.subject}, {"expected", row.expected}, {"found", row.found}, {"met", row.met}};
}

ordered_json encode_attack(attack_summary const& attack) {
  return {{"planned", attack.planned},
          {"sent", attack.sent},
          {"overload_factor", value_or_null(attack.overload_factor, four_digits)},
          {"send_lag_us_p50", attack.send_lag_us_p50},
          {"send_lag_us_p99", attack.send_lag_us_p99},
          {"send_lag_us_max", attack.send_lag_us_max}};
}

ordered_json encode_target(external_target const& target) {
  auto const as_is = [](std::int64_t count) { return count; };
  auto const as_text = [](duration time) { return to_text(time); };
  return {{"host", target.host},
          {"address", target.where.host},
          {"port", target.where.port},
          {"request_budget", value_or_null(target.limits.requests, as_is)},
          {"time_limit", value_or_null(target.limits.time, as_text)}};
}

ordered_json encode_script(decision_script const& script) {
  return {{"file", script.file}, {"sha1", script.sha1}, {"known", script.known}};
}

ordered_json encode_store(store_figures const& store) {
  auto commands = ordered_json::object();
  for (auto const& [name, calls] : store.commands) commands[name] = calls;
  return {{"keys", store.keys},
          {"bytes_per_key", store.bytes_per_key},
          {"evicted_keys", store.evicted_keys},
          {"commands", commands},
          {"script", value_or_null(store.script, encode_script)}};
}

ordered_json encode_step(step_time const& step) {
  return {{"step", step.step}, {"duration_us", step.us}};
}

ordered_json encode_fault(injection const& done) {
  ordered_json out{{"fault", to_name(done.what.action)},
                   {"target", done.what.target},
                   {"offset", nullptr},
                   {"latency", nullptr},
                   {"jitter", nullptr},
                   {"bandwidth", nullptr},
                   {"planned_us", done.what.at.count() / 1000},
                   {"begin_us", done.begin_ns / 1000},
                   {"end_us", nullptr}};
  if (done.what.action == fault_action::clock) out["offset"] = offset_to_text(done.what.offset);
  if (done.what.action == fault_action::slow) {
    out["latency"] = to_text(done.what.latency);
    out["jitter"] = to_text(done.what.jitter);
  }
  if (done.what.action == fault_action::narrow) out["bandwidth"] = to_text(done.what.bandwidth);
  if (done.end_ns >= 0) out["end_us"] = (done.end_ns + 999) / 1000;
  return out;
}

ordered_json encode_outage(outage_row const& outage) {
  auto const as_is = [](std::int64_t figure) { return figure; };
  auto const outwards_us = [](std::int64_t ns) { return (ns + 999) / 1000; };
  return {{"fault", to_name(outage.fault)},
          {"begin_us", outage.began_ns / 1000},
          {"back_us", value_or_null(outage.back_ns, outwards_us)},
          {"detection_us", value_or_null(outage.detection_us, as_is)},
          {"recovery_us", value_or_null(outage.recovery_us, as_is)},
          {"latency_us", write_percentiles(outage.latency)},
          {"degraded", {{"admitted", outage.admitted}, {"denied", outage.denied}}},
          {"allowed", value_or_null(outage.allowed, as_is)},
          {"overshoot", value_or_null(outage.overshoot, as_is)}};
}

/// As it is written in scenarios, but that what was left out is null.
ordered_json encode_store_spec(store_spec const& store) {
  ordered_json out = {{"maxmemory", nullptr}, {"policy", nullptr}, {"probe", nullptr}};
  out.update(write_store_spec(store));
  return out;
}

ordered_json encode_stack(stack_spec const& stack) {
  auto const clock_text = [](duration offset) { return offset_to_text(offset); };
  return {{"nodes", stack.nodes},
          {"balance", to_name(stack.balance)},
          {"on_store_error", to_name(stack.store_error)},
          {"node_clocks", encode_list(stack.node_clocks, clock_text)},
          {"store", encode_store_spec(stack.store)}};
}

ordered_json encode_phase(phase_row const& phase) {
  auto const rate_text = [](rate const& r) { return to_text(r); };
  return {{"phase", phase.phase},
          {"beside", phase.beside},
          {"rate", value_or_null(phase.rate, rate_text)},
          {"to", value_or_null(phase.to, rate_text)},
          {"arrivals", to_name(phase.arrivals)},
          {"pipeline", phase.pipeline},
          {"for", to_text(phase.length)},
          {"connections", phase.connections},
          {"connect", to_name(phase.connect)},
          {"keys", phase.keys},
          {"requests",
           {{"methods", phase.requests.methods},
            {"paths", phase.requests.paths},
            {"headers", phase.requests.headers},
            {"anonymous", phase.requests.anonymous}}},
          {"policy", text_or_null(phase.policy)},
          {"cost", phase.cost}};
}

ordered_json encode_run(run_report const& run) {
  return {{"limiter", run.limiter},
          {"policy_name", text_or_null(run.policy_name)},
          {"policy", write_policy(run.policy)},
          {"algorithm", to_name(run.algorithm)},
          {"judge", to_name(run.judge)},
          {"verdict", to_name(run.verdict.kind)},
          {"met", run.met},
          {"complete", run.complete},
          {"admission", encode_admission(run.verdict.admission)},
          {"per_node", encode_list(run.per_node, encode_node)},
          {"per_phase", encode_list(run.per_phase, encode_phase_use)},
          {"per_variant", encode_list(run.per_variant, encode_variant)},
          {"latency_us", encode_latency(run.latency)},
          {"latency_from_intended_us", encode_latency(run.latency_intended)},
          {"limiter_latency_us", write_percentiles(run.limiter_latency)},
          {"store_round_trip_us", value_or_null(run.store_round_trip, write_percentiles)},
          {"denial", value_or_null(run.denial, encode_denial)},
          {"checks", encode_list(run.verdict.findings, encode_finding)},
          {"certificates", write_certificates(run.certificates)},
          {"expectations", encode_list(run.expectations, encode_expectation)},
          {"attack", encode_attack(run.attack)},
          {"ended", to_name(run.ended)},
          {"arrivals", write_arrivals(run.arrivals, run.permits)},
          {"store", value_or_null(run.store, encode_store)},
          {"faults", encode_list(run.faults, encode_fault)},
          {"outages", encode_list(run.outages, encode_outage)},
          {"steps", encode_list(run.steps, encode_step)},
          {"history", run.history_path}};
}

}  // namespace

std::string encode_report(report const& r) {
  ordered_json const document{{"schema", "limitproof.report/1"},
                              {"scenario", r.scenario},
                              {"why", r.why},
                              {"verdict", to_name(r.verdict)},
                              {"exit_code", r.exit_code},
                              {"started_wall_us", r.started_wall_us},
                              {"duration_s", static_cast<double>(r.duration_us) / 1e6},
                              {"environment", encode_object(r.environment)},
                              {"command", r.command},
                              {"seed", r.seed},
                              {"size", to_name(r.size)},
                              {"target", value_or_null(r.target, encode_target)},
                              {"stack", encode_stack(r.stack)},
                              {"phases", encode_list(r.phases, encode_phase)},
                              {"not_judged", r.not_judged},
                              {"runs", encode_list(r.runs, encode_run)}};
  // What servers said may be any bytes; JSON is UTF-8.
  return json_text(document);
}

}  // namespace limitproof
