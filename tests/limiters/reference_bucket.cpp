#include "tests/limiters/reference_bucket.hpp"

#include <algorithm>

namespace limitproof {

namespace {

__extension__ using wide = __int128;

constexpr wide longest = (std::int64_t{1} << 53) - 1;

wide ceil_divide(wide a, wide b) {
  return (a + b - 1) / b;
}

wide wait_for(wide credit, wide wanted, script_limit const& limit) {
  return credit >= wanted ? 0 : std::min(ceil_divide(wanted - credit, limit.count), longest);
}

std::int64_t delayed(wide wait, wide behind) {
  return wait == 0 ? 0 : static_cast<std::int64_t>(std::min(wait + behind, longest));
}

}  // namespace

std::vector<reference_bucket::account> reference_bucket::accounts_at(
    std::vector<script_limit> const& limits, std::int64_t now_us) const {
  std::vector<account> accounts;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    auto const& limit = limits[i];
    wide const full = wide{limit.burst} * limit.per_us;
    wide credit = full;
    if (i < stored_.size()) {
      credit = stored_[i].credit;
      auto const old_per = stored_[i].limit.per_us;
      if (old_per != limit.per_us) credit = credit / old_per * limit.per_us;
      credit = std::min(credit, full);
      wide const elapsed = std::max<std::int64_t>(now_us - stamp_us_, 0);
      credit = std::min(full, credit + elapsed * limit.count);
    }
    accounts.push_back({limit, credit});
  }
  return accounts;
}

std::optional<reference_decision> reference_bucket::decide(std::vector<script_limit> const& limits,
                                                           std::int64_t cost,
                                                           std::int64_t now_us) {
  for (auto const& limit : limits)
    if (cost < 0 || cost > limit.burst) return std::nullopt;

  auto accounts = accounts_at(limits, now_us);
  std::vector<wide> waits;
  for (auto const& a : accounts)
    waits.push_back(wait_for(a.credit, wide{cost} * a.limit.per_us, a.limit));
  auto const slowest = std::max_element(waits.begin(), waits.end());
  bool const admitted = *slowest == 0;
  auto const scarcest =
      std::min_element(accounts.begin(), accounts.end(), [](account const& a, account const& b) {
        return a.credit / a.limit.per_us < b.credit / b.limit.per_us;
      });
  auto const binding = admitted ? scarcest - accounts.begin() : slowest - waits.begin();

  auto const stamp = stored_.empty() ? now_us : std::max(stamp_us_, now_us);
  if (admitted && cost > 0) {
    for (auto& a : accounts) a.credit -= wide{cost} * a.limit.per_us;
    stored_ = accounts;
    stamp_us_ = stamp;
  }
  std::vector<std::int64_t> remaining;
  for (auto const& a : accounts)
    remaining.push_back(static_cast<std::int64_t>(a.credit / a.limit.per_us));
  auto const& bound = accounts[static_cast<std::size_t>(binding)];
  wide const full = wide{bound.limit.burst} * bound.limit.per_us;
  wide const behind = stamp - now_us;
  return reference_decision{
      .admitted = admitted ? 1 : 0,
      .binding_limit = binding,
      .limit = bound.limit.burst,
      .remaining = remaining[static_cast<std::size_t>(binding)],
      .until_full_us = delayed(wait_for(bound.credit, full, bound.limit), behind),
      .retry_after_us = delayed(*slowest, behind),
      .each_remaining = remaining};
}

std::int64_t reference_bucket::until_full_us(std::int64_t now_us) const {
  std::vector<script_limit> limits;
  for (auto const& a : stored_) limits.push_back(a.limit);
  wide last = 0;
  for (auto const& a : accounts_at(limits, now_us))
    last = std::max(last, wait_for(a.credit, wide{a.limit.burst} * a.limit.per_us, a.limit));
  return delayed(last, std::max<std::int64_t>(stamp_us_ - now_us, 0));
}

}  // namespace limitproof
