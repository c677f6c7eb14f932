#include "present/page/pages.h"

#include "model/text/edtf.h"
#include "present/page/part/place.h"
#include "view/milestone.h"

#include <apr_strings.h>
#include <string.h>

/* Calendars: what is on record as events, and how much of it could be none. */

typedef struct calendar_t {
    const sc_view_t *view;
    sc_buffer_t *events;
    int undated; /* how many were left out */
} calendar_t;

static calendar_t begin(const sc_view_t *view)
{
    return (calendar_t){view, sc_buffer_new(view->pool, 16384), 0};
}

static void add(calendar_t *calendar, const sc_ics_event_t *event)
{
    calendar->undated += !sc_ics_event(calendar->events, calendar->view, event);
}

/* What is missing in the calendar, so that nobody takes it for the whole. */
static void end(sc_buffer_t *out, const calendar_t *calendar, const char *name, apr_int64_t total,
                int count)
{
    const sc_view_t *view = calendar->view;
    apr_array_header_t *sentences = apr_array_make(view->pool, 2, sizeof(const char *));
    const char *page = apr_pstrcat(view->pool, view->base_url, view->mount, view->path, NULL);

    if (calendar->undated) {
        APR_ARRAY_PUSH(sentences, const char *) = sc_say_n(
            view,
            "{n} date is left out, since neither its day nor its month is on record; it is here: "
            "{address}",
            "{n} dates are left out, since neither their day nor their month is on record; they "
            "are here: {address}",
            calendar->undated, "address", page, NULL);
    }
    if (count < total) {
        APR_ARRAY_PUSH(sentences, const char *) =
            sc_sayf(view, "This is a part of the {total} on record.", "total",
                    sc_say_number(view, total), NULL);
    }
    sc_ics_begin(out, view, name, apr_array_pstrcat(view->pool, sentences, '\n'));
    sc_buffer_add(out, calendar->events->data, calendar->events->length);
    sc_ics_end(out);
}

/* A month is said, so that nobody takes the event for one that lasts all of it. */
static const char *summary_of(const sc_view_t *view, const char *title, const char *date)
{
    return date && strlen(date) == strlen("2029-04")
               ? sc_join(view, SC_BRACKETS, title, sc_say_date(view, date))
               : title;
}

static const char *lines(const sc_view_t *view, const char *first, const char *second,
                         const char *third)
{
    const char *parts[] = {first, second, third};
    apr_array_header_t *set = apr_array_make(view->pool, 3, sizeof(const char *));

    for (size_t i = 0; i < SC_LENGTH(parts); i++) {
        if (parts[i] && *parts[i]) {
            APR_ARRAY_PUSH(set, const char *) = parts[i];
        }
    }
    return apr_array_pstrcat(view->pool, set, '\n');
}

static void add_anniversary(calendar_t *calendar, const sc_anniversaries_t *anniversaries,
                            const sc_anniversary_t *item)
{
    const sc_view_t *view = calendar->view;
    const sc_partnership_t *partnership = item->partnership;
    const char *address = sc_address(view, "partnerships", partnership->slug, NULL);
    const char *status = strcmp(item->status, "active") == 0 || strcmp(item->status, "unknown") == 0
                             ? NULL
                             : sc_say_word(view, &sc_statuses, item->status);
    const char *since = sc_say_dated(view, sc_say(view, "since {date}"), partnership->established);
    apr_array_header_t *categories = apr_array_make(view->pool, 1, sizeof(const char *));

    APR_ARRAY_PUSH(categories, const char *) = sc_say(view, "Anniversary");
    add(calendar, &(sc_ics_event_t){
                      .uid = apr_psprintf(view->pool, "anniversary-%d-%s", item->milestone.years,
                                          partnership->slug),
                      .date = item->milestone.date,
                      .summary = summary_of(view, sc_anniversary_title(view, anniversaries, item),
                                            item->milestone.date),
                      .description = lines(view, since, status, address),
                      .categories = categories,
                      .address = address,
                      .stamp = partnership->record.modified});
}

void sc_ics_anniversaries(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_anniversaries_t *anniversaries = data;
    calendar_t calendar = begin(view);

    for (int i = 0; i < anniversaries->items->nelts; i++) {
        add_anniversary(&calendar, anniversaries,
                        &APR_ARRAY_IDX(anniversaries->items, i, sc_anniversary_t));
    }
    end(out, &calendar, sc_title_anniversaries(view, data), anniversaries->total,
        anniversaries->items->nelts);
}

static apr_array_header_t *categories_of(const sc_view_t *view, const sc_activity_t *activity)
{
    apr_array_header_t *categories = apr_array_make(view->pool, 4, sizeof(const char *));

    if (activity->form) {
        APR_ARRAY_PUSH(categories, const char *) =
            sc_part_word(view, &sc_activity_forms, activity->form);
    }
    for (int i = 0; i < SC_COUNT(activity->fields); i++) {
        APR_ARRAY_PUSH(categories, const char *) = sc_part_word(
            view, &sc_exchange_fields, APR_ARRAY_IDX(activity->fields, i, const char *));
    }
    return categories;
}

static void add_activity(calendar_t *calendar, const sc_list_t *list, const sc_activity_t *activity)
{
    const sc_view_t *view = calendar->view;
    const sc_partnership_t *partnership = sc_find(list->partnerships, activity->partnership);
    const char *address = sc_address(view, "activities", activity->slug, NULL);

    add(calendar,
        &(sc_ics_event_t){
            .uid = apr_pstrcat(view->pool, "activity-", activity->slug, NULL),
            .date = activity->start,
            .until = activity->end,
            .summary = summary_of(view, sc_part_title(view, activity),
                                  activity->end ? NULL : activity->start),
            .description =
                lines(view, partnership ? sc_part_parties(view, list->labels, partnership) : NULL,
                      activity->link, address),
            .location = activity->place,
            .categories = categories_of(view, activity),
            .address = address,
            .stamp = activity->record.modified,
            .is_tentative = sc_edtf_is_future(activity->start, view->today)});
}

void sc_ics_activities(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    calendar_t calendar = begin(view);

    for (int i = 0; i < list->items->nelts; i++) {
        add_activity(&calendar, list, SC_AT(list->items, i, sc_activity_t));
    }
    end(out, &calendar, sc_title_activities(view, list), list->total, list->items->nelts);
}
