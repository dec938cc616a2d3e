/* The plain C interface of a native limiter plugin: a shared object that exports
 *   const limitproof_plugin* limitproof_plugin_entry(void);
 * Synchronous; one instance per node thread, used by that thread alone; the node passes the time.
 * No exception may leave a function. The object is never unloaded.
 */
#ifndef LIMITPROOF_NATIVE_ABI_H
#define LIMITPROOF_NATIVE_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LIMITPROOF_ABI_VERSION 1u

typedef struct {
  int64_t count;  /* permits … */
  int64_t per_ns; /* … every so long */
  int64_t burst;  /* at most so many at once */
} limitproof_limit;

typedef struct {
  const char* key; /* the client's identity, any bytes, not terminated */
  size_t key_size;
  const limitproof_limit* limits; /* all must admit, or none is charged */
  size_t limit_count;
  int64_t cost;   /* 0 looks without consuming; the node refuses negative ones */
  int64_t now_us; /* the node's wall clock, microseconds since the epoch: may step */
} limitproof_request;

typedef struct {
  int32_t admitted;
  uint32_t binding_limit; /* index of the limit that denied, or the one closest to denying */
  int64_t limit;
  int64_t remaining;
  int64_t reset_after_us; /* until the full allowance is back */
  int64_t retry_after_us; /* until this cost can be admitted; 0 when admitted */
} limitproof_decision;

enum {
  LIMITPROOF_OK = 0,
  LIMITPROOF_INVALID_COST = 1, /* more than some limit's capacity: can never be admitted */
  LIMITPROOF_FAILED = 2        /* out of memory, broken invariant: the node answers 500 */
};

typedef struct {
  uint32_t abi_version; /* LIMITPROOF_ABI_VERSION: first, so that a mismatch can be told */
  void* (*create)(void);
  int (*check)(void* instance, const limitproof_request* request, limitproof_decision* decision);
  void (*destroy)(void* instance);
} limitproof_plugin;

typedef const limitproof_plugin* (*limitproof_plugin_entry_t)(void);

#ifdef __cplusplus
}
#endif
#endif
