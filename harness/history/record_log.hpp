#pragma once

#include "harness/history/owned_fd.hpp"
#include "harness/history/record_format.hpp"
#include "harness/model/error.hpp"
#include "harness/model/history.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace limitproof {

/// The evidence of one generator thread, in a file mapped MAP_SHARED: what is stored in memory is
/// in the page cache at once and survives a SIGKILL. A record is appended when its request is sent
/// and completed in place; the steady state makes no system call and no allocation (one growth
/// per records_per_chunk records). Used by one thread.
class record_log {
 public:
  /// Creates the log of `thread` (of `threads`) in an existing directory; fails (io) if there is
  /// one already.
  [[nodiscard]] static result<std::unique_ptr<record_log>> create(
      std::filesystem::path const& directory, std::uint32_t thread, std::uint32_t threads);

  ~record_log();
  record_log(record_log const&) = delete;
  record_log& operator=(record_log const&) = delete;

  void set_clocks(clock_anchors const& anchors);

  /// Stores `begun` under the next id. The record stays where it is until the log is destroyed.
  /// nullptr if the file cannot grow: `failure` says why.
  [[nodiscard]] operation* append(operation const& begun) {
    if (next_ == chunk_end_ && !grow()) return nullptr;
    auto* const record = next_++;
    *record = begun;
    record->id = next_id_++;
    publish_count();
    return record;
  }

  /// Sets the outcome of a record whose other fields are filled in. It is the last store, so a
  /// kill in between leaves the record `open`.
  static void conclude(operation& record, outcome result);

  /// The node's index in this log's name table; no_node when the table is full or the name is
  /// empty or longer than longest_node_name.
  [[nodiscard]] std::uint16_t node_index(std::string_view name);

  /// The names that have an index, by it.
  [[nodiscard]] std::span<logged_node_name const> node_names() const {
    return {header_->nodes.data(), header_->node_count};
  }

  /// Keeps a response whole (body cut to longest_sample_body). Returns 1 + its index, or 0 when
  /// there are most_samples already or the file cannot be written (then `failure` is set).
  [[nodiscard]] std::uint32_t add_sample(std::uint64_t operation_id,
                                         std::string_view head,
                                         std::string_view body);

  /// Cuts the file to its records and marks whether the run ended in order.
  [[nodiscard]] result<void> finish(bool complete);

  [[nodiscard]] std::uint64_t count() const { return header_->count; }

  [[nodiscard]] std::optional<error> const& failure() const { return failure_; }

 private:
  record_log(std::filesystem::path file, std::filesystem::path sample_file, owned_fd fd);
  [[nodiscard]] bool grow();
  [[nodiscard]] bool map_header(std::uint32_t thread, std::uint32_t threads);
  void publish_count();
  [[nodiscard]] error io_error(std::string_view attempt,
                               std::filesystem::path const& file,
                               int code) const;

  std::filesystem::path file_, sample_file_;
  owned_fd fd_, sample_fd_;
  record_log_header* header_ = nullptr;
  operation* next_ = nullptr;
  operation* chunk_end_ = nullptr;
  std::uint64_t next_id_ = 0;
  std::uint16_t last_node_ = 0;
  std::uint32_t samples_ = 0;
  std::vector<operation*> chunks_;
  std::optional<error> failure_;
};

}  // namespace limitproof
