/**
 * What a field of a record is, and how code reaches it without knowing the record.
 *
 * Everything the registry knows about an entity stands in one table of fields, written in
 * entities/NAME.def. Columns, JSON, CSV, validation, forms and history are all derived from it:
 * adding a field is one row there and one line in sql/migrations.sql.
 *
 * All text is UTF-8. Absent is NULL for text and arrays, SC_NO_INTEGER for integers and booleans,
 * NAN for reals. An empty text or an empty array never occurs in a record: it is absent.
 */
#pragma once

#include "model/array.h"

#include <apr_hash.h>
#include <apr_pools.h>
#include <apr_tables.h>
#include <stddef.h>

/** Marks a text for the message catalogues without translating it here. */
#define N_(text) text

/** The same for a text whose meaning a context decides (msgctxt). */
#define C_(context, text) text

/** The absent integer (and the absent boolean). */
#define SC_NO_INTEGER APR_INT64_MIN

typedef struct sc_field_t sc_field_t;
typedef struct sc_entity_t sc_entity_t;
typedef struct sc_vocabulary_t sc_vocabulary_t;

/** The kinds of value; the comment gives the C type of the member in the record. */
typedef enum {
    SC_TYPE_SLUG,       /* const char *: the item's address, see notation.h */
    SC_TYPE_TEXT,       /* const char *: one line of plain text */
    SC_TYPE_MARKDOWN,   /* const char *: CommonMark, lines end in LF */
    SC_TYPE_DATE,       /* const char *: EDTF in canonical spelling, see edtf.h */
    SC_TYPE_INTEGER,    /* apr_int64_t */
    SC_TYPE_REAL,       /* double */
    SC_TYPE_BOOLEAN,    /* apr_int64_t: 0, 1 or SC_NO_INTEGER */
    SC_TYPE_WORD,       /* const char *: one word of the vocabulary */
    SC_TYPE_WORDS,      /* apr_array_header_t * of const char *: words of the vocabulary */
    SC_TYPE_URL,        /* const char *: absolute http or https */
    SC_TYPE_COUNTRY,    /* const char *: ISO 3166-1 alpha-2, upper case; XK is accepted */
    SC_TYPE_COUNTRIES,  /* apr_array_header_t * of const char *: likewise */
    SC_TYPE_LANGUAGE,   /* const char *: BCP 47 tag, canonical case (zh-Hant-TW) */
    SC_TYPE_LANGUAGES,  /* apr_array_header_t * of const char *: BCP 47 tags */
    SC_TYPE_CURRENCY,   /* const char *: ISO 4217, upper case */
    SC_TYPE_WIKIDATA,   /* const char *: Q and a number */
    SC_TYPE_REFERENCE,  /* const char *: slug of an item of the target entity */
    SC_TYPE_REFERENCES, /* apr_array_header_t * of const char *: slugs of the target entity */
    SC_TYPE_PARTS       /* apr_array_header_t * of void *: records of the target entity */
} sc_type_e;

/** Flags of a field. */
enum {
    SC_REQUIRED = 1 << 0,   /* an item without it is refused */
    SC_PUBLIC = 1 << 1,     /* readers see it; without this flag only the admin side does */
    SC_SEARCHABLE = 1 << 2, /* its folded text finds the item (see store/record/search.h) */
    SC_CONTACT = 1 << 3,    /* readers see it as long as sc_contact_is_public() */
    SC_SHORT = 1 << 4,      /* part of the short form in which lists show the item */
    SC_PERSON = 1 << 5,     /* names a person: what is redacted, see store/edit/edit.h */
    SC_FACET = 1 << 6,      /* lists are filtered by it: a change is noted in dirty_items */
    SC_OWNED = 1 << 7,      /* REFERENCE: the item belongs to its target and goes with it */
    SC_MONTHS = 1 << 9,     /* INTEGER: a length of time, which people write as "5 years" */
    SC_SORTED = 1 << 8      /* lists are sorted by it, folded, in a column of its own, sort_name */
};

struct sc_field_t {
    const char *name;  /* member, column, JSON key, CSV heading, form field: all the same word */
    const char *label; /* message id of the label a person reads */
    sc_type_e type;
    unsigned flags;
    apr_int64_t least; /* INTEGER, REAL: smallest value allowed */
    apr_int64_t limit; /* INTEGER, REAL: greatest value; texts: greatest length in characters;
                          lists: greatest number of entries */
    const sc_vocabulary_t *vocabulary; /* WORD, WORDS; else NULL */
    const sc_entity_t *target;         /* REFERENCE, REFERENCES, PARTS; else NULL */
    size_t offset;                     /* of the member in the record's struct */
    const char *help;                  /* message id of the one-line help */
};

struct sc_entity_t {
    const char *name;       /* "place": messages, column prefix of list tables */
    const char *collection; /* "places": address, table, CSV file. NULL for a part */
    const char *label;      /* message id, singular */
    const char *label_many; /* message id, plural */
    const sc_field_t *fields;
    int field_count;
    int column_count; /* of CSV: behind the fields stand columns that say one of them anew, and only
                         where it differs (stated_status) */
    size_t size;      /* of the record's struct */
};

/** Every record starts with this, parts included (a part uses only `entity`). */
typedef struct sc_record_t {
    const sc_entity_t *entity;
    apr_int64_t id;       /* database key; 0 while not stored. Never shown to anybody */
    apr_int64_t version;  /* counts the stored changes of this item from 1; 0 while not stored */
    const char *modified; /* UTC, "2026-11-22T03:31:00Z"; NULL while not stored */
} sc_record_t;

/** A new record with every field absent, allocated from @a pool. */
void *sc_record_new(const sc_entity_t *entity, apr_pool_t *pool);

/** The entity of a record of any kind. */
const sc_entity_t *sc_record_entity(const void *record);

/** The slug of a record of an entity that has one. */
const char *sc_record_slug(const void *record);

/** The text of the record's field of this name; NULL if it is absent, or there is no such field, no
 * record or no name. */
const char *sc_record_text(const void *record, const char *name);

/** Whether the text is among the texts. @param texts of const char * */
int sc_has_text(const apr_array_header_t *texts, const char *text);

/** The value of the key; NULL if it has none, or there is no table or no key. */
void *sc_find(apr_hash_t *table, const char *key);

/** The field with this name, or NULL. */
const sc_field_t *sc_entity_field(const sc_entity_t *entity, const char *name);

/** The field or further column of CSV with this name, or NULL. */
const sc_field_t *sc_entity_column(const sc_entity_t *entity, const char *name);

/** Whether it is such a column: an empty cell says nothing. */
int sc_column_is_further(const sc_entity_t *entity, const sc_field_t *column);

/** Whether the field has a value in the record. */
int sc_field_is_set(const sc_field_t *field, const void *record);

/** Whether the field's value is one `const char *` (slug, text, date, word, reference …). */
int sc_field_is_text(const sc_field_t *field);

/** Whether the field's value is an array (WORDS, COUNTRIES, LANGUAGES, REFERENCES, PARTS). */
int sc_field_is_list(const sc_field_t *field);

/** A text that a record, or one of its parts, is found by. */
typedef void sc_searchable_fn(void *context, const void *record, const sc_field_t *field,
                              const char *text);

/** Calls @a take for each, in the order of the fields. */
void sc_record_each_searchable(const void *record, sc_searchable_fn *take, void *context);

/** Whether anybody may see the record's contact on the day @a today ("YYYY-MM-DD"): it is
 * published, and the day until which it may be kept, if there is one, is not over. */
int sc_contact_is_public(const void *record, const char *today);

/** Whether anybody may see the field of this very record on that day (SC_PUBLIC, SC_CONTACT). */
int sc_field_is_public(const sc_field_t *field, const void *record, const char *today);

/* Readers and writers. Each may only be called for a field whose type has that C type. Values are
 * kept by pointer: they must live as long as the record. Setting NULL, an empty text or an empty
 * array makes the field absent. */
const char *sc_field_text(const sc_field_t *field, const void *record);
apr_int64_t sc_field_integer(const sc_field_t *field, const void *record);
double sc_field_real(const sc_field_t *field, const void *record);
apr_array_header_t *sc_field_list(const sc_field_t *field, const void *record);
void sc_field_set_text(const sc_field_t *field, void *record, const char *value);
void sc_field_set_integer(const sc_field_t *field, void *record, apr_int64_t value);
void sc_field_set_real(const sc_field_t *field, void *record, double value);
void sc_field_set_list(const sc_field_t *field, void *record, apr_array_header_t *value);

/** Makes a field of any type absent. */
void sc_field_clear(const sc_field_t *field, void *record);
