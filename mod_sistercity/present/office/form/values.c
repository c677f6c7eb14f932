#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

void form_values_begin(form_writer_t *writer)
{
    const apr_array_header_t *typed = writer->form->typed;

    if (!typed) {
        return;
    }
    writer->typed = apr_hash_make(writer->view->pool);
    for (int i = typed->nelts - 1; i >= 0; i--) {
        const sc_typed_t *it = &APR_ARRAY_IDX(typed, i, sc_typed_t);

        apr_hash_set(writer->typed, it->name, APR_HASH_KEY_STRING, it->value);
    }
}

const char *form_typed(const form_writer_t *writer, const char *name)
{
    return sc_find(writer->typed, name);
}

static int shows_typed(const form_writer_t *writer, const form_place_t *place)
{
    return writer->typed && !place->is_taken;
}

const char *form_value(const form_writer_t *writer, const form_place_t *place)
{
    const char *text;

    if (shows_typed(writer, place)) {
        text = form_typed(writer, place->path);
    }
    else {
        text = place->record ? sc_value_to_text(place->field, place->record, writer->view->pool)
                             : NULL;
    }
    return text ? text : "";
}

apr_array_header_t *form_values(const form_writer_t *writer, const form_place_t *place)
{
    apr_array_header_t *values = apr_array_make(writer->view->pool, 4, sizeof(const char *));
    const apr_array_header_t *typed = writer->form->typed;

    if (!shows_typed(writer, place)) {
        if (place->record && sc_field_is_set(place->field, place->record)) {
            apr_array_cat(values, sc_field_list(place->field, place->record));
        }
        return values;
    }
    SC_EACH_OF(const sc_typed_t, it, typed) {
        if (strcmp(it->name, place->path) == 0) {
            APR_ARRAY_PUSH(values, const char *) = it->value;
        }
    }
    return values;
}

/* The row of an input's name, "names[2].lang" within "names"; -1 if it is none. */
static int row_of(const char *name, const char *path)
{
    size_t length = strlen(path);

    if (strncmp(name, "find.", strlen("find.")) == 0) {
        name += strlen("find.");
    }
    return strncmp(name, path, length) == 0 && name[length] == '[' ? atoi(name + length + 1) : -1;
}

int form_row_count(const form_writer_t *writer, const form_place_t *place)
{
    const apr_array_header_t *typed = writer->form->typed;
    int count = 0;

    if (!shows_typed(writer, place)) {
        return place->record ? SC_COUNT(sc_field_list(place->field, place->record)) : 0;
    }
    for (int i = 0; i < typed->nelts; i++) {
        int row = row_of(APR_ARRAY_IDX(typed, i, sc_typed_t).name, place->path);

        /* Rows are numbered without gaps: a greater number is nobody's row. */
        if (row >= count && row < typed->nelts) {
            count = row + 1;
        }
    }
    return count;
}

int form_is_taken(const form_writer_t *writer, const sc_field_t *field)
{
    const sc_form_t *form = writer->form;

    return form->theirs && form->base && sc_field_is_equal(field, form->record, form->base) &&
           !sc_field_is_equal(field, form->theirs, form->base);
}

form_place_t form_place(const form_writer_t *writer, const sc_field_t *field)
{
    form_place_t place = {field, field->name, writer->form->record, form_is_taken(writer, field)};

    if (place.is_taken) {
        place.record = writer->form->theirs;
    }
    return place;
}

form_place_t form_place_within(const form_writer_t *writer, const form_place_t *parts, int row,
                               const sc_field_t *field)
{
    const apr_array_header_t *list =
        parts->record ? sc_field_list(parts->field, parts->record) : NULL;
    form_place_t place = {
        field, apr_psprintf(writer->view->pool, "%s[%d].%s", parts->path, row, field->name),
        row < SC_COUNT(list) ? SC_AT(list, row, void) : NULL, parts->is_taken};

    return place;
}

int form_has_value(const form_writer_t *writer, const form_place_t *place)
{
    if (place->field->type == SC_TYPE_PARTS) {
        return form_row_count(writer, place) > 0;
    }
    if (sc_field_is_list(place->field)) {
        return form_values(writer, place)->nelts > 0;
    }
    return *form_value(writer, place) != '\0';
}

const apr_array_header_t *form_choices(const form_writer_t *writer, const char *path)
{
    return sc_find(writer->form->choices, path);
}
