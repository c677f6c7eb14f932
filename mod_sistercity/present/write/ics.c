#include "present/write/data.h"

#include "model/text/edtf.h"
#include "model/text/utf8.h"
#include "present/write/html.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* RFC 5545, 3.1: octets of a line, without its end. */
enum { LINE_MOST = 75 };

/* Between characters: clients decode each line by itself. */
static void write_folded(sc_buffer_t *out, const char *line)
{
    size_t length = 0, room = LINE_MOST;
    int next;

    while (line[length]) {
        sc_utf8_point(line + length, &next);
        if (length + (size_t)next > room) {
            sc_buffer_add(out, line, length);
            sc_buffer_puts(out, "\r\n ");
            line += length;
            length = 0;
            room = LINE_MOST - 1;
        }
        length += (size_t)next;
    }
    sc_buffer_add(out, line, length);
    sc_buffer_puts(out, "\r\n");
}

/* A text (3.3.11). What it must not hold is left out. */
static const char *escaped(const char *text, apr_pool_t *pool)
{
    sc_buffer_t *out = sc_buffer_new(pool, strlen(text) + 16);

    for (; *text; text++) {
        if (*text == '\n') {
            sc_buffer_puts(out, "\\n");
        }
        else if (!apr_iscntrl(*text)) {
            sc_buffer_puts(out, strchr("\\;,", *text) ? "\\" : "");
            sc_buffer_add(out, text, 1);
        }
    }
    return out->data;
}

static void write_text(sc_buffer_t *out, const char *property, const char *text)
{
    if (text && *text) {
        write_folded(out, apr_pstrcat(out->pool, property, ":", escaped(text, out->pool), NULL));
    }
}

/* What is a value already. */
static void write_value(sc_buffer_t *out, const char *property, const char *value)
{
    if (value) {
        write_folded(out, apr_pstrcat(out->pool, property, ":", value, NULL));
    }
}

/* Clients take an escaped comma for the end of a category, and lose the escape on writing. */
static void write_categories(sc_buffer_t *out, const apr_array_header_t *categories)
{
    sc_buffer_t *line = sc_buffer_new(out->pool, 64);

    for (int i = 0; i < SC_COUNT(categories); i++) {
        char *category = apr_pstrdup(out->pool, APR_ARRAY_IDX(categories, i, const char *));

        for (char *at = category; (at = strpbrk(at, ",;\\")) != NULL;) {
            *at = ' ';
        }
        sc_buffer_puts(line, i ? "," : "");
        sc_buffer_puts(line, category);
    }
    write_value(out, "CATEGORIES", line->length ? line->data : NULL);
}

void sc_ics_begin(sc_buffer_t *out, const sc_view_t *view, const char *name,
                  const char *description)
{
    sc_buffer_puts(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
                        "PRODID:-//mod_sistercity//Sister cities//EN\r\nCALSCALE:GREGORIAN\r\n");
    write_text(out, "NAME", name);
    write_text(out, "X-WR-CALNAME", name);
    write_text(out, "DESCRIPTION", description);
    write_text(out, "X-WR-CALDESC", description);
    write_value(out, "URL",
                apr_pstrcat(out->pool, view->base_url,
                            sc_link_self(view, "",
                                         sc_query_arguments(view->query, "limit", NULL, out->pool)),
                            NULL));
    sc_buffer_puts(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\nX-PUBLISHED-TTL:P1D\r\n");
}

/* "20290422" of "2029-04-22". */
static const char *compact(const char *day, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%.4s%.2s%.2s", day, day + 5, day + 8);
}

static int is_exact(const char *edtf, sc_date_t *date)
{
    return edtf && sc_edtf_parse(edtf, date) == APR_SUCCESS &&
           date->precision >= SC_PRECISION_MONTH && !date->uncertain && !date->approximate;
}

/* The day behind a day: the end of an event is not part of it. */
static const char *day_after(const char *day, apr_pool_t *pool)
{
    char first[11], last[11];
    sc_date_t date;

    if (sc_edtf_parse(day, &date) != APR_SUCCESS) {
        return day;
    }
    date.precision = SC_PRECISION_MONTH;
    date.day = 0;
    sc_edtf_span(&date, first, last);
    return strcmp(day, last) < 0
               ? apr_psprintf(pool, "%.8s%02d", day, atoi(day + 8) + 1)
               : apr_pstrcat(pool, sc_edtf_plus_months(apr_pstrndup(pool, day, 7), 1, pool), "-01",
                             NULL);
}

static const char *host_of(const sc_view_t *view)
{
    const char *slashes = strstr(view->base_url, "//");

    return slashes ? slashes + 2 : view->base_url;
}

/* "20261122T033100Z" of "2026-11-22T03:31:00Z". */
static const char *stamp_of(const sc_ics_event_t *event, apr_pool_t *pool)
{
    const char *at = event->stamp;

    return at && strlen(at) == strlen("2026-11-22T03:31:00Z")
               ? apr_psprintf(pool, "%sT%.2s%.2s%.2sZ", compact(at, pool), at + 11, at + 14,
                              at + 17)
               : "19700101T000000Z";
}

int sc_ics_event(sc_buffer_t *out, const sc_view_t *view, const sc_ics_event_t *event)
{
    char first[11], last[11], unused[11];
    sc_date_t date, until;

    if (!is_exact(event->date, &date) || (event->until && !is_exact(event->until, &until))) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    if (event->until) {
        sc_edtf_span(&until, unused, last);
    }
    sc_buffer_puts(out, "BEGIN:VEVENT\r\n");
    write_value(out, "UID", apr_pstrcat(out->pool, event->uid, "@", host_of(view), NULL));
    write_value(out, "DTSTAMP", stamp_of(event, out->pool));
    write_value(out, "DTSTART;VALUE=DATE", compact(first, out->pool));
    write_value(out, "DTEND;VALUE=DATE", compact(day_after(last, out->pool), out->pool));
    write_text(out, "SUMMARY", event->summary);
    write_text(out, "DESCRIPTION", event->description);
    write_text(out, "LOCATION", event->location);
    write_categories(out, event->categories);
    write_value(out, "URL", event->address);
    sc_buffer_puts(out, event->is_tentative ? "STATUS:TENTATIVE\r\n" : "STATUS:CONFIRMED\r\n");
    sc_buffer_puts(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    return 1;
}

void sc_ics_end(sc_buffer_t *out)
{
    sc_buffer_puts(out, "END:VCALENDAR\r\n");
}
