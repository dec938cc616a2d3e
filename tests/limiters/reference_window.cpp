#include "tests/limiters/reference_window.hpp"

#include <algorithm>

namespace limitproof {

namespace {

std::int64_t permits_in(std::map<std::int64_t, std::int64_t> const& admitted, std::int64_t begin) {
  auto const found = admitted.find(begin);
  return found != admitted.end() ? found->second : 0;
}

}  // namespace

std::vector<reference_window::account> reference_window::accounts_under(
    std::vector<script_limit> const& limits) const {
  std::vector<account> accounts;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    account a{limits[i], {}};
    if (i < stored_.size()) a.admitted = stored_[i].admitted;
    bool const redrawn = i < stored_.size() && stored_[i].limit.per_us != limits[i].per_us;
    if (redrawn && kind_ != algorithm::fixed_window_first_hit) {
      auto const old_per = stored_[i].limit.per_us;
      auto const old_begin = stamp_us_ - stamp_us_ % old_per;
      auto known = permits_in(a.admitted, old_begin);
      if (kind_ == algorithm::sliding_counter)
        known = std::min(known + permits_in(a.admitted, old_begin - old_per), a.limit.count);
      a.admitted = {{stamp_us_ - stamp_us_ % a.limit.per_us, known}};
    }
    accounts.push_back(std::move(a));
  }
  return accounts;
}

std::int64_t reference_window::begin_of_window(account const& a, std::int64_t time_us) const {
  if (kind_ != algorithm::fixed_window_first_hit) return time_us - time_us % a.limit.per_us;
  bool const is_open = !a.admitted.empty() && time_us - a.admitted.rbegin()->first < a.limit.per_us;
  return is_open ? a.admitted.rbegin()->first : time_us;
}

reference_window::wide reference_window::used(account const& a, std::int64_t time_us) const {
  auto const per = a.limit.per_us;
  auto const begin = begin_of_window(a, time_us);
  wide const current = permits_in(a.admitted, begin);
  if (kind_ != algorithm::sliding_counter) return current * per;
  wide const previous = permits_in(a.admitted, begin - per);
  return current * per + previous * (begin + per - time_us);
}

bool reference_window::fits(account const& a, std::int64_t cost, std::int64_t time_us) const {
  auto const per = a.limit.per_us;
  return cost == 0 || used(a, time_us) + wide{cost} * per <= wide{a.limit.count} * per;
}

std::int64_t reference_window::wait_us(account const& a,
                                       std::int64_t cost,
                                       std::int64_t time_us) const {
  if (fits(a, cost, time_us)) return 0;
  auto too_short = std::int64_t{0};
  // A window from the first hit may begin ahead of a clock that stepped back.
  auto enough =
      2 * a.limit.per_us + std::max<std::int64_t>(begin_of_window(a, time_us) - time_us, 0);
  while (enough - too_short > 1) {
    auto const middle = too_short + (enough - too_short) / 2;
    (fits(a, cost, time_us + middle) ? enough : too_short) = middle;
  }
  return enough;
}

std::int64_t reference_window::remaining(account const& a, std::int64_t time_us) const {
  auto const left = wide{a.limit.count} * a.limit.per_us - used(a, time_us);
  return left > 0 ? static_cast<std::int64_t>(left / a.limit.per_us) : 0;
}

std::int64_t reference_window::reset_us(account const& a, std::int64_t time_us) const {
  auto const per = a.limit.per_us;
  auto const begin = begin_of_window(a, time_us);
  auto const window_end = begin + per - time_us;
  switch (kind_) {
    case algorithm::fixed_window_first_hit:
      return permits_in(a.admitted, begin) > 0 ? window_end : 0;
    case algorithm::sliding_counter:
      if (permits_in(a.admitted, begin) > 0) return window_end + per;
      return permits_in(a.admitted, begin - per) > 0 ? window_end : 0;
    default:
      return window_end;
  }
}

std::int64_t reference_window::time_at(std::int64_t now_us) const {
  if (stored_.empty() || kind_ == algorithm::fixed_window_first_hit) return now_us;
  return std::max(stamp_us_, now_us);
}

std::optional<reference_decision> reference_window::decide(std::vector<script_limit> const& limits,
                                                           std::int64_t cost,
                                                           std::int64_t now_us) {
  for (auto const& limit : limits)
    if (cost < 0 || cost > limit.count) return std::nullopt;

  auto const time_us = time_at(now_us);
  auto const behind_us = time_us - now_us;
  auto accounts = accounts_under(limits);
  std::vector<std::int64_t> waits;
  for (auto const& a : accounts) waits.push_back(wait_us(a, cost, time_us));
  auto const slowest = std::max_element(waits.begin(), waits.end());
  bool const admitted = *slowest == 0;
  auto const scarcest =
      std::min_element(accounts.begin(), accounts.end(), [&](account const& a, account const& b) {
        return remaining(a, time_us) < remaining(b, time_us);
      });
  auto const binding = admitted ? scarcest - accounts.begin() : slowest - waits.begin();

  if (admitted && cost > 0) {
    for (auto& a : accounts) a.admitted[begin_of_window(a, time_us)] += cost;
    stored_ = accounts;
    stamp_us_ = time_us;
  }
  auto const& bound = accounts[static_cast<std::size_t>(binding)];
  auto const reset = reset_us(bound, time_us);
  return reference_decision{.admitted = admitted ? 1 : 0,
                            .binding_limit = binding,
                            .limit = bound.limit.count,
                            .remaining = remaining(bound, time_us),
                            .until_full_us = reset == 0 ? 0 : reset + behind_us,
                            .retry_after_us = *slowest == 0 ? 0 : *slowest + behind_us};
}

std::int64_t reference_window::matters_for_us(std::int64_t now_us) const {
  auto const time_us = time_at(now_us);
  std::int64_t longest = 0;
  for (auto const& a : stored_) {
    bool const is_used = used(a, time_us) > 0;
    if (is_used) longest = std::max(longest, reset_us(a, time_us) + time_us - now_us);
  }
  return longest;
}

}  // namespace limitproof
