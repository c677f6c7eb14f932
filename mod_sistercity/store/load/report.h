/**
 * @file report.h
 * @brief What happened in a year, partner by partner, as an office hands it to its council.
 */
#ifndef SC_STORE_REPORT_H
#define SC_STORE_REPORT_H

#include "store/db/db.h"
#include "view/dossier.h"

typedef struct sc_report_entry_t {
    const sc_partnership_t *partnership;
    apr_array_header_t *agreements; /* of sc_agreement_t *, signed in that year, oldest first */
    apr_array_header_t *activities; /* of sc_activity_t *: any day of them may be in that year */
    apr_array_header_t *gifts;      /* of sc_gift_t *, given in that year */
    apr_int64_t participants;       /* of those activities; SC_NO_INTEGER if none is recorded */
    int years;                      /* the anniversary in that year, a multiple of five; or 0 */
} sc_report_entry_t;

/**
 * @param place slug: partnerships that it takes part in; NULL: all
 * @param entries of sc_report_entry_t, in the order of the partnerships' names: those of which
 * there is anything to tell
 * @param in_force partnerships in force on the last day of the year, as far as known
 * @param labels gets the places that the report names
 */
apr_status_t sc_report_read(sc_db_t *db, apr_pool_t *pool, int year, const char *place,
                            apr_array_header_t **entries, apr_int64_t *in_force,
                            apr_hash_t *labels);

#endif
