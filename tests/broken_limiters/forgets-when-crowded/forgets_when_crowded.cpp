// A third of the limit for each client in the memory of each of three nodes, in windows aligned to
// the epoch. So that memory stays bounded the table is emptied when it is full: whoever comes with
// enough others, or under enough names, starts afresh with every emptying.

#include "limiters/native_abi.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <unordered_map>

namespace {

constexpr std::size_t most_clients = 40;
constexpr std::int64_t nodes = 3;
constexpr std::int64_t ns_per_us = 1'000;

struct window {
  std::int64_t index = 0;
  std::int64_t used = 0;
};

class crowded_table {
 public:
  int check(limitproof_request const& request, limitproof_decision& made) {
    auto const& limit = request.limits[0];
    auto const share = std::max<std::int64_t>(1, limit.count / nodes);
    auto const per_us = std::max<std::int64_t>(1, limit.per_ns / ns_per_us);
    if (clients_.size() >= most_clients) clients_.clear();
    auto& kept = clients_[std::string(request.key, request.key_size)];
    auto const index = request.now_us / per_us;
    if (kept.index != index) kept = {index, 0};
    bool const admitted = kept.used + request.cost <= share;
    if (admitted) kept.used += request.cost;

    auto const ends_in_us = (index + 1) * per_us - request.now_us;
    made.admitted = admitted ? 1 : 0;
    made.binding_limit = 0;
    made.limit = limit.count;
    made.remaining = share - kept.used;
    made.reset_after_us = ends_in_us;
    made.retry_after_us = admitted ? 0 : ends_in_us;
    return LIMITPROOF_OK;
  }

 private:
  std::unordered_map<std::string, window> clients_;
};

void* create() {
  return new (std::nothrow) crowded_table;
}

int check(void* instance, limitproof_request const* request, limitproof_decision* made) {
  try {
    return static_cast<crowded_table*>(instance)->check(*request, *made);
  } catch (std::bad_alloc const&) {
    return LIMITPROOF_FAILED;
  }
}

void destroy(void* instance) {
  delete static_cast<crowded_table*>(instance);
}

constexpr limitproof_plugin entry{LIMITPROOF_ABI_VERSION, create, check, destroy};

}  // namespace

extern "C" __attribute__((visibility("default"))) limitproof_plugin const*
limitproof_plugin_entry() {
  return &entry;
}
