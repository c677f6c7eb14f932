/**
 * @file check_rules.h
 * @brief The checks that one statement makes, as a table.
 *
 * Private to store.
 */
#ifndef SC_STORE_CHECK_RULES_H
#define SC_STORE_CHECK_RULES_H

#include "model/entity.h"

/** The most values that a rule's sentence takes. */
#define SC_RULE_VALUE_LIMIT 3

typedef struct sc_rule_t {
    const sc_entity_t *entity; /* of the item to report */
    const char *code;
    const char *field;                      /* path of the field, or NULL */
    const char *detail;                     /* message id */
    const char *names[SC_RULE_VALUE_LIMIT]; /* of the placeholders, in order of the columns */
    int takes_today;                        /* whether the first `?` is the day */
    /* Selects the id to page by, the slug to report and the values. Its last two `?` are the id
     * behind which to go on and the greatest number of rows. */
    const char *sql;
} sc_rule_t;

extern const sc_rule_t sc_rules[];
extern const int sc_rule_count;

#endif
