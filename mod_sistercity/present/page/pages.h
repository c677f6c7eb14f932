/**
 * What people read: one presenter per address, each one element fit for <main> or for a
 * server-side include.
 *
 * Every presenter writes exactly one element `<section class="sistercity sistercity-NAME">`,
 * without ids, script or style, whose outermost heading has view->heading.
 */
#pragma once

#include "model/problem.h"
#include "present/write/data.h"
#include "view/statistics.h"

/** Writes the element. @a data is what the address's loader made (store/load/load.h). */
typedef void sc_page_fn(sc_buffer_t *out, const sc_view_t *view, const void *data);

/** The page's title without the site's name, in plain text; from view->pool. */
typedef const char *sc_title_fn(const sc_view_t *view, const void *data);

sc_page_fn sc_page_overview;       /* sc_overview_t */
sc_page_fn sc_page_collection;     /* sc_list_t of places, partnerships … (collections.c) */
sc_page_fn sc_page_item;           /* sc_item_dossier_t of an agreement, an activity … (items.c) */
sc_page_fn sc_page_anniversaries;  /* sc_anniversaries_t, of the registry or of a place */
sc_page_fn sc_page_place;          /* sc_place_dossier_t, all of it */
sc_page_fn sc_page_place_partners; /* sc_place_dossier_t */
sc_page_fn sc_page_place_activities; /* sc_place_list_t */
sc_page_fn sc_page_place_timeline;   /* sc_place_dossier_t */
sc_page_fn sc_page_place_map;        /* sc_place_dossier_t */
sc_page_fn sc_page_map;              /* sc_statistics_t of sc_load_map() */
sc_page_fn sc_page_partnership;      /* sc_partnership_dossier_t */
sc_page_fn sc_page_statistics;       /* sc_statistics_t, of the registry or of a place */
sc_page_fn sc_page_search;           /* sc_search_t */
sc_page_fn sc_page_network;          /* sc_network_dossier_t */
sc_page_fn sc_page_suggestions;      /* sc_suggestions_t */
sc_page_fn sc_page_changes;          /* sc_list_t of several collections (feed.c) */

/** Tallies as people read them: those of one number in the order of their names, what is not
 * recorded last. A copy in view->pool. */
apr_array_header_t *sc_tallies_by_number(const sc_view_t *view, const sc_statistics_t *statistics,
                                         sc_statistic_e statistic);

/** The table of the page of memberships; without the network that view->query names. */
void sc_table_members(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *members);

sc_title_fn sc_title_activities; /* sc_list_t of activities, also of a place */
sc_title_fn sc_title_overview, sc_title_collection, sc_title_item, sc_title_place,
    sc_title_place_partners, sc_title_place_activities, sc_title_place_timeline,
    sc_title_partnership, sc_title_statistics, sc_title_network, sc_title_suggestions,
    sc_title_anniversaries;
sc_title_fn sc_title_search, sc_title_place_map, sc_title_map, sc_title_changes;

sc_data_fn sc_json_template;       /* sc_item_dossier_t; filled in for its partnership */
sc_data_fn sc_json_overview;       /* sc_overview_t */
sc_data_fn sc_json_place;          /* sc_place_dossier_t */
sc_data_fn sc_json_place_timeline; /* sc_place_dossier_t: {items: [{date, event, partnership,
                                      item}], total, revision}, newest first, undated last */
sc_data_fn sc_json_place_map;      /* sc_place_dossier_t: {place, items: [{slug, name, latitude,
                                      longitude, distance_km, partnership, …}], total, revision} */
sc_data_fn sc_geojson_place_map;   /* sc_place_dossier_t: the place and its partnerships */
sc_data_fn sc_json_map;            /* sc_statistics_t: {partnerships, items: [{country,
                                      partnerships}], total, revision} */
sc_data_fn sc_csv_map;             /* country,name,partnerships */
sc_data_fn sc_geojson_map;         /* the countries' outlines with their numbers */
sc_data_fn sc_json_changes;        /* {items: [{collection, slug, url, title, modified, summary}],
                                      revision} */
sc_data_fn sc_json_partnership;    /* sc_partnership_dossier_t */
sc_data_fn sc_json_network;        /* sc_network_dossier_t */
/* {for, items: [{place, seeking, score, reasons, intermediaries}], …} */
sc_data_fn sc_json_suggestions;
sc_data_fn sc_json_anniversaries; /* {since, until, items: [{partnership, url, title, date, years,
                                     name, established, status, parties}], total, next, previous,
                                     revision} */
sc_data_fn sc_csv_anniversaries;  /* partnership,parties,title,date,years,name,established,status */
sc_data_fn sc_json_search;        /* {items: [{collection, slug, url, title, matched: {text,
                                     lang}}], collections: [{collection, total, url}],
                                     did_you_mean, total, revision}, best first */
sc_data_fn sc_ics_anniversaries;  /* sc_anniversaries_t */
sc_data_fn sc_ics_activities;     /* sc_list_t of activities */
sc_data_fn sc_json_statistics;    /* {places, partnerships, agreements, activities, by_status:
                                     [{status, name, count}], …, revision}; what is not on record has
                                     a count alone */
sc_data_fn sc_csv_statistics;     /* statistic,value,count */
sc_data_fn sc_svg_statistics; /* the chart that the query names; that of decades where none is */
sc_data_fn sc_json_revision;  /* data is not used: view->state */

/** What a reader is told instead of what they asked for. */
typedef struct sc_notice_t {
    int status;                    /* HTTP status */
    const char *title;             /* message id */
    const char *advice;            /* message id of a sentence: what to do now */
    const sc_problems_t *problems; /* what is wrong with the request, or NULL */
} sc_notice_t;

/** The notice for an HTTP status (400, 401, 403, 404, 405, 406, 410, 500, 503 …). */
sc_notice_t sc_notice_for(int status, const sc_problems_t *problems);

/** As a page or fragment of class sistercity-notice; a fragment is one polite paragraph. */
void sc_page_notice(sc_buffer_t *out, const sc_view_t *view, const sc_notice_t *notice);
