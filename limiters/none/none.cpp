// No limiter: it admits every request and keeps nothing. What a run with it measures is the cost of
// everything else.

#include "limiters/native_abi.h"

#include <cstdint>

namespace {

// The interface wants an instance; there is nothing to keep in one.
char nothing = 0;

void* create() {
  return &nothing;
}

int check(void*, limitproof_request const*, limitproof_decision* made) {
  // The largest number that a structured header field can say (RFC 9651 section 3.3.1).
  constexpr std::int64_t unlimited = 999'999'999'999'999;
  *made = {};
  made->admitted = 1;
  made->limit = unlimited;
  made->remaining = unlimited;
  return LIMITPROOF_OK;
}

void destroy(void*) {}

constexpr limitproof_plugin entry{LIMITPROOF_ABI_VERSION, create, check, destroy};

}  // namespace

extern "C" __attribute__((visibility("default"))) limitproof_plugin const*
limitproof_plugin_entry() {
  return &entry;
}
