#include "present/office/office.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The ways from every page to the others. */
static const struct {
    const char *path;
    const char *label;
    int for_administrators;
} ways[] = {{"/", N_("Desk"), 0},
            {"/partnerships", N_("Partnerships"), 0},
            {"/places", N_("Places"), 0},
            {"/organizations", N_("Organizations"), 0},
            {"/persons", N_("People"), 0},
            {"/awards", N_("Awards"), 0},
            {"/contact-book", N_("Contact book"), 0},
            {"/networks", N_("Networks"), 0},
            {"/stories", N_("Stories"), 0},
            {"/guide", N_("Guide"), 0},
            {"/templates", N_("Templates"), 0},
            {"/terms", N_("Terms"), 0},
            {"/seeking", N_("Looking for partners"), 0},
            {"/board", N_("Steps"), 0},
            {"/drafts", N_("Drafts"), 0},
            {"/history", N_("History"), 0},
            {"/report", N_("Report"), 0},
            {"/import", N_("Import"), 1},
            {"/redact", N_("Remove a name"), 1}};

static void write_way(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin,
                      apr_size_t i)
{
    const char *path = ways[i].path;
    int is_here = strcmp(view->path, path) == 0;

    sc_html(out, "<li><a href=\"%u\"%r>%t</a>",
            path[1] ? sc_link(view, path + 1, NULL) : sc_link(view, NULL),
            is_here ? " aria-current=\"page\"" : NULL, sc_say(view, ways[i].label));
    if (strcmp(path, "/drafts") == 0 && admin->drafts_waiting > 0) {
        sc_html(out, " <span class=\"sistercity-admin__count\">%t</span>",
                sc_say_n(view, "{n} waits", "{n} wait", admin->drafts_waiting, NULL));
    }
    sc_buffer_puts(out, "</li>\n");
}

const char *sc_office_seen(const sc_view_t *view, const char *link)
{
    return sc_link_with(view, link, "seen",
                        apr_psprintf(view->pool, "%" APR_INT64_T_FMT, view->state->revision));
}

static void write_ways(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin)
{
    sc_html(out, "<nav class=\"sistercity-admin__ways\" aria-label=\"%t\">\n<ul>\n",
            sc_say(view, "Editing"));
    for (apr_size_t i = 0; i < SC_LENGTH(ways); i++) {
        if (admin->may_administer || !ways[i].for_administrators) {
            write_way(out, view, admin, i);
        }
    }
    if (admin->registry) {
        sc_view_t readers = *view;

        readers.mount = admin->registry;
        sc_html(out, "<li><a href=\"%u\">%t</a></li>\n",
                sc_office_seen(view, sc_link(&readers, NULL)), sc_say(view, "As readers see it"));
    }
    sc_buffer_puts(out, "</ul>\n</nav>\n");
}

/* What was just done, in sentences. */
static const struct {
    const char *word;
    const char *sentence;
} done[] = {
    {"saved", N_("Your change is saved.")},
    {"created", N_("The new item is saved.")},
    {"same", N_("Nothing was changed: the item is as it was.")},
    {"draft", N_("Your change waits for a reviewer. Readers see the item as it was.")},
    {"withdrawn", N_("The item is withdrawn.")},
    {"merged", N_("The two are one now.")},
    {"undone", N_("The change is undone.")},
    {"published", N_("The draft is published.")},
    {"rejected", N_("The draft is rejected.")},
    {"imported", N_("The import is done.")},
    {"imported_before", N_("This import was stored already; nothing was stored twice.")},
    {"redacted", N_("The name is removed.")},
};

static const char *done_sentence(const char *word)
{
    for (apr_size_t i = 0; word && i < SC_LENGTH(done); i++) {
        if (strcmp(done[i].word, word) == 0) {
            return done[i].sentence;
        }
    }
    return NULL;
}

static void write_done(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin)
{
    const char *sentence = done_sentence(admin->done);

    if (!sentence) {
        return;
    }
    sc_html(out, "<div class=\"sistercity-admin__done\" role=\"status\"><p>%t",
            sc_say(view, sentence));
    if (admin->done_change) {
        const char *id = sc_office_number(view, admin->done_change);

        sc_html(out, " <a href=\"%u\">%t</a> <a href=\"%u\">%t</a>",
                sc_link(view, "history", id, NULL), sc_say(view, "See the change"),
                sc_link(view, "history", id, "undo", NULL), sc_say(view, "Undo"));
    }
    if (admin->done_draft) {
        const char *id = sc_office_number(view, admin->done_draft);

        sc_html(out, " <a href=\"%u\">%t</a>", sc_link(view, "drafts", id, NULL),
                sc_say(view, "See the draft"));
    }
    sc_buffer_puts(out, "</p></div>\n");
}

static void write_imports(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin)
{
    SC_EACH_OF(const sc_storing_t, one, admin->imports) {
        sc_html(
            out, "<div class=\"sistercity-admin__done\"><p>%t</p></div>\n",
            sc_sayf(view,
                    "{who} is storing a large import (rows: {done} of {total}). What others save "
                    "meanwhile waits for its end.",
                    "who", one->who, "done", sc_say_number(view, one->done), "total",
                    sc_say_number(view, one->total), NULL));
    }
}

void sc_admin_open(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin,
                   const char *name, const char *title)
{
    const char *tag = sc_language_tag(view->language);

    sc_html(out,
            "<section class=\"sistercity sistercity-admin sistercity-%t\" lang=\"%t\" dir=\"%t\" "
            "aria-label=\"%t\">\n",
            name, tag, sc_language_direction(tag), title);
    write_ways(out, view, admin);
    write_done(out, view, admin);
    write_imports(out, view, admin);
    sc_html(out, "<h%h class=\"sistercity__title\">%t</h%h>\n", view->heading, title,
            view->heading);
}

void sc_office_form_open(sc_buffer_t *out, const sc_admin_view_t *admin, const char *action)
{
    sc_html(out, "<form class=\"sistercity-form\" method=\"post\" action=\"%u\" novalidate>\n",
            action);
    sc_part_hidden(out, "token", admin->token);
}

static void write_button(sc_buffer_t *out, const char *class, const char *value, const char *text)
{
    sc_html(out, "<button class=\"%t\" type=\"submit\"", class);
    if (value) {
        sc_html(out, " name=\"act\" value=\"%t\"", value);
    }
    sc_html(out, ">%t</button>\n", text);
}

void sc_office_button(sc_buffer_t *out, const char *value, const char *text)
{
    write_button(out, "sistercity__button sistercity-form__button", value, text);
}

void sc_office_button_quiet(sc_buffer_t *out, const char *value, const char *text)
{
    write_button(out, "sistercity__button", value, text);
}

void sc_office_buttons_open(sc_buffer_t *out)
{
    sc_buffer_puts(out, "<div class=\"sistercity-form__buttons\">\n");
}

void sc_office_buttons_close(sc_buffer_t *out, const char *href, const char *text)
{
    if (href) {
        sc_html(out, "<a href=\"%u\">%t</a>\n", href, text);
    }
    sc_buffer_puts(out, "</div>\n</form>\n");
}

const char *sc_office_number(const sc_view_t *view, apr_int64_t id)
{
    return apr_psprintf(view->pool, "%" APR_INT64_T_FMT, id);
}

void sc_office_note(sc_buffer_t *out, const sc_view_t *view, const char *typed)
{
    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"f-change_note\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"f-change_note-help\">%t</p>\n"
            "<input type=\"text\" id=\"f-change_note\" name=\"change_note\" value=\"%t\" "
            "aria-describedby=\"f-change_note-help\"></div>\n",
            sc_say(view, "Why (if it needs saying)"),
            sc_say(view, "The history keeps it with your name; readers do not see it"), typed);
}

const char *sc_office_id(const sc_view_t *view, const char *name)
{
    char *id = apr_pstrcat(view->pool, "f-", name, NULL);

    for (char *c = id; *c; c++) {
        if (strchr("[].", *c)) {
            *c = '-';
        }
    }
    return id;
}

const char *sc_office_numbered(const sc_view_t *view, const sc_field_t *field, int index)
{
    const char *label = field->target ? sc_part_capital(view, sc_say(view, field->target->label))
                                      : sc_say(view, field->label);

    return apr_psprintf(view->pool, "%s %s", label, sc_say_number(view, index + 1));
}

void sc_office_changed(sc_buffer_t *out, const sc_view_t *view, int is_changed)
{
    if (is_changed) {
        sc_html(out, "<p role=\"alert\">%t</p>\n",
                sc_say(view, "Somebody changed it since you opened it. This is how it "
                             "is now."));
    }
}

const char *sc_office_doubt(const sc_view_t *view, const sc_problem_t *doubt)
{
    static const char *const dates[] = {"date", "from", "until", "contact", "established"};
    sc_problem_t told = *doubt;
    apr_array_header_t *arguments = apr_array_make(view->pool, 8, sizeof(const char *));

    for (const char *const *argument = doubt->arguments; *argument; argument++) {
        APR_ARRAY_PUSH(arguments, const char *) = *argument;
    }
    for (int i = 0; i + 1 < arguments->nelts; i += 2) {
        const char **pair = (const char **)arguments->elts + i;

        for (size_t j = 0; j < SC_LENGTH(dates); j++) {
            pair[1] = strcmp(pair[0], dates[j]) == 0 ? sc_say_date(view, pair[1]) : pair[1];
        }
    }
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    told.arguments = (const char *const *)arguments->elts;
    return sc_say_problem(view, &told);
}

void sc_office_doubts(sc_buffer_t *out, const sc_view_t *view, const sc_problems_t *doubts)
{
    if (!doubts || doubts->items->nelts == 0) {
        return;
    }
    sc_buffer_puts(out, "<ul class=\"sistercity__disputed\" role=\"status\">\n");
    SC_EACH_OF(const sc_problem_t, doubt, doubts->items) {
        sc_html(out, "<li>%t</li>\n", sc_office_doubt(view, doubt));
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_office_more(sc_buffer_t *out, const sc_view_t *view, apr_int64_t others)
{
    if (others > 0) {
        sc_part_quiet(out, sc_say_n(view, "… and {n} more.", "… and {n} more.", others, NULL));
    }
}

void sc_office_link_item(sc_buffer_t *out, const char *href, const char *text)
{
    sc_html(out, "<li><a href=\"%u\">%t</a></li>\n", href, text);
}

void sc_office_scope(sc_buffer_t *out, const sc_view_t *view, const char *link, const char *place,
                     const char *home, apr_hash_t *labels)
{
    const char *other = place ? "" : home;

    if (place) {
        sc_html(out, "<p>%t",
                sc_sayf(view, "Partnerships of {place}.", "place",
                        sc_part_name(view, sc_part_label(view, labels, place)), NULL));
    }
    else if (home) {
        sc_html(out, "<p>%t", sc_say(view, "Partnerships of the whole registry."));
    }
    if (other) {
        sc_html(out, " <a href=\"%u\">%t</a>", sc_link_with(view, link, "place", other),
                place ? sc_say(view, "The whole registry") : sc_say(view, "Only our own"));
    }
    sc_buffer_puts(out, place || home ? "</p>\n" : "");
}
