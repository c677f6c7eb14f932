/**
 * What the files of the form share; nobody else includes it.
 *
 * page.c is the page, move.c that of a partnership's next step; layout.c says which fields stand
 * where; label.c writes what stands around inputs, input.c the inputs of single values, list.c
 * lists and parts; values.c knows what stands in them; conflict.c sets two people's texts side by
 * side.
 */
#pragma once

#include "model/value.h"
#include "present/office/form.h"

/** The form that is being written. */
typedef struct form_writer_t {
    sc_buffer_t *out;
    const sc_view_t *view;
    const sc_form_t *form;
    int *is_focused;   /* set when an input has got the focus; NULL: none is to get it */
    apr_hash_t *typed; /* input name -> its first value; NULL: the record is shown */
} form_writer_t;

/** One field at its place: of the item, or of one of its parts. */
typedef struct form_place_t {
    const sc_field_t *field;
    const char *path;   /* name of its input: "names[0].lang" */
    const void *record; /* the item or part whose value is shown; NULL: an empty one */
    int is_taken;       /* the value is the stored one that somebody else set, not what was typed */
} form_place_t;

/* values.c */

void form_values_begin(form_writer_t *writer);

/** What stands in the input of a single value; "" for nothing. */
const char *form_value(const form_writer_t *writer, const form_place_t *place);

/** What stands in an input of this name, or NULL if no such was sent. */
const char *form_typed(const form_writer_t *writer, const char *name);

/** What stands in the inputs of a list of words, languages or references; of const char *. */
apr_array_header_t *form_values(const form_writer_t *writer, const form_place_t *place);

/** How many rows a list of parts has with anything in them. */
int form_row_count(const form_writer_t *writer, const form_place_t *place);

/** The place of a field of the item itself. */
form_place_t form_place(const form_writer_t *writer, const sc_field_t *field);

/** The place of a field in row @a row of a list of parts. */
form_place_t form_place_within(const form_writer_t *writer, const form_place_t *parts, int row,
                               const sc_field_t *field);

/** Whether there is anything in the inputs of the field. */
int form_has_value(const form_writer_t *writer, const form_place_t *place);

/** Those that were looked up for the path, or NULL. */
const apr_array_header_t *form_choices(const form_writer_t *writer, const char *path);

/** Whether the field is one that somebody else changed meanwhile, while the reader left it. */
int form_is_taken(const form_writer_t *writer, const sc_field_t *field);

/* label.c */

/** The problems of an input, which form_attributes() refers to. */
void form_write_wrong(form_writer_t *writer, const char *path);

/** The label, the help and the problems of an input.
 * @param path by which inputs and problems find each other */
void form_write_label(form_writer_t *writer, const form_place_t *place, const char *path);

/** Opens and closes the fieldset of several inputs; the legend, the help and the problems. */
void form_open_group(form_writer_t *writer, const form_place_t *place, const char *class);
void form_close_group(form_writer_t *writer);

/** A radio button or a checkbox (@a type) with its label. @param detail beside it, or NULL */
void form_write_choice(form_writer_t *writer, const char *type, const char *name, const char *value,
                       int is_checked, const char *label, const char *detail);

/** The attributes id, name, aria-describedby and aria-invalid of an input.
 * @param path as above; @param name which it is sent by */
const char *form_attributes(const form_writer_t *writer, const form_place_t *place,
                            const char *path, const char *name);

/* input.c */

/** A select of countries. @param html its attributes, as form_attributes() gives them; @param value
 * chosen */
void form_write_country(form_writer_t *writer, const form_place_t *place, const char *html,
                        const char *value);

/** One reference. @param path PATH of present/office/form.h; @param value what stands in it */
void form_write_reference(form_writer_t *writer, const form_place_t *place, const char *path,
                          const char *value);

/** A field with one value. */
void form_write_single(form_writer_t *writer, const form_place_t *place);

/* list.c */

/** Any field of the item. */
void form_write_field(form_writer_t *writer, const form_place_t *place);

/** The lists that inputs of languages offer; once for each form. */
void form_write_datalists(form_writer_t *writer);

/* layout.c */

/** The fields that stand in sight, in order; the others come under "More". NULL ends. Every item
 * has such an order; a part that has none (NULL) shows all its fields. */
const char *const *form_layout_first(const sc_entity_t *entity);

/** Whether the field is among them. */
int form_layout_is_first(const sc_entity_t *entity, const sc_field_t *field);

/** How many empty rows a list of parts begins with. */
int form_layout_rows(const sc_field_t *field);

/* conflict.c */

/** What somebody else changed, beside the reader's own text and what both began with; nothing if
 * there is no conflict. */
void form_write_conflict(form_writer_t *writer);
