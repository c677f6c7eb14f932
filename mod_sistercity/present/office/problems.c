#include "present/office/office.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* "Signatories 2, Person" for signatories[1].person; NULL where the path is none of the entity. */
static const char *path_label(const sc_view_t *view, const sc_entity_t *entity, const char *path)
{
    const char *name = apr_pstrndup(view->pool, path, strcspn(path, "[."));
    const sc_field_t *field = entity ? sc_entity_field(entity, name) : NULL;
    const char *rest = path + strlen(name);
    const char *label, *inner;
    int index;

    if (!field) {
        return NULL;
    }
    label = sc_say(view, field->label);
    if (*rest != '[') {
        return label;
    }
    index = atoi(rest + 1);
    label = sc_office_numbered(view, field, index);
    rest = strchr(rest, '.');
    inner = rest && field->target ? path_label(view, field->target, rest + 1) : NULL;
    return sc_join(view, SC_COMMA, label, inner);
}

/* About an item, "COLLECTION/SLUG" or "COLLECTION/SLUG.FIELD", or a change, "history/ID". */
static void write_item_problem(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                               const char *path, const char *text)
{
    const char *slash = strchr(path, '/');
    const char *collection = apr_pstrmemdup(view->pool, path, (apr_size_t)(slash - path));
    const char *slug = apr_pstrmemdup(view->pool, slash + 1, strcspn(slash + 1, "."));
    const char *dot = strchr(slash, '.');
    const sc_entity_t *entity = sc_entity_of_collection(collection);

    if (!entity) {
        sc_html(out, "<li>%t</li>\n", text);
        return;
    }
    sc_html(out, "<li><a href=\"%u\">%t</a>: %t</li>\n", sc_link(view, collection, slug, NULL),
            sc_office_slug_name(view, named, entity, slug),
            sc_join(view, SC_COLON, dot ? path_label(view, entity, dot + 1) : NULL, text));
}

static void write_problem(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                          const sc_named_t *named, const sc_problem_t *problem)
{
    const char *text = sc_say_problem(view, problem);
    const char *path = problem->field;
    const char *label = path ? path_label(view, entity, path) : NULL;

    if (path && strcmp(path, "change_note") == 0) {
        label = sc_say(view, "Note");
    }
    if (path && strchr(path, '/')) {
        write_item_problem(out, view, named, path, text);
    }
    else if (label) {
        sc_html(out, "<li><a href=\"#%t\">%t</a></li>\n", sc_office_id(view, path),
                sc_join(view, SC_COLON, label, text));
    }
    else {
        sc_html(out, "<li>%t", text);
        if (strcmp(problem->code, "unsent") == 0) {
            sc_html(out,
                    " <button class=\"sistercity__button\" type=\"button\" data-resend "
                    "hidden>%t</button>",
                    sc_say(view, "Send what I typed once more"));
        }
        sc_buffer_puts(out, "</li>\n");
    }
}

/* Where the problem's field stands in the table of its entity; -1 if it is about no field. */
static int place_of(const sc_entity_t *entity, const sc_problem_t *problem)
{
    apr_size_t length = problem->field ? strcspn(problem->field, "[.") : 0;

    for (int i = 0; entity && problem->field && i < entity->field_count; i++) {
        const char *name = entity->fields[i].name;

        if (strlen(name) == length && strncmp(name, problem->field, length) == 0) {
            return i;
        }
    }
    return -1;
}

/* In the order of the fields, whatever order they were found in. */
static void write_problems(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                           const sc_named_t *named, const sc_problems_t *problems)
{
    for (int place = -1; place < (entity ? entity->field_count : 0); place++) {
        for (int i = 0; i < problems->items->nelts; i++) {
            const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

            if (place_of(entity, problem) == place) {
                write_problem(out, view, entity, named, problem);
            }
        }
    }
}

void sc_office_problems(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                        const sc_named_t *named, const sc_problems_t *problems)
{
    if (!problems || problems->items->nelts == 0) {
        return;
    }
    sc_html(out,
            "<div class=\"sistercity-form__problems\" role=\"alert\" tabindex=\"-1\" "
            "aria-labelledby=\"problems\">\n<h%h id=\"problems\">%t</h%h>\n<ul>\n",
            view->heading + 1, sc_say(view, "There is a problem"), view->heading + 1);
    write_problems(out, view, entity, named, problems);
    sc_buffer_puts(out, "</ul>\n</div>\n");
}
