/**
 * What a form of present/office/form.h sent: made into a record, its references looked up
 * (choices.c), and shown as readers would see it (preview.c).
 */
#pragma once

#include "httpd/answer/input.h"
#include "httpd/answer/request.h"
#include "language/reading/typed.h"
#include "present/write/view.h"
#include "store/db/db.h"

/** A form as it was sent: rows of parts in which nothing was typed are dropped, the others are
 * numbered from 0 without gaps. */
typedef struct sc_form_record_t {
    const sc_entity_t *entity;
    sc_writer_t writer;
    sc_input_t *typed;   /* what is to be shown again: fields and find.PATH */
    apr_hash_t *sent;    /* names of the top-level fields that came, also as empty rows */
    const char *act;     /* "save", "preview", "more", "less", "find" */
    const char *target;  /* what follows the colon, renumbered; or NULL */
    const char *note;    /* change_note, or NULL */
    apr_int64_t version; /* or 0 */
    apr_array_header_t
        *theirs;               /* of const sc_field_t *: fields whose stored value is to be taken */
    apr_array_header_t *added; /* of sc_form_added_t: places that are made together with the item */
} sc_form_record_t;

/** A new place in the place of a reference. */
typedef struct sc_form_added_t {
    const char *path; /* of the reference */
    sc_place_t *place;
} sc_form_added_t;

/** One name of an input, taken apart. */
typedef struct sc_form_path_t {
    int is_search;           /* find.PATH */
    const sc_field_t *added; /* new.PATH.FIELD: the field of the new place; else NULL */
    const sc_field_t *field; /* of the item */
    int index;               /* of the part or entry, or -1 */
    const sc_field_t *part;  /* the field of a part, or NULL */
} sc_form_path_t;

/** Takes a name apart. @return 0 if it is the name of no field */
int sc_form_path_read(const sc_entity_t *entity, const char *name, sc_form_path_t *path);

/** Sorts out what was sent. Inputs that no form has are problems. */
sc_form_record_t *sc_form_record_new(const sc_entity_t *entity, const sc_input_t *input,
                                     const sc_view_t *view, sc_problems_t *problems);

/**
 * Puts what was typed into the record; fields that were not sent keep their value, except lists of
 * words, of which a browser sends nothing when none is chosen.
 * @return the number of problems added; sc_validate() remains to be called
 */
int sc_form_record_read(const sc_form_record_t *form, void *record, apr_pool_t *pool,
                        sc_problems_t *problems);

/* choices.c: looking up what was typed into references */

/** What was found for the form. */
typedef struct sc_form_choices_t {
    apr_hash_t *found;           /* as sc_form_t.choices */
    apr_array_header_t *records; /* all of it, for naming; of const void * */
} sc_form_choices_t;

/**
 * Puts the item's address name where somebody typed exactly its name, or chose a search's text
 * without choosing from what it found; and makes the new places that are to be added, unless a
 * place of the very name and country is on record.
 * @param who the editor: what waits as a draft of theirs is not added once more
 */
apr_status_t sc_form_choices_settle(sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                    const char *who, sc_problems_t *problems);

/** Looks up what stands at form->target. */
apr_status_t sc_form_choices_asked(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                   sc_form_choices_t *choices);

/** Looks up whatever names no item: texts in place of address names, and searches of which nothing
 * has been chosen. @param all 0: only what is to be added */
apr_status_t sc_form_choices_missing(const sc_form_record_t *form, int all, sc_db_t *db,
                                     apr_pool_t *pool, sc_form_choices_t *choices);

/** Adds a problem for every search of which nothing has been chosen. */
void sc_form_choices_check(const sc_form_record_t *form, apr_pool_t *pool, sc_problems_t *problems);

/* preview.c: an item that is not stored yet */

/** The public page's element with the record in it: its own page, or that of what it belongs to.
 * NULL if there is none, or the database does not tell what else is on it.
 * @param slug of the stored item, or NULL
 * @param added records that are not stored either: places that it names, what would be stored with
 * it; or NULL */
const sc_buffer_t *sc_form_preview(const sc_request_t *request, sc_db_t *db, const char *slug,
                                   const void *record, const apr_array_header_t *added);

/** A partnership's page with a new step, and with the partnership as it follows from that.
 * @param follows NULL: it stays as it is stored @param added as sc_form_preview() */
const sc_buffer_t *sc_form_preview_move(const sc_request_t *request, sc_db_t *db,
                                        const sc_step_t *step, const sc_partnership_t *follows,
                                        const apr_array_header_t *added);
