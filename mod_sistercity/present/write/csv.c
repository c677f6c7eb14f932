#include "present/write/data.h"

#include "language/table/csv_file.h"
#include "present/write/format.h"
#include "view/force.h"

#include <string.h>

/* Private fields are no column at all; a contact field is one, empty where it is not published. */
int sc_csv_has_column(const sc_view_t *view, const sc_field_t *field)
{
    return (field->flags & (SC_PUBLIC | SC_CONTACT)) != 0 &&
           sc_column_is_chosen(view->query, field->name);
}

void sc_csv_cell(sc_buffer_t *out, const char *cell)
{
    if (*cell) {
        sc_buffer_puts(out, sc_csv_quoted(cell, out->pool));
    }
}

static void write_heading(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity)
{
    const char *separator = "";

    for (int i = 0; i < entity->column_count; i++) {
        if (sc_csv_has_column(view, &entity->fields[i])) {
            sc_buffer_puts(out, separator);
            sc_buffer_puts(out, entity->fields[i].name);
            separator = ",";
        }
    }
    sc_buffer_puts(out, SC_CSV_LINE_END);
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int is_first = 1;

    for (int i = 0; i < entity->column_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!sc_csv_has_column(view, field)) {
            continue;
        }
        if (!is_first) {
            sc_buffer_add(out, ",", 1);
        }
        if (sc_field_is_public(field, record, view->today)) {
            sc_csv_cell(out, sc_cell_today(field, record, view->today, view->pool));
        }
        is_first = 0;
    }
    sc_buffer_puts(out, SC_CSV_LINE_END);
}

void sc_csv_stored_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    if (!list->is_continued) {
        write_heading(out, view, list->entity);
    }
    for (int i = 0; i < list->items->nelts; i++) {
        write_row(out, view, SC_AT(list->items, i, void));
    }
}

void sc_csv_item(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    /* A dossier begins with the item that it is about. */
    const void *record = *(void *const *)data;

    write_heading(out, view, sc_record_entity(record));
    write_row(out, view, record);
}
