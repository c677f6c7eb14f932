#include "present/page/pages.h"

#include "present/page/part/place.h"
#include "present/page/part/timeline.h"

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

void sc_json_place_timeline(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    sc_timeline_t *timeline = sc_timeline_new(view, NULL, dossier->labels, NULL);
    sc_json_t json = sc_json_begin(out, view);

    for (int i = 0; i < SC_COUNT(dossier->partnerships); i++) {
        const sc_partnership_t *partnership = SC_AT(dossier->partnerships, i, sc_partnership_t);

        sc_timeline_add_moment(timeline, "established", partnership->established,
                               partnership->slug);
        if (partnership->ended) {
            sc_timeline_add_moment(timeline, "ended", partnership->ended, partnership->slug);
        }
    }
    sc_timeline_add(timeline, dossier->agreements);
    sc_timeline_add(timeline, dossier->steps);
    sc_timeline_add(timeline, dossier->activities);
    sc_timeline_add(timeline, dossier->gifts);
    sc_timeline_write_json(&json, timeline, view->limit);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
