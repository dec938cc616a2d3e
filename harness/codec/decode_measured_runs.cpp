#include "harness/codec/decode_measured_runs.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/run_name_json.hpp"

#include <optional>

namespace limitproof {

namespace {

struct figure_place {
  measured_figure figure;
  std::vector<std::string_view> path;  ///< from the run's entry down
};

std::vector<figure_place> const places = {
    {measured_figure::admitted, {"admission", "admitted"}},
    {measured_figure::certified_excess, {"admission", "certified_excess"}},
    {measured_figure::worst_window, {"admission", "worst_window", "count"}},
    {measured_figure::wrongful_denials, {"admission", "wrongful_denials"}},
    {measured_figure::unknown, {"admission", "unknown"}},
    {measured_figure::admitted_p50_us, {"latency_us", "admitted", "p50"}},
    {measured_figure::admitted_p99_us, {"latency_us", "admitted", "p99"}},
    {measured_figure::denied_p50_us, {"latency_us", "denied", "p50"}},
    {measured_figure::denied_p99_us, {"latency_us", "denied", "p99"}},
    {measured_figure::limiter_p50_us, {"limiter_latency_us", "p50"}},
    {measured_figure::limiter_p99_us, {"limiter_latency_us", "p99"}}};

/// What does not exist is null in a report, be it the figure or what it would stand in, and missing
/// from one that is older than it.
std::optional<std::int64_t> read_figure(json_reader in, std::vector<std::string_view> const& path) {
  for (auto const& key : path) {
    auto const found = in.is_object() ? in.find(key) : std::nullopt;
    if (!found) return std::nullopt;
    in = *found;
  }
  return in.is_number() ? std::optional(in.integer(0, json_reader::largest)) : std::nullopt;
}

measured_run read_run(json_reader const& in, std::string const& scenario) {
  measured_run run{scenario, read_run_name(in), in.at("verdict").name<verdict_kind>(), {}};
  for (auto const& place : places)
    if (auto const figure = read_figure(in, place.path)) run.figures[place.figure] = *figure;
  return run;
}

}  // namespace

result<std::vector<measured_run>> decode_measured_runs(std::string_view report_json,
                                                       std::string const& file) {
  return decode_text(report_json, file, [](json_reader const& in) {
    static_cast<void>(in.at("schema").one_of({"limitproof.report/1"}));
    auto const scenario = in.at("scenario").string();
    std::vector<measured_run> runs;
    for (auto const& element : in.at("runs").items()) runs.push_back(read_run(element, scenario));
    return runs;
  });
}

}  // namespace limitproof
