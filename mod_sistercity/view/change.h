/**
 * A change as the history tells it, a draft that waits, and what differs between two
 * records.
 */
#pragma once

#include "model/entity.h"

/** One audit row. Imports and undone imports have one row of their own (`batch` 0, `entity` NULL,
 * action "import") and one per item. */
typedef struct sc_change_t {
    apr_int64_t id;
    apr_int64_t batch;       /* id of the import, or of the change that it followed from, or 0 */
    apr_int64_t undoes;      /* id of the change that this one undid, or 0 */
    apr_int64_t undone;      /* id of the change that undid this one, or 0; 0 again once that one is
                                undone itself */
    const char *at;          /* UTC, "2026-11-22T03:31:00Z" */
    const char *who;         /* whose change it is */
    const char *approved_by; /* the reviewer, if it was a draft; else NULL */
    const char *action;      /* "create", "change", "withdraw", "restore", "merge", "import",
                                "redact" */
    const char *note;
    const sc_entity_t *entity;      /* NULL for an import as a whole and a redaction */
    const char *slug;               /* the item's, as it was after the change; likewise */
    void *before;                   /* record, or NULL */
    void *after;                    /* record, or NULL */
    apr_array_header_t *belongings; /* withdraw, restore: what belonged to the item and went with
                                       it; merge: the item that went into it; of records; or NULL */
    apr_int64_t items; /* import, merge: how many items it changed; redact: how many fields */
} sc_change_t;

/** What is asked of the history: every member that is not NULL or 0 narrows it down. */
typedef struct sc_history_query_t {
    const sc_entity_t *entity; /* alone: of that collection; with slug: one item's, with what
                                  belongs to it, under former addresses, too */
    const char *slug;
    const char *who;
    const char *action;
    const char *since, *until; /* "YYYY-MM-DD", UTC, inclusive */
    apr_int64_t batch;         /* the items of one import; 0: imports as a whole, unless an entity
                                  is given */
    apr_int64_t before;        /* id: older than this one (paging) */
    int limit;                 /* at least 1 */
} sc_history_query_t;

typedef struct sc_draft_t {
    apr_int64_t id;
    const char *at, *who, *note;
    const char *state; /* "waiting", "published", "rejected" */
    const char *decided_at, *decided_by, *decision_note;
    apr_int64_t change; /* id of the change that published it, or 0 */
    const sc_entity_t *entity;
    const char *slug;               /* of the item it changes; NULL for a new one */
    int is_withdrawal;              /* it asks for the item to be withdrawn */
    int is_move;                    /* a new step, with which its partnership goes on */
    apr_int64_t version;            /* of the item that it was written against; 0 for a new one */
    void *record;                   /* the proposed state; NULL for a withdrawal */
    apr_array_header_t *belongings; /* new items that are stored with it, as one; or NULL */
    void *current;                  /* the item as it is stored now, or NULL */
    void *moved;                    /* waiting move: the partnership as it is stored now, or NULL */
    void *follows; /* waiting move: the partnership as it would be; NULL: as it is now */
} sc_draft_t;

/** A place where a name stands. */
typedef struct sc_mention_t {
    const sc_entity_t *entity;
    const char *slug;
    const sc_field_t *field; /* of the item, or of one of its parts; SC_TYPE_SLUG: its address */
    const char *text;        /* the beginning of what it says */
    int is_loose;            /* it is perhaps another form of the name, which is left as it is */
} sc_mention_t;

/** Whether the item was changed after the draft was written: it cannot be published. */
int sc_draft_is_outdated(const sc_draft_t *draft);

/** What stands where a redacted person's name was, in records of any language: a message id. */
extern const char sc_name_removed[];

/** A field whose value is not the same in two records. */
typedef struct sc_difference_t {
    const sc_field_t *field;
    const void *before, *after; /* the records; either may be NULL or lack the field */
} sc_difference_t;

/** The fields that differ, in the table's order; of sc_difference_t. Either record may be NULL. */
apr_array_header_t *sc_differences(const sc_entity_t *entity, const void *before, const void *after,
                                   apr_pool_t *pool);

/** Whether the field's value is the same in both records, lists and parts included. Either record
 * may be NULL, which is one that lacks every field. */
int sc_field_is_equal(const sc_field_t *field, const void *a, const void *b);

/** Whether two records of an entity have the same value in every field. */
int sc_record_is_equal(const void *a, const void *b);

/** Gives the record the field's value of another one. Texts and lists are shared, not copied. */
void sc_field_take(const sc_field_t *field, void *record, const void *other);
