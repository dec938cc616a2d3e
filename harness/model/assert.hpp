#pragma once

#include <cstdio>
#include <cstdlib>

/// A bug in this program: on in every build; prints where and aborts. Never for input.
#define LIMITPROOF_ASSERT(condition)                                                       \
  do {                                                                                     \
    if (!(condition)) {                                                                    \
      std::fprintf(stderr, "%s:%d: this must hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                        \
    }                                                                                      \
  } while (false)
