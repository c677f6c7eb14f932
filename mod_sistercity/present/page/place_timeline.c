#include "present/page/pages.h"

#include "present/page/part/place.h"
#include "present/write/json.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *sc_title_place_timeline(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("Partnerships of {place} through the decades"),
                          ((const sc_place_dossier_t *)data)->place);
}

void sc_page_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_timeline(view, data);

    sc_part_open(out, view, "timeline", title);
    sc_place_timeline(out, view, data, 1);
    sc_place_close(out, view, ((const sc_place_dossier_t *)data)->place, title, 0);
}

/* One thing that happened, under the word by which the timeline calls it. */
typedef struct moment_t {
    const char *event;
    const char *date;        /* EDTF, or NULL */
    const char *partnership; /* slug */
    const void *record;      /* what tells more about it, or NULL where the partnership does */
    int order;               /* as collected */
} moment_t;

/* Which records of a place's dossier are moments, and which of their fields is the date. */
typedef struct moment_kind_t {
    const char *event;
    const char *date_field;
    const char *second_date; /* the field that stands in where the first is not known, or NULL */
    size_t offset;           /* of the array in the dossier */
} moment_kind_t;

static const moment_kind_t kinds[] = {
    {"agreement", "date", "effective_from", offsetof(sc_place_dossier_t, agreements)},
    {"step", "date", "effective", offsetof(sc_place_dossier_t, steps)},
    {"activity", "start", NULL, offsetof(sc_place_dossier_t, activities)},
    {"gift", "date", NULL, offsetof(sc_place_dossier_t, gifts)}};

static void add_moment(apr_array_header_t *moments, const char *event, const char *date,
                       const char *partnership, const void *record)
{
    moment_t *moment = apr_array_push(moments);

    moment->event = event;
    moment->date = date;
    moment->partnership = partnership;
    moment->record = record;
    moment->order = moments->nelts;
}

static const char *text_of(const void *record, const char *field)
{
    return sc_field_text(sc_entity_field(sc_record_entity(record), field), record);
}

static const char *date_of(const moment_kind_t *kind, const void *record)
{
    const char *date = text_of(record, kind->date_field);

    return date || !kind->second_date ? date : text_of(record, kind->second_date);
}

static void add_kind(apr_array_header_t *moments, const moment_kind_t *kind,
                     const sc_place_dossier_t *dossier)
{
    const apr_array_header_t *records =
        *(apr_array_header_t *const *)((const char *)dossier + kind->offset);
    int i;

    for (i = 0; i < SC_COUNT(records); i++) {
        const void *record = SC_AT(records, i, void);

        add_moment(moments, kind->event, date_of(kind, record), text_of(record, "partnership"),
                   record);
    }
}

static void add_partnerships(apr_array_header_t *moments, const apr_array_header_t *partnerships)
{
    int i;

    for (i = 0; i < SC_COUNT(partnerships); i++) {
        const sc_partnership_t *partnership = SC_AT(partnerships, i, sc_partnership_t);

        add_moment(moments, "established", partnership->established, partnership->slug, NULL);
        if (partnership->ended) {
            add_moment(moments, "ended", partnership->ended, partnership->slug, NULL);
        }
    }
}

/* Newest first, what has no date last; moments of one date stay as they were collected. */
static int compare_moments(const void *left, const void *right)
{
    const moment_t *a = left, *b = right;
    int difference;

    if (!a->date != !b->date) {
        return a->date ? -1 : 1;
    }
    difference = a->date ? strcmp(b->date, a->date) : 0;
    return difference ? difference : a->order - b->order;
}

static void write_moment(sc_json_t *json, const moment_t *moment)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "date", moment->date);
    sc_json_text(json, "event", moment->event);
    sc_json_text(json, "partnership", moment->partnership);
    sc_json_text(json, "partnership_url",
                 sc_address(json->view, "partnerships", moment->partnership, NULL));
    sc_json_record(json, "item", moment->record, SC_FORM_SHORT, "partnership");
    sc_json_close(json, '}');
}

void sc_json_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    apr_array_header_t *moments = apr_array_make(view->pool, 32, sizeof(moment_t));
    sc_json_t json = sc_json_begin(out, view);
    size_t kind;
    int i;

    add_partnerships(moments, dossier->partnerships);
    for (kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
        add_kind(moments, &kinds[kind], dossier);
    }
    qsort(moments->elts, moments->nelts, moments->elt_size, compare_moments);
    sc_json_open(&json, "items", '[');
    for (i = 0; i < moments->nelts && (view->limit == 0 || i < view->limit); i++) {
        write_moment(&json, &APR_ARRAY_IDX(moments, i, moment_t));
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "total", moments->nelts);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
