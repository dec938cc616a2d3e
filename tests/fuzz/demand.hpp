#pragma once

#include "harness/model/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

/// Ends the program with `what` if a property does not hold; libFuzzer then keeps the input.
void demand(bool holds, std::string_view what);

/// An error that a reader can use: of the code `expected`, one line, and about `file`.
void demand_usable(error const& failure, errc expected, std::string_view file);

/// The input as the text it stands for.
[[nodiscard]] inline std::string_view text_of(std::uint8_t const* bytes, std::size_t size) {
  // An empty input may come without an address, and a string_view is never null here.
  return size == 0 ? std::string_view("")
                   : std::string_view(reinterpret_cast<char const*>(bytes), size);
}

/// Numbers that are the same for the same input, to draw from what the input does not say.
[[nodiscard]] std::uint64_t seed_of(std::string_view input);

}  // namespace limitproof

/// What every target defines: judges one input, and returns 0.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size);
