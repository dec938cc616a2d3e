#include "harness/model/cluster_slot.hpp"

namespace limitproof {

namespace {

constexpr std::uint32_t slots = 16384;
constexpr std::uint32_t polynomial = 0x1021;

std::uint32_t crc16(std::string_view bytes) {
  std::uint32_t crc = 0;
  for (auto const byte : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(byte)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? polynomial : 0)) & 0xffff;
  }
  return crc;
}

std::string_view hashed_part(std::string_view key) {
  auto const open = key.find('{');
  if (open == std::string_view::npos) return key;
  auto const close = key.find('}', open);
  if (close == std::string_view::npos || close == open + 1) return key;
  return key.substr(open + 1, close - open - 1);
}

}  // namespace

std::uint16_t cluster_slot(std::string_view key) {
  return static_cast<std::uint16_t>(crc16(hashed_part(key)) % slots);
}

}  // namespace limitproof
