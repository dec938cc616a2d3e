#pragma once

#include "harness/model/report.hpp"

#include <vector>

#include <nlohmann/json.hpp>

namespace limitproof {

/// [{"check":"over_admission","requests":[{"id":1,"key":…,"sent_us":…},…],"left_out":0},…]
[[nodiscard]] nlohmann::ordered_json write_certificates(
    std::vector<certificate_rows> const& certificates);

}  // namespace limitproof
