#include "tests/fuzz/size_of_keys.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace limitproof {

std::int64_t identities_asked_for(std::string_view text) {
  std::int64_t asked = 0;
  bool counts = false;
  constexpr std::int64_t beyond = 1'000'000'000;
  auto const follow = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    if (event == nlohmann::json::parse_event_t::key) counts = value == "count";
    if (event == nlohmann::json::parse_event_t::value && counts && value.is_number_unsigned())
      asked +=
          static_cast<std::int64_t>(std::min<std::uint64_t>(value.get<std::uint64_t>(), beyond));
    return true;
  };
  auto const parsed = nlohmann::json::parse(text, follow, false);
  return parsed.is_discarded() ? 0 : asked;
}

}  // namespace limitproof
