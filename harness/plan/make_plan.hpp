#pragma once

#include "harness/model/error.hpp"
#include "harness/model/plan.hpp"

namespace limitproof {

/// Expands a scenario: phases in turn or beside each other, counts, key indexes, seeds. Pure: one
/// scenario and seed, one plan. Refuses (bad_file) what cannot be run: more than 10^8 requests,
/// more than 10^7 keys, 4096 connections, an hour.
[[nodiscard]] result<plan> make_plan(scenario const& s);

}  // namespace limitproof
