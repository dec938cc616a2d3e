#pragma once

#include "harness/model/report.hpp"
#include "harness/model/store_holdings.hpp"

namespace limitproof {

/// The store after an attack: in figures for the report, key by key for the checks.
struct store_snapshot {
  store_figures figures;
  store_holdings holdings;
};

}  // namespace limitproof
