#include "store/query/in_force.h"

#include "model/text/edtf.h"
#include "store/query/shift.h"

#include <apr_strings.h>
#include <string.h>

/* A space sorts before whatever else can follow: what equals the text is over. */
const char *sc_in_force_end_of(const char *day, apr_pool_t *pool)
{
    char first[11], month_last[11];
    sc_date_t date;

    if (sc_edtf_parse(day, &date) != APR_SUCCESS) {
        return "";
    }
    date.precision = SC_PRECISION_MONTH;
    sc_edtf_span(&date, first, month_last);
    return strcmp(day + 4, "-12-31") == 0 ? apr_psprintf(pool, "%.4s~ ", day)
           : strcmp(day, month_last) == 0 ? apr_psprintf(pool, "%.7s~ ", day)
                                          : apr_pstrcat(pool, day, "~ ", NULL);
}

/* Those that the bitmaps say are in force. */
static apr_status_t select_stored(sc_db_t *db, apr_pool_t *pool, const char *day,
                                  const char *const *words, int may_have_ended, sc_bitmap_t **ids)
{
    const sc_faceted_t *faceted = sc_faceted_of(&sc_partnership);
    apr_array_header_t *conditions = apr_array_make(pool, 3, sizeof(sc_condition_t));

    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){sc_facet_named(faceted, SC_FACET_DATE), NULL, {"", day, 1}, NULL, 0};
    if (!may_have_ended) {
        APR_ARRAY_PUSH(conditions, sc_condition_t) =
            (sc_condition_t){sc_facet_named(faceted, SC_FACET_ENDED),
                             NULL,
                             {sc_in_force_end_of(day, pool), "~", 1},
                             NULL,
                             0};
    }
    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){sc_facet_named(faceted, SC_FACET_STATUS), NULL, {NULL, NULL, 0}, words, 1};
    return sc_facets_select(db, pool, faceted, conditions, ids);
}

apr_status_t sc_in_force_select(sc_db_t *db, apr_pool_t *pool, const char *day, sc_bitmap_t **ids)
{
    static const char *const going_on[] = {"active", "unknown", NULL};
    static const char *const once[] = {"active",  "unknown",   "suspended", "terminated",
                                       "expired", "succeeded", "upgraded",  NULL};
    static const char *const dormant[] = {"dormant", NULL};
    int is_past = strcmp(day, sc_db_today(db)) < 0;
    apr_array_header_t *shifts;
    sc_bitmap_t *sleeping;

    SC_TRY(select_stored(db, pool, day, is_past ? once : going_on, 0, ids));
    SC_TRY(select_stored(db, pool, day, dormant, 1, &sleeping));
    SC_TRY(sc_shifts_read(db, pool, day, &shifts));
    sc_bitmap_unite(*ids, sleeping);
    sc_bitmap_subtract(*ids, sc_shifts_with(shifts, NULL));
    sc_bitmap_unite(*ids, sc_shifts_with(shifts, sc_statuses_in_force));
    return APR_SUCCESS;
}
