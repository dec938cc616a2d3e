#include "harness/load/head_shape_cache.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace limitproof {

namespace {

/// Sixteen bytes at a time, in whatever vector registers the processor has.
using block16 [[gnu::vector_size(16)]] = signed char;

constexpr std::size_t stride = 4 * sizeof(block16);

block16 load(char const* from) {
  block16 bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

/// Not zero where `bytes` differs from `known` outside the values, or where a value has a byte
/// that is not printable ASCII (as signed bytes, those past 0x7f are below the blank).
block16 difference(char const* bytes, char const* known, char const* is_value) {
  auto const found = load(bytes);
  auto const value = load(is_value);
  return ((found ^ load(known)) & ~value) | (((found < ' ') | (found == 0x7f)) & value);
}

bool is_zero(block16 const& bytes) {
  std::array<std::uint64_t, 2> words;
  std::memcpy(words.data(), &bytes, sizeof words);
  return (words[0] | words[1]) == 0;
}

bool ends_head(char const* last_four) {
  return std::memcmp(last_four, "\r\n\r\n", 4) == 0;
}

}  // namespace

head_shape_cache::head_shape_cache() : shapes_(most_shapes) {}

void head_shape_cache::clear() {
  for (auto& known : shapes_) known.size = 0;
}

std::size_t head_shape_cache::match(std::string_view bytes, head_reader& reader) {
  // Round robin over the nodes makes the shape after the last one the likeliest.
  for (std::size_t step = 0; step < most_shapes; ++step) {
    auto const index = (last_hit_ + step) % most_shapes;
    auto const& known = shapes_[index];
    if (known.size == 0 || !alike(known, bytes)) continue;
    last_hit_ = index;
    return read(known, bytes, reader) ? known.size : 0;
  }
  return 0;
}

bool head_shape_cache::alike(shape const& known, std::string_view bytes) {
  if (bytes.size() < known.size) return false;
  // Blocks of other sizes mostly differ here, before a longer comparison begins.
  if (!ends_head(bytes.data() + known.size - 4)) return false;
  std::size_t at = 0;
  block16 differences{};
  auto const compare = [&](char const* from) {
    differences |= difference(from, known.bytes.data() + at, known.is_value.data() + at);
    at += sizeof(block16);
  };
  while (at + stride <= known.size) {
    for (int i = 0; i < 4; ++i) compare(bytes.data() + at);
    if (!is_zero(differences)) return false;
  }
  while (at + sizeof(block16) <= known.size) compare(bytes.data() + at);
  // The rest of the remembered block is zeros, and so is that of this copy.
  std::array<char, sizeof(block16)> rest{};
  std::memcpy(rest.data(), bytes.data() + at, known.size - at);
  compare(rest.data());
  return is_zero(differences);
}

bool head_shape_cache::read(shape const& known, std::string_view bytes, head_reader& reader) {
  reader.start(known.status, known.minor_version);
  for (std::size_t i = 0; i < known.read_fields; ++i) {
    auto const& place = known.fields[i];
    if (reader.take(place.field, bytes.substr(place.offset, place.size)) != nullptr) return false;
  }
  if (reader.finish() != nullptr) return false;
  // One that breaks a rule is worth a sample, which only the whole parse leaves.
  if (reader.head().broke_a_rule) return false;
  reader.head().shape = known.hash;
  return true;
}

void head_shape_cache::remember(std::string_view block,
                                head_layout const& layout,
                                response_head const& head) {
  if (block.size() > largest_block || !layout.complete || head.broke_a_rule) return;
  auto& entry = shapes_[next_victim_];
  next_victim_ = (next_victim_ + 1) % most_shapes;
  entry.size = block.size();
  entry.hash = head.shape;
  entry.status = head.status;
  entry.minor_version = block[7] - '0';
  entry.bytes.fill('\0');
  entry.is_value.fill('\0');
  std::copy(block.begin(), block.end(), entry.bytes.begin());
  entry.read_fields = 0;
  for (std::size_t i = 0; i < layout.count; ++i) {
    auto const& place = layout.fields[i];
    std::memset(entry.is_value.data() + place.offset, 0xff, place.size);
    if (place.field != answer_field::other) entry.fields[entry.read_fields++] = place;
  }
}

}  // namespace limitproof
