#include "model/query.h"

#include <string.h>

/* Columns that are no field of the item itself. */
static const char *const made_columns[] = {"country", "partnerships", NULL};

int sc_column_is_known(const sc_entity_t *entity, const char *name)
{
    const sc_field_t *field = sc_entity_field(entity, name);
    int i;

    for (i = 0; made_columns[i]; i++) {
        if (strcmp(made_columns[i], name) == 0) {
            return 1;
        }
    }
    return field && (field->flags & SC_PUBLIC) != 0;
}

int sc_column_is_chosen(const sc_query_t *query, const char *name)
{
    const char *next = query ? query->columns : NULL;
    size_t length = strlen(name);

    if (!next) {
        return 1;
    }
    for (; next; next = strchr(next, ',')) {
        next += *next == ',';
        if (strncmp(next, name, length) == 0 && (next[length] == ',' || next[length] == '\0')) {
            return 1;
        }
    }
    return 0;
}
