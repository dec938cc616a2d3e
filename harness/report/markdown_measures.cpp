#include "harness/report/markdown_measures.hpp"

#include "harness/codec/duration_text.hpp"
#include "harness/report/markdown_text.hpp"
#include "harness/report/number_text.hpp"
#include "harness/report/plain_proof.hpp"
#include "harness/report/store_calls.hpp"
#include "harness/report/words.hpp"
#include "harness/report/write_arrivals_svg.hpp"

#include <string_view>

#include <fmt/format.h>

namespace limitproof {

namespace {

using cells = std::vector<std::string>;

void add_latency_row(std::vector<cells>& rows,
                     run_report const& run,
                     std::string_view what,
                     percentiles_us const& p) {
  if (p.count == 0) return;
  cells row{markdown_code(name_of(run)), std::string(what), grouped(p.count)};
  for (auto const us : {p.p50, p.p90, p.p99, p.p999, p.max}) row.push_back(time_text(us));
  rows.push_back(row);
}

std::string strength_table(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs) {
    auto const& a = run.verdict.admission;
    rows.push_back({markdown_code(name_of(run)),
                    grouped(run.attack.planned),
                    grouped(run.attack.sent),
                    run.attack.overload_factor ? fmt::format("{:.1f}", *run.attack.overload_factor)
                                               : std::string("–"),
                    grouped(a.unknown),
                    grouped(a.not_decided),
                    grouped(a.admitted_degraded + a.denied_degraded),
                    time_text(run.attack.send_lag_us_p50),
                    time_text(run.attack.send_lag_us_p99),
                    time_text(run.attack.send_lag_us_max)});
  }
  return markdown_table({{"limiter"},
                         {"planned", column::right},
                         {"sent", column::right},
                         {"offered / allowed", column::right},
                         {"unknown", column::right},
                         {"not decided", column::right},
                         {"degraded", column::right},
                         {"send lag p50", column::right},
                         {"p99", column::right},
                         {"max", column::right}},
                        rows);
}

std::string check_table(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& f : run.verdict.findings)
      if (!has_certificate(f))
        rows.push_back(
            {markdown_code(name_of(run)),
             spaced(to_name(f.check)),
             f.verdict == verdict_kind::pass ? "pass" : fmt::format("**{}**", to_name(f.verdict)),
             markdown_words(f.claim)});
  return markdown_table({{"limiter"}, {"check"}, {"verdict"}, {"why"}}, rows);
}

/// The limiter's share beside what a bare round trip took at the same time; of one that took no
/// time to speak of, nothing.
std::string price_text(report const& r) {
  std::string text;
  for (auto const& run : r.runs) {
    if (!run.store_round_trip || run.store_round_trip->p50 == 0 || run.limiter_latency.p50 == 0)
      continue;
    auto const milli = run.limiter_latency.p50 * 1000 / run.store_round_trip->p50;
    text += fmt::format(
        "- {}: the limiter's own share, p50, is {}.{:03} times that of a bare EVALSHA\n",
        markdown_code(name_of(run)),
        milli / 1000,
        milli % 1000);
  }
  return text;
}

std::string fault_text(fault const& what) {
  auto text = std::string(to_name(what.action));
  if (what.action == fault_action::clock) text += " to " + offset_to_text(what.offset);
  if (what.action == fault_action::slow) {
    text += " by " + to_text(what.latency) + " each way";
    if (what.jitter > duration(0)) text += " and up to " + to_text(what.jitter) + " more";
  }
  if (what.action == fault_action::narrow) text += " to " + to_text(what.bandwidth) + " bytes";
  return text;
}

}  // namespace

std::string markdown_latency(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs) {
    add_latency_row(rows, run, "admitted", run.latency.admitted);
    add_latency_row(rows, run, "denied", run.latency.denied);
    add_latency_row(rows, run, "all, from the intended send", run.latency_intended.all);
    add_latency_row(rows, run, "the limiter's own share", run.limiter_latency);
    if (run.store_round_trip)
      add_latency_row(rows, run, "a bare EVALSHA, meanwhile", *run.store_round_trip);
  }
  auto const table = markdown_table({{"limiter"},
                                     {"answers"},
                                     {"count", column::right},
                                     {"p50", column::right},
                                     {"p90", column::right},
                                     {"p99", column::right},
                                     {"p99.9", column::right},
                                     {"max", column::right}},
                                    rows);
  auto const prices = price_text(r);
  return prices.empty() ? table : table + "\n" + prices;
}

std::string markdown_nodes(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& node : run.per_node)
      rows.push_back({markdown_code(name_of(run)),
                      markdown_code(node.node),
                      grouped(node.requests),
                      grouped(node.admitted),
                      grouped(node.denied)});
  return markdown_table({{"limiter"},
                         {"node"},
                         {"requests", column::right},
                         {"admitted", column::right},
                         {"denied", column::right}},
                        rows);
}

std::string markdown_phases(report const& r) {
  if (r.phases.size() < 2) return "";
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& use : run.per_phase) {
      bool const answered = use.latency.count > 0;
      rows.push_back({markdown_code(name_of(run)),
                      std::to_string(use.phase),
                      grouped(use.requests),
                      grouped(use.admitted),
                      grouped(use.denied),
                      answered ? time_text(use.latency.p50) : std::string("–"),
                      answered ? time_text(use.latency.p99) : std::string("–")});
    }
  return markdown_table({{"limiter"},
                         {"phase", column::right},
                         {"requests", column::right},
                         {"admitted", column::right},
                         {"denied", column::right},
                         {"answered in, p50", column::right},
                         {"p99", column::right}},
                        rows);
}

std::string markdown_variants(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& v : run.per_variant)
      rows.push_back({markdown_code(name_of(run)),
                      std::to_string(v.phase),
                      markdown_code(v.request.method + " " + v.request.path),
                      v.request.header.empty() ? std::string("–") : markdown_code(v.request.header),
                      grouped(v.requests),
                      grouped(v.admitted),
                      grouped(v.denied)});
  return markdown_table({{"limiter"},
                         {"phase", column::right},
                         {"request"},
                         {"header"},
                         {"requests", column::right},
                         {"admitted", column::right},
                         {"denied", column::right}},
                        rows);
}

std::string markdown_faults(report const& r) {
  std::vector<cells> rows;
  for (auto const& run : r.runs)
    for (auto const& [what, begin_ns, end_ns] : run.faults) {
      rows.push_back({markdown_code(name_of(run)),
                      markdown_words(fault_text(what)),
                      markdown_code(what.target),
                      to_text(what.at),
                      moment_text(begin_ns),
                      end_ns < 0 ? "never: the run was cut short" : moment_text(end_ns)});
    }
  return markdown_table({{"limiter"},
                         {"fault"},
                         {"of"},
                         {"planned", column::right},
                         {"began", column::right},
                         {"had taken effect", column::right}},
                        rows);
}

std::string markdown_attack(report const& r) {
  return strength_table(r) + "\n" + check_table(r);
}

std::string since_when(run_report const& run) {
  return counts_since_restart(run.faults) ? " since its restart" : "";
}

/// What the store itself counted against what the clients saw decided.
std::string script_text(run_report const& run) {
  if (!run.store->script) return "";
  auto const& script = *run.store->script;
  std::int64_t calls = 0;
  for (auto const& [name, count] : run.store->commands)
    if (name == "evalsha") calls = count;
  auto const& figures = run.verdict.admission;
  return fmt::format(
      "; {} (SHA-1 {}) {} there, and the store counts {} EVALSHA{} for {} "
      "decisions the clients saw",
      markdown_code(run.limiter + "/" + script.file),
      markdown_code(script.sha1),
      script.known ? "is" : "is not",
      grouped(calls),
      since_when(run),
      grouped(figures.admitted + figures.denied));
}

std::string evictions_text(store_figures const& store) {
  if (store.evicted_keys == 0) return "";
  return fmt::format("; {} given up for want of memory", counted(store.evicted_keys, "key"));
}

std::string markdown_store(report const& r) {
  std::string text;
  for (auto const& run : r.runs) {
    if (!run.store) continue;
    std::string commands;
    for (auto const& [name, calls] : run.store->commands)
      commands += fmt::format("{}{} {}",
                              commands.empty() ? "; commands" + since_when(run) + ": " : ", ",
                              name,
                              grouped(calls));
    text += fmt::format("- {}: {} of {}{}{}{}\n",
                        markdown_code(name_of(run)),
                        counted(run.store->keys, "key"),
                        counted(run.store->bytes_per_key, "byte"),
                        evictions_text(*run.store),
                        markdown_words(commands),
                        script_text(run));
  }
  return text;
}

std::string markdown_steps(report const& r) {
  std::string text;
  for (auto const& run : r.runs) {
    if (run.steps.empty()) continue;
    std::string steps;
    for (auto const& step : run.steps)
      steps += fmt::format("{}{} {}", steps.empty() ? "" : ", ", step.step, time_text(step.us));
    text += fmt::format("- {}: {}\n", markdown_code(name_of(run)), markdown_words(steps));
  }
  return text;
}

std::string markdown_arrivals(report const& r) {
  std::string text;
  for (auto const& run : r.runs) {
    auto const& peak = run.arrivals.peak_to_mean_milli;
    text += fmt::format(
        "- {}: [sent and admitted over time]({}){}\n",
        markdown_code(name_of(run)),
        arrivals_path(run),
        peak ? fmt::format(
                   "; who had been denied came back {}.{:03} times as often as on average in the "
                   "fullest 100 ms",
                   *peak / 1000,
                   *peak % 1000)
             : std::string());
  }
  return text;
}

}  // namespace limitproof
