#include "harness/report/evaluate_expectations.hpp"

#include "harness/report/number_text.hpp"

#include <algorithm>
#include <optional>
#include <variant>

namespace limitproof {

namespace {

std::string name_of(verdict_kind kind) {
  return std::string(to_name(kind));
}

/// The largest of the outages that have the figure.
template <class Figure>
std::optional<double> worst_of(std::span<outage_row const> outages, Figure figure_of) {
  std::optional<std::int64_t> worst;
  for (auto const& outage : outages) worst = std::max(worst, figure_of(outage));
  if (!worst) return std::nullopt;
  return static_cast<double>(*worst);
}

std::optional<double> in_milliseconds(std::optional<double> us) {
  return us ? std::optional(*us / 1e3) : std::nullopt;
}

std::optional<std::int64_t> p99_of(outage_row const& outage) {
  return outage.latency.count > 0 ? std::optional(outage.latency.p99) : std::nullopt;
}

std::optional<double> value_of(figure which, found_figures const& found) {
  auto const& figures = found.verdict.admission;
  switch (which) {
    case figure::admission_ratio:
      return figures.ratio;
    case figure::certified_excess:
      return static_cast<double>(figures.certified_excess);
    case figure::worst_window:
      if (!figures.worst) return std::nullopt;
      return static_cast<double>(figures.worst->count);
    case figure::admitted:
      return static_cast<double>(figures.admitted);
    case figure::denied:
      return static_cast<double>(figures.denied);
    case figure::unknown:
      return static_cast<double>(figures.unknown);
    case figure::degraded:
      return static_cast<double>(figures.admitted_degraded + figures.denied_degraded);
    case figure::peak_to_mean:
      if (!found.peak_to_mean_milli) return std::nullopt;
      return static_cast<double>(*found.peak_to_mean_milli) / 1e3;
    case figure::admitted_degraded:
      return static_cast<double>(figures.admitted_degraded);
    case figure::denied_degraded:
      return static_cast<double>(figures.denied_degraded);
    case figure::overshoot:
      return worst_of(found.outages, [](auto const& outage) { return outage.overshoot; });
    case figure::detection_ms:
      return in_milliseconds(
          worst_of(found.outages, [](auto const& outage) { return outage.detection_us; }));
    case figure::recovery_ms:
      return in_milliseconds(
          worst_of(found.outages, [](auto const& outage) { return outage.recovery_us; }));
    case figure::outage_p99_ms:
      return in_milliseconds(worst_of(found.outages, p99_of));
    case figure::store_calls_per_request:
      if (!found.store_calls_milli) return std::nullopt;
      return static_cast<double>(*found.store_calls_milli) / 1e3;
    case figure::bytes_per_key:
      if (!found.bytes_per_key) return std::nullopt;
      return static_cast<double>(*found.bytes_per_key);
  }
  return std::nullopt;
}

std::string range_text(expected_range const& range) {
  if (range.min && range.max) return shortest(*range.min) + " … " + shortest(*range.max);
  if (range.min) return "≥ " + shortest(*range.min);
  if (range.max) return "≤ " + shortest(*range.max);
  return "any";
}

struct row_maker {
  found_figures const& found;

  expectation_row operator()(expected_verdict const& expected) const {
    return {"verdict",
            name_of(expected.verdict),
            name_of(found.verdict.kind),
            expected.verdict == found.verdict.kind};
  }

  expectation_row operator()(expected_finding const& expected) const {
    expectation_row row{std::string(to_name(expected.check)), name_of(expected.verdict), "", false};
    auto const finding = std::find_if(
        found.verdict.findings.begin(), found.verdict.findings.end(), [&](auto const& candidate) {
          return candidate.check == expected.check;
        });
    row.found = finding == found.verdict.findings.end() ? "not checked" : name_of(finding->verdict);
    row.met = finding != found.verdict.findings.end() && finding->verdict == expected.verdict;
    return row;
  }

  expectation_row operator()(expected_range const& expected) const {
    expectation_row row{std::string(to_name(expected.figure)), range_text(expected), "", false};
    auto const value = value_of(expected.figure, found);
    row.found = value ? shortest(*value) : "no such figure in this run";
    row.met = value && (!expected.min || *value >= *expected.min) &&
              (!expected.max || *value <= *expected.max);
    return row;
  }
};

/// Whether an inconclusive verdict already shows in the row of this expectation.
bool speaks_of_inconclusive(expectation const& expected) {
  if (std::holds_alternative<expected_verdict>(expected)) return true;
  auto const* const finding = std::get_if<expected_finding>(&expected);
  return finding && finding->verdict == verdict_kind::inconclusive;
}

}  // namespace

std::vector<expectation_row> evaluate_expectations(std::vector<expectation> const& expected,
                                                   found_figures const& found) {
  row_maker const make_row{found};
  if (expected.empty()) return {make_row(expected_verdict{})};

  std::vector<expectation_row> rows;
  for (auto const& each : expected) rows.push_back(std::visit(make_row, each));

  if (found.verdict.kind == verdict_kind::inconclusive &&
      std::none_of(expected.begin(), expected.end(), speaks_of_inconclusive))
    rows.push_back({"verdict", "pass or fail", name_of(found.verdict.kind), false});
  return rows;
}

bool all_met(std::vector<expectation_row> const& rows) {
  return std::all_of(rows.begin(), rows.end(), [](auto const& row) { return row.met; });
}

}  // namespace limitproof
