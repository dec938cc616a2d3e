#pragma once

#include "harness/model/enum_names.hpp"

#include <string>
#include <utility>

namespace limitproof {

/// What a probe makes of a property.
enum class standing {
  holds,    ///< as claimed
  note,     ///< better than claimed: no error
  fails,    ///< claimed, and seen not to hold
  unknown,  ///< this limiter gives nothing to see it by
};

template <>
inline constexpr auto enum_names<standing> = std::array{enum_name{standing::holds, "ok"},
                                                        enum_name{standing::note, "note"},
                                                        enum_name{standing::fails, "NOT"},
                                                        enum_name{standing::unknown, "-"}};

struct sighting {
  limitproof::standing standing = limitproof::standing::unknown;
  std::string seen;  ///< the observation in figures, or why there is none
};

/// A property that is claimed must be seen to hold; one that is not may.
[[nodiscard]] inline sighting judge(bool claimed, bool holds, std::string seen) {
  auto const unclaimed = holds ? standing::note : standing::holds;
  auto const claim = holds ? standing::holds : standing::fails;
  return {claimed ? claim : unclaimed, std::move(seen)};
}

}  // namespace limitproof
