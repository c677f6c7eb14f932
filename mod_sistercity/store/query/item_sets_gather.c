#include "store/query/item_sets_gather.h"

#include "model/utf8.h"
#include "store/query/id_select.h"

#include <apr_strings.h>
#include <string.h>

sc_words_t *sc_words_new(apr_pool_t *pool)
{
    sc_words_t *words = apr_palloc(pool, sizeof(*words));

    words->pool = pool;
    words->traits = apr_hash_make(pool);
    return words;
}

apr_hash_t *sc_words_of(const sc_words_t *words, const char *trait)
{
    apr_hash_t *found = apr_hash_get(words->traits, trait, APR_HASH_KEY_STRING);

    if (!found) {
        found = apr_hash_make(words->pool);
        apr_hash_set(words->traits, apr_pstrdup(words->pool, trait), APR_HASH_KEY_STRING, found);
    }
    return found;
}

sc_id_set_t *sc_words_set(const sc_words_t *words, apr_hash_t *of_trait, const char *word,
                          apr_ssize_t length)
{
    sc_id_set_t *set = apr_hash_get(of_trait, word, length);

    if (!set) {
        set = sc_id_set_new(words->pool);
        apr_hash_set(of_trait, apr_pstrmemdup(words->pool, word, length), length, set);
    }
    return set;
}

/* The ends of a block are themselves in it: what follows the last block has no number. */
static void add_block(sc_sql_t *sql, const char *id, apr_int64_t block)
{
    if (block > SC_ID_BLOCK_OF(APR_INT64_MIN)) {
        sc_sql_add(sql, id);
        sc_sql_add_arg(sql, " >= ? AND ", sc_arg_integer(block * SC_ID_BLOCK));
    }
    sc_sql_add(sql, id);
    sc_sql_add_arg(sql, " <= ?", sc_arg_integer(sc_id_block_last(block)));
}

static void add_scope(sc_db_t *db, sc_sql_t *sql, const char *id, const sc_scope_t *scope)
{
    if (scope->ids) {
        sc_sql_add(sql, id);
        sc_id_select_add_in(db, sql, scope->ids);
    }
    else {
        add_block(sql, id, scope->block);
    }
}

/* No id begins with a space: a line that does goes on with the text of the one before. */
apr_status_t sc_lines_read(sc_db_t *db, apr_pool_t *pool, const char *id, const char *text,
                           const char *from, const sc_scope_t *scope, const char **lines)
{
    const char *line = apr_pstrcat(pool, "CAST(", id, " AS TEXT) || ' ' || REPLACE(", text,
                                   ", '\n', '\n ')", NULL);
    sc_sql_t *sql = sc_id_select_texts(db, pool, line, "\n");
    apr_status_t status;
    sc_rows_t *rows;

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, from);
    sc_sql_add(sql, " WHERE ");
    add_scope(db, sql, id, scope);
    status = sc_sql_select(db, sql, &rows);
    *lines = status == APR_SUCCESS && rows->count > 0 ? sc_row_text(rows, 0, 0) : NULL;
    return status;
}

const char *sc_line_text(const char *line, apr_ssize_t *length, const char **next)
{
    const char *text = line + strcspn(line, " ") + 1;
    const char *end = text + strcspn(text, "\n");

    while (end[0] && end[1] == ' ') {
        end += 1 + strcspn(end + 1, "\n");
    }
    *length = end - text;
    *next = *end ? end + 1 : end;
    return text;
}

/* @param length of the text of a line; set to that of the word */
static const char *word_of(apr_pool_t *pool, const char *text, apr_ssize_t *length)
{
    char *word;
    apr_ssize_t i, end = 0;

    if (!memchr(text, '\n', (size_t)*length)) {
        return text;
    }
    word = apr_palloc(pool, (apr_size_t)*length);
    for (i = 0; i < *length; i++) {
        word[end++] = text[i];
        i += text[i] == '\n';
    }
    *length = end;
    return word;
}

static apr_status_t gather_trait(sc_db_t *db, apr_pool_t *pool, const sc_trait_t *trait,
                                 const sc_scope_t *scope, sc_words_t *words)
{
    apr_hash_t *of_trait = sc_words_of(words, trait->name);
    const char *line, *next;
    apr_status_t status =
        sc_lines_read(db, pool, trait->id, trait->word, trait->from, scope, &line);

    for (; status == APR_SUCCESS && line && *line; line = next) {
        apr_ssize_t length;
        const char *text = sc_line_text(line, &length, &next);
        const char *word = word_of(pool, text, &length);

        sc_id_set_add(sc_words_set(words, of_trait, word, length), apr_atoi64(line));
    }
    return status;
}

/* The words of a trait that are beginnings of another's. */
static void gather_beginnings(apr_pool_t *pool, const sc_trait_t *trait, const sc_words_t *words)
{
    apr_hash_t *of_trait = sc_words_of(words, trait->name);
    apr_hash_index_t *i;

    for (i = apr_hash_first(pool, sc_words_of(words, trait->whole)); i; i = apr_hash_next(i)) {
        const char *word = apr_hash_this_key(i);
        apr_ssize_t length = (apr_ssize_t)sc_utf8_prefix(word, (apr_size_t)trait->length);

        sc_id_set_unite(sc_words_set(words, of_trait, word, length), apr_hash_this_val(i));
    }
}

apr_status_t sc_words_gather_own(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                 const sc_scope_t *scope, sc_words_t *words)
{
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; i < traits->count && status == APR_SUCCESS; i++) {
        if (traits->own[i].whole) {
            gather_beginnings(pool, &traits->own[i], words);
        }
        else {
            status = gather_trait(db, pool, &traits->own[i], scope, words);
        }
    }
    return status;
}

/* An item and its partnership. */
typedef struct heir_t {
    apr_int64_t id;
    apr_int64_t partnership;
} heir_t;

static apr_status_t read_heirs(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const sc_scope_t *scope, apr_array_header_t *heirs)
{
    const char *line, *next;
    apr_status_t status =
        sc_lines_read(db, pool, "x.\"id\"", "CAST(x.\"partnership_id\" AS TEXT)",
                      apr_pstrcat(pool, "\"", entity->collection, "\" x", NULL), scope, &line);

    for (; status == APR_SUCCESS && line && *line; line = next) {
        heir_t *heir = apr_array_push(heirs);
        apr_ssize_t length;

        heir->id = apr_atoi64(line);
        heir->partnership = apr_atoi64(sc_line_text(line, &length, &next));
    }
    return status;
}

static void inherit(const apr_array_header_t *heirs, const sc_id_set_t *partnerships,
                    sc_id_set_t *ids)
{
    int i;

    for (i = 0; i < heirs->nelts; i++) {
        const heir_t *heir = &APR_ARRAY_IDX(heirs, i, heir_t);

        if (sc_id_set_has(partnerships, heir->partnership)) {
            sc_id_set_add(ids, heir->id);
        }
    }
}

apr_status_t sc_words_gather_inherited(sc_db_t *db, apr_pool_t *pool, const sc_traits_t *traits,
                                       const sc_scope_t *scope, const sc_words_t *partnerships,
                                       sc_words_t *words)
{
    apr_array_header_t *heirs = apr_array_make(pool, 1024, sizeof(heir_t));
    apr_status_t status = read_heirs(db, pool, traits->entity, scope, heirs);
    const char *const *trait;

    for (trait = traits->inherited; status == APR_SUCCESS && *trait; trait++) {
        apr_hash_t *of_trait = sc_words_of(words, *trait);
        apr_hash_index_t *i;

        for (i = apr_hash_first(pool, sc_words_of(partnerships, *trait)); i; i = apr_hash_next(i)) {
            const char *word = apr_hash_this_key(i);

            inherit(heirs, apr_hash_this_val(i),
                    sc_words_set(words, of_trait, word, apr_hash_this_key_len(i)));
        }
    }
    return status;
}

apr_status_t sc_set_row_insert(sc_db_t *db, apr_pool_t *pool, const sc_set_row_t *row,
                               const char *packed)
{
    const sc_arg_t args[] = {sc_arg_text(row->collection), sc_arg_text(row->trait),
                             sc_arg_text(row->word), sc_arg_integer(row->block),
                             sc_arg_text(packed)};

    return sc_db_execute(db, pool, "INSERT INTO \"item_sets\" VALUES (?, ?, ?, ?, ?)", args, 5,
                         NULL);
}

apr_status_t sc_set_row_delete(sc_db_t *db, apr_pool_t *pool, const sc_set_row_t *row)
{
    const sc_arg_t args[] = {sc_arg_text(row->collection), sc_arg_text(row->trait),
                             sc_arg_text(row->word), sc_arg_integer(row->block)};

    return sc_db_execute(db, pool,
                         "DELETE FROM \"item_sets\" WHERE \"collection\" = ? AND \"trait\" = ? "
                         "AND \"word\" = ? AND \"block\" = ?",
                         args, 4, NULL);
}

apr_status_t sc_words_insert(sc_db_t *db, apr_pool_t *pool, const char *collection,
                             apr_int64_t block, const sc_words_t *words)
{
    apr_hash_index_t *i, *j;

    for (i = apr_hash_first(pool, words->traits); i; i = apr_hash_next(i)) {
        for (j = apr_hash_first(pool, apr_hash_this_val(i)); j; j = apr_hash_next(j)) {
            const sc_set_row_t row = {collection, apr_hash_this_key(i), apr_hash_this_key(j),
                                      block};
            const char *packed = sc_id_set_packed(apr_hash_this_val(j), block, pool);
            apr_status_t status = packed ? sc_set_row_insert(db, pool, &row, packed) : APR_SUCCESS;

            if (status != APR_SUCCESS) {
                return status;
            }
        }
    }
    return APR_SUCCESS;
}
