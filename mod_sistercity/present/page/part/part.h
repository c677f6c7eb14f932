/**
 * What pages have in common: their frame, facts, names of places, partnerships in a line.
 *
 * Functions that return HTML return it from view->pool, escaped, for sc_html_fill() or %r; those
 * that return text return it plain. NULL means that there is nothing to say.
 */
#pragma once

#include "model/vocabulary.h"
#include "present/write/html.h"
#include "view/derive.h"
#include "view/milestone.h"

/* part.c: the element, its headings, its foot */

/** Opens `<section class="sistercity sistercity-NAME">`, writes the way to it from the overview
 * (not in a fragment) and its outermost heading.
 * @param title translated, plain */
void sc_part_open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title);
/** The same of a part of something. @param within that, as a link, to which a page leads back */
void sc_part_open_within(sc_buffer_t *out, const sc_view_t *view, const char *name,
                         const char *title, const char *within);
/** The same with a heading of its own. @param html the title with its language marked */
void sc_part_open_html(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title,
                       const char *html);
void sc_part_close(sc_buffer_t *out);

/** A part of the registry that has an address of its own. */
typedef struct sc_section_t {
    const char *name;  /* of the address */
    const char *label; /* message id */
} sc_section_t;

/** In the order in which the overview leads to them; name NULL ends. */
extern const sc_section_t sc_sections[];

/** Closes a page with its data, how to cite it, the last change; a fragment without.
 * @param modified UTC, as records have it; or NULL
 * @param has_csv whether the resource is a table, too */
void sc_part_end(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *modified,
                 int has_csv);

/** The same at the end of a list. @param rows of it */
void sc_part_end_of_list(sc_buffer_t *out, const sc_view_t *view, const char *title,
                         const char *modified, apr_int64_t rows);

/** A heading @a depth levels below the outermost one. */
void sc_part_heading(sc_buffer_t *out, const sc_view_t *view, int depth, const char *text);

/** A quiet paragraph; nothing for NULL. */
void sc_part_quiet(sc_buffer_t *out, const char *text);

/** A paragraph that says that there is nothing. */
void sc_part_empty(sc_buffer_t *out, const char *text);

/** A paragraph with a link to more; and such a link as an item of a list of links. */
void sc_part_all(sc_buffer_t *out, const char *link, const char *text);
void sc_part_link_item(sc_buffer_t *out, const char *link, const char *text);

/** Editors' prose under a heading of its own; nothing if it is NULL. */
void sc_part_prose(sc_buffer_t *out, const sc_view_t *view, int depth, const char *heading,
                   const void *record, const char *field);

/** A row of a `<dl class="sistercity__facts">`; nothing if @a html is NULL or empty. */
void sc_part_fact(sc_buffer_t *out, const char *label, const char *html);

/** Like sc_part_fact() with plain text. */
void sc_part_fact_text(sc_buffer_t *out, const char *label, const char *text);

/** A row of a `<dl class="sistercity__numbers">`; nothing for SC_NO_INTEGER. @param label
 * translated */
void sc_part_number(sc_buffer_t *out, const sc_view_t *view, const char *label, apr_int64_t number);

/** A hidden input; nothing for NULL. */
void sc_part_hidden(sc_buffer_t *out, const char *name, const char *value);

/** The hidden input that keeps a language which the reader asked for. */
void sc_part_keep_language(sc_buffer_t *out, const sc_view_t *view);

/** An option of a select. */
void sc_part_option(sc_buffer_t *out, const char *value, const char *label, int is_chosen);

/** Links to this very resource as JSON and, where @a has_csv, CSV; @a arguments as sc_link_self()
 * takes them. */
void sc_part_downloads(sc_buffer_t *out, const sc_view_t *view, const char *arguments, int has_csv);

/** A paragraph with a link to a calendar, or to a feed. */
void sc_part_calendar(sc_buffer_t *out, const sc_view_t *view, const char *link);
void sc_part_feed(sc_buffer_t *out, const sc_view_t *view, const char *link);

/** Links to all that the filters of this list leave, however many rows that are; nothing of none.
 */
void sc_part_downloads_of_all(sc_buffer_t *out, const sc_view_t *view, apr_int64_t rows);

/** "date not recorded", in HTML. */
const char *sc_part_undated(const sc_view_t *view);

/** A citation as a record holds it, a title, an address, or both: a link if it ends with an
 * address, by its title if it has one ("Linz: Partnerstädte, https://…"). */
const char *sc_part_citation(const sc_view_t *view, const char *source);

/** Where a claim is made: a link, a title, or that it is not recorded. */
const char *sc_part_claim_citation(const sc_view_t *view, const sc_claim_t *claim);

/** An address to write to, as a link. */
const char *sc_part_email(const sc_view_t *view, const char *email);

/** Labels of vocabulary words as the language lists them; plain text, NULL if there are none. */
const char *sc_part_words(const sc_view_t *view, const sc_vocabulary_t *vocabulary,
                          const apr_array_header_t *words);

/** A text with a capital letter, where it stands alone. */
const char *sc_part_capital(const sc_view_t *view, const char *text);

/** The words of a vocabulary with a capital letter. */
const char *sc_part_word(const sc_view_t *view, const sc_vocabulary_t *vocabulary,
                         const char *word);

/* name.c: naming places, parties, items */

/** The label of a place; one made of the slug where @a labels lacks it. Never NULL. */
const sc_label_t *sc_part_label(const sc_view_t *view, apr_hash_t *labels, const char *slug);

/** The name in the reader's language, plain. */
const char *sc_part_name(const sc_view_t *view, const sc_label_t *place);

/** The local form alone, in an element of its own; NULL if there is none to show. */
const char *sc_part_local(const sc_view_t *view, const sc_label_t *place);

/** The name as a link to the place's page; of places by their slugs, joined. */
const char *sc_part_place_link(const sc_view_t *view, const sc_label_t *place);
const char *sc_part_slug_link(const sc_view_t *view, apr_hash_t *labels, const char *slug);
const char *sc_part_slug_links(const sc_view_t *view, apr_hash_t *labels,
                               const apr_array_header_t *slugs);

/** The country's name in an element that carries its code; NULL if the country is not known. */
/** "Massachusetts, United States": what tells a place from others of its name; NULL if neither is
 * on record. */
const char *sc_part_whereabouts(const sc_view_t *view, const sc_place_t *place);

const char *sc_part_country(const sc_view_t *view, const char *country);

/** The same as a link to the partnerships with that country; plain in a fragment. */
const char *sc_part_country_link(const sc_view_t *view, const char *country);

/** A partnership's own name, or its parties: "Boston – Kyoto". Plain. */
const char *sc_part_parties(const sc_view_t *view, apr_hash_t *labels,
                            const sc_partnership_t *partnership);

/** The same as a link to the partnership's page. */
const char *sc_part_partnership_link(const sc_view_t *view, apr_hash_t *labels,
                                     const sc_partnership_t *partnership);

/**
 * The oldest of some partnerships: "The oldest is Kyoto, since 1959."; all of those that may be it,
 * where their dates do not tell. HTML.
 * @param dated of sc_partnership_t *, each with a beginning; it may be the first few by date
 * @param links of const char *: HTML that names each
 * @param are_all_dated whether there are no others, whose beginning nobody knows
 * @return NULL where more than a few may be the oldest
 */
const char *sc_part_oldest(const sc_view_t *view, const apr_array_header_t *dated,
                           const apr_array_header_t *links, int are_all_dated);

/** Who went where, "from Plzeň to Kaunas": seen from the home municipality if it is a party, else
 * from the party that is named first; the plain word where there are more than two.
 * @param partnership or NULL */
const char *sc_part_direction(const sc_view_t *view, apr_hash_t *labels,
                              const sc_partnership_t *partnership, const char *direction);

/** What became of a place that has ended: "Merged into Izu City (1 April 2004)", as HTML; NULL if
 * it has not. @param successors of const char *: slugs, or NULL */
const char *sc_part_ended(const sc_view_t *view, apr_hash_t *labels, const sc_place_t *place,
                          const apr_array_header_t *successors);

/** The network's name as a link to its page. */
const char *sc_part_network_link(const sc_view_t *view, const sc_network_t *network);

/** How long a membership has lasted, and the role: "member since 1991 · founder"; "1991–2010". An
 * element with a space before it; NULL if neither is known. */
const char *sc_part_membership(const sc_view_t *view, const sc_membership_t *membership);

/** The size that a search for a partner names: "50,000 to 200,000"; plain, NULL for any. */
const char *sc_part_size_range(const sc_view_t *view, const sc_seeking_t *seeking);

/** "and {n} more", plain. */
const char *sc_part_more(const sc_view_t *view, apr_int64_t n);

/** Links to the places of an array of sc_party_t *, at most @a most of them and how many more. */
const char *sc_part_place_links(const sc_view_t *view, apr_hash_t *labels,
                                const apr_array_header_t *parties, int most);

/** What an item says of itself that it is: an activity's title, an agreement's title or kind, the
 * object of a gift. Plain; NULL if it has no such field, or none that is set. */
const char *sc_part_title(const sc_view_t *view, const void *record);

/** All former names, or all others, each with its language and time; NULL if there are none.
 * @param names of sc_name_t *, or NULL */
const char *sc_part_names(const sc_view_t *view, const apr_array_header_t *names, int former);

/** The same in HTML, marked with its language where that is not the reader's. */
const char *sc_part_title_html(const sc_view_t *view, const void *record);

/** An item's title as a link to its page. */
const char *sc_part_title_link(const sc_view_t *view, const void *record);

/* tie.c: a partnership in a line */

/** What the relationship is called, seen from the subject (slug): the reader's word, and the local
 * one of the partner beside it unless that is NULL. */
const char *sc_part_term(const sc_view_t *view, apr_hash_t *labels,
                         const sc_partnership_t *partnership, const char *subject,
                         const sc_party_t *partner);

/** "since 1959 · 67 years"; "1959–2010" when it is over; "date not recorded". */
const char *sc_part_since(const sc_view_t *view, const sc_partnership_t *partnership);

/** The partnership with the status that it has on the day that the page is about. */
const sc_partnership_t *sc_part_standing(const sc_view_t *view,
                                         const sc_partnership_t *partnership);

/** The day of which the page tells: the one that is asked for, else today. */
const char *sc_part_day(const sc_view_t *view);

/** "planned: suspended from 1 January 2027". @param status as it is said */
const char *sc_part_planned(const sc_view_t *view, const char *status, const char *day);

/** The status in words with its date; NULL if the partnership is simply active. */
const char *sc_part_status(const sc_view_t *view, const sc_partnership_t *partnership);

/** The status in words, also where the partnership is simply active. */
const char *sc_part_any_status(const sc_view_t *view, const sc_partnership_t *partnership);

/** What a fixed term means today: in force until, or lapsed without a renewal on record.
 * @param agreements of sc_agreement_t *, oldest first; or NULL */
const char *sc_part_fixed_term(const sc_view_t *view, const sc_partnership_t *partnership,
                               const apr_array_header_t *agreements);

/** The next round anniversary if it is at most two years away: "60 years in 2027". */
const char *sc_part_milestone(const sc_view_t *view, const sc_partnership_t *partnership);

/** "50 years of partnership", with the name that they have: "60 years of partnership (kanreki)".
 * Plain. */
const char *sc_part_milestone_years(const sc_view_t *view, apr_hash_t *labels,
                                    const sc_partnership_t *partnership, int years);

/** "Boston – Kyoto: 70 years of partnership", plain. */
const char *sc_anniversary_title(const sc_view_t *view, const sc_anniversaries_t *anniversaries,
                                 const sc_anniversary_t *item);

/** Whether readers see CLAIR's conditions of this partnership: as the site says; else where a party
 * is in Japan and any of the three is known. Never of a network, to which they do not apply. */
int sc_part_shows_conditions(const sc_view_t *view, const sc_partnership_dossier_t *dossier);

/** The three conditions of CLAIR, each with what shows it.
 * @param is_office whether its links lead to forms */
void sc_part_conditions(sc_buffer_t *out, const sc_view_t *view,
                        const sc_partnership_dossier_t *dossier, int is_office);

int sc_part_is_network(const sc_partnership_t *partnership);

/* person.c: who is who, and what was awarded */

/** An office in a line: "Mayor · Kaunas · 2015–2023". @param except a place or partnership (its
 * slug) that the page is about and that need not be named, or NULL */
const char *sc_part_office(const sc_view_t *view, apr_hash_t *labels, const sc_office_t *office,
                           const char *except);

/** Persons under a heading with the offices that have to do with the page; nothing if there are
 * none. @param about of const char *: slugs of places and a partnership: offices of these are told
 */
void sc_part_persons(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *persons,
                     const apr_array_header_t *about, apr_hash_t *labels);

/** Awards under a heading: what, when, by whom; nothing if there are none. */
void sc_part_awards(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *awards);

/* table.c: its pieces, for tables that sc_table_write() does not fit */

/** Opens and closes a table of class sistercity__table, with its body, that becomes cards where it
 * is narrow.
 * @param columns message ids of the headings, NULL ends */
void sc_part_table_open(sc_buffer_t *out, const sc_view_t *view, const char *caption,
                        const char *const *columns);
void sc_part_table_close(sc_buffer_t *out);

/** A cell that names its column to readers of cards; empty where @a html is NULL.
 * @param column message id */
void sc_part_cell(sc_buffer_t *out, const sc_view_t *view, const char *column, const char *html);

/* entry.c: items in a list */

/** Agreements, activities or organizations, a line or two for each.
 * @param partnerships slug -> sc_partnership_t *: says with whom; NULL where the page itself does
 * @param labels NULL where the page says the place
 * @param most how many are shown at most; 0: all */
void sc_part_entries(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *records,
                     apr_hash_t *partnerships, apr_hash_t *labels, int most);

/** The same under a heading; nothing if there are none. */
void sc_part_section(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                     const apr_array_header_t *records, apr_hash_t *partnerships,
                     apr_hash_t *labels);

/** Partnerships by slug, from an array of them. */
apr_hash_t *sc_part_by_slug(const sc_view_t *view, const apr_array_header_t *partnerships);

/* files.c: pictures and documents */

/** The item's files under a heading: pictures with what they show, documents with type and size;
 * nothing if it has none, or the site keeps none.
 * @param level of the heading, below the page's own; 0: none */
void sc_part_files(sc_buffer_t *out, const sc_view_t *view, const void *record, int level);

/* name.c, too: the order of names */

/** Something with the name that it is sorted by; of equal names the order is that of the ties. */
typedef struct sc_sorted_t {
    const char *name, *tie;
    const void *item;
    const sc_language_t *language; /* set by sc_part_sort() */
} sc_sorted_t;

/** Sorts by name as the reader's language does. */
void sc_part_sort(const sc_view_t *view, sc_sorted_t *sorted, int count);

/** The organizations in the order of their names as the reader's language sorts them. */
apr_array_header_t *sc_organizations_by_name(const sc_view_t *view,
                                             const apr_array_header_t *organizations);

/** All countries, to choose from: each with its name as the site labels it, and its code as the
 * tie.
 * @param count set to how many they are */
const sc_sorted_t *sc_countries_by_name(const sc_view_t *view, int *count);

/* source.c */

/** What a source speaks about, in words. @param name as sources have it: a field of the entity, a
 * collection, or a number that is derived */
const char *sc_part_source_field(const sc_view_t *view, const sc_entity_t *entity,
                                 const char *name);

/** Sources with what they state; those that state different things for one field come together
 * under a heading that says so. @a entity has the fields that the sources speak about. */
void sc_part_sources(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                     const apr_array_header_t *sources, const char *record_source);
