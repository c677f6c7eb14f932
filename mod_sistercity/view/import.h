/**
 * An import: what is asked of it, and what came of it.
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"

typedef enum {
    SC_IMPORT_ADD,    /* new items only: a slug that is taken is a finding */
    SC_IMPORT_MERGE,  /* a known slug's item takes the columns that the file has */
    SC_IMPORT_REPLACE /* the registry becomes what the files say */
} sc_import_mode_e;

/** How a text is made a table; all zero: as its first row says. */
typedef struct sc_import_shape_t {
    char delimiter;  /* between cells; 0: the file's own */
    int above;       /* how many rows stand above the headings: they are no part of the table */
    int is_headless; /* no row has headings */
    int is_sheet;    /* the text is a sheet of a workbook (language/table/workbook.h) */
} sc_import_shape_t;

/** One thing that keeps a row out, or (is_warning) that somebody should look at. */
typedef struct sc_finding_t {
    const char *file;
    int line;   /* from 1, where the row begins; 0: the file as a whole */
    int column; /* from 1, in columns of the table; 0: the row as a whole */
    int is_warning;
    sc_problem_t problem; /* in JSON its field begins with the item: "places[2].country" */
} sc_finding_t;

/** An item that an import would add or change. */
typedef struct sc_import_item_t {
    const void *before; /* the stored item; NULL: it is new */
    const void *after;
} sc_import_item_t;

typedef struct sc_import_t {
    sc_import_mode_e mode;
    int dry_run;
    int keep_good; /* store the good rows even if others are bad */
    /** Called when the rows are known, before it waits for other writers, and now and then with how
     * many are done; may be NULL. What is stored is looked at first: it counts each row twice. */
    void (*progress)(void *baton, const char *file, apr_int64_t done, apr_int64_t total);
    /** Called in the transaction that stores it, behind all else; may be NULL. Unless it returns
     * APR_SUCCESS nothing is stored. */
    apr_status_t (*settle)(void *baton, apr_int64_t change);
    void *baton;
    const struct sc_editor_t *editor; /* in whose name the history tells of it; NULL: it does not */
    int is_undoable; /* with an editor: the history keeps each item's change, too, so that the
                        import can be undone. About as much work again. Not with SC_IMPORT_REPLACE
                      */
    sc_import_shape_t shape; /* of CSV files and sheets; never headless */
    const char *sheet;       /* of a workbook; NULL: the first that has rows and is not hidden */
    int item_limit;          /* how many items to keep for a preview; 0: none */
    apr_int64_t expected;    /* store only if `seen` comes to this; 0: in any case */

    apr_array_header_t *items;    /* of sc_import_item_t, with an item_limit; else NULL */
    apr_array_header_t *findings; /* of sc_finding_t; at most 1000 are kept */
    apr_int64_t finding_count;    /* all of them, kept or not */
    apr_int64_t error_count;      /* those that are no warnings */
    apr_int64_t added, changed, unchanged, rejected;
    apr_int64_t seen;   /* stands for all rows, and the stored items that they would change */
    int is_outdated;    /* it was not what was expected */
    int is_stored;      /* whether anything was committed */
    apr_int64_t change; /* id of the import in the history, or 0 */
} sc_import_t;
