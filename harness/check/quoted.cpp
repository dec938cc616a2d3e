#include "harness/check/quoted.hpp"

#include <fmt/format.h>

namespace limitproof {

std::string quoted(std::string_view bytes) {
  std::string text = "\"";
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f)
      text += c;
    else
      text += fmt::format("\\x{:02x}", byte);
  }
  return text + "\"";
}

}  // namespace limitproof
