#include "limiters/random_source.hpp"

#include <string_view>

namespace limitproof {

namespace {

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    text += {digits[byte / 16], digits[byte % 16]};
  }
  return text;
}

std::mt19937_64 seeded_engine() {
  std::random_device entropy;
  std::seed_seq seeds{entropy(), entropy(), entropy(), entropy()};
  return std::mt19937_64(seeds);
}

}  // namespace

random_source::random_source() : engine_(seeded_engine()), instance_(hexadecimal(bytes(8))) {}

std::string random_source::bytes(std::int64_t count) {
  std::uniform_int_distribution<int> byte(0, 255);
  std::string drawn;
  for (; count > 0; --count) drawn.push_back(static_cast<char>(byte(engine_)));
  return drawn;
}

std::string random_source::uuid() {
  auto drawn = bytes(16);
  drawn[6] = static_cast<char>((drawn[6] & 0x0f) | 0x40);
  drawn[8] = static_cast<char>((drawn[8] & 0x3f) | 0x80);
  auto text = hexadecimal(drawn);
  for (std::size_t const at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace limitproof
