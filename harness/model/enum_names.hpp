#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace limitproof {

/// One table per enum says how its values are spelled in JSON, on the command line and in reports.
/// Specialise as `template <> inline constexpr auto enum_names<colour> = std::array{…}` beside the
/// enum, with entries `enum_name{colour::red, "red"}`.
template <class Enum>
struct enum_name {
  Enum value;
  std::string_view name;
};

// Aggregates deduce by themselves only from clang 17 on.
template <class Enum>
enum_name(Enum, std::string_view) -> enum_name<Enum>;

template <class Enum>
inline constexpr int enum_names = 0;

template <class Enum>
[[nodiscard]] constexpr std::string_view to_name(Enum value) {
  for (auto const& entry : enum_names<Enum>)
    if (entry.value == value) return entry.name;
  return "?";
}

template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_name(std::string_view name) {
  for (auto const& entry : enum_names<Enum>)
    if (entry.name == name) return entry.value;
  return std::nullopt;
}

}  // namespace limitproof
