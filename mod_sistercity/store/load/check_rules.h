/**
 * The checks that one statement makes, as a table.
 *
 * Private to store/load/check.c.
 */
#pragma once

#include "model/entity.h"

/** The most values that a rule's sentence takes, and days that its statement takes. */
#define SC_RULE_VALUE_LIMIT 3
#define SC_RULE_DAY_LIMIT 4

typedef struct sc_rule_t {
    const sc_entity_t *entity; /* of the item to report */
    const char *code;
    const char *field;                      /* path of the field, or NULL */
    const char *detail;                     /* message id */
    const char *names[SC_RULE_VALUE_LIMIT]; /* of the placeholders, in order of the columns */
    const char *columns;                    /* id and slug of the item, and the values */
    const char *from;                       /* FROM and WHERE; each `?` is the day */
    const char *order;                      /* columns */
    int days;                               /* how many `?` there are, at most SC_RULE_DAY_LIMIT */
} sc_rule_t;

extern const sc_rule_t sc_rules[];
extern const int sc_rule_count;
