/**
 * @file import_text.h
 * @brief A text that somebody sent into the registry, with what they said about it.
 */
#ifndef SC_STORE_IMPORT_TEXT_H
#define SC_STORE_IMPORT_TEXT_H

#include "store/import/import.h"
#include "store/import/import_plan.h"

typedef struct sc_import_text_t {
    const char *name;  /* as findings call it: "friends.csv" */
    const char *bytes; /* UTF-8 */
    apr_size_t length;
    int is_json;
    const sc_entity_t *entity;    /* NULL: JSON whose members name their collections */
    const sc_import_plan_t *plan; /* CSV: what its columns are; NULL: they say it themselves */
} sc_import_text_t;

/** As sc_import_files(). */
apr_status_t sc_import_text(sc_db_t *db, apr_pool_t *pool, const sc_import_text_t *text,
                            sc_import_t *import);

#endif
