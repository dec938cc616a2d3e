#pragma once

#include "tests/unit/load/scanned_response.hpp"

#include <string>
#include <string_view>

namespace limitproof {

enum class agreement {
  complete,    ///< both read one whole response, the same one
  incomplete,  ///< neither did
  exempt,      ///< they differ where the scanner is stricter or more lenient on purpose
  broken,      ///< they differ
};

struct comparison {
  agreement found{};
  std::string why;  ///< of exempt and broken: what each made of it
};

/// Holds what the scanner made of a stream against Boost.Beast's response parser.
[[nodiscard]] comparison compare_with_beast(std::string_view stream, scanned_response const& seen);

}  // namespace limitproof
