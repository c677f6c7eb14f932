/**
 * What happened in a year, partner by partner, as an office hands it to its council.
 */
#pragma once

#include "view/dossier.h"

/** The most silent partnerships that a report names. */
#define SC_REPORT_SILENT 500

typedef struct sc_report_row_t {
    const sc_partnership_t *partnership;
    apr_array_header_t *steps;      /* of sc_step_t *, decided in that year or in effect from a day
                                       of it, oldest first */
    apr_array_header_t *approvals;  /* of sc_approval_t *, likewise */
    apr_array_header_t *agreements; /* of sc_agreement_t *, signed in that year, oldest first */
    apr_array_header_t *activities; /* of sc_activity_t *: any day of them may be in that year */
    apr_array_header_t *gifts;      /* of sc_gift_t *, given in that year */
    apr_int64_t participants;       /* of those activities; SC_NO_INTEGER if none is recorded */
    int years;                      /* the anniversary in that year, a multiple of five; or 0 */
} sc_report_row_t;

typedef struct sc_report_t {
    int year;
    const char *place;        /* slug: partnerships that it takes part in; NULL: all */
    apr_array_header_t *rows; /* of sc_report_row_t: partnerships of which there is anything to tell
                               */
    apr_array_header_t *silent; /* of sc_partnership_t *: in force on the last day of the year, and
                                   nothing in rows; the first SC_REPORT_SILENT of them */
    apr_int64_t in_force;       /* on the last day of the year, as far as known */
    apr_hash_t *labels;
} sc_report_t;
