/* A plugin of another ABI version: it must be refused before it is called. */
#include "limiters/native_abi.h"

#include <stdlib.h>

static const limitproof_plugin entry = {LIMITPROOF_ABI_VERSION + 1, NULL, NULL, NULL};

const limitproof_plugin* limitproof_plugin_entry(void);

const limitproof_plugin* limitproof_plugin_entry(void) { return &entry; }
