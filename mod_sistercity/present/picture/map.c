#include "present/picture/map.h"

#include "language/names.h"
#include "present/picture/paper.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* The most partners that have an arc each, and that are told by name. */
enum { ARCS_MOST = 200, TOLD_MOST = 40 };

/* Middles of the paper of which the edges run through straits and oceans. */
#define EUROPE 11
#define PACIFIC 152

static sc_point_t position_of(const sc_label_t *place)
{
    return (sc_point_t){place->longitude, place->latitude};
}

double sc_distance(const sc_label_t *one, const sc_label_t *other)
{
    return sc_is_located(one) && sc_is_located(other)
               ? sc_kilometers(one->latitude, one->longitude, other->latitude, other->longitude)
               : NAN;
}

static void add_tie(apr_array_header_t *ties, apr_hash_t *seen, const sc_tie_t *tie)
{
    sc_tie_t *known = sc_find(seen, tie->place->slug);

    if (!known) {
        known = apr_pmemdup(ties->pool, tie, sizeof(*tie));
        apr_hash_set(seen, tie->place->slug, APR_HASH_KEY_STRING, known);
        APR_ARRAY_PUSH(ties, sc_tie_t *) = known;
    }
    else if (tie->is_in_force && !known->is_in_force) {
        *known = *tie;
    }
}

apr_array_header_t *sc_ties_of(const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    const char *day = view->query && view->query->as_of ? view->query->as_of : view->today;
    apr_array_header_t *ties = apr_array_make(view->pool, 16, sizeof(sc_tie_t *));
    apr_hash_t *seen = apr_hash_make(view->pool);

    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        const char *status = sc_status_on(partnership, day, view->today);
        apr_array_header_t *partners =
            sc_partners_of(partnership, dossier->place->slug, day, view->pool);

        for (int j = 0; j < SC_COUNT(partners) && strcmp(partnership->type, "network") != 0; j++) {
            const char *slug = SC_AT(partners, j, sc_party_t)->place;
            sc_tie_t tie = {sc_find(dossier->labels, slug), partnership,
                            sc_status_is_in_force(status)};

            if (tie.place) {
                add_tie(ties, seen, &tie);
            }
        }
    }
    return ties;
}

int sc_has_maps(const sc_view_t *view)
{
    return view->outlines && view->outlines->ring_count > 0;
}

int sc_has_map(const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    const apr_array_header_t *ties = sc_ties_of(view, dossier);

    if (!sc_has_maps(view) || !sc_is_located(sc_label_of(view, dossier->place))) {
        return 0;
    }
    for (int i = 0; i < ties->nelts; i++) {
        if (sc_is_located(SC_AT(ties, i, sc_tie_t)->place)) {
            return 1;
        }
    }
    return 0;
}

/* "Kyoto (Japan), Strasbourg (France)", the first few. */
static const char *told(const sc_view_t *view, const apr_array_header_t *ties)
{
    apr_array_header_t *texts = apr_array_make(view->pool, TOLD_MOST + 1, sizeof(char *));

    for (int i = 0; i < ties->nelts && i < TOLD_MOST; i++) {
        const sc_label_t *place = SC_AT(ties, i, sc_tie_t)->place;
        const char *name = sc_name_for(view->language, place).text;

        APR_ARRAY_PUSH(texts, const char *) =
            place->country ? sc_join(view, SC_BRACKETS, name, sc_say_country(view, place->country))
                           : name;
    }
    if (ties->nelts > TOLD_MOST) {
        APR_ARRAY_PUSH(texts, const char *) =
            sc_say_n(view, "and {n} more", "and {n} more", ties->nelts - TOLD_MOST, NULL);
    }
    return texts->nelts ? sc_say_list(view, texts) : "";
}

/* The least number of each shade is this many times that of the one before. */
typedef struct scale_t {
    apr_int64_t factor;
    int count;
} scale_t;

static scale_t scale_for(apr_int64_t most)
{
    static const int factors[] = {2, 3, 4, 5, 10, 20, 50, 100};
    scale_t scale = {2, 0};
    apr_int64_t least = 1;

    for (size_t i = 0; i < SC_LENGTH(factors); i++) {
        apr_int64_t end = 1;

        scale.factor = factors[i];
        for (int j = 0; j < SC_SHADES; j++) {
            end *= scale.factor;
        }
        if (most < end) {
            break;
        }
    }
    for (; scale.count < SC_SHADES && least <= most; least *= scale.factor) {
        scale.count++;
    }
    return scale;
}

static int shade_of(const scale_t *scale, apr_int64_t number)
{
    int shade = 0;

    for (apr_int64_t least = 1; shade < scale->count && number >= least; least *= scale->factor) {
        shade++;
    }
    return shade;
}

static void write_legend(sc_buffer_t *out, const sc_view_t *view, const scale_t *scale,
                         apr_int64_t most)
{
    const char *texts[SC_SHADES];
    apr_int64_t least = 1;

    for (int i = 0; i < scale->count; i++, least *= scale->factor) {
        apr_int64_t last = i + 1 < scale->count ? least * scale->factor - 1 : most;

        texts[i] = last <= least ? sc_say_number(view, least)
                                 : apr_pstrcat(view->pool, sc_say_number(view, least), "–",
                                               sc_say_number(view, last), NULL);
    }
    sc_paper_legend(out, texts, scale->count);
}

/* @param counts of sc_tally_t, by country */
static void write_by_country(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                             const apr_array_header_t *counts)
{
    apr_hash_t *shades = apr_hash_make(view->pool);
    apr_int64_t most = 0;

    SC_EACH_OF(const sc_tally_t, tally, counts) {
        most = *tally->word && tally->count > most ? tally->count : most;
    }
    scale_t scale = scale_for(most);
    SC_EACH_OF(const sc_tally_t, tally, counts) {
        int *shade = apr_palloc(view->pool, sizeof(*shade));

        *shade = shade_of(&scale, tally->count);
        if (*tally->word) {
            apr_hash_set(shades, tally->word, APR_HASH_KEY_STRING, shade);
        }
    }
    sc_paper_countries(out, view, paper, shades);
    write_legend(out, view, &scale, most);
}

void sc_svg_country_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    const apr_array_header_t *counts = statistics->tallies[SC_STATISTIC_COUNTRY];
    apr_array_header_t *texts = apr_array_make(view->pool, TOLD_MOST, sizeof(char *));
    double home = sc_outlines_longitude(view->outlines, view->home_country, EUROPE);
    sc_paper_t paper = sc_paper_world(
        view->outlines, fabs(sc_longitude_from(home, PACIFIC)) < 75 ? PACIFIC : EUROPE);

    for (int i = 0; i < counts->nelts && i < TOLD_MOST; i++) {
        const sc_tally_t *tally = &APR_ARRAY_IDX(counts, i, sc_tally_t);

        if (*tally->word) {
            APR_ARRAY_PUSH(texts, const char *) =
                apr_pstrcat(view->pool, sc_say_country(view, tally->word), " ",
                            sc_say_number(view, tally->count), NULL);
        }
    }
    sc_paper_open(out, view, &paper, sc_say(view, "Partnerships by country"),
                  texts->nelts ? sc_say_list(view, texts) : "");
    write_by_country(out, view, &paper, counts);
    sc_paper_close(out);
}

static apr_array_header_t *count_countries(const sc_view_t *view, const apr_array_header_t *ties)
{
    apr_array_header_t *counts = apr_array_make(view->pool, 32, sizeof(sc_tally_t));
    apr_hash_t *known = apr_hash_make(view->pool);

    for (int i = 0; i < ties->nelts; i++) {
        const char *country = SC_AT(ties, i, sc_tie_t)->place->country;
        sc_tally_t *tally = sc_find(known, country);

        if (country && !tally) {
            tally = apr_pcalloc(view->pool, sizeof(*tally));
            tally->word = country;
            apr_hash_set(known, country, APR_HASH_KEY_STRING, tally);
        }
        if (tally) {
            tally->count++;
        }
    }
    for (apr_hash_index_t *i = apr_hash_first(view->pool, known); i; i = apr_hash_next(i)) {
        APR_ARRAY_PUSH(counts, sc_tally_t) = *(const sc_tally_t *)apr_hash_this_val(i);
    }
    return counts;
}

static void write_many(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                       const apr_array_header_t *ties, const sc_point_t *home, const char *name)
{
    write_by_country(out, view, paper, count_countries(view, ties));
    sc_paper_dots(out, view, paper, home, &name, 1);
}

/* The countries of partners are set off a little. */
static void write_few(sc_buffer_t *out, const sc_view_t *view, const sc_paper_t *paper,
                      const apr_array_header_t *ties, const sc_point_t *positions,
                      const char *const *names, int count)
{
    static const int light = 1;
    apr_hash_t *shades = apr_hash_make(view->pool);
    int at = 1;

    for (int i = 0; i < ties->nelts; i++) {
        const char *country = SC_AT(ties, i, sc_tie_t)->place->country;

        if (country) {
            apr_hash_set(shades, country, APR_HASH_KEY_STRING, &light);
        }
    }
    sc_paper_countries(out, view, paper, shades);
    for (int i = 0; i < ties->nelts && at < count; i++) {
        const sc_tie_t *tie = SC_AT(ties, i, sc_tie_t);

        if (sc_is_located(tie->place)) {
            sc_paper_arc(out, paper, positions[0], positions[at++], !tie->is_in_force);
        }
    }
    sc_paper_dots(out, view, paper, positions, names, count);
}

void sc_svg_place_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const sc_label_t *home = sc_label_of(view, dossier->place);
    const apr_array_header_t *ties = sc_ties_of(view, dossier);
    apr_size_t room = (apr_size_t)ties->nelts + 1;
    sc_point_t *positions = apr_palloc(view->pool, sizeof(sc_point_t) * room);
    const char **names = apr_palloc(view->pool, sizeof(char *) * room);
    int count = 0;

    names[0] = sc_name_for(view->language, home).text;
    positions[0] = position_of(home);
    count = sc_is_located(home);
    for (int i = 0; count && i < ties->nelts; i++) {
        const sc_label_t *place = SC_AT(ties, i, sc_tie_t)->place;

        if (sc_is_located(place)) {
            positions[count] = position_of(place);
            names[count++] = sc_name_for(view->language, place).text;
        }
    }
    sc_paper_t paper = sc_paper_around(view->outlines, positions, count);
    sc_paper_open(out, view, &paper,
                  sc_sayf(view, "{place} and its partners on the map", "place", names[0], NULL),
                  told(view, ties));
    if (count > ARCS_MOST) {
        write_many(out, view, &paper, ties, positions, names[0]);
    }
    else {
        write_few(out, view, &paper, ties, positions, names, count);
    }
    sc_paper_close(out);
}
