#pragma once

#include "harness/model/error.hpp"
#include "harness/model/selftest.hpp"

#include <string>
#include <string_view>

namespace limitproof {

/// The table of the broken limiters, strictly (tests/broken_limiters/README.md says what stands in
/// it). Only a check that judges a limiter can be the one to find a fault.
[[nodiscard]] result<selftest_table> decode_selftest(std::string_view text,
                                                     std::string const& file);

/// What a selftest came to, schema limitproof.selftest/1.
[[nodiscard]] std::string encode_selftest_result(selftest_result const& r);

}  // namespace limitproof
