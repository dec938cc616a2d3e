#pragma once

#include "harness/check/told_answers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace limitproof {

/// Two answers of different nodes that one count cannot have given.
struct disagreement {
  told_answer earlier, later;  ///< the first was answered before the second was sent
  bool rises = false;          ///< the later one tells too much, otherwise too little
  std::size_t key = 0;
  std::size_t limit = 0;  ///< index into the policy's limits: the one both tell of
};

struct disagreements {
  std::optional<disagreement> first;  ///< by the sending of the later answer
  std::int64_t keys = 0;              ///< that had one
  std::int64_t compared = 0;          ///< answers that another node's answer preceded
};

/// Only where why_telling_is_not_judged() is empty; the reasoning is in split_view.cpp.
[[nodiscard]] disagreements find_disagreements(evidence const& e);

}  // namespace limitproof
