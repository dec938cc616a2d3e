#include "harness/run/report_directory.hpp"

#include "harness/codec/encode_report.hpp"
#include "harness/codec/run_record_codec.hpp"
#include "harness/codec/text_file.hpp"
#include "harness/codec/verdict_codec.hpp"
#include "harness/history/write_history_lines.hpp"
#include "harness/model/policy_parts.hpp"
#include "harness/report/build_report.hpp"
#include "harness/report/write_arrivals_svg.hpp"
#include "harness/report/write_html.hpp"
#include "harness/report/write_junit.hpp"
#include "harness/report/write_markdown.hpp"
#include "harness/run/judge_run.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace limitproof {

namespace fs = std::filesystem;

namespace {

result<run_record> read_run_record(fs::path const& run_directory) {
  auto const file = run_directory / "run.json";
  auto const text = read_text(file);
  if (!text) return text.error();
  return decode_run_record(*text, file.string());
}

result<verdict> read_verdict(fs::path const& file) {
  auto const text = read_text(file);
  if (!text) return text.error();
  return decode_verdict(*text, file.string());
}

// What the store held of one policy's keys. The commands it was given are those of all.
store_figures figures_of_part(store_holdings const& whole, std::string const& policy) {
  auto const held = part_of(whole, policy);
  return {held.keys, mean_bytes(held), {}};
}

// None where there is one policy: the run's record has its figures.
result<std::optional<store_holdings>> store_of_parts(plan const& p,
                                                     fs::path const& limiter_directory) {
  if (!p.scenario.policies) return std::optional<store_holdings>();
  return read_store(limiter_directory);
}

// Of several policies there is one entry for each that has been judged.
result<std::vector<run_report>> report_limiter(plan const& p,
                                               fs::path const& limiter_directory,
                                               run_record::attacked const& attacked) {
  auto recorded = load_history(p, limiter_directory);
  if (!recorded) return recorded.error();
  auto const store = store_of_parts(p, limiter_directory);
  if (!store) return store.error();
  auto const policies = judged_policies(p.scenario);
  auto parts = parts_of(*std::move(recorded), p);
  std::vector<run_report> reports;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    auto const directory = part_directory(limiter_directory, policies[i]);
    if (!fs::exists(directory / "verdict.json")) continue;
    auto claims = read_claims(p, directory);
    if (!claims) return claims.error();
    auto judged = read_verdict(directory / "verdict.json");
    if (!judged) return judged.error();
    judged_run run{limiter_directory.filename().string(),
                   policies[i],
                   *claims,
                   std::move(parts[i]),
                   *std::move(judged),
                   i == 0 ? attacked.steps : std::vector<step_time>(),
                   attacked.store,
                   attacked.ended,
                   attacked.store_round_trip};
    if (*store && run.store) run.store = figures_of_part(**store, policies[i]);
    reports.push_back(build_run_report(part_of(p, policies[i]), run));
  }
  return reports;
}

// Of a limiter that a killed run did not come to record: nothing beyond its name.
run_record::attacked find_attacked(run_record const& record, std::string const& limiter) {
  for (auto const& attacked : record.runs)
    if (attacked.limiter == limiter) return attacked;
  return {limiter, {}, {}};
}

bool is_judged(plan const& p, fs::path const& limiter_directory) {
  auto const policies = judged_policies(p.scenario);
  return std::any_of(policies.begin(), policies.end(), [&](std::string const& policy) {
    return fs::exists(part_directory(limiter_directory, policy) / "verdict.json");
  });
}

std::vector<fs::path> recorded_limiters(plan const& p, fs::path const& run_directory) {
  std::vector<fs::path> recorded;
  for (auto const& limiter : p.scenario.limiters) {
    auto const directory = run_directory / limiter;
    if (fs::exists(directory / "history.db") || fs::exists(directory / "records"))
      recorded.push_back(directory);
  }
  return recorded;
}

std::string junit_of(report const& r) {
  return write_junit(r.scenario, {{r.scenario, r.scenario, r}});
}

}  // namespace

result<void> write_run_record(fs::path const& run_directory, run_record const& record) {
  return write_text(run_directory / "run.json", encode_run_record(record));
}

result<report> report_directory(fs::path const& run_directory) {
  auto const p = read_plan(run_directory);
  if (!p) return p.error();
  auto const record = read_run_record(run_directory);
  if (!record) return record.error();

  std::vector<run_report> runs;
  for (auto const& limiter : p->scenario.limiters) {
    auto const directory = run_directory / limiter;
    if (!is_judged(*p, directory)) continue;
    auto reports = report_limiter(*p, directory, find_attacked(*record, limiter));
    if (!reports) return reports.error();
    std::move(reports->begin(), reports->end(), std::back_inserter(runs));
  }
  if (runs.empty())
    return error{errc::bad_file,
                 run_directory.string() + ": no limiter has a verdict here; `limitproof check " +
                     run_directory.string() + "` judges what was recorded"};

  auto built = build_report(*p, std::move(runs), *record);
  for (auto const& run : built.runs) {
    auto const drawn = write_text(run_directory / arrivals_path(run), write_arrivals_svg(run));
    if (!drawn) return drawn.error();
  }
  for (auto const& [name, text] : {std::pair{"report.json", encode_report(built)},
                                   std::pair{"report.md", write_markdown(built)},
                                   std::pair{"report.html", write_html(built)},
                                   std::pair{"junit.xml", junit_of(built)}}) {
    auto const written = write_text(run_directory / name, text);
    if (!written) return written.error();
  }
  return built;
}

result<report> check_directory(fs::path const& run_directory, tolerance_changes const& changes) {
  auto p = read_plan(run_directory);
  if (!p) return p.error();
  p->scenario.tolerance = changed(p->scenario.tolerance, changes);
  for (auto const& directory : recorded_limiters(*p, run_directory)) {
    auto const judged = judge_run(*p, directory);
    if (!judged) return judged.error();
  }
  return report_directory(run_directory);
}

result<void> export_history_lines(fs::path const& run_directory) {
  auto const p = read_plan(run_directory);
  if (!p) return p.error();
  for (auto const& directory : recorded_limiters(*p, run_directory)) {
    auto const recorded = load_history(*p, directory);
    if (!recorded) return recorded.error();
    auto const written = write_history_lines(directory / "history.jsonl", *recorded);
    if (!written) return written.error();
  }
  return {};
}

}  // namespace limitproof
