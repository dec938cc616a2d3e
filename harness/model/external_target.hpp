#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/enum_names.hpp"
#include "harness/model/units.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace limitproof {

/// Where an attack ends by itself, whatever its plan says.
struct attack_limits {
  std::optional<std::int64_t> requests{};  ///< all that leave the machine, warm-ups included
  std::optional<duration> time{};          ///< from before the first connection is opened
  bool operator==(attack_limits const&) const = default;
};

/// Why an attack ended.
enum class attack_end { planned, request_budget, time_limit };

template <>
inline constexpr auto enum_names<attack_end> =
    std::array{enum_name{attack_end::planned, "planned"},
               enum_name{attack_end::request_budget, "request_budget"},
               enum_name{attack_end::time_limit, "time_limit"}};

/// Someone else's running service: nothing is started, stopped or looked into.
struct external_target {
  std::string host;           ///< as the user wrote it; requests name it in their Host
  limitproof::address where;  ///< what it resolved to, once and for the whole run
  attack_limits limits;
  bool operator==(external_target const&) const = default;
};

}  // namespace limitproof
