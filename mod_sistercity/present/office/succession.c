#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_succession(const sc_view_t *view, const void *data)
{
    const sc_succession_page_t *page = data;

    return sc_sayf(view, "What became of {place}", "place",
                   sc_office_name(view, &page->named, page->place), NULL);
}

static const struct {
    const char *word;
    const char *text;
} kinds[] = {{"rename", N_("It was renamed, and the new name has a page of its own")},
             {"merger", N_("It was merged into another place")},
             {"split", N_("It was split into several places")},
             {"split_off", N_("A part of it became a place of its own, and it goes on")}};

static void write_kinds(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page)
{
    const char *chosen = page->kind ? page->kind : page->place->ended_by;

    sc_html(out, "<fieldset class=\"sistercity-form__choices\" id=\"f-kind\"><legend>%t</legend>\n",
            sc_say(view, "What happened"));
    for (size_t i = 0; i < SC_LENGTH(kinds); i++) {
        sc_html(out,
                "<label class=\"sistercity-form__choice\"><input type=\"radio\" name=\"kind\" "
                "value=\"%t\"%r> %t</label>\n",
                kinds[i].word, sc_is(chosen, kinds[i].word) ? " checked" : NULL,
                sc_say(view, kinds[i].text));
    }
    sc_buffer_puts(out, "</fieldset>\n");
}

static void write_date(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page)
{
    sc_html(out,
            "<div class=\"sistercity-form__field\"><label for=\"f-date\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"f-date-help\">%t</p>\n"
            "<input type=\"text\" id=\"f-date\" name=\"date\" value=\"%t\" "
            "size=\"14\" aria-describedby=\"f-date-help\" autocomplete=\"off\"></div>\n",
            sc_say(view, "When"), sc_say(view, "As far as it is known: a day, a month or a year"),
            page->date ? page->date : page->place->ended);
}

/* One box for each place, one more, and as many as were asked for. */
static void write_successors(sc_buffer_t *out, const sc_view_t *view,
                             const sc_succession_page_t *page)
{
    int boxes = page->typed->nelts + 1 + page->more;

    for (int i = 0; i < (boxes > 2 ? boxes : 2); i++) {
        const char *typed = i < page->typed->nelts ? SC_AT(page->typed, i, const char) : NULL;
        const char *id = i ? apr_psprintf(view->pool, "f-successor-%d", i) : "f-successor";
        const char *slug = page->is_ready && i < SC_COUNT(page->successors)
                               ? SC_AT(page->successors, i, const char)
                               : NULL;
        const char *name = slug ? sc_office_slug_name(view, &page->named, &sc_place, slug) : NULL;

        sc_html(out,
                "<div class=\"sistercity-form__field\"><label for=\"%t\">%t</label>\n"
                "<div class=\"sistercity-form__reference\"><input type=\"text\" id=\"%t\" "
                "name=\"successor\" value=\"%t\" autocomplete=\"off\" spellcheck=\"false\" "
                "data-find=\"%u\"></div>\n<p class=\"sistercity-form__named\">%t</p></div>\n",
                id,
                i ? sc_say(view, "Another place that came after it, if it was split")
                  : sc_say(view, "The place that came after it"),
                id, typed, sc_link(view, "places", "find.json", NULL),
                name && typed && strcmp(name, typed) != 0 ? name : NULL);
    }
    sc_office_button_quiet(out, "more", sc_say(view, "More places"));
}

static void write_option(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page,
                         const char *slug, const char *said)
{
    const char *value = apr_pstrcat(view->pool, "to ", slug, NULL);

    sc_part_option(out, value,
                   sc_sayf(view, "passes to {place}", "place",
                           sc_office_slug_name(view, &page->named, &sc_place, slug), NULL),
                   sc_is(said, value));
}

static int goes_on(const sc_succession_page_t *page)
{
    return sc_is(page->kind, "split_off");
}

static void write_stays(sc_buffer_t *out, const sc_view_t *view, const char *said)
{
    sc_part_option(out, "stays", sc_say(view, "stays as it is on record"), sc_is(said, "stays"));
}

/* What is most likely stands first. */
static void write_fates(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page,
                        const char *said, int stays_first)
{
    if (stays_first) {
        write_stays(out, view, said);
    }
    for (int i = 0; i < page->successors->nelts; i++) {
        write_option(out, view, page, SC_AT(page->successors, i, const char), said);
    }
    if (!stays_first) {
        write_stays(out, view, said);
    }
    sc_part_option(out, "ends", sc_say(view, "ended"), sc_is(said, "ends"));
    sc_buffer_puts(out, "</select></div>\n");
}

/* Too many to be asked about one by one. */
static void write_others(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page)
{
    if (page->others > 0) {
        sc_html(out,
                "<div class=\"sistercity-form__field\"><label for=\"f-rest\">%t</label>\n"
                "<select id=\"f-rest\" name=\"rest\">",
                sc_say_n(view, "{n} more partnership", "{n} more partnerships, all alike",
                         page->others, NULL));
        write_fates(out, view, page, page->rest, 1);
    }
}

static void write_tie(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page,
                      const sc_partnership_t *partnership)
{
    const char *said = sc_find(page->said, partnership->slug);
    const char *id = apr_pstrcat(view->pool, "f-tie-", partnership->slug, NULL);

    sc_html(out,
            "<div class=\"sistercity-form__field\"><label for=\"%t\">%t</label>\n"
            "<select id=\"%t\" name=\"tie.%t\">",
            id, sc_office_name(view, &page->named, partnership), id, partnership->slug);
    write_fates(out, view, page, said, goes_on(page));
}

/* What would be recorded, and what is still to be said: of each partnership. */
static void write_preview(sc_buffer_t *out, const sc_view_t *view, const sc_succession_page_t *page)
{
    sc_place_t ended = *page->place;

    ended.ended = page->read_date;
    ended.ended_by = page->kind;
    sc_buffer_puts(out, "<p class=\"sistercity__lead\">");
    if (goes_on(page)) {
        sc_html_fill(out,
                     sc_dated_html(view, sc_say(view, "A place of its own since {date}: {places}"),
                                   page->read_date),
                     "places", sc_part_slug_links(view, page->named.labels, page->successors),
                     NULL);
    }
    else {
        sc_buffer_puts(out, sc_part_ended(view, page->named.labels, &ended, page->successors));
    }
    sc_buffer_puts(out, "</p>\n");
    if (page->ties->nelts == 0) {
        sc_part_quiet(out, sc_say(view, "No partnership of this place is in force."));
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "What becomes of its partnerships"));
    sc_html(out, "<p>%t</p>\n<div class=\"sistercity-form__fields\">\n",
            sc_say(view, "One that passes is found from the successor’s page from then on, with "
                         "both places and the day."));
    for (int i = 0; i < page->ties->nelts; i++) {
        write_tie(out, view, page, SC_AT(page->ties, i, sc_partnership_t));
    }
    write_others(out, view, page);
    sc_buffer_puts(out, "</div>\n");
}

void sc_page_succession(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_succession_page_t *page = data;

    sc_admin_open(out, view, page->admin, "succession", sc_title_succession(view, data));
    sc_office_problems(out, view, NULL, NULL, page->problems);
    sc_office_changed(out, view, page->is_changed);
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "The place keeps its page, which tells what came after it. If the place "
                         "only got another name, change its name instead, and keep the former one "
                         "among its names."));
    sc_office_form_open(out, page->admin,
                        sc_link(view, "places", page->place->slug, "succession", NULL));
    sc_part_hidden(out, "version", sc_office_number(view, page->place->record.version));
    write_kinds(out, view, page);
    write_date(out, view, page);
    write_successors(out, view, page);
    if (page->is_ready) {
        write_preview(out, view, page);
    }
    sc_office_note(out, view, page->note);
    sc_office_buttons_open(out);
    if (page->is_ready && !page->admin->is_reviewed) {
        sc_office_button(out, "save", sc_say(view, "Record it"));
        sc_office_button_quiet(out, "look", sc_say(view, "Preview"));
    }
    else {
        sc_office_button(out, "look", sc_say(view, "Preview"));
    }
    sc_office_buttons_close(out, sc_office_work_link(view, &sc_place, page->place->slug),
                            sc_say(view, "Leave it as it is"));
    sc_part_close(out);
}
