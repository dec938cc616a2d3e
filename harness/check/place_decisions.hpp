#pragma once

#include "harness/check/admissions.hpp"
#include "harness/check/permit_meter.hpp"
#include "harness/check/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace limitproof {

/// When a request was decided, in 1/scale ns.
struct decision_time {
  wide time = 0;
  std::size_t request = 0;  ///< position among the key's requests
};

enum class placing {
  complete,    ///< every request has a decision time, and they conform
  impossible,  ///< there are no decision times that conform
  undecided    ///< given up: too many repairs, or costs other than 1
};

struct placement {
  placing result = placing::undecided;
  /// Impossible: so are the first `reached` requests alone.
  std::size_t reached = 0;
};

/// What is placed by what.
struct placing_task {
  std::span<admission const> requests;  ///< one key's, as in admissions_by_key
  std::vector<permit_meter> meters;     ///< all hold at once; fresh
  std::int64_t scale = 1;               ///< of the meters' times
};

/// Looks for decision times, each within its request's interval, that conform to every meter. Exact
/// for unit costs, up to `repairs`: the number of steps it may take back, which it counts down.
/// With other costs only `complete` is ever certain. `decided` gets the decisions in order of time;
/// what it got is void unless the result is `complete`. O(n log k) without repairs, O(k) memory for
/// k requests in flight at once, besides what the meters remember.
[[nodiscard]] placement place_decisions(placing_task task,
                                        std::int64_t& repairs,
                                        std::function<void(decision_time const&)> const& decided);

}  // namespace limitproof
