/**
 * Forms of the admin side: made from the field tables, arranged by hand where people work
 * most.
 *
 * What a form sends (application/x-www-form-urlencoded):
 *
 *   established=1959            a field, by its name
 *   fields=culture&fields=arts  a list of words, languages or references: once for each entry, in
 *                               order. Empty entries are nothing
 *   names[0].lang=lt            a field of a part. A part of which nothing is typed is nothing
 *   preferred=true              yes; `false` is no, empty is not recorded
 *   token, version              against forged requests; of the item as it was read, absent for a
 *                               new one
 *   draft                       the editor's own draft of a new item that is continued
 *   change_note                 why, in the editor's words: the note of the change, which no field
 *                               of an item is called
 *   take.FIELD=theirs           after a conflict: take the stored value instead of the typed one;
 *                               `mine` or absent: the typed one
 *   find.PATH                   a text that is being looked up (below); never part of the item
 *   act                         which button was pressed:
 *     save, preview
 *     anyway                  save although items on record are alike
 *     merge:SLUG              save it, and go on to merging it with that one
 *     more:FIELD                another row for a list
 *     less:FIELD[N]             without that row
 *     find:PATH                 look up what was typed into a reference. PATH is the input's name,
 *                               for a list of references with the position of the value among all
 *                               that came, from 0: `partnership`, `parties[1].place`,
 *                               `organizations[2]`. The text is find.PATH if that came, else the
 *                               field's own value
 *
 *   new.PATH.name, .country     of a new place that is to be made together with the item, where
 *                               the reference PATH is SC_FORM_ADD
 *
 * A looked up reference is shown with its findings as radio buttons that carry the field's name
 * (one of them is empty: none of these), and its text stands in find.PATH. Whatever was looked up,
 * and a text that names no item when the form is saved, comes back with sc_form_t.choices.
 *
 * The address name of a new item may be empty: the server makes one. Rows of parts in which nothing
 * is typed are to be dropped and the others renumbered (find.PATH with them) before anything is
 * made of them, so that problems and inputs agree.
 */
#pragma once

#include "model/problem.h"
#include "present/office/office.h"
#include "present/page/pages.h"

/** The value of a reference to a place that is not on record yet. */
#define SC_FORM_ADD "+"

/** What was typed, by input name: kept as it was until it is stored. */
typedef struct sc_typed_t {
    const char *name;
    const char *value;
} sc_typed_t;

typedef struct sc_form_t {
    const sc_admin_view_t *admin;
    const sc_entity_t *entity;
    const void *record; /* what the inputs show: the item, or a new record with whatever the address
                           filled in. With typed: what could be read of it. Its version is what the
                           form sends. */
    int is_new;
    const apr_array_header_t *typed; /* of sc_typed_t: what was sent, in order; shown instead of the
                                        record; or NULL. token, version and act need not be in it */
    const sc_problems_t *problems;   /* or NULL */
    const char *more;                /* field whose list is to have one more row; or NULL */
    apr_hash_t *choices; /* PATH -> apr_array_header_t * of records (sc_place_t * …) that were
                            found, maybe none; or NULL */
    sc_named_t named;

    const void *theirs; /* conflict: the stored item, as somebody else changed it; or NULL. The form
                           then sends its version. */
    const void *base;   /* conflict: the item that the reader's text was written against; NULL if
                           it is not known */
    const char *their_name; /* conflict: who changed it, or NULL */
    const char *their_time; /* conflict: when, UTC; or NULL */

    const apr_array_header_t *alike; /* records of its entity: those that the new place or
                                        partnership may be; or NULL. The form then offers
                                        act=anyway and act=merge */
    const char *action;              /* address that the form posts to */
    const char *saved; /* time (UTC) of what is shown: a draft of the reader's own is continued;
                          or NULL */
    apr_int64_t draft; /* the draft that is continued, unless it is the one that waits for the
                          item; or 0 */
    const sc_draft_t *rejected;  /* the draft that is continued, if it was rejected; or NULL */
    const sc_draft_t *waiting;   /* somebody else's draft of the item; or NULL */
    const sc_buffer_t *preview;  /* how readers would see it: HTML, or NULL */
    const sc_problems_t *doubts; /* about what is previewed, or NULL */
} sc_form_t;

/** The page with the form; of sc_form_t. */
sc_page_fn sc_page_form;
sc_title_fn sc_title_form;
