// A token bucket in the memory of one node thread: exact, cheap, and blind to every other node and
// thread. It is what a service starts with, and what the shared limiters are compared to.
//
// Credit is counted in units of 1/per_ns permit, so that a refill is one multiplication and nothing
// is rounded: at 300 permits a second an empty bucket has 5'000'000 ns · 300 = 1.5e9 units after
// 5 ms, and a permit is 1e9 of them: one permit and a half. 10^12 permits of a period of 400 days
// are 3.5e28 units, hence 128 bits.

#include "limiters/native_abi.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <list>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

__extension__ using wide = __int128;

constexpr wide ns_per_us = 1'000;

struct level {
  limitproof_limit limit;
  wide credit;
};

struct bucket {
  std::string key;
  std::int64_t stamp_us;  ///< the latest time seen: a clock that steps back adds nothing
  std::vector<level> levels;
};

wide full_credit(limitproof_limit const& limit) {
  return wide{limit.burst} * limit.per_ns;
}

std::int64_t permits_in(level const& l) {
  return static_cast<std::int64_t>(l.credit / l.limit.per_ns);
}

std::int64_t saturated(wide value) {
  constexpr wide most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(value, most));
}

/// Microseconds, rounded up, until the credit is there.
wide time_until(wide credit, level const& l) {
  if (credit <= l.credit) return 0;
  auto const gain_per_us = ns_per_us * l.limit.count;
  return (credit - l.credit + gain_per_us - 1) / gain_per_us;
}

void bring_up_to_date(bucket& b, std::int64_t now_us) {
  auto const elapsed_us = std::max(wide{now_us} - b.stamp_us, wide{0});
  for (auto& l : b.levels) {
    l.credit = std::min(l.credit + elapsed_us * ns_per_us * l.limit.count, full_credit(l.limit));
  }
  b.stamp_us = std::max(b.stamp_us, now_us);
}

/// Puts a bucket under limits that may have changed: never more than their burst, and without the
/// fraction of a permit that another period would value differently. A limit that is new is full.
void adopt(bucket& b, std::span<limitproof_limit const> limits) {
  auto const known = b.levels.size();
  b.levels.resize(limits.size());
  for (std::size_t i = 0; i < limits.size(); ++i) {
    auto& l = b.levels[i];
    if (i >= known)
      l.credit = full_credit(limits[i]);
    else if (l.limit.per_ns != limits[i].per_ns)
      l.credit = wide{permits_in(l)} * limits[i].per_ns;
    l.limit = limits[i];
    l.credit = std::min(l.credit, full_credit(l.limit));
  }
}

bool is_full(bucket const& b) {
  return std::all_of(b.levels.begin(), b.levels.end(), [](level const& l) {
    return l.credit == full_credit(l.limit);
  });
}

/// The limit that keeps the cost out for longest, or else the one with the least permits left.
std::size_t find_binding(bucket const& b, std::int64_t cost) {
  std::size_t binding = 0;
  wide longest = 0;
  for (std::size_t i = 0; i < b.levels.size(); ++i) {
    auto const& l = b.levels[i];
    auto const wait = time_until(wide{cost} * l.limit.per_ns, l);
    bool const scarcer = longest == 0 && permits_in(l) < permits_in(b.levels[binding]);
    if (wait > longest || scarcer) binding = i;
    longest = std::max(longest, wait);
  }
  return binding;
}

class naive_limiter {
 public:
  int check(limitproof_request const& request, limitproof_decision& made) {
    std::span const limits(request.limits, request.limit_count);
    for (auto const& limit : limits)
      if (request.cost > limit.burst) return LIMITPROOF_INVALID_COST;
    drop_full_ones(request.now_us);

    auto& kept = find_or_add(std::string_view(request.key, request.key_size), request.now_us);
    bring_up_to_date(kept, request.now_us);
    adopt(kept, limits);
    auto const& binding = kept.levels[find_binding(kept, request.cost)];
    auto const wait = time_until(wide{request.cost} * binding.limit.per_ns, binding);
    if (wait == 0) {
      for (auto& l : kept.levels) l.credit -= wide{request.cost} * l.limit.per_ns;
    }

    // Nothing is refilled before a clock that stepped back has passed the stamp again.
    auto const behind = wide{kept.stamp_us} - request.now_us;
    auto const until_full = time_until(full_credit(binding.limit), binding);
    made.admitted = wait == 0 ? 1 : 0;
    made.binding_limit = static_cast<std::uint32_t>(&binding - kept.levels.data());
    made.limit = binding.limit.burst;
    made.remaining = permits_in(binding);
    made.reset_after_us = until_full == 0 ? 0 : saturated(until_full + behind);
    made.retry_after_us = wait == 0 ? 0 : saturated(wait + behind);
    return LIMITPROOF_OK;
  }

 private:
  /// Looks at two buckets for each check, which adds one at most: so the full ones, which are as
  /// good as none, go as fast as new ones come, and a live one never does.
  void drop_full_ones(std::int64_t now_us) {
    for (int looked = 0; looked < 2 && !order_.empty(); ++looked) {
      auto& next = order_.front();
      bring_up_to_date(next, now_us);
      // One whose stamp is ahead of the clock still keeps that time from counting twice.
      if (is_full(next) && next.stamp_us <= now_us) {
        index_.erase(next.key);
        order_.pop_front();
      } else {
        order_.splice(order_.end(), order_, order_.begin());
      }
    }
  }

  bucket& find_or_add(std::string_view key, std::int64_t now_us) {
    if (auto const found = index_.find(key); found != index_.end()) return *found->second;
    order_.push_back({std::string(key), now_us, {}});
    auto const added = std::prev(order_.end());
    index_.emplace(added->key, added);
    return *added;
  }

  using bucket_list = std::list<bucket>;

  bucket_list order_;  ///< next to be looked at first
  std::unordered_map<std::string_view, bucket_list::iterator>
      index_;  ///< keys are the buckets' own
};

void* create() {
  return new (std::nothrow) naive_limiter;
}

int check(void* instance, limitproof_request const* request, limitproof_decision* made) {
  try {
    return static_cast<naive_limiter*>(instance)->check(*request, *made);
  } catch (std::bad_alloc const&) {
    return LIMITPROOF_FAILED;
  }
}

void destroy(void* instance) {
  delete static_cast<naive_limiter*>(instance);
}

constexpr limitproof_plugin entry{LIMITPROOF_ABI_VERSION, create, check, destroy};

}  // namespace

extern "C" __attribute__((visibility("default"))) limitproof_plugin const*
limitproof_plugin_entry() {
  return &entry;
}
