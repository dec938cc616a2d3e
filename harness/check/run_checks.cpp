#include "harness/check/run_checks.hpp"

#include "harness/check/clock_offsets.hpp"
#include "harness/check/double_spend.hpp"
#include "harness/check/header_contract.hpp"
#include "harness/check/lock_out.hpp"
#include "harness/check/measurements.hpp"
#include "harness/check/node_coverage.hpp"
#include "harness/check/over_admission.hpp"
#include "harness/check/overlap.hpp"
#include "harness/check/overload.hpp"
#include "harness/check/retry_after.hpp"
#include "harness/check/send_lag.hpp"
#include "harness/check/split_view.hpp"
#include "harness/check/store_keys.hpp"
#include "harness/check/unknown_share.hpp"
#include "harness/check/wrongful_denial.hpp"

#include <algorithm>
#include <array>
#include <exception>

namespace limitproof {

namespace {

/// Where a check that comes to no conclusion leaves the run inconclusive.
enum class weight {
  always,
  if_planned,  ///< it compares the history with its plan, and a history from elsewhere has none
  never,
};

struct table_entry {
  check_name name;
  finding (*check)(evidence const&, measurements const&);
  weight needed;
};

constexpr std::array check_table = {
    table_entry{check_name::over_admission, check_over_admission, weight::always},
    table_entry{check_name::wrongful_denial, check_wrongful_denial, weight::never},
    table_entry{check_name::lock_out, check_lock_out, weight::never},
    table_entry{check_name::double_spend, check_double_spend, weight::never},
    table_entry{check_name::split_view, check_split_view, weight::never},
    table_entry{check_name::retry_after, check_retry_after, weight::never},
    table_entry{check_name::header_contract, check_header_contract, weight::never},
    table_entry{check_name::store_keys, check_store_keys, weight::never},
    table_entry{check_name::node_coverage, check_node_coverage, weight::if_planned},
    table_entry{check_name::overload, check_overload, weight::always},
    table_entry{check_name::overlap, check_overlap, weight::always},
    table_entry{check_name::send_lag, check_send_lag, weight::if_planned},
    table_entry{check_name::unknown_share, check_unknown_share, weight::always},
    table_entry{check_name::clock_offsets, check_clock_offsets, weight::never}};

static_assert(std::equal(check_table.begin(),
                         check_table.end(),
                         enum_names<check_name>.begin(),
                         enum_names<check_name>.end(),
                         [](auto const& entry, auto const& named) {
                           return entry.name == named.value;
                         }),
              "one entry for every check of the closed list, in its order");

finding without_result(check_name name, std::exception const& failure) {
  return {name,
          verdict_kind::inconclusive,
          std::string("the check could not be made: ") + failure.what(),
          std::nullopt,
          {}};
}

finding checked(table_entry const& entry, evidence const& e, measurements const& m) {
  try {
    return entry.check(e, m);
  } catch (std::exception const& failure) {
    return without_result(entry.name, failure);
  }
}

bool is_needed(table_entry const& entry, evidence const& e) {
  return entry.needed == weight::always || (entry.needed == weight::if_planned && e.planned);
}

verdict_kind kind_of(std::vector<finding> const& findings, evidence const& e) {
  auto kind = verdict_kind::pass;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].verdict == verdict_kind::fail) return verdict_kind::fail;
    if (findings[i].verdict == verdict_kind::inconclusive && is_needed(check_table[i], e))
      kind = verdict_kind::inconclusive;
  }
  return kind;
}

}  // namespace

verdict run_checks(evidence const& e, std::function<void(std::string_view)> const& done) {
  auto const ended = [&](std::string_view step) {
    if (done) done(step);
  };
  verdict v;
  try {
    auto const m = measure(e);
    ended("measure");
    v.admission = m.figures;
    v.send_lag_us_p99 = m.send_lag_ns_p99 / 1000;
    for (auto const& entry : check_table) {
      v.findings.push_back(checked(entry, e, m));
      ended(to_name(entry.name));
    }
  } catch (std::exception const& failure) {
    for (auto const& entry : check_table) v.findings.push_back(without_result(entry.name, failure));
  }
  v.kind = kind_of(v.findings, e);
  return v;
}

}  // namespace limitproof
