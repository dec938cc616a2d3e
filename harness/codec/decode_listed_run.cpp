#include "harness/codec/decode_listed_run.hpp"

#include "harness/codec/json_reader.hpp"
#include "harness/codec/run_name_json.hpp"

#include <algorithm>

namespace limitproof {

namespace {

constexpr std::int64_t highest_exit_code = 255;
constexpr std::size_t longest_claim = 65'536;

std::optional<std::int64_t> read_count(std::optional<json_reader> const& in) {
  return in && in->is_number() ? std::optional(in->integer(0, json_reader::largest)) : std::nullopt;
}

admission_figures read_admission(json_reader const& in) {
  admission_figures a;
  a.admitted = in.at("admitted").integer(0, json_reader::largest);
  auto const permits = in.find("permits");
  a.permits_admitted = permits ? permits->at("admitted").integer(0, json_reader::largest)
                               : a.admitted;  // each request cost one
  a.allowance = read_count(in.find("allowance"));
  if (auto const ratio = in.find("ratio"); ratio && ratio->is_number()) a.ratio = ratio->number();
  return a;
}

std::string read_reason(json_reader const& checks, verdict_kind verdict) {
  if (verdict == verdict_kind::pass) return "";
  for (auto const& check : checks.items())
    if (check.at("verdict").name<verdict_kind>() == verdict)
      return check.at("check").string() + ": " + check.at("claim").string(longest_claim);
  return "";
}

listed_limiter read_limiter(json_reader const& in, std::string const& scenario) {
  auto const verdict = in.at("verdict").name<verdict_kind>();
  return {scenario,
          read_run_name(in),
          verdict,
          in.at("met").boolean(),
          read_admission(in.at("admission")),
          read_reason(in.at("checks"), verdict)};
}

std::vector<std::string> read_names(json_reader const& in) {
  std::vector<std::string> names;
  for (auto const& element : in.items()) names.push_back(element.string());
  return names;
}

listed_run read_head(json_reader const& in) {
  listed_run run;
  run.started_wall_us = in.at("started_wall_us").integer(0, json_reader::largest);
  run.exit_code = static_cast<int>(in.at("exit_code").integer(0, highest_exit_code));
  return run;
}

listed_limiter read_row(json_reader const& in) {
  auto const limiter = in.at("limiter");
  auto const verdict = in.at("verdict");
  return {in.at("scenario").string(),
          limiter.is_string() ? limiter.string() : std::string(),
          verdict.is_string() ? std::optional(verdict.name<verdict_kind>()) : std::nullopt,
          in.at("met").boolean()};
}

}  // namespace

result<listed_run> decode_listed_report(std::string_view report_json, std::string const& file) {
  return decode_text(report_json, file, [](json_reader const& in) {
    static_cast<void>(in.at("schema").one_of({"limitproof.report/1"}));
    auto run = read_head(in);
    run.scenario = in.at("scenario").string();
    run.why = in.at("why").string();
    run.not_judged = read_names(in.at("not_judged"));
    for (auto const& element : in.at("runs").items())
      run.limiters.push_back(read_limiter(element, run.scenario));
    return run;
  });
}

result<listed_run> decode_listed_summary(std::string_view summary_json, std::string const& file) {
  return decode_text(summary_json, file, [](json_reader const& in) {
    static_cast<void>(in.at("schema").one_of({"limitproof.summary/1"}));
    auto run = read_head(in);
    run.several = true;
    run.not_judged = read_names(in.at("not_run"));
    for (auto const& row : in.at("runs").items()) {
      run.limiters.push_back(read_row(row));
      if (!row.at("run").is_string()) continue;
      auto directory = read_run_directory(row.at("run"));
      if (std::find(run.runs.begin(), run.runs.end(), directory) == run.runs.end())
        run.runs.push_back(std::move(directory));
    }
    return run;
  });
}

}  // namespace limitproof
