#pragma once

#include "harness/model/operation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace limitproof {

// The raw evidence of one generator thread, as it lies on disk (native byte order: a log is read
// on the machine that wrote it).
//
//   records-<thread>.log      record_log_header, padded to record_log_header_bytes, then
//                             `count` operations; the rest of a killed run's file is preallocated
//   records-<thread>.samples  sample_file_header, then per sample a sample_prefix, head, body

inline constexpr std::array<char, 8> record_log_magic{'L', 'P', 'R', 'E', 'C', 'L', 'O', 'G'};
inline constexpr std::array<char, 8> sample_file_magic{'L', 'P', 'S', 'A', 'M', 'P', 'L', 'E'};
inline constexpr std::uint32_t record_format_version = 1;

inline constexpr std::size_t most_logged_nodes = 64;
inline constexpr std::size_t longest_node_name = 63;
inline constexpr std::uint32_t most_samples = 256;  ///< per thread
inline constexpr std::size_t longest_sample_head = std::size_t{64} * 1024;
inline constexpr std::size_t longest_sample_body = std::size_t{4} * 1024;
inline constexpr unsigned operation_thread_shift = 40;  ///< operation::id = thread << 40 | index

struct logged_node_name {
  std::uint8_t size;
  std::array<char, longest_node_name> text;
};

struct record_log_header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t record_size;
  std::uint32_t thread;
  std::uint32_t threads;   ///< of this run; each left a log
  std::uint32_t complete;  ///< 1 once the run ended in order
  std::uint32_t node_count;
  std::uint64_t count;  ///< records begun
  std::int64_t start_monotonic_ns;
  std::int64_t start_wall_us;
  std::uint32_t has_store_anchor;
  std::uint32_t reserved;
  std::int64_t store_offset_us;
  std::int64_t store_bound_us;
  std::array<logged_node_name, most_logged_nodes> nodes;
};

struct sample_file_header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t reserved;
};

struct sample_prefix {
  std::uint64_t operation;
  std::uint32_t head_size;
  std::uint32_t body_size;
};

static_assert(std::is_trivially_copyable_v<record_log_header>);
static_assert(sizeof(record_log_header) == 80 + most_logged_nodes * 64);

/// The header and every chunk start on a page boundary for pages of 4, 16 and 64 KiB.
inline constexpr std::size_t record_log_header_bytes = std::size_t{64} * 1024;
inline constexpr std::size_t records_per_chunk = std::size_t{64} * 1024;
inline constexpr std::size_t chunk_bytes = records_per_chunk * sizeof(operation);
static_assert(sizeof(record_log_header) <= record_log_header_bytes);
static_assert(chunk_bytes % record_log_header_bytes == 0);

[[nodiscard]] inline std::string record_log_name(std::uint32_t thread) {
  return "records-" + std::to_string(thread) + ".log";
}

[[nodiscard]] inline std::string sample_file_name(std::uint32_t thread) {
  return "records-" + std::to_string(thread) + ".samples";
}

}  // namespace limitproof
