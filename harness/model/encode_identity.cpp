#include "harness/model/encode_identity.hpp"

namespace limitproof {

namespace {

// Not std::isalnum: which bytes are letters must not depend on a locale.
bool stands_as_it_is(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

std::string encode_identity(std::string_view identity) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  if (identity.empty()) return "%";
  std::string encoded;
  encoded.reserve(identity.size());
  for (char const c : identity) {
    if (stands_as_it_is(c)) {
      encoded.push_back(c);
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    encoded += {'%', digits[byte / 16], digits[byte % 16]};
  }
  return encoded;
}

}  // namespace limitproof
