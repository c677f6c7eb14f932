#include "store/query/item_sets.h"

#include "model/edtf.h"
#include "store/db/date_sql.h"
#include "store/query/id_select.h"

#include <apr_strings.h>
#include <string.h>

/* Items by their date, from the sets of the largest parts of time that lie in the days: centuries,
 * at both ends decades, years, and months. */

enum { LEVELS = 4, MONTHS = LEVELS - 1 };

/* The beginnings of dates that are parts of time, the longest last, and what completes them to
 * their first and last day. */
static const struct {
    const char *trait; /* behind the name of that by years */
    int length;
    const char *first;
    const char *last;
} levels[LEVELS] = {{SC_TRAIT_BY_CENTURY, 2, "00-01-01", "99-12-31"},
                    {SC_TRAIT_BY_DECADE, 3, "0-01-01", "9-12-31"},
                    {"", 4, "-01-01", "-12-31"},
                    {SC_TRAIT_BY_MONTH, 7, "-01", "-31"}};

/* The parts of time that have days on both sides of an end of the days, by their level; NULL: none,
 * the end is that of a part of the level above. */
typedef struct edge_t {
    const char *parts[LEVELS];
} edge_t;

typedef struct asking_t {
    const sc_item_sets_t *sets;
    const sc_trait_t *trait;
    const sc_days_t *days;
    const sc_id_set_t *among;
    sc_id_set_t *ids;
    edge_t edges[2]; /* of the first and the last day; the latter only where it is another part */
} asking_t;

/* Whether all dates that begin with the part of time are in the days. */
static int is_whole(const asking_t *asking, int level, const char *part)
{
    apr_pool_t *pool = asking->sets->pool;
    char first[11], last[11];
    sc_date_t date;

    if (level == MONTHS && sc_edtf_parse(part, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, last);
    }
    else {
        apr_cpystrn(first, apr_pstrcat(pool, part, levels[level].first, NULL), sizeof(first));
        apr_cpystrn(last, apr_pstrcat(pool, part, levels[level].last, NULL), sizeof(last));
    }
    return strcmp(first, asking->days->from) >= 0 && strcmp(last, asking->days->until) <= 0;
}

static edge_t edge_of(const asking_t *asking, const char *day)
{
    edge_t edge = {{NULL}};
    int i;

    for (i = 0; i < LEVELS && (int)strlen(day) >= levels[i].length; i++) {
        const char *part = apr_pstrmemdup(asking->sets->pool, day, levels[i].length);

        if (is_whole(asking, i, part)) {
            break;
        }
        edge.parts[i] = part;
    }
    return edge;
}

static void find_edges(asking_t *asking)
{
    edge_t *one = &asking->edges[0];
    edge_t *other = &asking->edges[1];
    int i;

    *one = edge_of(asking, asking->days->from);
    *other = edge_of(asking, asking->days->until);
    for (i = 0; i < LEVELS; i++) {
        if (one->parts[i] && other->parts[i] && strcmp(one->parts[i], other->parts[i]) == 0) {
            other->parts[i] = NULL;
        }
    }
}

/* Appends a SELECT of the sets of a level that have a day in common with the days, but for those
 * that are only partly in them. An unspecified year or month is one that can mean such a day. */
static void add_level(const asking_t *asking, sc_sql_t *sql, int level)
{
    const sc_item_sets_t *sets = asking->sets;
    int i;

    sc_sql_add_arg(sql, "SELECT \"block\", \"ids\" FROM \"item_sets\" WHERE \"collection\" = ?",
                   sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(
        sql, " AND \"trait\" = ?",
        sc_arg_text(apr_pstrcat(sql->pool, asking->trait->name, levels[level].trait, NULL)));
    sc_sql_add_arg(sql, " AND " SC_SQL_AFTER_LAST_DAY("\"word\"") " >= ?",
                   sc_arg_text(asking->days->from));
    sc_sql_add_arg(sql, " AND " SC_SQL_FIRST_DAY("\"word\"") " <= ?",
                   sc_arg_text(asking->days->until));
    for (i = 0; i < 2; i++) {
        const char *part = asking->edges[i].parts[level];

        sc_sql_add_arg(sql, " AND \"word\" <> ?", sc_arg_text(part ? part : "~"));
    }
}

/* The same of what is below a part of the level above. @param part NULL: nothing */
static void add_level_below(const asking_t *asking, sc_sql_t *sql, int level, const char *part)
{
    sc_sql_add(sql, " UNION ALL ");
    add_level(asking, sql, level);
    sc_sql_add_arg(sql, " AND \"word\" >= ?", sc_arg_text(part));
    sc_sql_add_arg(sql, " AND \"word\" < ?",
                   sc_arg_text(part ? apr_pstrcat(sql->pool, part, "~~", NULL) : NULL));
}

/* One statement, always the same: each costs PostgreSQL a round trip. */
static apr_status_t add_parts(const asking_t *asking)
{
    const sc_item_sets_t *sets = asking->sets;
    sc_sql_t *sql = sc_sql_new(sets->pool);
    int i, j;

    add_level(asking, sql, 0);
    sc_sql_add_arg(sql, " AND (\"word\" <> '' OR ? = 1)", sc_arg_integer(asking->days->or_unknown));
    for (i = 1; i < LEVELS; i++) {
        for (j = 0; j < 2; j++) {
            add_level_below(asking, sql, i, asking->edges[j].parts[i - 1]);
        }
    }
    return sc_item_sets_add_kept(sets, sql, asking->among, asking->ids);
}

static sc_sql_t *select_days(const asking_t *asking, int or_unknown)
{
    sc_sql_t *sql = sc_id_select(asking->sets->db, asking->sets->pool, asking->trait->id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, asking->trait->from);
    sc_sql_add(sql, " WHERE (");
    sc_sql_add_pair(sql, asking->trait->is_in_days, asking->days->from, asking->days->until);
    if (or_unknown) {
        sc_sql_add(sql, " OR ");
        sc_sql_add(sql, asking->trait->date);
        sc_sql_add(sql, " IS NULL");
    }
    sc_sql_add(sql, ")");
    return sql;
}

static apr_status_t add_asked(const asking_t *asking, const sc_sql_t *sql)
{
    sc_id_set_t *found;
    apr_status_t status = sc_id_select_read(asking->sets->db, sql, &found);

    if (status == APR_SUCCESS && asking->among) {
        sc_id_set_intersect(found, asking->among);
    }
    if (status == APR_SUCCESS) {
        sc_id_set_unite(asking->ids, found);
    }
    return status;
}

/* Those among the items whose date is in the days, asked of themselves. */
static apr_status_t add_among(const asking_t *asking, const sc_id_set_t *items, int or_unknown)
{
    sc_sql_t *sql = select_days(asking, or_unknown);

    sc_sql_add(sql, " AND ");
    sc_sql_add(sql, asking->trait->id);
    sc_id_select_add_in(asking->sets->db, sql, items);
    return add_asked(asking, sql);
}

/* Those of a month that is partly in the days: by the index on the date, else by the kept set. */
static apr_status_t add_month(const asking_t *asking, const char *month)
{
    const sc_item_sets_t *sets = asking->sets;
    const char *trait = apr_pstrcat(sets->pool, asking->trait->name, SC_TRAIT_BY_MONTH, NULL);
    sc_id_set_t *items;
    apr_status_t status;
    sc_sql_t *sql;

    if (!asking->trait->has_index) {
        status = sc_item_sets_kept(sets, trait, month, asking->among, &items);
        return status == APR_SUCCESS && !sc_id_set_is_empty(items) ? add_among(asking, items, 0)
                                                                   : status;
    }
    sql = select_days(asking, 0);
    sc_sql_add(sql, " AND ");
    sc_sql_add(sql, asking->trait->date);
    sc_sql_add_arg(sql, " >= ? AND ", sc_arg_text(month));
    sc_sql_add(sql, asking->trait->date);
    sc_sql_add_arg(sql, " < ?", sc_arg_text(apr_pstrcat(sets->pool, month, "~~", NULL)));
    return add_asked(asking, sql);
}

static apr_status_t add_kept(const asking_t *asking)
{
    apr_status_t status = add_parts(asking);
    int i;

    for (i = 0; status == APR_SUCCESS && i < 2; i++) {
        if (asking->edges[i].parts[MONTHS]) {
            status = add_month(asking, asking->edges[i].parts[MONTHS]);
        }
    }
    return status;
}

apr_status_t sc_item_sets_of_days(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                  const sc_days_t *days, const sc_id_set_t *among,
                                  sc_id_set_t **ids)
{
    asking_t asking = {.sets = sets, .trait = trait, .days = days, .among = among};
    apr_status_t status;

    *ids = asking.ids = sc_id_set_new(sets->pool);
    if (among && sc_id_set_is_empty(among)) {
        return APR_SUCCESS;
    }
    find_edges(&asking);
    status = add_kept(&asking);
    if (status == APR_EINVAL) {
        return add_asked(&asking, select_days(&asking, days->or_unknown));
    }
    if (status != APR_SUCCESS || sc_item_sets_are_settled(sets)) {
        return status;
    }
    sc_id_set_subtract(*ids, sets->unsettled);
    return add_among(&asking, sets->unsettled, days->or_unknown);
}
