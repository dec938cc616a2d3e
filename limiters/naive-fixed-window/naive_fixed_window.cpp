// A counter for each window of time, in the memory of one node thread. Windows are aligned to the
// epoch on the node's clock: under 5 permits a minute, a request at 12:00:59.9 is counted from
// 12:00:00, and 0.1 s later counting starts again at 0.

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

wide floor_divide(wide a, wide b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

struct window {
  limitproof_limit limit;
  wide index;  ///< how many windows of this length the epoch had before it
  std::int64_t used;
};

struct counter {
  std::string key;
  std::vector<window> windows;
};

wide index_at(limitproof_limit const& limit, std::int64_t now_us) {
  return floor_divide(now_us * ns_per_us, limit.per_ns);
}

/// Microseconds, rounded up, until the window is over.
std::int64_t time_left(window const& w, std::int64_t now_us) {
  constexpr wide most = std::numeric_limits<std::int64_t>::max();
  auto const left_ns = (w.index + 1) * w.limit.per_ns - now_us * ns_per_us;
  return static_cast<std::int64_t>(std::min((left_ns + ns_per_us - 1) / ns_per_us, most));
}

std::int64_t remaining_in(window const& w) {
  return std::max<std::int64_t>(w.limit.count - w.used, 0);
}

/// Moves the windows to the time. A clock that steps back stays in the window that it had reached,
/// or each step would give a window's permits again.
void bring_up_to_date(counter& c, std::int64_t now_us) {
  for (auto& w : c.windows) {
    auto const index = index_at(w.limit, now_us);
    if (index <= w.index) continue;
    w.index = index;
    w.used = 0;
  }
}

/// Puts a counter under limits that may have changed. What was used counts in the window of another
/// length as well; a limit that is new starts with nothing used.
void adopt(counter& c, std::span<limitproof_limit const> limits, std::int64_t now_us) {
  auto const known = c.windows.size();
  c.windows.resize(limits.size());
  for (std::size_t i = 0; i < limits.size(); ++i) {
    auto& w = c.windows[i];
    if (i >= known || w.limit.per_ns != limits[i].per_ns) w.index = index_at(limits[i], now_us);
    w.limit = limits[i];
  }
}

bool is_over(counter const& c, std::int64_t now_us) {
  return std::all_of(c.windows.begin(), c.windows.end(), [&](window const& w) {
    return w.used == 0 || index_at(w.limit, now_us) > w.index;
  });
}

/// The limit that keeps the cost out for longest, or else the one with the least permits left.
std::size_t find_binding(counter const& c, std::int64_t cost, std::int64_t now_us) {
  std::size_t binding = 0;
  std::int64_t longest = 0;
  for (std::size_t i = 0; i < c.windows.size(); ++i) {
    auto const& w = c.windows[i];
    auto const wait = cost > remaining_in(w) ? time_left(w, now_us) : 0;
    bool const scarcer = longest == 0 && remaining_in(w) < remaining_in(c.windows[binding]);
    if (wait > longest || scarcer) binding = i;
    longest = std::max(longest, wait);
  }
  return binding;
}

class naive_fixed_window {
 public:
  int check(limitproof_request const& request, limitproof_decision& made) {
    std::span const limits(request.limits, request.limit_count);
    for (auto const& limit : limits)
      if (request.cost > limit.count) return LIMITPROOF_INVALID_COST;
    drop_ended_ones(request.now_us);

    auto& kept = find_or_add(std::string_view(request.key, request.key_size));
    bring_up_to_date(kept, request.now_us);
    adopt(kept, limits, request.now_us);
    auto const& binding = kept.windows[find_binding(kept, request.cost, request.now_us)];
    bool const admitted = request.cost <= remaining_in(binding);
    if (admitted) {
      for (auto& w : kept.windows) w.used += request.cost;
    }

    made.admitted = admitted ? 1 : 0;
    made.binding_limit = static_cast<std::uint32_t>(&binding - kept.windows.data());
    made.limit = binding.limit.count;
    made.remaining = remaining_in(binding);
    made.reset_after_us = binding.used == 0 ? 0 : time_left(binding, request.now_us);
    made.retry_after_us = admitted ? 0 : time_left(binding, request.now_us);
    return LIMITPROOF_OK;
  }

 private:
  /// Looks at two counters for each check, which adds one at most: so those whose windows are over
  /// go as fast as new ones come, and a live one never does.
  void drop_ended_ones(std::int64_t now_us) {
    for (int looked = 0; looked < 2 && !order_.empty(); ++looked) {
      if (is_over(order_.front(), now_us)) {
        index_.erase(order_.front().key);
        order_.pop_front();
      } else {
        order_.splice(order_.end(), order_, order_.begin());
      }
    }
  }

  counter& find_or_add(std::string_view key) {
    if (auto const found = index_.find(key); found != index_.end()) return *found->second;
    order_.push_back({std::string(key), {}});
    auto const added = std::prev(order_.end());
    index_.emplace(added->key, added);
    return *added;
  }

  using counter_list = std::list<counter>;

  counter_list order_;  ///< next to be looked at first
  std::unordered_map<std::string_view, counter_list::iterator>
      index_;  ///< keys are the counters' own
};

void* create() {
  return new (std::nothrow) naive_fixed_window;
}

int check(void* instance, limitproof_request const* request, limitproof_decision* made) {
  try {
    return static_cast<naive_fixed_window*>(instance)->check(*request, *made);
  } catch (std::bad_alloc const&) {
    return LIMITPROOF_FAILED;
  }
}

void destroy(void* instance) {
  delete static_cast<naive_fixed_window*>(instance);
}

constexpr limitproof_plugin entry{LIMITPROOF_ABI_VERSION, create, check, destroy};

}  // namespace

extern "C" __attribute__((visibility("default"))) limitproof_plugin const*
limitproof_plugin_entry() {
  return &entry;
}
