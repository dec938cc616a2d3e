#include "tests/limiters/reference_log.hpp"

#include <algorithm>

namespace limitproof {

std::optional<reference_decision> reference_log::decide(std::vector<script_limit> const& limits,
                                                        std::int64_t cost,
                                                        std::int64_t now_us) {
  std::vector<view> views;
  for (auto const& limit : limits) {
    if (cost < 0 || cost > limit.count) return std::nullopt;
    views.push_back(look(limit, cost, now_us));
  }
  auto const slowest =
      std::max_element(views.begin(), views.end(), [](auto const& a, auto const& b) {
        return a.wait_us < b.wait_us;
      });
  auto const scarcest =
      std::min_element(views.begin(), views.end(), [](auto const& a, auto const& b) {
        return a.remaining < b.remaining;
      });
  bool const admitted = slowest->wait_us == 0;
  auto const binding = static_cast<std::size_t>((admitted ? scarcest : slowest) - views.begin());
  auto const& limit = limits[binding];

  auto const wait_us = slowest->wait_us;
  if (admitted && cost > 0) record(limits, cost, now_us);
  auto const after = look(limit, 0, now_us);
  return reference_decision{
      .admitted = admitted ? 1 : 0,
      .binding_limit = static_cast<std::int64_t>(binding),
      .limit = limit.count,
      .remaining = after.remaining,
      .until_full_us = after.used == 0 ? 0 : admissions_.back().at_us + limit.per_us - now_us,
      .retry_after_us = wait_us};
}

std::int64_t reference_log::lifetime_us(std::size_t, std::int64_t now_us) const {
  return admissions_.empty() ? 0 : std::max<std::int64_t>(gone_at_us_ - now_us, 0);
}

reference_log::view reference_log::look(script_limit const& limit,
                                        std::int64_t cost,
                                        std::int64_t now_us) const {
  auto const end_us = windows_end_us(now_us);
  view seen;
  for (auto const& each : admissions_)
    if (each.at_us + limit.per_us > end_us) seen.used += each.permits;
  seen.remaining = std::max<std::int64_t>(limit.count - seen.used, 0);

  auto left = seen.used;
  for (auto const& each : admissions_) {
    if (cost == 0 || left + cost <= limit.count) break;
    if (each.at_us + limit.per_us <= end_us) continue;
    left -= each.permits;
    seen.wait_us = each.at_us + limit.per_us - now_us;
  }
  return seen;
}

void reference_log::record(std::vector<script_limit> const& limits,
                           std::int64_t cost,
                           std::int64_t now_us) {
  auto const end_us = windows_end_us(now_us);
  std::int64_t longest_us = 0;
  for (auto const& limit : limits) longest_us = std::max(longest_us, limit.per_us);
  std::erase_if(admissions_, [&](auto const& each) { return each.at_us + longest_us <= end_us; });
  admissions_.push_back({end_us, cost});
  gone_at_us_ = end_us + longest_us;
}

std::int64_t reference_log::windows_end_us(std::int64_t now_us) const {
  return admissions_.empty() ? now_us : std::max(now_us, admissions_.back().at_us);
}

}  // namespace limitproof
