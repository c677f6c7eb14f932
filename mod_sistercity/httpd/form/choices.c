#include "httpd/form/fields.h"

#include "model/text/notation.h"
#include "store/query/list.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* As many findings as a person looks through. */
#define FINDINGS_MOST 10

/* As many references of one form are looked up; a form with more wrong ones is no form. */
#define LOOKUPS_MOST 50

static const sc_field_t *reference_of(const sc_form_path_t *path)
{
    const sc_field_t *field = path->part ? path->part : path->field;

    return field->type == SC_TYPE_REFERENCE || field->type == SC_TYPE_REFERENCES ? field : NULL;
}

static const char *text_of(const sc_form_record_t *form, const char *name)
{
    const char *text = sc_input_get(form->typed, name);

    return text && *text ? text : NULL;
}

static const char *search_name(const char *path, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "find.", path, NULL);
}

/* The value at the path: the input's own, for a list of references the one at its position. */
static const char *value_at(const sc_form_record_t *form, const char *name,
                            const sc_form_path_t *path)
{
    int position = 0;

    if (path->field->type != SC_TYPE_REFERENCES) {
        return text_of(form, name);
    }
    for (int i = 0; i < form->typed->nelts; i++) {
        const sc_typed_t *typed = &APR_ARRAY_IDX(form->typed, i, sc_typed_t);

        if (strcmp(typed->name, path->field->name) == 0 && position++ == path->index) {
            return *typed->value ? typed->value : NULL;
        }
    }
    return NULL;
}

/* Makes sure that the form shows the text that is looked up. */
static void keep_search(const sc_form_record_t *form, const char *path, const char *text,
                        apr_pool_t *pool)
{
    const char *name = search_name(path, pool);
    sc_typed_t *typed;

    if (!sc_input_get(form->typed, name)) {
        typed = apr_array_push(form->typed);
        typed->name = name;
        typed->value = text;
    }
}

static apr_status_t look_up(const sc_form_record_t *form, const char *path,
                            const sc_entity_t *target, const char *text, sc_db_t *db,
                            apr_pool_t *pool, sc_form_choices_t *choices)
{
    const sc_query_t query = {.q = text, .limit = FINDINGS_MOST};
    sc_list_t *list;
    apr_status_t rv = sc_list_read(db, pool, target, &query, &list);

    if (rv == APR_SUCCESS) {
        apr_hash_set(choices->found, path, APR_HASH_KEY_STRING, list->items);
        apr_array_cat(choices->records, list->items);
        keep_search(form, path, text, pool);
    }
    return rv;
}

static void begin(sc_form_choices_t *choices, apr_pool_t *pool)
{
    choices->found = apr_hash_make(pool);
    choices->records = apr_array_make(pool, 8, sizeof(const void *));
}

apr_status_t sc_form_choices_asked(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                   sc_form_choices_t *choices)
{
    sc_form_path_t path;
    const char *text;

    begin(choices, pool);
    if (!form->target || !sc_form_path_read(form->entity, form->target, &path) ||
        !reference_of(&path)) {
        return APR_SUCCESS;
    }
    text = text_of(form, search_name(form->target, pool));
    if (!text) {
        text = value_at(form, form->target, &path);
    }
    return text ? look_up(form, form->target, reference_of(&path)->target, text, db, pool, choices)
                : APR_SUCCESS;
}

/* Whether there is an item of this address name. */
static apr_status_t exists(const sc_entity_t *entity, const char *slug, sc_db_t *db,
                           apr_pool_t *pool, int *is_there)
{
    apr_status_t rv = APR_ENOENT;
    void *record;

    if (sc_slug_is_valid(slug)) {
        rv = sc_read_item(db, pool, entity, slug, &record);
    }
    *is_there = rv == APR_SUCCESS;
    return APR_STATUS_IS_ENOENT(rv) ? APR_SUCCESS : rv;
}

/* What to look up for the typed input; NULL for nothing. @param path set to its PATH */
static const char *wanted_text(const sc_form_record_t *form, const sc_typed_t *typed,
                               sc_form_path_t *parsed, int position, const char **path,
                               apr_pool_t *pool)
{
    if (!*typed->value || !sc_form_path_read(form->entity, typed->name, parsed) ||
        !reference_of(parsed)) {
        return NULL;
    }
    if (parsed->is_search) {
        *path = typed->name + strlen("find.");
        parsed->is_search = 0;
        return value_at(form, *path, parsed) ? NULL : typed->value;
    }
    *path = parsed->field->type == SC_TYPE_REFERENCES
                ? apr_psprintf(pool, "%s[%d]", typed->name, position)
                : typed->name;
    return typed->value;
}

/* How many values of the same name came before this one. */
static int position_of(const sc_form_record_t *form, int index)
{
    const char *name = APR_ARRAY_IDX(form->typed, index, sc_typed_t).name;
    int position = 0;

    for (int i = 0; i < index; i++) {
        position += strcmp(APR_ARRAY_IDX(form->typed, i, sc_typed_t).name, name) == 0;
    }
    return position;
}

apr_status_t sc_form_choices_missing(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                     sc_form_choices_t *choices)
{
    apr_status_t rv = APR_SUCCESS;
    int lookups = 0, count = form->typed->nelts;

    begin(choices, pool);
    for (int i = 0; i < count && rv == APR_SUCCESS && lookups < LOOKUPS_MOST; i++) {
        const sc_typed_t typed = APR_ARRAY_IDX(form->typed, i, sc_typed_t);
        sc_form_path_t parsed;
        const char *path = NULL, *text, *search;
        int is_there = 0;

        text = wanted_text(form, &typed, &parsed, position_of(form, i), &path, pool);
        if (!text || apr_hash_get(choices->found, path, APR_HASH_KEY_STRING)) {
            continue;
        }
        lookups++;
        rv = exists(reference_of(&parsed)->target, text, db, pool, &is_there);
        if (rv == APR_SUCCESS && !is_there) {
            search = text_of(form, search_name(path, pool));
            rv = look_up(form, path, reference_of(&parsed)->target, search ? search : text, db,
                         pool, choices);
        }
    }
    return rv;
}

void sc_form_choices_check(const sc_form_record_t *form, apr_pool_t *pool, sc_problems_t *problems)
{
    for (int i = 0; i < form->typed->nelts; i++) {
        const sc_typed_t *typed = &APR_ARRAY_IDX(form->typed, i, sc_typed_t);
        sc_form_path_t parsed;
        const char *path = NULL;

        if (strncmp(typed->name, "find.", strlen("find.")) == 0 &&
            wanted_text(form, typed, &parsed, 0, &path, pool)) {
            sc_problem_add(problems, path, "not_chosen",
                           N_("Choose one of what was found, or empty the search."), NULL);
        }
    }
}
