#include "store/item_sets.h"

#include "store/date_sql.h"
#include "store/id_select.h"

#include <apr_strings.h>
#include <string.h>

/* Of a kept set: the rows of a trait. */
#define KEPT "SELECT \"block\", \"ids\", \"word\" FROM \"item_sets\" WHERE \"collection\" = ?"

static apr_status_t read_unsettled(sc_db_t *db, apr_pool_t *pool, const char *collection,
                                   sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "\"id\"");

    sc_sql_add_arg(sql, " FROM \"unsettled\" WHERE \"collection\" = ?", sc_arg_text(collection));
    return sc_id_select_read(db, sql, ids);
}

apr_status_t sc_item_sets_of_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                          const sc_id_set_t *partnerships, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "x.\"id\"");

    sc_sql_add(sql, apr_pstrcat(pool, " FROM \"", entity->collection,
                                "\" x WHERE x.\"partnership_id\"", NULL));
    sc_id_select_add_in(db, sql, partnerships);
    return sc_id_select_read(db, sql, ids);
}

apr_status_t sc_item_sets_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const sc_id_set_t *items, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(db, pool, "x.\"partnership_id\"");

    sc_sql_add(sql, apr_pstrcat(pool, " FROM \"", entity->collection, "\" x WHERE x.\"id\"", NULL));
    sc_id_select_add_in(db, sql, items);
    return sc_id_select_read(db, sql, ids);
}

/* What is inherited is unsettled with the partnership. */
static apr_status_t add_heirs(sc_item_sets_t *sets)
{
    sc_id_set_t *partnerships, *heirs;
    apr_status_t status =
        read_unsettled(sets->db, sets->pool, sc_partnership.collection, &partnerships);

    if (status != APR_SUCCESS || sc_id_set_count(partnerships) == 0) {
        return status;
    }
    status = sc_item_sets_of_partnerships(sets->db, sets->pool, sets->traits->entity, partnerships,
                                          &heirs);
    if (status == APR_SUCCESS) {
        sc_id_set_unite(sets->unsettled, heirs);
    }
    return status;
}

apr_status_t sc_item_sets_open(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                               sc_item_sets_t *sets)
{
    apr_status_t status;

    sets->db = db;
    sets->pool = pool;
    sets->traits = traits;
    status = read_unsettled(db, pool, traits->entity->collection, &sets->unsettled);
    return status == APR_SUCCESS && traits->inherited ? add_heirs(sets) : status;
}

static int is_settled(const sc_item_sets_t *sets)
{
    return sc_id_set_count(sets->unsettled) == 0;
}

static sc_sql_t *select_kept(const sc_item_sets_t *sets, const char *trait)
{
    sc_sql_t *sql = sc_sql_new(sets->pool);

    sc_sql_add_arg(sql, KEPT, sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(sql, " AND \"trait\" = ?", sc_arg_text(trait));
    return sql;
}

/* Runs the SELECT in a pool of its own, which is to be destroyed: packed sets can be larger than
 * all else that a page takes. */
static apr_status_t read_packed(const sc_item_sets_t *sets, sc_sql_t *sql, sc_rows_t **rows)
{
    apr_pool_create(&sql->pool, sets->pool);
    return sc_sql_select(sets->db, sql, rows);
}

/* @return APR_EINVAL if what is kept is no set, which somebody is to hear of */
static apr_status_t unpack(const sc_item_sets_t *sets, const sc_rows_t *rows, int row,
                           sc_id_set_t *ids)
{
    apr_status_t status =
        sc_id_set_add_packed(ids, sc_row_integer(rows, row, 0), sc_row_text(rows, row, 1), NULL);

    if (status == APR_EINVAL) {
        sc_db_note_damage(sets->db);
    }
    return status;
}

apr_status_t sc_item_sets_kept(const sc_item_sets_t *sets, const char *trait, const char *word,
                               sc_id_set_t **ids)
{
    sc_sql_t *sql = select_kept(sets, trait);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    *ids = sc_id_set_new(sets->pool);
    sc_sql_add_arg(sql, " AND \"word\" = ?", sc_arg_text(word));
    status = read_packed(sets, sql, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        status = unpack(sets, rows, i, *ids);
    }
    apr_pool_destroy(sql->pool);
    return status;
}

/* Those among the items that have the word, asked of themselves.
 * @param among NULL: all */
static apr_status_t ask_for_word(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                 const char *word, const sc_id_set_t *among, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(sets->db, sets->pool, trait->id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, trait->from);
    sc_sql_add(sql, " WHERE ");
    sc_sql_add(sql, trait->word);
    sc_sql_add_arg(sql, " = ?", sc_arg_text(word));
    if (among) {
        sc_sql_add(sql, " AND ");
        sc_sql_add(sql, trait->id);
        sc_id_select_add_in(sets->db, sql, among);
    }
    return sc_id_select_read(sets->db, sql, ids);
}

static apr_status_t ask_for_inherited(const sc_item_sets_t *sets, const char *trait,
                                      const char *word, const sc_id_set_t *among, sc_id_set_t **ids)
{
    sc_id_set_t *partnerships = NULL, *having;
    apr_status_t status = APR_SUCCESS;

    if (among) {
        status = sc_item_sets_partnerships(sets->db, sets->pool, sets->traits->entity, among,
                                           &partnerships);
    }
    if (status == APR_SUCCESS) {
        status = ask_for_word(sets, sc_trait_own(sc_traits_of(&sc_partnership), trait), word,
                              partnerships, &having);
    }
    if (status == APR_SUCCESS) {
        status =
            sc_item_sets_of_partnerships(sets->db, sets->pool, sets->traits->entity, having, ids);
    }
    if (status == APR_SUCCESS && among) {
        sc_id_set_intersect(*ids, among);
    }
    return status;
}

static apr_status_t ask(const sc_item_sets_t *sets, const char *trait, const char *word,
                        const sc_id_set_t *among, sc_id_set_t **ids)
{
    return sc_trait_is_inherited(sets->traits, trait)
               ? ask_for_inherited(sets, trait, word, among, ids)
               : ask_for_word(sets, sc_trait_own(sets->traits, trait), word, among, ids);
}

apr_status_t sc_item_sets_of_word(const sc_item_sets_t *sets, const char *trait, const char *word,
                                  sc_id_set_t **ids)
{
    apr_status_t status = sc_item_sets_kept(sets, trait, word, ids);
    sc_id_set_t *others;

    if (status == APR_EINVAL) {
        return ask(sets, trait, word, NULL, ids);
    }
    if (status != APR_SUCCESS || is_settled(sets)) {
        return status;
    }
    sc_id_set_subtract(*ids, sets->unsettled);
    status = ask(sets, trait, word, sets->unsettled, &others);
    if (status == APR_SUCCESS) {
        sc_id_set_unite(*ids, others);
    }
    return status;
}

static sc_sql_t *select_days(const sc_item_sets_t *sets, const sc_trait_t *trait,
                             const sc_days_t *days)
{
    sc_sql_t *sql = sc_id_select(sets->db, sets->pool, trait->id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, trait->from);
    sc_sql_add(sql, " WHERE (");
    sc_sql_add_pair(sql, trait->is_in_days, days->from, days->until);
    if (days->or_unknown) {
        sc_sql_add(sql, " OR ");
        sc_sql_add(sql, trait->date);
        sc_sql_add(sql, " IS NULL");
    }
    sc_sql_add(sql, ")");
    return sql;
}

static apr_status_t add_asked(const sc_item_sets_t *sets, const sc_sql_t *sql, sc_id_set_t *ids)
{
    sc_id_set_t *found;
    apr_status_t status = sc_id_select_read(sets->db, sql, &found);

    if (status == APR_SUCCESS) {
        sc_id_set_unite(ids, found);
    }
    return status;
}

/* Those among the items whose date is in the days, asked of themselves. */
static apr_status_t add_among(const sc_item_sets_t *sets, const sc_trait_t *trait,
                              const sc_days_t *days, const sc_id_set_t *among, sc_id_set_t *ids)
{
    sc_sql_t *sql = select_days(sets, trait, days);

    sc_sql_add(sql, " AND ");
    sc_sql_add(sql, trait->id);
    sc_id_select_add_in(sets->db, sql, among);
    return add_asked(sets, sql, ids);
}

/* Those of a year or month: by the index on the date, else by the kept set. */
static apr_status_t add_part(const sc_item_sets_t *sets, const sc_trait_t *trait,
                             const sc_days_t *days, const char *word, sc_id_set_t *ids)
{
    sc_id_set_t *among;
    apr_status_t status;
    sc_sql_t *sql;

    if (!trait->has_index) {
        status = sc_item_sets_kept(sets, trait->name, word, &among);
        return status == APR_SUCCESS ? add_among(sets, trait, days, among, ids) : status;
    }
    sql = select_days(sets, trait, days);
    sc_sql_add(sql, " AND ");
    sc_sql_add(sql, trait->date);
    sc_sql_add_arg(sql, " >= ? AND ", sc_arg_text(word));
    sc_sql_add(sql, trait->date);
    sc_sql_add_arg(sql, " < ?", sc_arg_text(apr_pstrcat(sets->pool, word, "~~", NULL)));
    return add_asked(sets, sql, ids);
}

enum { YEAR_LENGTH = 4, MONTH_LENGTH = 7 };

/* Whether all dates that begin with the word are in the days; one of them is. */
static int is_whole(const char *word, const sc_days_t *days)
{
    size_t length = strlen(word);
    char first[11], last[11];

    /* Unknown, a decade or a century; among months a year: it is a date itself. */
    if (length < YEAR_LENGTH || strchr(word, 'X')) {
        return 1;
    }
    apr_snprintf(first, sizeof(first), length == YEAR_LENGTH ? "%s-01-01" : "%s-01", word);
    apr_snprintf(last, sizeof(last), length == YEAR_LENGTH ? "%s-12-31" : "%s-31", word);
    return strcmp(first, days->from) >= 0 && strcmp(last, days->until) <= 0;
}

/* Appends that the word of the row begins with the prefix; what can follow is part of a date. */
static void add_beginning(sc_sql_t *sql, const char *prefix)
{
    sc_sql_add_arg(sql, " AND \"word\" >= ?", sc_arg_text(prefix));
    sc_sql_add_arg(sql, " AND \"word\" < ?",
                   sc_arg_text(apr_pstrcat(sql->pool, prefix, "~~", NULL)));
}

/* The rows of a trait by years or months that have a day in common with the days. */
static sc_sql_t *select_words(const sc_item_sets_t *sets, const sc_trait_t *trait,
                              const sc_days_t *days)
{
    sc_sql_t *sql = select_kept(sets, trait->name);

    sc_sql_add(sql, days->or_unknown ? " AND (\"word\" = '' OR (" : " AND (\"word\" <> '' AND (");
    sc_sql_add_arg(sql, SC_SQL_AFTER_LAST_DAY("\"word\"") " >= ?", sc_arg_text(days->from));
    sc_sql_add_arg(sql, " AND " SC_SQL_FIRST_DAY("\"word\"") " <= ?))", sc_arg_text(days->until));
    return sql;
}

static apr_status_t add_partial(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                const sc_days_t *days, const apr_array_header_t *partial,
                                sc_id_set_t *ids);

/* Adds the whole sets that a SELECT of kept ones finds; what is only partly in the days, by smaller
 * parts. */
static apr_status_t add_words(const sc_item_sets_t *sets, const sc_trait_t *trait,
                              const sc_days_t *days, sc_sql_t *sql, sc_id_set_t *ids)
{
    apr_array_header_t *partial = apr_array_make(sets->pool, 2, sizeof(const char *));
    const char *last = NULL;
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    sc_sql_add(sql, " ORDER BY \"word\"");
    status = read_packed(sets, sql, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const char *word = sc_row_text(rows, i, 2);

        if ((trait->finer || strlen(word) == MONTH_LENGTH) && !is_whole(word, days)) {
            if (!last || strcmp(last, word) != 0) {
                APR_ARRAY_PUSH(partial, const char *) = last = apr_pstrdup(sets->pool, word);
            }
            continue;
        }
        status = unpack(sets, rows, i, ids);
    }
    apr_pool_destroy(sql->pool);
    return status == APR_SUCCESS ? add_partial(sets, trait, days, partial, ids) : status;
}

static apr_status_t add_partial(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                const sc_days_t *days, const apr_array_header_t *partial,
                                sc_id_set_t *ids)
{
    const sc_trait_t *finer = trait->finer ? sc_trait_own(sets->traits, trait->finer) : NULL;
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < partial->nelts && status == APR_SUCCESS; i++) {
        const char *word = APR_ARRAY_IDX(partial, i, const char *);

        if (finer) {
            sc_sql_t *sql = select_words(sets, finer, days);

            add_beginning(sql, word);
            status = add_words(sets, finer, days, sql, ids);
        }
        else {
            status = add_part(sets, trait, days, word, ids);
        }
    }
    return status;
}

apr_status_t sc_item_sets_words(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                const char *prefix, apr_array_header_t **words)
{
    sc_sql_t *sql = sc_sql_new(sets->pool);
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    *words = apr_array_make(sets->pool, 100, sizeof(const char *));
    sc_sql_add_arg(sql, "SELECT DISTINCT \"word\" FROM \"item_sets\" WHERE \"collection\" = ?",
                   sc_arg_text(sets->traits->entity->collection));
    sc_sql_add_arg(sql, " AND \"trait\" = ?", sc_arg_text(trait->name));
    add_beginning(sql, prefix);
    sc_sql_add(sql, " ORDER BY \"word\"");
    status = sc_sql_select(sets->db, sql, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        APR_ARRAY_PUSH(*words, const char *) = sc_row_text(rows, i, 0);
    }
    return status;
}

apr_status_t sc_item_sets_of_days(const sc_item_sets_t *sets, const sc_trait_t *trait,
                                  const sc_days_t *days, sc_id_set_t **ids)
{
    apr_status_t status;

    *ids = sc_id_set_new(sets->pool);
    status = add_words(sets, trait, days, select_words(sets, trait, days), *ids);
    if (status == APR_EINVAL) {
        return sc_id_select_read(sets->db, select_days(sets, trait, days), ids);
    }
    if (status != APR_SUCCESS || is_settled(sets)) {
        return status;
    }
    sc_id_set_subtract(*ids, sets->unsettled);
    return add_among(sets, trait, days, sets->unsettled, *ids);
}
