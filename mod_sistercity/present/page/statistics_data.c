#include "present/page/statistics.h"
#include "present/write/json.h"

#include <apr_strings.h>

static json_t *tally_object(const sc_view_t *view, const sc_statistics_t *statistics,
                            sc_statistic_e statistic, const sc_tally_t *tally)
{
    json_t *object = json_object();

    sc_json_set_text(object, sc_statistic_kinds[statistic].value, tally->word);
    if (*tally->word) {
        sc_json_set_text(object, "name",
                         sc_statistic_label(view, statistics, statistic, tally->word));
    }
    if (statistic == SC_STATISTIC_PLACE) {
        sc_json_set_text(object, "url", sc_address(view, "places", tally->word, NULL));
    }
    sc_json_set_integer(object, "count", tally->count);
    return object;
}

static json_t *tallies_array(const sc_view_t *view, const sc_statistics_t *statistics,
                             sc_statistic_e statistic)
{
    const apr_array_header_t *tallies = statistics->tallies[statistic];
    json_t *array = json_array();
    int i;

    for (i = 0; i < tallies->nelts; i++) {
        json_array_append_new(array, tally_object(view, statistics, statistic,
                                                  &APR_ARRAY_IDX(tallies, i, sc_tally_t)));
    }
    return array;
}

void sc_json_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    json_t *document = json_object();
    int i;

    if (statistics->place) {
        sc_json_set_text(document, "slug", statistics->place->slug);
    }
    else {
        sc_json_set_integer(document, "places", statistics->places);
    }
    sc_json_set_integer(document, "partnerships", statistics->partnerships);
    sc_json_set_integer(document, "agreements", statistics->agreements);
    sc_json_set_integer(document, "activities", statistics->activities);
    for (i = 0; i < SC_STATISTIC_COUNT; i++) {
        if (statistics->tallies[i]->nelts > 0) {
            sc_json_set(document, apr_pstrcat(view->pool, "by_", sc_statistic_kinds[i].name, NULL),
                        tallies_array(view, statistics, i));
        }
    }
    sc_json_set_integer(document, "revision", view->state ? view->state->revision : SC_NO_INTEGER);
    sc_json_write(out, document);
}

void sc_csv_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    int i, j;

    (void)view;
    sc_buffer_puts(out, "statistic,value,count\r\n");
    for (i = 0; i < SC_STATISTIC_COUNT; i++) {
        for (j = 0; j < statistics->tallies[i]->nelts; j++) {
            const sc_tally_t *tally = &APR_ARRAY_IDX(statistics->tallies[i], j, sc_tally_t);

            /* Words and slugs have nothing that CSV would have to quote. */
            sc_buffer_puts(out,
                           apr_psprintf(out->pool, "%s,%s,%" APR_INT64_T_FMT "\r\n",
                                        sc_statistic_kinds[i].name, tally->word, tally->count));
        }
    }
}
