#include "tests/simulation/event_queue.hpp"

#include "harness/model/assert.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace limitproof {

void event_queue::at(std::int64_t when_ns, action what) {
  LIMITPROOF_ASSERT(when_ns >= now_ns_);
  heap_.push_back({when_ns, next_number_++, std::move(what)});
  std::push_heap(heap_.begin(), heap_.end(), happens_later);
}

void event_queue::run() {
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), happens_later);
    auto const next = std::move(heap_.back());
    heap_.pop_back();
    now_ns_ = next.when_ns;
    next.what();
  }
}

bool event_queue::happens_later(event const& a, event const& b) {
  return std::tuple(a.when_ns, a.number) > std::tuple(b.when_ns, b.number);
}

}  // namespace limitproof
