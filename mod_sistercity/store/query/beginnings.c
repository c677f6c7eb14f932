#include "store/query/beginnings.h"

#include "model/utf8.h"
#include "store/query/id_select.h"
#include "store/record/search.h"

#include <apr_strings.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How many different keys are counted at a time. */
#define KEYS_AT_ONCE 10000

enum { NONE = -1 };

/* A beginning, and the longest other one that it begins with. */
typedef struct node_t {
    const char *word;
    int parent; /* NONE: there is no other */
} node_t;

/* A key of a place, by the longest of the beginnings that it has. */
typedef struct known_key_t {
    apr_int64_t place;
    int node;
} known_key_t;

struct sc_beginnings_t {
    apr_pool_t *pool;
    apr_array_header_t *nodes; /* of node_t, in order of their words */
    apr_hash_t *by_word;       /* word -> number of its node, from 1 */
    apr_array_header_t
        *keys; /* of known_key_t, in order of places once that is asked; NULL: unknown */
    int are_sorted;
};

int sc_beginnings_apply(const sc_entity_t *entity)
{
    return entity == &sc_place || entity == &sc_partnership;
}

static int compare_words(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* @param words of const char *; sorted here */
static sc_beginnings_t *beginnings_of(apr_array_header_t *words, apr_pool_t *pool)
{
    sc_beginnings_t *made = apr_pcalloc(pool, sizeof(*made));
    int parent = NONE;
    int i;

    made->pool = pool;
    made->nodes = apr_array_make(pool, words->nelts + 1, sizeof(node_t));
    made->by_word = apr_hash_make(pool);
    qsort(words->elts, (size_t)words->nelts, sizeof(const char *), compare_words);
    for (i = 0; i < words->nelts; i++) {
        node_t *node = apr_array_push(made->nodes);

        node->word = APR_ARRAY_IDX(words, i, const char *);
        while (parent != NONE &&
               strncmp(APR_ARRAY_IDX(made->nodes, parent, node_t).word, node->word,
                       strlen(APR_ARRAY_IDX(made->nodes, parent, node_t).word))) {
            parent = APR_ARRAY_IDX(made->nodes, parent, node_t).parent;
        }
        node->parent = parent;
        parent = i;
        apr_hash_set(made->by_word, node->word, APR_HASH_KEY_STRING, (void *)(intptr_t)(i + 1));
    }
    return made;
}

/* The node of the longest beginning that the key has, or NONE. */
static int longest(const sc_beginnings_t *beginnings, const char *key, apr_ssize_t length)
{
    apr_ssize_t end = 0;
    int node = NONE;

    while (end < length) {
        intptr_t found;

        end += (apr_ssize_t)sc_utf8_prefix(key + end, 1);
        found = end <= length ? (intptr_t)apr_hash_get(beginnings->by_word, key, end) : 0;
        if (!found) {
            break;
        }
        node = (int)found - 1;
    }
    return node;
}

/* Counting keys that come in their order: how many begin as the last one does. */
typedef struct counting_t {
    apr_pool_t *pool;
    apr_array_header_t *common; /* of const char * */
    const char *last;
    int depth; /* characters of the last one, SC_KEY_LIMIT at most */
    apr_int64_t counts[SC_KEY_LIMIT + 1];
} counting_t;

static apr_size_t common_length(const char *one, const char *other)
{
    apr_size_t length = 0;

    while (one[length] && one[length] == other[length]) {
        length++;
    }
    return length;
}

/* So many characters that two keys begin with alike. */
static int common_depth(const char *one, const char *other)
{
    apr_size_t length = common_length(one, other);
    int depth = 0;

    while (depth < SC_KEY_LIMIT && one[0] && sc_utf8_prefix(one, 1) <= length) {
        apr_size_t character = sc_utf8_prefix(one, 1);

        one += character;
        length -= character;
        depth++;
    }
    return depth;
}

/* Takes those beginnings of the last key that are longer than what the next one has of it. */
static void end_beginnings(counting_t *counting, int depth)
{
    for (; counting->depth > depth; counting->depth--) {
        if (counting->counts[counting->depth] >= SC_BEGINNING_COMMON) {
            APR_ARRAY_PUSH(counting->common, const char *) =
                apr_pstrmemdup(counting->pool, counting->last,
                               sc_utf8_prefix(counting->last, (apr_size_t)counting->depth));
        }
    }
}

static void count_key(counting_t *counting, const char *key, apr_int64_t items)
{
    int characters = (int)sc_utf8_length(key);
    int i;

    end_beginnings(counting, common_depth(counting->last, key));
    while (counting->depth < characters && counting->depth < SC_KEY_LIMIT) {
        counting->counts[++counting->depth] = 0;
    }
    for (i = 1; i <= counting->depth; i++) {
        counting->counts[i] += items;
    }
    counting->last = key;
}

/* Counts keys that come behind one.
 * @param lines each a number, a space and a key */
static void count_lines(counting_t *counting, char *lines)
{
    char *state = NULL;
    char *line;

    for (line = apr_strtok(lines, "\n", &state); line; line = apr_strtok(NULL, "\n", &state)) {
        char *key = strchr(line, ' ');

        if (key) {
            count_key(counting, key + 1, apr_atoi64(line));
        }
    }
    counting->last = apr_pstrdup(counting->pool, counting->last);
}

/* @param behind the key behind which it begins; set to the last one; NULL: there was none */
static apr_status_t count_some(sc_db_t *db, apr_pool_t *pool, const char *table,
                               counting_t *counting, const char **behind)
{
    sc_sql_t *sql =
        sc_id_select_texts(db, pool, "CAST(k.\"items\" AS TEXT) || ' ' || k.\"key\"", "\n");
    apr_status_t status;
    sc_rows_t *rows;

    sc_sql_add(sql, ", MAX(k.\"key\") FROM (SELECT \"key\", COUNT(*) AS \"items\" FROM \"");
    sc_sql_add(sql, table);
    sc_sql_add_arg(sql, "\" WHERE \"key\" > ? GROUP BY \"key\" ORDER BY \"key\"",
                   sc_arg_text(*behind));
    sc_sql_add_arg(sql, " LIMIT ?) k", sc_arg_integer(KEYS_AT_ONCE));
    status = sc_sql_select(db, sql, &rows);
    *behind = status == APR_SUCCESS ? sc_row_text(rows, 0, 1) : NULL;
    if (*behind) {
        count_lines(counting, apr_pstrdup(pool, sc_row_text(rows, 0, 0)));
        *behind = apr_pstrdup(counting->pool, *behind);
    }
    return status;
}

static apr_status_t count_keys(sc_db_t *db, apr_pool_t *pool, const char *table,
                               apr_array_header_t *common)
{
    counting_t counting = {.pool = pool, .common = common, .last = ""};
    apr_status_t status = APR_SUCCESS;
    const char *behind = "";
    apr_pool_t *scratch;

    apr_pool_create(&scratch, pool);
    while (status == APR_SUCCESS && behind) {
        status = count_some(db, scratch, table, &counting, &behind);
        apr_pool_clear(scratch);
    }
    end_beginnings(&counting, 0);
    apr_pool_destroy(scratch);
    return status;
}

/* Each of sorted words once. */
static apr_array_header_t *each_once(apr_array_header_t *words, apr_pool_t *pool)
{
    apr_array_header_t *once = apr_array_make(pool, words->nelts + 1, sizeof(const char *));
    int i;

    qsort(words->elts, (size_t)words->nelts, sizeof(const char *), compare_words);
    for (i = 0; i < words->nelts; i++) {
        const char *word = APR_ARRAY_IDX(words, i, const char *);

        if (i == 0 || strcmp(word, APR_ARRAY_IDX(words, i - 1, const char *)) != 0) {
            APR_ARRAY_PUSH(once, const char *) = word;
        }
    }
    return once;
}

apr_status_t sc_beginnings_common(sc_db_t *db, apr_pool_t *pool, sc_beginnings_t **beginnings)
{
    apr_array_header_t *common = apr_array_make(pool, 1000, sizeof(const char *));
    apr_status_t status = count_keys(db, pool, sc_search_table(&sc_place, pool), common);

    if (status == APR_SUCCESS) {
        status = count_keys(db, pool, sc_search_table(&sc_partnership, pool), common);
    }
    *beginnings = beginnings_of(each_once(common, pool), pool);
    (*beginnings)->keys = apr_array_make(pool, 1000, sizeof(known_key_t));
    return status;
}

apr_status_t sc_beginnings_kept(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                sc_beginnings_t **beginnings)
{
    const sc_arg_t collection = sc_arg_text(entity->collection);
    apr_array_header_t *words = apr_array_make(pool, 1000, sizeof(const char *));
    sc_rows_t *rows;
    apr_status_t status =
        sc_db_select(db, pool,
                     "SELECT DISTINCT \"word\" FROM \"item_sets\" WHERE \"collection\" = ? "
                     "AND \"trait\" = '" SC_TRAIT_KEY "'",
                     &collection, 1, &rows);
    int i;

    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        APR_ARRAY_PUSH(words, const char *) = sc_row_text(rows, i, 0);
    }
    *beginnings = beginnings_of(words, pool);
    return status;
}

/* The sets of the beginnings, for the items that are gathered. */
typedef struct gathering_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_scope_t *scope;
    sc_beginnings_t *beginnings;
    const sc_words_t *words;
    apr_hash_t *of_trait;
    sc_id_set_t **sets; /* by number of the node; NULL: none yet */
} gathering_t;

/* Adds the item to the set of the node and of all that its word begins with. */
static void add_item(const gathering_t *gathering, int node, apr_int64_t item)
{
    for (; node != NONE; node = APR_ARRAY_IDX(gathering->beginnings->nodes, node, node_t).parent) {
        if (!gathering->sets[node]) {
            const char *word = APR_ARRAY_IDX(gathering->beginnings->nodes, node, node_t).word;

            gathering->sets[node] = sc_words_set(gathering->words, gathering->of_trait, word,
                                                 (apr_ssize_t)strlen(word));
        }
        sc_id_set_add(gathering->sets[node], item);
    }
}

/* Items by keys that are read with them. @param is_place whether the items are places, whose keys
 * are remembered */
static apr_status_t gather_keys(const gathering_t *gathering, const char *id, const char *key,
                                const char *from, int is_place)
{
    apr_array_header_t *keys = is_place ? gathering->beginnings->keys : NULL;
    const char *line, *next;
    apr_status_t status =
        sc_lines_read(gathering->db, gathering->pool, id, key, from, gathering->scope, &line);

    for (; status == APR_SUCCESS && line && *line; line = next) {
        apr_ssize_t length;
        const char *text = sc_line_text(line, &length, &next);
        int node = longest(gathering->beginnings, text, length);

        add_item(gathering, node, apr_atoi64(line));
        if (keys && node != NONE) {
            known_key_t *known = apr_array_push(keys);

            known->place = apr_atoi64(line);
            known->node = node;
        }
    }
    return status;
}

static int compare_places(const void *one, const void *other)
{
    const known_key_t *first = one;
    const known_key_t *second = other;

    return first->place < second->place ? -1 : first->place > second->place;
}

/* The index of the first key of the place, or of one behind. */
static int first_key_of(const apr_array_header_t *keys, apr_int64_t place)
{
    int low = 0;
    int high = keys->nelts;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (APR_ARRAY_IDX(keys, middle, known_key_t).place < place) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

/* Partnerships by the keys of places that are known. */
static apr_status_t gather_by_parties(const gathering_t *gathering)
{
    sc_beginnings_t *beginnings = gathering->beginnings;
    const apr_array_header_t *keys = beginnings->keys;
    const char *line, *next;
    apr_status_t status = sc_lines_read(gathering->db, gathering->pool, "x.\"partnership_id\"",
                                        "CAST(x.\"place_id\" AS TEXT)", "\"partnership_parties\" x",
                                        gathering->scope, &line);

    if (!beginnings->are_sorted) {
        qsort(keys->elts, (size_t)keys->nelts, sizeof(known_key_t), compare_places);
        beginnings->are_sorted = 1;
    }
    for (; status == APR_SUCCESS && line && *line; line = next) {
        apr_int64_t partnership = apr_atoi64(line);
        apr_ssize_t length;
        apr_int64_t place = apr_atoi64(sc_line_text(line, &length, &next));
        int i;

        for (i = first_key_of(keys, place);
             i < keys->nelts && APR_ARRAY_IDX(keys, i, known_key_t).place == place; i++) {
            add_item(gathering, APR_ARRAY_IDX(keys, i, known_key_t).node, partnership);
        }
    }
    return status;
}

static apr_status_t gather_partnerships(const gathering_t *gathering)
{
    apr_status_t status =
        gather_keys(gathering, "x.\"partnership_id\"", "x.\"key\"", "\"partnership_keys\" x", 0);

    if (status != APR_SUCCESS) {
        return status;
    }
    return gathering->beginnings->keys
               ? gather_by_parties(gathering)
               : gather_keys(gathering, "x.\"partnership_id\"", "k.\"key\"",
                             "\"partnership_parties\" x JOIN \"place_keys\" k ON "
                             "k.\"place_id\" = x.\"place_id\"",
                             0);
}

apr_status_t sc_beginnings_gather(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  const sc_scope_t *scope, sc_beginnings_t *beginnings,
                                  sc_words_t *words)
{
    gathering_t gathering = {.db = db,
                             .pool = pool,
                             .scope = scope,
                             .beginnings = beginnings,
                             .words = words,
                             .of_trait = sc_words_of(words, SC_TRAIT_KEY)};

    if (beginnings->nodes->nelts == 0) {
        return APR_SUCCESS;
    }
    gathering.sets =
        apr_pcalloc(pool, (apr_size_t)beginnings->nodes->nelts * sizeof(*gathering.sets));
    return entity == &sc_place
               ? gather_keys(&gathering, "x.\"place_id\"", "x.\"key\"", "\"place_keys\" x", 1)
               : gather_partnerships(&gathering);
}
