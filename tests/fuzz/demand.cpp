#include "tests/fuzz/demand.hpp"

#include "harness/model/splitmix64.hpp"

#include <cstdlib>
#include <iostream>

namespace limitproof {

void demand(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "a property does not hold: " << what << std::endl;
  std::abort();
}

void demand_usable(error const& failure, errc expected, std::string_view file) {
  demand(failure.code == expected, "an error has the code its function documents");
  demand(failure.what.starts_with(file) && failure.what.size() > file.size(),
         "an error begins with the file it is about: " + failure.what);
  demand(failure.what.find_first_of("\n\r") == std::string::npos,
         "an error is one line: " + failure.what);
}

std::uint64_t seed_of(std::string_view input) {
  std::uint64_t seed = input.size();
  for (char const c : input) seed = splitmix64(seed, static_cast<unsigned char>(c));
  return seed;
}

}  // namespace limitproof
