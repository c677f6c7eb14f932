/**
 * Offices that a person holds at the same time.
 */
#pragma once

#include "model/entity.h"

typedef enum {
    SC_OFFICES_APART,     /* one after the other, or as far as is known; or honors, for life */
    SC_OFFICES_TOGETHER,  /* at the same time: it may be so, and somebody should look */
    SC_OFFICES_IMPOSSIBLE /* at the same time: nobody leads two places, or holds one office twice */
} sc_offices_e;

/** What two offices of a person are to each other. What is recorded without an end goes on, but
 * nothing is impossible on account of that; dates with ? or ~ say nothing. */
sc_offices_e sc_offices_together(const sc_office_t *one, const sc_office_t *other);

/** Whether any two of the person's offices are held together. */
int sc_holds_offices_together(const sc_person_t *person);
