#include "httpd/form/fields.h"

#include "model/text/notation.h"
#include "model/value.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define SEARCH "find."
#define ADDED "new."
#define THEIRS "take."

/* Digits of a row's number: more rows than any list may have. */
#define INDEX_DIGITS 6

/* Inputs of every form that are no fields. */
static const char *const controls[] = {"token", "version", "act", "change_note", "draft"};

static int is_control(const char *name)
{
    for (size_t i = 0; i < SC_LENGTH(controls); i++) {
        if (strcmp(controls[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static const sc_field_t *field_named(const sc_entity_t *entity, const char *name, size_t length)
{
    for (int i = 0; i < entity->field_count; i++) {
        if (strncmp(entity->fields[i].name, name, length) == 0 &&
            entity->fields[i].name[length] == '\0') {
            return &entity->fields[i];
        }
    }
    return NULL;
}

/* "[12]" at the start of @a text. @return what follows it, NULL if it is none */
static const char *read_index(const char *text, int *index)
{
    size_t digits = *text == '[' ? strspn(text + 1, "0123456789") : 0;

    if (digits == 0 || digits > INDEX_DIGITS || text[digits + 1] != ']') {
        return NULL;
    }
    *index = atoi(text + 1);
    return text + digits + 2;
}

/* A name without what stands before and behind its path. */
static int read_path(const sc_entity_t *entity, const char *name, const char *end,
                     sc_form_path_t *path)
{
    const char *rest = name + strcspn(name, "[");

    rest = rest > end ? end : rest;
    path->field = field_named(entity, name, rest - name);
    if (path->field && rest < end) {
        rest = read_index(rest, &path->index);
    }
    if (!path->field || !rest) {
        return 0;
    }
    if (path->field->type == SC_TYPE_PARTS && *rest == '.' && rest < end) {
        path->part = field_named(path->field->target, rest + 1, end - rest - 1);
        return path->part != NULL;
    }
    return rest == end;
}

/* "new.PATH.FIELD": PATH is that of one reference to a place. */
static int read_added(const sc_entity_t *entity, const char *name, sc_form_path_t *path)
{
    const char *end = strrchr(name, '.');

    path->added = end ? sc_entity_field(&sc_place, end + 1) : NULL;
    if (!path->added || !read_path(entity, name, end, path)) {
        return 0;
    }
    const sc_field_t *reference = path->part ? path->part : path->field;
    return reference->type == SC_TYPE_REFERENCE && reference->target == &sc_place;
}

int sc_form_path_read(const sc_entity_t *entity, const char *name, sc_form_path_t *path)
{
    *path = (sc_form_path_t){.is_search = strncmp(name, SEARCH, strlen(SEARCH)) == 0, .index = -1};
    name += path->is_search ? strlen(SEARCH) : 0;
    return strncmp(name, ADDED, strlen(ADDED)) == 0 && !path->is_search
               ? read_added(entity, name + strlen(ADDED), path)
               : read_path(entity, name, name + strlen(name), path);
}

/* Whether the name is one that inputs have: parts by row and field, everything else by its name,
 * and searches within a list of references by position. */
static int is_input(const sc_form_path_t *path)
{
    if (path->field->type == SC_TYPE_PARTS) {
        return path->index >= 0 && path->part;
    }
    if (path->is_search && path->field->type == SC_TYPE_REFERENCES) {
        return path->index >= 0;
    }
    return path->index < 0;
}

static int is_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

static int compare_numbers(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The numbers of the rows of a list of parts in which something was typed, in order, each once. */
static apr_array_header_t *rows_of(const sc_entity_t *entity, const sc_field_t *field,
                                   const sc_input_t *input, apr_pool_t *pool)
{
    apr_array_header_t *rows = apr_array_make(pool, 8, sizeof(int));
    int kept = 0;

    SC_EACH_OF(const sc_typed_t, typed, input) {
        sc_form_path_t path;

        if (!is_blank(typed->value) && sc_form_path_read(entity, typed->name, &path) &&
            path.field == field && path.index >= 0) {
            APR_ARRAY_PUSH(rows, int) = path.index;
        }
    }
    if (rows->nelts > 0) {
        qsort(rows->elts, rows->nelts, sizeof(int), compare_numbers);
    }
    for (int i = 0; i < rows->nelts; i++) {
        int row = APR_ARRAY_IDX(rows, i, int);

        if (kept == 0 || APR_ARRAY_IDX(rows, kept - 1, int) != row) {
            APR_ARRAY_IDX(rows, kept++, int) = row;
        }
    }
    rows->nelts = kept;
    return rows;
}

/* The row's new number; -1 if it is dropped. */
static int new_index(const apr_array_header_t *rows, int index)
{
    const int *found =
        rows->nelts ? bsearch(&index, rows->elts, rows->nelts, sizeof(int), compare_numbers) : NULL;

    return found ? (int)(found - (const int *)rows->elts) : -1;
}

static const char *name_of(const sc_form_path_t *path, int index, apr_pool_t *pool)
{
    const char *name = path->is_search ? SEARCH : path->added ? ADDED : "";

    name = apr_pstrcat(pool, name, path->field->name, NULL);
    if (index >= 0) {
        name = apr_psprintf(pool, "%s[%d]", name, index);
    }
    name = path->part ? apr_pstrcat(pool, name, ".", path->part->name, NULL) : name;
    return path->added ? apr_pstrcat(pool, name, ".", path->added->name, NULL) : name;
}

/* One of the entity's lists of parts: its rows, in the order of the fields. */
typedef struct numbering_t {
    const sc_field_t *field;
    apr_array_header_t *rows; /* of int */
} numbering_t;

static apr_array_header_t *number_rows(const sc_entity_t *entity, const sc_input_t *input,
                                       apr_pool_t *pool)
{
    apr_array_header_t *numberings = apr_array_make(pool, 2, sizeof(numbering_t));

    for (int i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].type == SC_TYPE_PARTS) {
            numbering_t *numbering = apr_array_push(numberings);

            numbering->field = &entity->fields[i];
            numbering->rows = rows_of(entity, numbering->field, input, pool);
        }
    }
    return numberings;
}

/* The path's name with the new number of its row; NULL if the row is dropped. */
static const char *renumbered(const apr_array_header_t *numberings, const sc_form_path_t *path,
                              apr_pool_t *pool)
{
    int index = path->index;

    SC_EACH_OF(const numbering_t, numbering, numberings) {
        if (numbering->field == path->field) {
            index = new_index(numbering->rows, path->index);
            if (index < 0) {
                return NULL;
            }
        }
    }
    return name_of(path, index, pool);
}

static void read_act(sc_form_record_t *form, const char *act, apr_pool_t *pool)
{
    act = act && *act ? act : "save";
    const char *colon = strchr(act, ':');
    form->act = colon ? apr_pstrmemdup(pool, act, colon - act) : act;
    form->target = colon ? colon + 1 : NULL;
}

/* Takes the row that is not wanted any more out of what was sent. */
static const sc_input_t *without_row(const sc_form_record_t *form, const sc_input_t *input,
                                     apr_pool_t *pool)
{
    sc_input_t *left = apr_array_make(pool, input->nelts + 1, sizeof(sc_typed_t));
    sc_form_path_t unwanted, path;
    int position = 0;

    if (strcmp(form->act, "less") != 0 || !form->target ||
        !sc_form_path_read(form->entity, form->target, &unwanted) || unwanted.index < 0) {
        return input;
    }
    SC_EACH_OF(const sc_typed_t, typed, input) {
        int index = -1;

        if (sc_form_path_read(form->entity, typed->name, &path) && path.field == unwanted.field) {
            index = path.index >= 0 ? path.index : position++;
        }
        if (index != unwanted.index) {
            APR_ARRAY_PUSH(left, sc_typed_t) = *typed;
        }
    }
    return left;
}

/* "take.FIELD=theirs". @return whether the name is one of these */
static int read_theirs(sc_form_record_t *form, const sc_typed_t *typed)
{
    const char *name = typed->name + strlen(THEIRS);

    if (strncmp(typed->name, THEIRS, strlen(THEIRS)) != 0) {
        return 0;
    }
    const sc_field_t *field = sc_entity_field(form->entity, name);
    if (field && strcmp(typed->value, "theirs") == 0) {
        APR_ARRAY_PUSH(form->theirs, const sc_field_t *) = field;
    }
    return field != NULL;
}

static void keep(sc_form_record_t *form, const char *name, const char *value)
{
    sc_typed_t *typed = apr_array_push(form->typed);

    typed->name = name;
    typed->value = value;
}

static void sort_out(sc_form_record_t *form, const sc_input_t *input, apr_pool_t *pool,
                     sc_problems_t *problems)
{
    const apr_array_header_t *numberings = number_rows(form->entity, input, pool);
    sc_form_path_t path;

    SC_EACH_OF(const sc_typed_t, typed, input) {
        const char *name;

        if (is_control(typed->name) || read_theirs(form, typed)) {
            continue;
        }
        if (!sc_form_path_read(form->entity, typed->name, &path) || !is_input(&path)) {
            sc_problem_add(problems, typed->name, "unknown_field",
                           N_("“{name}” was sent, but there is no such field."), "name",
                           typed->name, NULL);
            continue;
        }
        apr_hash_set(form->sent, path.field->name, APR_HASH_KEY_STRING, "");
        name = renumbered(numberings, &path, pool);
        if (name) {
            keep(form, name, typed->value);
        }
    }
    if (form->target && sc_form_path_read(form->entity, form->target, &path) && path.part) {
        form->target = renumbered(numberings, &path, pool);
    }
}

static sc_typed_t *typed_of(const sc_form_record_t *form, const sc_field_t *field)
{
    SC_EACH_OF(sc_typed_t, typed, form->typed) {
        if (strcmp(typed->name, field->name) == 0) {
            return typed;
        }
    }
    return NULL;
}

/* An amount may be typed with its currency, which is a field of its own behind the amounts. */
static void split_amounts(const sc_form_record_t *form, apr_pool_t *pool)
{
    const sc_entity_t *entity = form->entity;
    sc_typed_t *currency = NULL;

    for (int i = entity->field_count - 1; i >= 0; i--) {
        const sc_field_t *field = &entity->fields[i];
        sc_typed_t *amount = currency && field->type == SC_TYPE_REAL ? typed_of(form, field) : NULL;
        const char *number = NULL;

        if (field->type != SC_TYPE_REAL) {
            currency = field->type == SC_TYPE_CURRENCY ? typed_of(form, field) : NULL;
        }
        if (amount) {
            number = sc_read_amount(&form->writer, amount->value, &currency->value, pool);
            amount->value = number ? number : amount->value;
        }
    }
}

sc_form_record_t *sc_form_record_new(const sc_entity_t *entity, const sc_input_t *input,
                                     const sc_view_t *view, sc_problems_t *problems)
{
    apr_pool_t *pool = view->pool;
    sc_form_record_t *form = apr_pcalloc(pool, sizeof(*form));

    form->entity = entity;
    form->writer = (sc_writer_t){view->language, view->all_languages,
                                 sc_foreign_create_in(sc_language_tag(view->language), pool)};
    form->typed = apr_array_make(pool, 32, sizeof(sc_typed_t));
    form->sent = apr_hash_make(pool);
    form->theirs = apr_array_make(pool, 2, sizeof(const sc_field_t *));
    form->added = apr_array_make(pool, 1, sizeof(sc_form_added_t));
    form->note = sc_input_get(input, "change_note");
    form->version = sc_input_number(input, "version");
    read_act(form, sc_input_get(input, "act"), pool);
    sort_out(form, without_row(form, input, pool), pool, problems);
    split_amounts(form, pool);
    return form;
}

/* Of several values of one name the first that says something: radio buttons beside a text. */
static const char *value_of(const sc_form_record_t *form, const char *name)
{
    const char *value = NULL;

    SC_EACH_OF(const sc_typed_t, typed, form->typed) {
        if (strcmp(typed->name, name) == 0 && (!value || is_blank(value))) {
            value = typed->value;
        }
    }
    return value;
}

/* Whether both lists have the same entries, in whatever order. */
static int is_same_set(const apr_array_header_t *a, const apr_array_header_t *b)
{
    if (SC_COUNT(a) != SC_COUNT(b)) {
        return 0;
    }
    for (int i = 0; i < SC_COUNT(a); i++) {
        if (!sc_has_text(b, APR_ARRAY_IDX(a, i, const char *))) {
            return 0;
        }
    }
    return 1;
}

/* The address that a new place in the place of the reference is to have, or NULL. */
static const char *added_slug(const sc_form_record_t *form, const char *path)
{
    SC_EACH_OF(const sc_form_added_t, added, form->added) {
        if (strcmp(added->path, path) == 0) {
            return added->place->slug;
        }
    }
    return NULL;
}

/* @return the address name of what is referred to; NULL after a problem */
static const char *read_reference(const sc_form_record_t *form, const char *path,
                                  const sc_field_t *field, const char *typed,
                                  sc_problems_t *problems)
{
    const char *slug = strcmp(typed, SC_FORM_ADD) == 0 ? added_slug(form, path) : typed;

    if (slug && (is_blank(slug) || sc_slug_is_valid(slug))) {
        return slug;
    }
    sc_problem_add(problems, field->name, "unknown_name",
                   field->target == &sc_place
                       ? N_("No place on record is called exactly “{value}”. Choose one of those "
                            "that were found, or add it as a new place.")
                       : N_("Nothing on record is called exactly “{value}”. Choose one of those "
                            "that were found."),
                   "value", typed, NULL);
    return NULL;
}

/* @param path of the input */
static int read_value(const sc_form_record_t *form, const char *path, const sc_field_t *field,
                      void *record, const char *typed, apr_pool_t *pool, sc_problems_t *problems)
{
    const char *text = field->type == SC_TYPE_REFERENCE
                           ? read_reference(form, path, field, typed, problems)
                           : sc_read_typed(&form->writer, field, typed, problems);

    return text && sc_value_from_text(field, record, text, pool, problems);
}

static int read_entries(const sc_form_record_t *form, const sc_field_t *field, void *record,
                        apr_pool_t *pool, sc_problems_t *problems)
{
    apr_array_header_t *entries = apr_array_make(pool, 4, sizeof(const char *));
    int count = 0;

    SC_EACH_OF(const sc_typed_t, typed, form->typed) {
        if (strcmp(typed->name, field->name) != 0 || is_blank(typed->value)) {
            continue;
        }
        const char *entry = sc_read_typed(&form->writer, field, typed->value, problems);
        entry = entry ? sc_entry_from_text(field, entry, pool, problems) : NULL;
        count += !entry;
        if (entry) {
            APR_ARRAY_PUSH(entries, const char *) = entry;
        }
    }
    /* Boxes come in the vocabulary's order, which nobody chose. */
    if (field->type != SC_TYPE_WORDS || !is_same_set(sc_field_list(field, record), entries)) {
        sc_field_set_list(field, record, entries);
    }
    return count;
}

/* The parts are typed in order of their rows within each field, so a row may come up late. */
static int read_parts(const sc_form_record_t *form, const sc_field_t *field, void *record,
                      apr_pool_t *pool, sc_problems_t *problems)
{
    apr_array_header_t *parts = apr_array_make(pool, 4, sizeof(void *));
    int count = 0;

    SC_EACH_OF(const sc_typed_t, typed, form->typed) {
        sc_form_path_t path;

        if (!sc_form_path_read(form->entity, typed->name, &path) || path.field != field ||
            !path.part) {
            continue;
        }
        while (parts->nelts <= path.index) {
            APR_ARRAY_PUSH(parts, void *) = sc_record_new(field->target, pool);
        }
        if (path.is_search || path.added || is_blank(typed->value)) {
            continue;
        }
        sc_problems_t within = sc_problems_within(problems, field->name, path.index);
        count += !read_value(form, typed->name, path.part, APR_ARRAY_IDX(parts, path.index, void *),
                             typed->value, pool, &within);
    }
    sc_field_set_list(field, record, parts);
    return count;
}

static int read_field(const sc_form_record_t *form, const sc_field_t *field, void *record,
                      apr_pool_t *pool, sc_problems_t *problems)
{
    if (!sc_find(form->sent, field->name)) {
        if (field->type == SC_TYPE_WORDS) {
            sc_field_clear(field, record);
        }
        return 0;
    }
    if (field->type == SC_TYPE_PARTS) {
        return read_parts(form, field, record, pool, problems);
    }
    if (sc_field_is_list(field)) {
        return read_entries(form, field, record, pool, problems);
    }
    const char *value = value_of(form, field->name);
    return !read_value(form, field->name, field, record, value ? value : "", pool, problems);
}

/* What a source says of a date or a number is kept as the record keeps these, where it can be read:
 * only so can the two be compared. @return the number of problems added */
static int read_stated(const sc_form_record_t *form, sc_source_t *source, apr_pool_t *pool,
                       sc_problems_t *problems)
{
    const sc_field_t *about =
        source->field && source->states
            ? sc_entity_field(source->place ? &sc_place : &sc_partnership, source->field)
            : NULL;

    if (!about) {
        return 0;
    }
    sc_field_t stated = *about;
    stated.name = "states";
    const char *text = sc_field_is_list(about) || about->type == SC_TYPE_URL
                           ? source->states
                           : sc_read_typed(&form->writer, &stated, source->states, problems);
    source->states = text ? apr_pstrdup(pool, text) : source->states;
    return !text;
}

int sc_form_record_read(const sc_form_record_t *form, void *record, apr_pool_t *pool,
                        sc_problems_t *problems)
{
    int count = 0;

    for (int i = 0; i < form->entity->field_count; i++) {
        count += read_field(form, &form->entity->fields[i], record, pool, problems);
    }
    return form->entity == &sc_source ? count + read_stated(form, record, pool, problems) : count;
}
