#pragma once

#include "harness/model/endpoints.hpp"
#include "harness/model/error.hpp"
#include "limiters/make_limiter.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace limitproof {

/// Requests that were asked together, and how many of them were admitted. ns of one clock.
struct asked_batch {
  std::int64_t begun_ns = 0;
  std::int64_t ended_ns = 0;
  std::int64_t admitted = 0;
};

/// The most admissions that certainly lie within one half-open window of `length`, of batches that
/// came one after the other.
[[nodiscard]] std::int64_t fullest_window(std::span<asked_batch const> batches, duration length);

/// The attack that `measure_worst_window` makes, for the table's legend.
[[nodiscard]] std::string window_attack_text();

struct measured_window {
  std::int64_t admitted = 0;
  std::optional<std::int64_t> bound;  ///< what the algorithm admits there; none: anything
};

/// How much a limiter admits within one true window of a second, wherever that lies, on the clock
/// of `store`, to a client that goes for the most: it stays away until shortly before a window ends
/// and then asks on, many requests at once, until the next one is over. Once at an edge of the
/// epoch's windows, once at the end of the window that its own first request began; the larger
/// figure counts. Every algorithm's bound is reached so: two whole windows around an edge, a last
/// window and its fading, a full bucket and its refill. Where each node counts alone, so does the
/// bound. Errors: the limiter's; `store_unavailable`; `interrupted` when `stop` is set.
[[nodiscard]] result<measured_window> measure_worst_window(limiter_plugin plugin,
                                                           address const& store,
                                                           std::atomic<bool> const& stop);

}  // namespace limitproof
