#pragma once

#include "harness/model/report.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// A fail that names an interval: it can be shown, and looked up in the recorded history.
[[nodiscard]] bool has_certificate(finding const& f);

/// The first of them, borrowed; null: there is none.
[[nodiscard]] finding const* first_certificate(verdict const& v);

/// Whether it is a reason for a verdict of that kind. Inconclusive findings that can leave a
/// verdict open are those of the measurement's checks and of the one of the limiter that is always
/// asked.
[[nodiscard]] bool made_the_verdict(finding const& f, verdict_kind verdict);

/// "1, 2, 3, 4, 5 and 98 more": the requests of a certificate, by their ids.
[[nodiscard]] std::string witness_text(finding const& f);

/// One thing a reader of a plain text is told: "limit", and "50 per 1s with bursts of 100".
struct told_fact {
  std::string name;
  std::string text;
};

/// Of a run with a certificate, what it is one of: the promised limit, how many were too many, the
/// claim, its interval and requests, and which other checks failed. Of one that was inconclusive,
/// why. Empty for all others.
[[nodiscard]] std::vector<told_fact> plain_proof(run_report const& run);

/// "over_admission was expected to be pass, found fail".
[[nodiscard]] std::string miss_text(expectation_row const& row);

}  // namespace limitproof
