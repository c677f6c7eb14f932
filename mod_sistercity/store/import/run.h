/**
 * What the files of import share. Its stages: import.h.
 *
 * Private to store/import.
 */
#pragma once

#include "store/edit/item.h"
#include "store/import/plan.h"
#include "store/write/bulk.h"
#include "view/import.h"

#include <apr_hash.h>

/** How many findings are kept. */
#define IMPORT_FINDING_LIMIT 1000

/** What an examined row is to do. */
typedef enum {
    IMPORT_REJECT,
    IMPORT_ADD,
    IMPORT_CHANGE,
    IMPORT_KEEP,
    IMPORT_DROP /* a place that the import made up for rows which are all rejected */
} import_action_e;

typedef struct import_table_t import_table_t;

/** One row, as compact as it came: records are made of it when they are needed. */
typedef struct import_row_t {
    import_table_t *table;
    const char *data; /* CSV: as sc_csv_row_t.cells; JSON: the text of the object */
    const char *slug; /* NULL while it has none */
    apr_uint32_t length;
    int line;
    int number;      /* in its table, from 0 */
    int rank;        /* in a large import: what is stored beside it has the same or the next */
    int is_readable; /* no finding while the file was read */
    int is_stored;
    import_action_e action;
} import_row_t;

/** The rows of one collection in one file. */
struct import_table_t {
    const char *file; /* as findings name it */
    const sc_entity_t *entity;
    const sc_field_t **columns; /* CSV: the fields of the cells, in order; NULL: JSON */
    int column_count;
    int *numbers; /* the column of the file that each of them comes from, 0 if none; NULL: they are
                     the file's own in order */
    int is_made;  /* no file has its rows: places that others name */
    apr_array_header_t *rows;        /* of import_row_t * */
    const apr_array_header_t *order; /* the same as they are to be stored */
};

/** What is known of one collection while an import runs. */
typedef struct import_collection_t {
    const sc_entity_t *entity;
    apr_hash_t *slugs;  /* of the import: slug -> import_row_t * */
    apr_hash_t *known;  /* of the registry, as far as asked: slug -> int *: whether it is there */
    apr_int64_t count;  /* of the registry's that stay */
    int asked;          /* how many times the registry was */
    int is_whole;       /* whether known has all of them */
    const char *lookup; /* the SELECT that looks for a slug */
} import_collection_t;

/** The state of one import. */
typedef struct import_run_t {
    sc_import_t *import;
    sc_db_t *db;
    apr_pool_t *pool;
    apr_pool_t *scratch;              /* cleared between rows */
    sc_bulk_t *bulk;                  /* while it stores: items on their way */
    apr_pool_t *ahead;                /* of the items that were read for rows to come; or NULL */
    apr_hash_t *items;                /* these, by slug */
    const import_table_t *ahead_of;   /* whose rows they are for */
    apr_array_header_t *tables;       /* of import_table_t *, in the order of their entities */
    import_collection_t *collections; /* in the order of sc_entities */
    apr_int64_t row_count;            /* of all tables */
    apr_int64_t dropped;              /* of these, as IMPORT_DROP has it */
    apr_int64_t done, total;          /* for the progress */
    sc_editing_t editing;             /* what the history says of each item */
    sc_edit_t edited;                 /* its result */
} import_run_t;

/** Where a finding is. */
typedef struct import_place_t {
    const import_table_t *table; /* for the columns of fields; may be NULL */
    const char *file;
    int line;
    int column; /* 0: the column of the problem's field, if the table has it */
    int is_warning;
    const char *item; /* of JSON, "places[2]": lines tell little there; else NULL */
} import_place_t;

/** Begins a run that has read nothing yet. APR_EACCES: the import's editor is no admin */
apr_status_t import_start(import_run_t *run, sc_db_t *db, apr_pool_t *pool, sc_import_t *import);

/** Orders the findings by file, line and column. */
void import_sort_findings(sc_import_t *import);

/** Makes findings of the problems, with copies of all that is in the scratch pool. */
void import_report(import_run_t *run, const import_place_t *place, const sc_problems_t *problems);

/** One finding, as sc_problem_add() takes it. */
#define import_find(run, place, ...)                                                               \
    do {                                                                                           \
        sc_problems_t *one = sc_problems_new((run)->scratch);                                      \
        sc_problem_add(one, __VA_ARGS__);                                                          \
        import_report(run, place, one);                                                            \
    } while (0)

/** The place of a row as a whole. */
import_place_t import_place_of(const import_row_t *row, apr_pool_t *pool);

/** The names of all collections, for messages. */
const char *import_collections(apr_pool_t *pool);

/** Reads all files that a path of the command line means. What cannot be read becomes findings. */
void import_read_path(import_run_t *run, const char *path);

/** Reads a file into tables of the run; what it cannot read becomes findings. */
apr_status_t import_read_csv(import_run_t *run, const char *file, const sc_entity_t *entity);
/** @param entity the collection of an array of items; NULL: the members of one object tell */
apr_status_t import_read_json(import_run_t *run, const char *file, const sc_entity_t *entity);

/** Reads the whole file, which must have no more bytes than an import in memory may have.
 * APR_ENOSPC: it has */
apr_status_t import_read_whole(const char *path, apr_pool_t *pool, char **bytes,
                               apr_size_t *length);

/** A sheet of a workbook: the one that the import names, else the first. */
apr_status_t import_read_workbook(import_run_t *run, const char *file, const sc_entity_t *entity);

/** The same for texts in memory. */
apr_status_t import_read_csv_text(import_run_t *run, const sc_import_text_t *text,
                                  sc_import_shape_t shape);
void import_read_json_text(import_run_t *run, const sc_import_text_t *text);

/**
 * Reads what Wikidata's query service gives (wikidata/result.h) into places, partnerships, sources
 * and claims. What the registry has stays as it is: a known place (by its Wikidata item, else by an
 * address of the same name and country that has none) and a known partnership of the two get the
 * statement as a source and as a claim, and with SC_IMPORT_MERGE the dates that they lack.
 * Deprecated statements are passed over and told; ended ones are terminated.
 */
apr_status_t import_read_wikidata(import_run_t *run, const char *file, const char *bytes,
                                  apr_size_t length);

/** Adds a table to the run. */
import_table_t *import_table_new(import_run_t *run, const char *file, const sc_entity_t *entity);

/** Which of the table's cells is the field's; -1: none. */
int import_column_of(const import_table_t *table, const sc_field_t *field);

/** Adds a row with a copy of its data; NULL: one that cannot be read. */
import_row_t *import_row_add(import_run_t *run, import_table_t *table, int line, const char *data,
                             apr_size_t length);

/** Adds a row of as many cells as the table has columns; NULL is an empty one. */
void import_row_add_cells(import_run_t *run, import_table_t *table, int line,
                          const char *const *cells);

/** Puts the values of the row into the record, which is a new or a stored one. */
void import_row_read(const import_row_t *row, void *record, apr_pool_t *pool,
                     sc_problems_t *problems);

/** The row as an item, its slug among it.
 * @param is_there whether it changes a stored item: then that is *before, else NULL */
apr_status_t import_row_item(import_run_t *run, const import_row_t *row, int is_there,
                             apr_pool_t *pool, sc_problems_t *problems, void **before,
                             void **after);

/** A record with this field of the row, whatever else it may have. What is wrong is not told. */
void *import_row_peek(const import_row_t *row, const sc_field_t *field, apr_pool_t *pool);

/** Calls the function for each row that can be read, with an empty scratch pool, until it fails. */
typedef apr_status_t import_row_fn(import_run_t *run, import_row_t *row);
apr_status_t import_each_row(import_run_t *run, import_row_fn *function);

/** Counts the rows by their actions into the import. */
void import_count(import_run_t *run);

/** Gives every row its slug and its action; what keeps a row out becomes findings. */
apr_status_t import_examine(import_run_t *run);

/**
 * Decides in which order the rows of each table are stored. New items get their ids in it, and by
 * their ids they lie in the database: so what a page about a place shows is put together, wherever
 * it stands in the files. A partnership lies beside the others of that one of its parties which has
 * the most, what belongs to it in the same order, and a place beside that party of its
 * partnerships.
 * @param is_large else all stays as it stands in the files
 */
void import_order(import_run_t *run, int is_large);

/** Stores what the actions say; to be called in a transaction. */
apr_status_t import_store(import_run_t *run);

/** What the run knows of the entity's collection. */
import_collection_t *import_collection_of(const import_run_t *run, const sc_entity_t *entity);

/** Begins anew to learn which items the registry has. */
apr_status_t import_registry_open(import_run_t *run);

/** Counts one more question to the registry. @param count of the items that could be asked about
 * @return whether from now on it is better to know the answers of all of them */
int import_reads_all(int *asked, apr_int64_t count);

/** The item of the registry that the row is about, until the next row's is asked for; APR_ENOENT if
 * there is none. What follows in its table is read along. */
apr_status_t import_registry_item(import_run_t *run, const import_row_t *row, void **item);

/** Forgets what was read along: it is about to change. */
void import_registry_forget(import_run_t *run);

/** Whether the registry has an item of this slug that stays. */
apr_status_t import_registry_has(import_run_t *run, const sc_entity_t *entity, const char *slug,
                                 int *has);

/** An address that neither the registry has nor @a made, where it is noted: the base, or with a
 * number behind it. @param slug in the pool of the run; NULL if the base is */
apr_status_t import_free_slug(import_run_t *run, const sc_entity_t *entity, const char *base,
                              apr_hash_t *made, const char **slug);

/** Calls @a visit for every reference in the record and its parts. @a problems has the prefix of
 * the part. It stops when a visit does not return APR_SUCCESS. */
typedef apr_status_t import_visit_fn(import_run_t *run, const sc_field_t *field, const char *slug,
                                     sc_problems_t *problems);
apr_status_t import_each_reference(import_run_t *run, const void *record, sc_problems_t *problems,
                                   import_visit_fn *visit);

/** Counts a row as done and tells the caller now and then. */
void import_progress(import_run_t *run, const import_table_t *table);
