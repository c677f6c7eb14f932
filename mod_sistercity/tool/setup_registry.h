/**
 * The registry that `setup` makes for a site. Private to tool/setup.c.
 */
#pragma once

#include "tool/ctl.h"

typedef struct ctl_founding_t {
    ctl_t *ctl;
    int is_there;     /* the registry was there before: only its home is looked for */
    const char *data; /* what it begins with: "empty", or a path */
    const char *home; /* slug or name of the place whose site it is; "" for none */
    const char *slug; /* set to the home's; NULL: none */
} ctl_founding_t;

/** Makes or opens the registry in the SQLite file. @return CTL_GOOD, or another after telling */
int ctl_found_registry(ctl_founding_t *founding, const char *file);
