#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

/// How every writer spells a number.

/// 1503 → "1,503".
[[nodiscard]] std::string grouped(std::int64_t number);

/// 1 and "key" → "1 key", 20 → "20 keys".
[[nodiscard]] std::string counted(std::int64_t number, std::string_view noun);

/// The shortest spelling that reads back as the same number: 2.7 → "2.7", 3 → "3".
[[nodiscard]] std::string shortest(double number);

/// 3.00601 → "3.006".
[[nodiscard]] std::string ratio_text(double ratio);

/// 840 → "840 µs", 1234 → "1.23 ms", 8010000 → "8.01 s".
[[nodiscard]] std::string time_text(std::int64_t us);

/// A moment of the run, to the microsecond: 1234567890 → "1.234568 s".
[[nodiscard]] std::string moment_text(std::int64_t ns);

/// Microseconds since the epoch → "2026-08-01 12:00:00 UTC".
[[nodiscard]] std::string date_text(std::int64_t wall_us);

}  // namespace limitproof
