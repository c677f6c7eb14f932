#include "present/page/pages.h"

#include "present/page/part/collection.h"
#include "present/page/part/map.h"
#include "present/page/part/place.h"

#include <string.h>

const char *sc_title_overview(const sc_view_t *view, const void *data)
{
    const sc_overview_t *overview = data;

    if (!overview->home) {
        return sc_say(view, "Sister cities and partnerships");
    }
    return sc_sayf(view, "Partner cities of {place}", "place", sc_place_name(view, overview->home),
                   NULL);
}

/* Whether there is anything to lead to, where a registry may well have none. */
static int has(const sc_overview_t *overview, const sc_view_t *view, const char *collection)
{
    return strcmp(collection, "map") == 0         ? sc_has_maps(view)
           : strcmp(collection, "stories") == 0   ? overview->has_stories
           : strcmp(collection, "guide") == 0     ? overview->has_guide
           : strcmp(collection, "templates") == 0 ? overview->has_templates
                                                  : 1;
}

static void write_directory(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    sc_html(out,
            "<nav class=\"sistercity__directory\" aria-label=\"%t\">"
            "<ul class=\"sistercity__inline\">\n",
            sc_say(view, "The registry"));
    for (const sc_section_t *section = sc_sections; section->name; section++) {
        if (has(overview, view, section->name)) {
            sc_part_link_item(out, sc_link(view, section->name, NULL),
                              sc_say(view, section->label));
        }
    }
    sc_buffer_puts(out, "</ul></nav>\n");
}

static void write_numbers(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    sc_part_number(out, view, sc_say(view, "Partnerships on record"), overview->partnerships);
    sc_part_number(out, view, sc_say(view, "of them in force"), overview->in_force);
    sc_part_number(out, view, sc_say(view, "Places"), overview->places);
    sc_part_number(out, view, sc_say(view, "Countries"), overview->countries);
    sc_part_number(out, view, sc_say(view, "Agreements"), overview->agreements);
    sc_part_number(out, view, sc_say(view, "Activities"), overview->activities);
    sc_buffer_puts(out, "</dl>\n");
}

static void write_oldest(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    if (overview->oldest_partnerships->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Oldest partnerships"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    SC_EACH(const sc_partnership_t, partnership, overview->oldest_partnerships) {
        const char *status = sc_part_status(view, partnership);

        sc_html(out,
                "<li class=\"sistercity__entry\">%r <span class=\"sistercity__details\">%r</span>"
                "%r%r</li>\n",
                sc_part_partnership_link(view, overview->labels, partnership),
                sc_part_since(view, partnership), status ? " " : NULL, status);
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_recent(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    sc_part_section(out, view, sc_say(view, "Planned activities"), overview->planned_activities,
                    overview->partnerships_by_slug, overview->labels);
    sc_part_section(out, view, sc_say(view, "Recent activities"), overview->recent_activities,
                    overview->partnerships_by_slug, overview->labels);
    sc_part_section(out, view, sc_say(view, "Stories"), overview->recent_stories, NULL,
                    overview->labels);
    sc_part_section(out, view, sc_say(view, "Recent agreements"), overview->recent_agreements,
                    overview->partnerships_by_slug, overview->labels);
}

/* Within somebody's page there is an overview to read, and no form. */
static void write_search(sc_buffer_t *out, const sc_view_t *view)
{
    if (!view->is_fragment) {
        sc_collection_search(out, view, sc_say(view, "Search the registry"));
    }
}

/* What there is of the home municipality. The registry's own links stand below: none is named as
 * one of them. */
static const struct {
    const char *path;
    const char *text;
} parts[] = {{NULL, N_("Everything about {place}")},
             {"timeline", N_("Timeline")},
             {"activities", N_("All activities")},
             {"anniversaries", N_("Anniversaries of the coming years")},
             {"statistics", N_("Partnerships of {place} in numbers")}};

static void write_home(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    const sc_place_dossier_t *home = overview->home;
    const char *slug = home->place->slug, *name = sc_place_name(view, home);

    write_search(out, view);
    sc_place_lead(out, view, home);
    sc_part_place_map(out, view, home, 1);
    sc_place_partners(out, view, home, 1);
    sc_place_happenings(out, view, home);
    sc_part_section(out, view, sc_say(view, "Stories"), home->stories, NULL, home->labels);
    sc_buffer_puts(out, "<ul class=\"sistercity__inline\">\n");
    for (size_t i = 0; i < SC_LENGTH(parts); i++) {
        sc_part_link_item(out, sc_link(view, "places", slug, parts[i].path, NULL),
                          sc_sayf(view, parts[i].text, "place", name, NULL));
    }
    sc_buffer_puts(out, "</ul>\n");
    if (!view->is_fragment) {
        write_directory(out, view, overview);
    }
}

static void write_registry(sc_buffer_t *out, const sc_view_t *view, const sc_overview_t *overview)
{
    if (overview->places == 0) {
        sc_part_empty(out, sc_say(view, "Nothing is on record yet."));
        return;
    }
    write_search(out, view);
    write_numbers(out, view, overview);
    sc_part_country_map(out, view, overview->partnerships, overview->countries, 1);
    if (!view->is_fragment) {
        write_directory(out, view, overview);
    }
    write_oldest(out, view, overview);
    write_recent(out, view, overview);
}

void sc_page_overview(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_overview_t *overview = data;
    const char *title = sc_title_overview(view, data);

    sc_part_open(out, view, "overview", title);
    if (overview->home) {
        write_home(out, view, overview);
    }
    else {
        write_registry(out, view, overview);
    }
    sc_part_end(out, view, title, view->state ? view->state->modified : NULL, 0);
}

static void write_entries(sc_json_t *json, const char *key, const apr_array_header_t *records,
                          const sc_overview_t *overview)
{
    sc_json_open(json, key, '[');
    for (int i = 0; i < SC_COUNT(records); i++) {
        sc_json_entry(json, SC_AT(records, i, void), SC_FORM_SHORT, overview->partnerships_by_slug);
    }
    sc_json_close(json, ']');
}

void sc_json_overview(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_overview_t *overview = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = overview->labels;
    if (overview->home) {
        sc_json_open(&json, "home", '{');
        sc_json_place_members(&json, overview->home);
        sc_json_close(&json, '}');
    }
    sc_json_integer(&json, "places", overview->places);
    sc_json_integer(&json, "partnerships", overview->partnerships);
    sc_json_integer(&json, "in_force", overview->in_force);
    sc_json_integer(&json, "countries", overview->countries);
    sc_json_integer(&json, "agreements", overview->agreements);
    sc_json_integer(&json, "activities", overview->activities);
    write_entries(&json, "oldest_partnerships", overview->oldest_partnerships, overview);
    write_entries(&json, "recent_agreements", overview->recent_agreements, overview);
    write_entries(&json, "recent_activities", overview->recent_activities, overview);
    write_entries(&json, "planned_activities", overview->planned_activities, overview);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
