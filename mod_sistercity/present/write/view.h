/**
 * In what form a reader wants to see something: all that presentation knows besides the
 * data.
 */
#pragma once

#include "language/format.h"
#include "language/names.h"
#include "language/text.h"
#include "present/write/buffer.h"
#include "view/dossier.h"

struct sc_outlines_t;

typedef struct sc_view_t {
    apr_pool_t *pool; /* of the request */
    const sc_language_t *language;
    const apr_array_header_t *languages; /* tags the site offers; of const char *, default first */
    const sc_languages_t *all_languages; /* those ready in this process, for their own names;
                                            or NULL */
    const sc_country_labels_t *country_labels; /* or NULL */
    const char *mount;    /* path of the Location, "/sistercities"; "" at the root. No slash last */
    const char *base_url; /* "https://www.example.org": scheme and host of canonical addresses */
    const char *files;    /* mount whose /files/ has the pictures and documents; NULL: none */
    const char *path;     /* below the mount, without suffix: "/places/kaunas-lt"; "/" */
    const char *arguments; /* canonical arguments of this very request but lang: "limit=5", or "" */
    int lang_in_links;     /* whether links keep ?lang= because the reader asked with it */
    const char *home;      /* slug of the home municipality, or NULL */
    const char *home_country; /* its country, or NULL */
    const sc_terms_t *terms;  /* what ties are called, or NULL */
    int conditions;           /* whether readers see those of CLAIR; -1: of ties with Japan */
    const char *today;        /* "2026-11-22", the server's local day */
    int heading;              /* level of the outermost heading, 1 to 6 */
    const char *css_class;    /* of that page's design, for the element of a fragment; or NULL */
    const char *link_class;   /* likewise for its links */
    int is_fragment;          /* a part of somebody's page, not a page of its own */
    const char *turn;         /* argument of the page around a list by which that is read on in it:
                                 "after-1a2b3c4d"; NULL: the list is read at its own address */
    const char *around;       /* arguments of that page which stay, each with a "&" behind it */
    int is_for_people;        /* CSV with names instead of slugs, codes and words */
    int limit;                /* how many entries a part shows when the reader said so, or 0 */
    const sc_query_t *query;
    const sc_state_t *state;
    const char *license; /* of the data, as SisterCityLicense has it; NULL: none is stated */
    const struct sc_outlines_t *outlines; /* of countries on maps; without any the site has none */
    const char *contact; /* whom to ask: the server's e-mail address as the site set it, or NULL */
} sc_view_t;

/* language/text.h and language/format.h in the language of the view. */
#define sc_say(view, msgid) sc_text((view)->language, msgid)
#define sc_sayf(view, ...) sc_textf((view)->language, (view)->pool, __VA_ARGS__)
#define sc_say_n(view, ...) sc_text_n((view)->language, (view)->pool, __VA_ARGS__)
#define sc_say_word(view, vocabulary, word) sc_text_word((view)->language, vocabulary, word)
#define sc_say_problem(view, problem) sc_text_problem((view)->language, problem, (view)->pool)
#define sc_say_list(view, texts) sc_text_list((view)->language, texts, (view)->pool)
#define sc_isolated(view, text) sc_text_isolated((view)->language, text, (view)->pool)
#define sc_join(view, joint, one, other)                                                           \
    sc_text_join((view)->language, joint, one, other, (view)->pool)
#define sc_say_date(view, edtf) sc_format_date((view)->language, edtf, (view)->pool)
#define sc_say_number(view, number) sc_format_number((view)->language, number, (view)->pool)
#define sc_say_year(view, year) sc_format_year((view)->language, year, (view)->pool)
#define sc_say_share(view, share) sc_format_share((view)->language, share, (view)->pool)
#define sc_say_language(view, tag) sc_text_language((view)->language, tag, (view)->pool)
#define sc_say_country(view, code) sc_format_country((view)->language, (view)->country_labels, code)

/** A translated text with its {date}, {date_since} or {date_until} filled, as it stands in a
 * sentence. */
const char *sc_say_dated(const sc_view_t *view, const char *text, const char *edtf);

/** A path below the mount as a link, with lang= where links keep it. The parts are joined by "/",
 * each percent-encoded: sc_link(view, "places", slug, "partners", NULL). */
const char *sc_link(const sc_view_t *view, ...) __attribute__((sentinel));

/** The link with one more argument. @param value encoded already, or NULL: none */
const char *sc_link_with(const sc_view_t *view, const char *link, const char *name,
                         const char *value);

/** The same as an absolute address, without lang=: for JSON, feeds and canonical links. */
const char *sc_address(const sc_view_t *view, ...) __attribute__((sentinel));

/** Where a picture or a document is, within this server; NULL where the site keeps none. */
const char *sc_file_link(const sc_view_t *view, const char *name);

/** The same as an absolute address. */
const char *sc_file_address(const sc_view_t *view, const char *name);

/** This very resource with other arguments, for paging, sorting and other formats.
 * @param suffix ".json", ".csv" or ""
 * @param arguments "after=…" or ""; already encoded */
const char *sc_link_self(const sc_view_t *view, const char *suffix, const char *arguments);

/** The same selection as data, at another page, as an absolute address.
 * @param token of the page, as sc_list_t has it; "" for the first; NULL gives NULL */
const char *sc_address_of_page(const sc_view_t *view, const char *suffix, const char *token);

/** The pages beside this one of a list as data, as the value of the header Link (RFC 8288); NULL if
 * there are none. */
const char *sc_links_of_list(const sc_view_t *view, const char *suffix, const sc_list_t *list);

/** The arguments for a list as data: this selection from its first item on. @param limit how much
 * of it; 0: all, as CSV and JSON Lines have it */
const char *sc_arguments_of_all(const sc_view_t *view, int limit);

/** The arguments of the query that are set, in the canonical order, encoded, without lang, view and
 * heading; @a without is left out (a name, or NULL), @a with is added ("sort=name", or NULL). */
const char *sc_query_arguments(const sc_query_t *query, const char *without, const char *with,
                               apr_pool_t *pool);

/** The day of a moment in UTC, "2026-11-22" of "2026-11-22T03:31:00Z"; NULL for NULL. */
const char *sc_day_of(const char *utc, apr_pool_t *pool);

/** The license as an address, of SPDX's list where it is a name; NULL if none is stated. */
const char *sc_license_address(const sc_view_t *view);

/** The name of a network or person in the reader's language. @param record with `name`, `names` */
sc_lang_text_t sc_own_name(const sc_view_t *view, const void *record);

/** The label of a place whose record is at hand. */
sc_label_t *sc_label_of(const sc_view_t *view, const sc_place_t *place);

/** From whose side a tie is told: the place that is asked about, the site's own, else the first
 * party that takes part today; its slug, or NULL. */
const char *sc_tie_subject(const sc_view_t *view, const sc_partnership_t *partnership);

/** The reader's word for a tie, seen from one of its parties: the same on every page and in data.
 * Where its partners of today have several words, the one for all. @param labels slug ->
 * sc_label_t *; @param subject slug */
const char *sc_tie_word(const sc_view_t *view, apr_hash_t *labels,
                        const sc_partnership_t *partnership, const char *subject);

/** Whether it is known where the place is. */
int sc_is_located(const sc_label_t *place);
