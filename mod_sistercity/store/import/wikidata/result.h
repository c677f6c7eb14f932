/**
 * What Wikidata's query service gives for sister cities (P190, "twinned administrative
 * body"): its rows as statements.
 *
 * Results are read in all four forms that the service offers: CSV, TSV, SPARQL's JSON, and JSON
 * with a plain object for each row. Their variables are those of the query in the README; those of
 * other queries are known by the names in result.c.
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"

/** One side of a statement. */
typedef struct wikidata_side_t {
    const char *id;      /* "Q4115712" */
    const char *label;   /* NULL: Wikidata has none in the languages asked for */
    const char *country; /* ISO 3166 code, or NULL */
    const char *latitude, *longitude;
    apr_array_header_t *names; /* of sc_name_t * */
} wikidata_side_t;

/** A statement: this place has that partner. */
typedef struct wikidata_statement_t {
    int line;              /* of its first row; 0 in JSON */
    const char *item;      /* JSON: "results[3]"; else NULL */
    const char *key;       /* of the statement: its id, else both places */
    const char *url;       /* of the statement, or of the place's */
    const char *rank;      /* "deprecated", "normal", "preferred" */
    const char *start;     /* EDTF, or NULL */
    const char *end;       /* EDTF, or NULL */
    const char *reference; /* the first address given as a reference, or NULL */
    wikidata_side_t place, partner;
} wikidata_statement_t;

/** Whether the text is a result of the query service: it names Wikidata's items, in JSON or below
 * the query's variables. */
int wikidata_is_result(const char *bytes, apr_size_t length, apr_pool_t *pool);

/** Where a row stands. */
typedef struct wikidata_at_t {
    int line;         /* 0: in JSON, or the file as a whole */
    const char *item; /* JSON: "results[3]" */
} wikidata_at_t;

/**
 * Reads a result.
 * @param scratch is cleared between rows
 * @param fault called for each row that cannot be read, with a problem to be told; what it is given
 *              lives until it returns
 * @return of wikidata_statement_t *, in the order of their first rows
 */
apr_array_header_t *
wikidata_read(const char *bytes, apr_size_t length, apr_pool_t *pool, apr_pool_t *scratch,
              void (*fault)(void *baton, const wikidata_at_t *at, const sc_problems_t *problems),
              void *baton);
