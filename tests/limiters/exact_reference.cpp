#include "tests/limiters/exact_reference.hpp"

#include "harness/model/assert.hpp"
#include "tests/limiters/reference_log.hpp"
#include "tests/limiters/reference_window.hpp"

namespace limitproof {

namespace {

template <class Model>
reference_limiter decided_by(Model model) {
  return [model](std::vector<script_limit> const& limits,
                 std::int64_t cost,
                 std::int64_t now_us) mutable { return model.decide(limits, cost, now_us); };
}

}  // namespace

reference_limiter exact_reference(algorithm a) {
  LIMITPROOF_ASSERT(a != algorithm::none);
  switch (a) {
    case algorithm::none:
    case algorithm::token_bucket:
    case algorithm::gcra:
      return decided_by(reference_bucket());
    case algorithm::sliding_log:
      return decided_by(reference_log());
    case algorithm::sliding_counter:
    case algorithm::fixed_window:
    case algorithm::fixed_window_first_hit:
      break;
  }
  return decided_by(reference_window(a));
}

}  // namespace limitproof
