#include "tests/simulation/seed_range.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

std::uint64_t number_in_environment(char const* name, std::uint64_t otherwise) {
  char const* const text = std::getenv(name);
  if (text == nullptr) return otherwise;
  std::string_view const digits(text);
  std::uint64_t value = 0;
  auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  INFO(name << "=" << digits << ": expected a whole number");
  REQUIRE(code == std::errc{});
  REQUIRE(end == digits.data() + digits.size());
  return value;
}

}  // namespace

seed_range seeds_to_run(std::uint64_t usual_count) {
  return {number_in_environment("LIMITPROOF_SIMULATION_SEED", 1),
          number_in_environment("LIMITPROOF_SIMULATION_RUNS", usual_count)};
}

}  // namespace limitproof
