#pragma once

#include "harness/model/comparison.hpp"

#include <string>
#include <vector>

namespace limitproof {

/// A comparison in words and figures, plain text, the same in every form that it is shown in.

struct comparison_row {
  std::string figure;
  std::string before, after;  ///< "499 (450 … 520)": median, least, most
  std::string shift;
  std::string interval;    ///< "–" if there is none
  std::string conclusion;  ///< "higher", "no difference seen", "too few runs"
  bool seen = false;       ///< there is a difference
};

/// What the columns are called, in the order of comparison_row.
[[nodiscard]] std::vector<std::string> comparison_heads();

[[nodiscard]] std::vector<comparison_row> comparison_rows(compared_limiter const& pair);

/// "3 pass, 1 inconclusive".
[[nodiscard]] std::string verdicts_text(verdict_counts const& counts);

/// Whether a difference was seen, and in what.
struct comparison_sentence {
  std::string text;
  bool plain_no = false;  ///< none was, though there were runs enough to see one
};

[[nodiscard]] comparison_sentence sentence_of(compared_limiter const& pair);

/// What the confidence is worth, in one paragraph; empty where no figure has any.
[[nodiscard]] std::string caution_of(comparison const& c);

}  // namespace limitproof
