#pragma once

#include "harness/history/record_log.hpp"
#include "harness/load/response_scanner.hpp"

#include <array>
#include <cstdint>

namespace limitproof {

/// Which header sample stands for which response shape: the first response of a shape is written
/// to the log's samples, and so are those that break HTTP or a header rule.
class shape_samples {
 public:
  explicit shape_samples(record_log& log) : log_(&log) {}

  /// The number for operation::head after `scanner` has read the answer to `operation_id`, whole
  /// or broken; writes the sample where it is due. 0: there is none.
  [[nodiscard]] std::uint32_t sample_for(std::uint64_t operation_id,
                                         response_scanner const& scanner,
                                         bool broken);

 private:
  struct entry {
    std::uint64_t shape = 0;
    std::uint32_t sample = 0;
  };

  // At most half full, so that a search ends.
  static constexpr std::size_t slots = std::size_t{2} * most_samples;
  // So that a server that always offends leaves room for the shapes.
  static constexpr std::uint32_t most_offending = most_samples / 2;

  [[nodiscard]] entry& find(std::uint64_t shape);
  [[nodiscard]] std::uint32_t add_offending(std::uint64_t operation_id,
                                            response_scanner const& scanner);
  [[nodiscard]] std::uint32_t add(std::uint64_t operation_id, response_scanner const& scanner);

  record_log* log_;
  std::array<entry, slots> table_{};
  std::uint32_t offending_ = 0;
};

}  // namespace limitproof
