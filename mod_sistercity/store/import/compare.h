/**
 * A partner's published list beside the registry: who lists what, and what they say of it.
 */
#pragma once

#include "store/db/db.h"
#include "view/import.h"

typedef enum {
    SC_ONLY_THEIRS, /* the list has a tie that the registry has not */
    SC_ONLY_OURS,   /* the registry has one in force that the list has not */
    SC_DIFFERS      /* both have it, and say another thing of it */
} sc_disagreement_e;

typedef struct sc_disagreement_t {
    sc_disagreement_e kind;
    int line;                  /* of the list; 0: JSON, or not in it */
    const char *partnership;   /* slug of ours; NULL: SC_ONLY_THEIRS */
    const char *places;        /* "Kaunas – Hiratsuka" */
    const char *field;         /* SC_DIFFERS: "established", "ended", "type", "status" */
    const char *ours, *theirs; /* SC_DIFFERS; ours may be NULL */
} sc_disagreement_t;

typedef struct sc_comparison_t {
    apr_array_header_t *differences; /* of sc_disagreement_t: the list's in its order, then ours */
    apr_int64_t agreeing;            /* ties that both have and say the same of */
    sc_import_t import;              /* what could not be read: its findings */
} sc_comparison_t;

/**
 * @param path a directory or file as sc_import_files() takes it, a list as
 * `/places/SLUG/partners.json` gives it, or anybody's table in UTF-8, whose columns are taken as an
 * import proposes them
 * @param place whose list it is (slug), NULL: the place that all its rows name. If there is none,
 *              only ties between places of the list are expected in it
 *
 * Places are the same by their Wikidata item, else by address, else by name and country. A date
 * that is the other, known more precisely, agrees with it. Nothing is stored.
 * @return as sc_import_files()
 */
apr_status_t sc_compare(sc_db_t *db, apr_pool_t *pool, const char *path, const char *place,
                        sc_comparison_t *comparison);
