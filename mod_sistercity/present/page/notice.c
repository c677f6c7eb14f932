#include "present/page/pages.h"

#include "present/page/part/collection.h"

#include <apr_strings.h>

/* What is told for each status; the last row is for every other one. */
static const struct {
    int status;
    const char *title;
    const char *advice;
} notices[] = {
    {308, N_("This has moved"), N_("Send it again to its new address (header Location).")},
    {400, N_("Something in this request is not understood"),
     N_("Change or remove what is named here and try again.")},
    {401, N_("Please sign in"), N_("This page is for people who sign in with their account.")},
    {403, N_("This page is not open to you"),
     N_("If you should be able to see it, ask those who look after this site.")},
    {404, N_("There is nothing at this address"),
     N_("It may have been mistyped. Look for the place or the partnership by its name.")},
    {405, N_("This address can only be read"), N_("Go back and follow a link instead.")},
    {406, N_("This is not offered in the form that was asked for"),
     N_("Ask for it as a web page instead.")},
    {408, N_("The request came too slowly"), N_("Please try again.")},
    {409, N_("Something stands in the way"), N_("See what is named here, and decide what to do.")},
    {410, N_("What was here has been withdrawn"),
     N_("It is no longer part of the registry. Look for the place by its name to see what is on "
        "record now.")},
    {412, N_("Somebody else has changed this in the meantime"),
     N_("Load the page again to see the present state.")},
    {413, N_("That was too large"), N_("Send less at once.")},
    {415, N_("This kind of content is not understood here"), N_("Send a form, JSON or CSV.")},
    {422, N_("Some of this cannot be stored"), N_("Correct what is named here and send it again.")},
    {428, N_("Load the page before you change it"),
     N_("The change has to say which version it is about.")},
    {500, N_("Something went wrong here"), N_("It is not your fault. Please try again later.")},
    {503, N_("The registry cannot be reached at the moment"),
     N_("Please try again in a few minutes.")},
    {0, N_("This cannot be shown"), N_("Go back, or look for the place by its name.")}};

sc_notice_t sc_notice_for(int status, const sc_problems_t *problems)
{
    size_t i = 0;

    while (notices[i].status != 0 && notices[i].status != status) {
        i++;
    }
    return (sc_notice_t){status, notices[i].title, notices[i].advice, problems};
}

static void write_problems(sc_buffer_t *out, const sc_view_t *view, const sc_problems_t *problems)
{
    if (!problems || problems->items->nelts == 0) {
        return;
    }
    sc_buffer_puts(out, "<ul class=\"sistercity__problems\">\n");
    SC_EACH_OF(const sc_problem_t, problem, problems->items) {
        sc_buffer_puts(out, "<li>");
        if (problem->field) {
            sc_html(out, "<code>%t</code> ", problem->field);
        }
        sc_html(out, "%t</li>\n", sc_say_problem(view, problem));
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_contact(sc_buffer_t *out, const sc_view_t *view)
{
    if (!view->contact) {
        return;
    }
    sc_buffer_puts(out, "<p>");
    sc_html_fill(out, sc_say(view, "If this goes on, write to {contact}."), "contact",
                 sc_htmlf(view, "<a href=\"%u\">%t</a>",
                          apr_pstrcat(view->pool, "mailto:", view->contact, NULL), view->contact),
                 NULL);
    sc_buffer_puts(out, "</p>\n");
}

/* Who reads the page around a fragment has mistyped nothing and can correct nothing: what is wrong
 * with the address is for the webmaster, and in the log. */
static int is_the_webmasters(const sc_notice_t *notice)
{
    return notice->status >= 400 && notice->status < 500 && notice->status != 410;
}

static void write_fragment(sc_buffer_t *out, const sc_view_t *view, const sc_notice_t *notice)
{
    int is_short = is_the_webmasters(notice);
    const char *tag = sc_language_tag(view->language);
    const char *title = sc_say(view, is_short ? sc_notice_for(0, NULL).title : notice->title);

    sc_html(out,
            "<section class=\"sistercity sistercity-notice%r%t\" lang=\"%t\" dir=\"%t\" "
            "aria-label=\"%t\">\n<p class=\"sistercity__quiet\">%t%r%t</p>\n</section>\n",
            view->css_class ? " " : NULL, view->css_class, tag, sc_language_direction(tag), title,
            title, is_short ? NULL : "<br>", is_short ? NULL : sc_say(view, notice->advice));
}

void sc_page_notice(sc_buffer_t *out, const sc_view_t *view, const sc_notice_t *notice)
{
    if (view->is_fragment) {
        write_fragment(out, view, notice);
        return;
    }
    sc_part_open(out, view, "notice", sc_say(view, notice->title));
    write_problems(out, view, notice->problems);
    sc_html(out, "<p>%t</p>\n", sc_say(view, notice->advice));
    if (notice->status == 404 || notice->status == 410) {
        sc_collection_search(out, view, sc_say(view, "Search the registry"));
    }
    write_contact(out, view);
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n", sc_link(view, NULL),
            sc_say(view, "To the overview"));
    sc_part_close(out);
}
