#include "present/page/part/part.h"

#include "model/text/edtf.h"

/* More that may be the oldest make no sentence. */
#define OLDEST_MOST 3

static const char *began(const apr_array_header_t *dated, int index)
{
    return SC_AT(dated, index, sc_partnership_t)->established;
}

/* Those that no other one certainly came before. */
static apr_array_header_t *possibly_oldest(const apr_array_header_t *dated, apr_pool_t *pool)
{
    apr_array_header_t *indexes = apr_array_make(pool, 4, sizeof(int));

    for (int i = 0; i < dated->nelts; i++) {
        int is_later = 0;

        for (int j = 0; j < dated->nelts && !is_later; j++) {
            is_later = sc_edtf_is_certainly_before(began(dated, j), began(dated, i));
        }
        if (!is_later) {
            APR_ARRAY_PUSH(indexes, int) = i;
        }
    }
    return indexes;
}

/* The date that is true of all of them; NULL if none of theirs is. */
static const char *common_date(const apr_array_header_t *dated, const apr_array_header_t *indexes)
{
    for (int i = 0; i < indexes->nelts; i++) {
        const char *date = began(dated, APR_ARRAY_IDX(indexes, i, int));
        int is_common = 1;

        for (int j = 0; j < indexes->nelts; j++) {
            is_common &= sc_edtf_contains(date, began(dated, APR_ARRAY_IDX(indexes, j, int)));
        }
        if (is_common) {
            return date;
        }
    }
    return NULL;
}

/* Nobody knows the oldest one while dates are missing. Whole sentences: another language may need
 * another order or case for each. */
static const char *sentence(const sc_view_t *view, int is_one, int are_all_dated)
{
    if (is_one) {
        return are_all_dated
                   ? sc_say(view, "The oldest is {partner}, since {date}.")
                   : sc_say(view, "The oldest with a date on record is {partner}, since {date}.");
    }
    return are_all_dated
               ? sc_say(view, "The oldest are {partner}, since {date}.")
               : sc_say(view, "The oldest with a date on record are {partner}, since {date}.");
}

const char *sc_part_oldest(const sc_view_t *view, const apr_array_header_t *dated,
                           const apr_array_header_t *links, int are_all_dated)
{
    const apr_array_header_t *indexes = possibly_oldest(dated, view->pool);
    apr_array_header_t *named = apr_array_make(view->pool, OLDEST_MOST, sizeof(const char *));
    const char *date = common_date(dated, indexes);
    const char *arguments[] = {"partner", NULL, NULL};

    if (!date || indexes->nelts > OLDEST_MOST) {
        return NULL;
    }
    for (int i = 0; i < indexes->nelts; i++) {
        APR_ARRAY_PUSH(named, const char *) =
            APR_ARRAY_IDX(links, APR_ARRAY_IDX(indexes, i, int), const char *);
    }
    arguments[1] = sc_say_list(view, named);
    return sc_fill(sc_dated_html(view, sentence(view, named->nelts == 1, are_all_dated), date),
                   arguments, view->pool);
}
