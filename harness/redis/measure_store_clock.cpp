#include "harness/model/assert.hpp"
#include "harness/redis/blocking_redis.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace limitproof {

namespace {

using monotonic = std::chrono::steady_clock;

std::optional<std::int64_t> to_integer(std::string const& text) {
  std::int64_t value = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, ec] = std::from_chars(text.data(), end, value);
  if (ec != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// TIME answers [seconds, microseconds of the second], both as strings.
std::optional<std::int64_t> to_store_us(redis_reply const& reply) {
  if (reply.type != redis_reply::kind::array || reply.elements.size() != 2) return std::nullopt;
  auto const seconds = to_integer(reply.elements[0].text);
  auto const microseconds = to_integer(reply.elements[1].text);
  if (!seconds || !microseconds) return std::nullopt;
  return *seconds * 1'000'000 + *microseconds;
}

/// The store read its clock somewhere between `before` and `after`. The midpoint is wrong by at
/// most half of that; one microsecond more, because TIME and the midpoint are cut to whole ones.
store_anchor anchor_between(monotonic::time_point before,
                            std::int64_t store_us,
                            monotonic::time_point after) {
  auto const half = (after - before) / 2;
  auto const midpoint =
      std::chrono::floor<std::chrono::microseconds>(before.time_since_epoch() + half);
  auto const bound = std::chrono::ceil<std::chrono::microseconds>(after - before - half);
  return {.offset_us = store_us - midpoint.count(), .bound_us = bound.count() + 1};
}

}  // namespace

result<store_anchor> measure_store_clock(blocking_redis& store, int samples) {
  LIMITPROOF_ASSERT(samples > 0);
  std::optional<store_anchor> best;
  for (int i = 0; i < samples; ++i) {
    auto const before = monotonic::now();
    auto const reply = store.command({"TIME"});
    auto const after = monotonic::now();
    if (!reply) return with_context("measuring the store's clock", reply.error());
    auto const store_us = to_store_us(*reply);
    if (!store_us)
      return error{errc::store_unavailable,
                   "measuring the store's clock: TIME was not answered with a time but with \"" +
                       reply->text + "\"; is it a Redis that allows TIME?"};
    auto const anchor = anchor_between(before, *store_us, after);
    if (!best || anchor.bound_us < best->bound_us) best = anchor;
  }
  return *best;
}

}  // namespace limitproof
