/**
 * What each page needs, in a small fixed number of statements.
 *
 * All loaders have one shape, so that a table of addresses can name them. @a slug is the item the
 * address names (or NULL), @a query what the reader asked. APR_ENOENT: there is no such item.
 */
#pragma once

#include "language/names.h"
#include "store/record/related.h"
#include "view/board.h"
#include "view/desk.h"
#include "view/dossier.h"
#include "view/milestone.h"
#include "view/reconcile.h"
#include "view/report.h"
#include "view/search.h"

typedef apr_status_t sc_load_fn(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                const sc_query_t *query, void **data);

sc_load_fn sc_load_overview; /* sc_overview_t; slug is the home's, or NULL */
sc_load_fn sc_load_place;    /* sc_place_dossier_t; the query's filters narrow its partnerships */
/* The same as far as the overview of a home tells it: agreements without signatories
 * and documents, the newest activities, no gifts. */
sc_load_fn sc_load_place_document;
/* What the place's data tell: what belongs to it, its partnerships to count its partners by, and
 * nothing of what belongs to those. */
sc_load_fn sc_load_place_data;
/* The same as far as these pages show it: no fields of partnerships, no participants. The last two
 * have neither activities nor claims and the like; a list of partners has the agreements of those
 * partnerships alone that run for a fixed term. */
sc_load_fn sc_load_place_page, sc_load_place_partners, sc_load_place_timeline;
sc_load_fn sc_load_partnership;  /* sc_partnership_dossier_t */
sc_load_fn sc_load_agreement;    /* sc_item_dossier_t */
sc_load_fn sc_load_activity;     /* sc_item_dossier_t */
sc_load_fn sc_load_organization; /* sc_item_dossier_t */
sc_load_fn sc_load_network;      /* sc_network_dossier_t */
sc_load_fn sc_load_term;         /* sc_item_dossier_t */
/* sc_item_dossier_t of a text. */
sc_load_fn sc_load_guide, sc_load_story, sc_load_template;
sc_load_fn sc_load_approval, sc_load_step, sc_load_gift, sc_load_membership, sc_load_source,
    sc_load_claim;              /* sc_item_dossier_t */
sc_load_fn sc_load_seeking;     /* sc_item_dossier_t */
sc_load_fn sc_load_person;      /* sc_item_dossier_t: with partnerships, agreements, awards */
sc_load_fn sc_load_award;       /* sc_item_dossier_t */
sc_load_fn sc_load_suggestions; /* sc_suggestions_t of the place `slug` */

/* sc_list_t of the collection; slug is not used. */
sc_load_fn sc_load_places, sc_load_partnerships, sc_load_agreements, sc_load_activities,
    sc_load_organizations, sc_load_networks, sc_load_memberships, sc_load_terms, sc_load_approvals,
    sc_load_steps, sc_load_gifts, sc_load_sources, sc_load_claims, sc_load_guide_entries,
    sc_load_stories, sc_load_templates, sc_load_persons, sc_load_awards;

/* The partnerships as a page shows them: with what else there is of the one country that is asked
 * for; country.c. */
sc_load_fn sc_load_partnerships_page;

/* The searches for a partner that are valid today, or on the day of as_of. */
sc_load_fn sc_load_valid_seeking;

/* sc_list_t of what belongs to the place `slug`, with the query's other filters. */
sc_load_fn sc_load_place_partnerships, sc_load_place_activities;

/* sc_list_t of no entity: items of all collections with pages, the last changed ones first, a few;
 * of the registry, or of what belongs to the place `slug`. */
sc_load_fn sc_load_changes, sc_load_place_changes;

/* sc_anniversaries_t of the registry, or of the place `slug`: since and until are the days into
 * which they fall, a limit of 0 is none. */
sc_load_fn sc_load_anniversaries, sc_load_place_anniversaries;

/** The anniversaries that can fall into the days, by date; an item's partnership is not read.
 * @param query whose filters narrow the partnerships, but for since and until; NULL: none
 * @param found of sc_anniversary_t */
apr_status_t sc_anniversaries_find(sc_db_t *db, apr_pool_t *pool, const sc_window_t *window,
                                   const sc_query_t *query, apr_array_header_t **found);

/* sc_sitemap_t: all pages, or where they are in parts; the part that sc_query_t.after names. */
sc_load_fn sc_load_sitemap;

/** Whether @a token can be used as sc_query_t.after of it. */
int sc_sitemap_token_is_valid(const char *token, apr_pool_t *pool);

/** Whether @a token can be used as sc_query_t.after of anniversaries. */
int sc_anniversary_token_is_valid(const char *token);
/* sc_search_t for query->q; nothing without. Of each collection a few for a page, and up to
 * query->limit for data. */
sc_load_fn sc_load_search, sc_load_search_data;

sc_load_fn sc_load_place_with_activities; /* sc_place_list_t: the same list, and the place */

/** What ties are called, by all terms on record; list.c. */
apr_status_t sc_load_all_terms(sc_db_t *db, apr_pool_t *pool, sc_terms_t *terms);

/* What the editing side shows has loaders of its own, which complete what they are given. */

/** The board of board->place, or of all partnerships. */
apr_status_t sc_load_board(sc_db_t *db, apr_pool_t *pool, sc_board_t *board);

/** Who is a candidate of the place (slug). */
apr_status_t sc_load_candidates(sc_db_t *db, apr_pool_t *pool, const char *place,
                                sc_candidates_t *candidates);

/** All templates in their order. @param templates records */
apr_status_t sc_load_all_templates(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **templates);

/** How many items each collection has: desk->counts. */
apr_status_t sc_load_counts(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk);

/**
 * Looks at the whole registry, or at desk->place with its partnerships and partners if that is set,
 * for what somebody should look at: one-sided claims, a claimed number
 * against the list, the same parties and type twice, dates that cannot be (an end before its
 * beginning, a beginning before the year 1900 or in the future, an agreement before first contact),
 * partnerships without any source, fixed terms that have run out while the status says active,
 * sources that disagree, places that may be one, contacts that are kept longer than they may be,
 * items without search keys.
 * @param most of desk->checks; the others are counted
 */
apr_status_t sc_load_checks(sc_db_t *db, apr_pool_t *pool, const char *today, int most,
                            sc_desk_t *desk);

/** The places on record that may be the same as this one: of the same or no country, and of the
 * same name in any language, but for words such as city or Gemeente. @param places of const
 * sc_place_t *, in their short form */
apr_status_t sc_load_alike(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                           apr_array_header_t **places);

/** Whether what is said of two places but for their names lets them be one. */
int sc_load_may_be_one(const sc_place_t *one, const sc_place_t *other);

/** Those of sc_load_alike(), and those of the same country whose name has one letter more, less,
 * other or changed with its neighbor: Hiratuka, Hiratsuka. */
apr_status_t sc_load_near(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                          apr_array_header_t **places);

/** The partnerships on record that may be the same as this one: between as many parties, each of
 * which is the same place or one alike, whatever else is said of them.
 * @param type of this one alone, or NULL @param ties of const sc_partnership_t * */
apr_status_t sc_load_alike_ties(sc_db_t *db, apr_pool_t *pool, const sc_partnership_t *partnership,
                                const char *type, apr_array_header_t **ties);

/** The places whose names have such words, of sc_place_t *. */
apr_status_t sc_load_generic_names(sc_db_t *db, apr_pool_t *pool, int most,
                                   apr_array_header_t **places);

/**
 * Looks for anniversaries (view/milestone.h), ends of terms and what is planned from @a today to
 * desk->until, and for active partnerships without an activity or agreement on record in the last
 * five years; of desk->place, if that is set.
 * @param most of desk->dues, and of desk->silent; the others are counted
 */
apr_status_t sc_load_dues(sc_db_t *db, apr_pool_t *pool, const char *today, int most,
                          sc_desk_t *desk);

/** Reads what desk->checks, desk->dues and desk->silent are about. Dues of what is gone are left
 * out. @param records gets all of it */
apr_status_t sc_load_desk_records(sc_db_t *db, apr_pool_t *pool, sc_desk_t *desk,
                                  apr_array_header_t *records);

/** Completes what is asked of the reconciliation service: the candidates of its queries, and the
 * places of its ids. */
apr_status_t sc_load_reconcile(sc_db_t *db, apr_pool_t *pool, sc_reconcile_t *reconcile);

/** The report of report->year and report->place, its rows in no order. */
apr_status_t sc_load_report(sc_db_t *db, apr_pool_t *pool, sc_report_t *report);
