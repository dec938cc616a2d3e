#pragma once

#include "harness/load/chunked_body.hpp"
#include "harness/load/head_shape_cache.hpp"
#include "harness/load/response_head.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace limitproof {

/// Finds the end of each HTTP/1.x response in a stream of bytes cut anywhere, and reads
/// its head. Interim responses (1xx) are skipped. A response whose head the cache knows costs no
/// copy; any other one is kept whole (head, and the beginning of the body) as a possible sample.
class response_scanner {
 public:
  /// The largest header block accepted, interim ones apart.
  static constexpr std::size_t head_limit = std::size_t{16} * 1024;

  /// `cache` is shared by the scanners of one thread and outlives them.
  explicit response_scanner(head_shape_cache& cache) : cache_(&cache) {}

  /// Makes ready for the next response. One to a HEAD has no body, whatever its head says (RFC 9112
  /// section 6.3).
  void start(bool to_head = false);

  /// Takes from the front of `bytes` what belongs to the present response. After `complete`,
  /// what is left belongs to something else; after `broken`, `reason` says why, and nothing more
  /// can be read from this stream.
  [[nodiscard]] scan_status scan(std::string_view& bytes);

  /// The stream ended: complete if the end of the stream ends the body, else broken.
  [[nodiscard]] scan_status end_of_stream();

  /// No byte of the present response has been seen; interim responses before it do not count.
  [[nodiscard]] bool is_fresh() const {
    return part_ == part::head && !has_head_ && pending_.empty();
  }

  /// The last call of scan skipped an interim response.
  [[nodiscard]] bool skipped_interim() const { return skipped_interim_; }

  [[nodiscard]] bool has_head() const { return has_head_; }

  /// Valid while has_head.
  [[nodiscard]] response_head const& head() const { return reader_.head(); }

  /// The response was kept: it was not one the cache knew, or it broke.
  [[nodiscard]] bool is_kept() const { return is_kept_; }

  /// Status line and header lines without the empty line; of a broken head, the bytes so far.
  [[nodiscard]] std::string_view kept_head() const { return kept_head_; }

  [[nodiscard]] std::string_view kept_body() const { return kept_body_; }

  [[nodiscard]] bool is_broken() const { return part_ == part::broken; }

  /// Valid while is_broken.
  [[nodiscard]] char const* reason() const { return reason_; }

 private:
  enum class part { head, counted_body, chunked_body, body_until_close, broken };

  [[nodiscard]] scan_status scan_head(std::string_view& bytes);
  [[nodiscard]] scan_status scan_body(std::string_view& bytes);
  [[nodiscard]] scan_status read_block(std::string_view block, bool can_be_remembered);
  [[nodiscard]] scan_status begin_body();
  void keep_body(std::string_view bytes);
  [[nodiscard]] scan_status refuse(char const* reason, std::string_view head);

  head_shape_cache* cache_;
  head_reader reader_;
  part part_ = part::head;
  bool to_head_ = false;
  bool has_head_ = false;
  bool skipped_interim_ = false;
  bool is_kept_ = false;
  std::uint64_t body_left_ = 0;
  limitproof::chunked_body chunks_;
  std::string pending_;  ///< a head that has not arrived whole
  std::string kept_head_, kept_body_;
  char const* reason_ = nullptr;
};

}  // namespace limitproof
