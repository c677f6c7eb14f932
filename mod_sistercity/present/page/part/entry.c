#include "present/page/part/part.h"

#include <apr_strings.h>
#include <string.h>

apr_hash_t *sc_part_by_slug(const sc_view_t *view, const apr_array_header_t *partnerships)
{
    apr_hash_t *by_slug = apr_hash_make(view->pool);
    int i;

    for (i = 0; i < SC_COUNT(partnerships); i++) {
        sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        apr_hash_set(by_slug, partnership->slug, APR_HASH_KEY_STRING, partnership);
    }
    return by_slug;
}

/* That dates are not recorded is said once for all undated entries in a row; those below keep the
 * place of theirs free.
 * @param is_said whether the entry above has said it */
static void open_entry(sc_buffer_t *out, const sc_view_t *view, const char *from, const char *until,
                       int is_said)
{
    int is_dated = from || until;

    sc_buffer_puts(out, "<li class=\"sistercity__entry sistercity__entry--dated\">"
                        "<span class=\"sistercity__date\">");
    if (is_dated) {
        sc_html_span(out, view, from ? from : until, from ? until : NULL);
    }
    else if (!is_said) {
        sc_html(out, "%t", sc_text(view->language, "date not recorded"));
    }
    sc_buffer_puts(out, "</span> <div class=\"sistercity__happened\">");
}

/* The small line below an entry: what there is of its facts, and whose partnership it is. */
static void write_details(sc_buffer_t *out, const char *const *details)
{
    int is_first = 1;

    for (; *details; details++) {
        if (!**details) {
            continue;
        }
        sc_html(out, "%r%r", is_first ? "<br><span class=\"sistercity__details\">" : " · ",
                *details);
        is_first = 0;
    }
    sc_buffer_puts(out, is_first ? "" : "</span>");
}

static const char *text_detail(const sc_view_t *view, const char *text)
{
    return text ? sc_html_make(view->pool, "%t", text) : "";
}

static const char *partnership_detail(const sc_view_t *view, apr_hash_t *partnerships,
                                      apr_hash_t *labels, const char *slug)
{
    const sc_partnership_t *partnership =
        partnerships ? apr_hash_get(partnerships, slug, APR_HASH_KEY_STRING) : NULL;

    return partnership ? sc_part_partnership_link(view, labels, partnership) : "";
}

static void write_activity(sc_buffer_t *out, const sc_view_t *view, const sc_activity_t *activity,
                           const sc_activity_t *above, apr_hash_t *partnerships, apr_hash_t *labels)
{
    const char *details[] = {
        partnership_detail(view, partnerships, labels, activity->partnership),
        text_detail(view, activity->form
                              ? sc_text_word(view->language, &sc_activity_forms, activity->form)
                              : NULL),
        text_detail(view, sc_part_words(view, &sc_exchange_fields, activity->fields)),
        text_detail(view, activity->place), NULL};

    open_entry(out, view, activity->start, activity->end, above && !above->start && !above->end);
    sc_html(out, "<a class=\"sistercity__entry-title\" href=\"%u\">%t</a>",
            sc_link(view, "activities", activity->slug, NULL), activity->title);
    write_details(out, details);
    sc_buffer_puts(out, "</div></li>\n");
}

void sc_part_activities(sc_buffer_t *out, const sc_view_t *view,
                        const apr_array_header_t *activities, apr_hash_t *partnerships,
                        apr_hash_t *labels, int most)
{
    int i;

    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < SC_COUNT(activities) && (most == 0 || i < most); i++) {
        write_activity(out, view, SC_AT(activities, i, sc_activity_t),
                       i ? SC_AT(activities, i - 1, sc_activity_t) : NULL, partnerships, labels);
    }
    sc_buffer_puts(out, "</ul>\n");
}

const char *sc_part_agreement_title(const sc_view_t *view, const sc_agreement_t *agreement)
{
    return agreement->title ? agreement->title
                            : sc_part_word(view, &sc_agreement_kinds, agreement->kind);
}

static void write_agreement(sc_buffer_t *out, const sc_view_t *view,
                            const sc_agreement_t *agreement, const sc_agreement_t *above,
                            apr_hash_t *partnerships, apr_hash_t *labels)
{
    const char *kind = agreement->title
                           ? sc_text_word(view->language, &sc_agreement_kinds, agreement->kind)
                           : NULL;
    const char *details[] = {partnership_detail(view, partnerships, labels, agreement->partnership),
                             text_detail(view, kind), text_detail(view, agreement->place), NULL};

    open_entry(out, view, agreement->date, NULL, above && !above->date);
    sc_html(out, "<a class=\"sistercity__entry-title\" href=\"%u\">%t</a>",
            sc_link(view, "agreements", agreement->slug, NULL),
            sc_part_agreement_title(view, agreement));
    write_details(out, details);
    sc_buffer_puts(out, "</div></li>\n");
}

void sc_part_agreements(sc_buffer_t *out, const sc_view_t *view,
                        const apr_array_header_t *agreements, apr_hash_t *partnerships,
                        apr_hash_t *labels, int most)
{
    int i;

    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < SC_COUNT(agreements) && (most == 0 || i < most); i++) {
        write_agreement(out, view, SC_AT(agreements, i, sc_agreement_t),
                        i ? SC_AT(agreements, i - 1, sc_agreement_t) : NULL, partnerships, labels);
    }
    sc_buffer_puts(out, "</ul>\n");
}

static int has_role(const sc_signatory_t *signatory, const char *role)
{
    return strcmp(signatory->role ? signatory->role : "signatory", role) == 0;
}

/* "Mayor of Kyoto" has said for whom already. */
static void write_represented(sc_buffer_t *out, const sc_view_t *view, apr_hash_t *labels,
                              const sc_signatory_t *signatory)
{
    const sc_label_t *place =
        signatory->place ? sc_part_label(view, labels, signatory->place) : NULL;

    if (place && !(signatory->office && strstr(signatory->office, place->name))) {
        sc_html(out, " (%t)", sc_part_name(view, place));
    }
}

const char *sc_part_signatories(const sc_view_t *view, apr_hash_t *labels,
                                const sc_agreement_t *agreement, const char *role)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(agreement->signatories); i++) {
        const sc_signatory_t *signatory = SC_AT(agreement->signatories, i, sc_signatory_t);

        if (!has_role(signatory, role)) {
            continue;
        }
        sc_html(out, "%r<span class=\"sistercity__person\">%t", out->length ? "<br>" : NULL,
                signatory->person);
        if (signatory->office) {
            sc_html(out, ", %t", signatory->office);
        }
        write_represented(out, view, labels, signatory);
        sc_buffer_puts(out, "</span>");
    }
    return out->length ? out->data : NULL;
}

const char *sc_part_documents(const sc_view_t *view, const sc_agreement_t *agreement)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int i;

    for (i = 0; i < SC_COUNT(agreement->documents); i++) {
        const sc_document_t *document = SC_AT(agreement->documents, i, sc_document_t);
        const char *language =
            document->lang ? sc_format_language(view->language, document->lang, view->pool) : NULL;
        const char *title = document->title ? document->title
                            : language      ? language
                                            : sc_text(view->language, "Document");

        sc_html(out, "%r<a href=\"%u\"", i ? "<br>" : NULL, document->url);
        if (document->lang) {
            sc_html(out, " hreflang=\"%t\"", document->lang);
        }
        sc_html(out, ">%t</a>", title);
        if (document->title && language) {
            sc_html(out, " (%t)", language);
        }
    }
    return out->length ? out->data : NULL;
}
