#include "present/office/office.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Problems, changes and drafts, a line for each. */

/* What a change was about, as a link; an import as a whole and a redaction are about no item. */
static const char *subject(const sc_view_t *view, const sc_named_t *named,
                           const sc_change_t *change)
{
    const char *name = sc_office_subject(view, named, change);

    return change->entity
               ? sc_htmlf(view,
                          "<a href=\"%u\">%t</a> <span class=\"sistercity__details\">%t</span>",
                          sc_link(view, change->entity->collection, change->slug, "history", NULL),
                          name, sc_say(view, change->entity->label))
               : sc_text_html(view, name);
}

static void write_marks(sc_buffer_t *out, const sc_view_t *view, const sc_change_t *change)
{
    if (change->undoes) {
        sc_html(out, " <span class=\"sistercity__kind\">%t</span>",
                sc_say(view, "undoes an earlier change"));
    }
    if (change->undone) {
        sc_html(out, " <span class=\"sistercity__kind\">%t</span>", sc_say(view, "undone"));
    }
}

static void write_change(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                         const sc_change_t *change)
{
    const char *fields = sc_office_differing(view, change->entity, change->before, change->after);

    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__entry-title\">"
            "<a href=\"%u\">%t</a></span> %r",
            sc_link(view, "history", sc_office_number(view, change->id), NULL),
            sc_office_action(view, change->action), subject(view, named, change));
    write_marks(out, view, change);
    sc_html(out, "<div class=\"sistercity__details\">%r" SC_DOT "%r",
            sc_office_time(view, change->at), sc_text_html(view, change->who));
    if (change->approved_by) {
        sc_html(out, SC_DOT "%t",
                sc_sayf(view, "approved by {name}", "name", change->approved_by, NULL));
    }
    if (fields) {
        sc_html(out, SC_DOT "%t", fields);
    }
    if (change->note) {
        sc_html(out, "<br>%t", change->note);
    }
    sc_buffer_puts(out, "</div></li>\n");
}

void sc_office_changes(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                       const apr_array_header_t *changes)
{
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < SC_COUNT(changes); i++) {
        write_change(out, view, named, SC_AT(changes, i, sc_change_t));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static const sc_word_t state_words[] = {{"waiting", C_("draft", "waiting")},
                                        {"published", C_("draft", "published")},
                                        {"rejected", C_("draft", "rejected")}};
const sc_vocabulary_t sc_draft_states = {"draft", state_words, SC_LENGTH(state_words)};

const char *sc_office_draft_name(const sc_view_t *view, const sc_named_t *named,
                                 const sc_draft_t *draft)
{
    const void *record = draft->current ? draft->current : draft->record;

    if (draft->moved) {
        /* Many a partnership has a step of the same name. */
        return sc_join(view, SC_COLON, sc_office_name(view, named, draft->moved),
                       sc_office_name(view, named, draft->record));
    }
    return record ? sc_office_name(view, named, record) : draft->slug;
}

/* What the draft asks for, in words. */
const char *sc_office_asks_for(const sc_view_t *view, const sc_draft_t *draft)
{
    if (draft->is_withdrawal) {
        return sc_say(view, "To be withdrawn");
    }
    if (draft->is_move) {
        return sc_say(view, "To be recorded as the next step");
    }
    return draft->slug ? sc_say(view, "To be changed") : sc_say(view, "To be added");
}

static void write_draft(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                        const sc_draft_t *draft)
{
    const char *fields = sc_office_differing(view, draft->entity, draft->current, draft->record);

    sc_html(out,
            "<li class=\"sistercity__entry\"><span class=\"sistercity__entry-title\">"
            "<a href=\"%u\">%t</a></span> <span class=\"sistercity__details\">%t</span>"
            "<div class=\"sistercity__details\">%t" SC_DOT "%r" SC_DOT "%t",
            sc_link(view, "drafts", sc_office_number(view, draft->id), NULL),
            sc_office_draft_name(view, named, draft), sc_say(view, draft->entity->label),
            sc_office_asks_for(view, draft), sc_office_time(view, draft->at), draft->who);
    if (strcmp(draft->state, "waiting") != 0) {
        sc_html(out, SC_DOT "%t", sc_say_word(view, &sc_draft_states, draft->state));
    }
    if (fields) {
        sc_html(out, SC_DOT "%t", fields);
    }
    sc_html(out, "%r%t", draft->note ? "<br>" : NULL, draft->note);
    if (draft->decision_note) {
        sc_html(
            out, "<br>%t",
            sc_join(view, SC_COLON, sc_say(view, "Note on the decision"), draft->decision_note));
    }
    sc_buffer_puts(out, "</div></li>\n");
}

void sc_office_belongings(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                          const apr_array_header_t *records, int are_gone)
{
    sc_buffer_puts(out, "<ul>\n");
    SC_EACH(const void, record, records) {
        sc_html(out, "<li>%r <span class=\"sistercity__details\">%t</span></li>\n",
                are_gone ? sc_text_html(view, sc_office_name(view, named, record))
                         : sc_office_record_link(view, named, record),
                sc_say(view, sc_record_entity(record)->label));
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_office_drafts(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                      const apr_array_header_t *drafts)
{
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < SC_COUNT(drafts); i++) {
        write_draft(out, view, named, SC_AT(drafts, i, sc_draft_t));
    }
    sc_buffer_puts(out, "</ul>\n");
}

/* "Signatories 2, Person" for signatories[1].person; NULL where the path is none of the entity. */
static const char *path_label(const sc_view_t *view, const sc_entity_t *entity, const char *path)
{
    const char *name = apr_pstrndup(view->pool, path, strcspn(path, "[."));
    const sc_field_t *field = entity ? sc_entity_field(entity, name) : NULL;
    const char *rest = path + strlen(name);
    const char *label, *inner;

    if (!field) {
        return NULL;
    }
    label = sc_say(view, field->label);
    if (*rest != '[') {
        return label;
    }
    int index = atoi(rest + 1);
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
    text = sc_join(view, SC_COLON, dot ? path_label(view, entity, dot + 1) : NULL, text);
    sc_html(out, "<li>%r</li>\n",
            sc_join(view, SC_COLON,
                    sc_link_html(view, sc_link(view, collection, slug, NULL),
                                 sc_office_slug_name(view, named, entity, slug)),
                    sc_text_html(view, text)));
}

/* Inputs that are no fields. */
static const struct {
    const char *name, *label;
} inputs[] = {{"change_note", N_("Note")}, {"until", N_("Renewed until")}};

static void write_problem(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                          const sc_named_t *named, const sc_problem_t *problem)
{
    const char *text = sc_say_problem(view, problem);
    const char *path = problem->field;
    const char *label = path ? path_label(view, entity, path) : NULL;

    for (size_t i = 0; path && !label && i < SC_LENGTH(inputs); i++) {
        label = strcmp(path, inputs[i].name) == 0 ? sc_say(view, inputs[i].label) : NULL;
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
        SC_EACH_OF(const sc_problem_t, problem, problems->items) {
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
