/**
 * What a client of the reconciliation service asks (W3C Reconciliation Service API 0.2,
 * https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/), and what the
 * registry has for it.
 */
#pragma once

#include "view/dossier.h"

/** The most that one request may ask. */
enum {
    SC_RECONCILE_QUERIES_MOST = 50,
    SC_RECONCILE_CANDIDATES_MOST = 50, /* of one query; others are asked for by 10 */
    SC_RECONCILE_IDS_MOST = 200,
    SC_RECONCILE_PROPERTIES_MOST = 20,
    SC_RECONCILE_VALUES_MOST = 20, /* of one property */
    SC_RECONCILE_SUGGESTED = 10    /* on one page of suggestions */
};

typedef enum {
    SC_RECONCILE_MANIFEST,
    SC_RECONCILE_QUERIES,
    SC_RECONCILE_EXTEND,
    SC_RECONCILE_SUGGEST_ENTITY,
    SC_RECONCILE_SUGGEST_TYPE,
    SC_RECONCILE_SUGGEST_PROPERTY,
    SC_RECONCILE_PROPOSE,
    SC_RECONCILE_PREVIEW
} sc_reconcile_e;

/** What a property of the place in mind is. */
typedef struct sc_stated_t {
    const char *property;
    apr_array_header_t *values; /* of const char * */
} sc_stated_t;

typedef struct sc_reconcile_query_t {
    const char *key; /* which the answer is given under */
    sc_query_t asked;
    int limit;
    int is_nothing;             /* it asks for types that no place has */
    apr_array_header_t *stated; /* of sc_stated_t */
    apr_array_header_t *places; /* of sc_place_t *: the candidates, likeliest first */
} sc_reconcile_query_t;

typedef struct sc_reconcile_t {
    sc_reconcile_e kind;
    apr_array_header_t *queries; /* of sc_reconcile_query_t; one with the prefix of suggestions */
    apr_array_header_t *ids;     /* of const char *: slugs of the places that are told about */
    apr_array_header_t *properties; /* of const sc_field_t *: what is told of each */
    apr_hash_t *places;             /* slug -> sc_place_t * of those that are there */
    apr_hash_t *counts;             /* slug -> apr_int64_t *: partnerships on record */
    const char *prefix;             /* of suggestions; NULL: none */
    int cursor;                     /* so many of them are passed over */
} sc_reconcile_t;
