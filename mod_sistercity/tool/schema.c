#include "store/db/schema.h"
#include "language/collate.h"
#include "store/query/facets.h"
#include "store/write/index.h"
#include "store/write/write.h"
#include "tool/ctl.h"

/* @return CTL_GOOD, or another after telling that the language is none */
static int check_language(const ctl_t *ctl)
{
    return !ctl->language || sc_alphabet_of(ctl->language, ctl->pool)
               ? CTL_GOOD
               : ctl_fail(ctl, CTL_USAGE, "\"%s\" is no language tag, such as lt or pt-BR",
                          ctl->language);
}

int ctl_init(ctl_t *ctl)
{
    int result = check_language(ctl);

    if (result != CTL_GOOD) {
        return result;
    }
    apr_status_t status = sc_schema_init(ctl->db, ctl->pool);
    if (status == APR_EEXIST) {
        return ctl_fail(ctl, CTL_DATABASE, "the database has a registry already");
    }
    if (status == APR_SUCCESS && ctl->language) {
        status = sc_index_set_language(ctl->db, ctl->pool, ctl->language);
    }
    if (status != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    ctl_say(ctl, "Made an empty registry, version %d.", sc_schema_current());
    ctl_answer(ctl, json_pack("{s:i}", "schema", sc_schema_current()));
    return CTL_GOOD;
}

/* @param language or NULL: names are sorted as before */
static apr_status_t reindex(sc_db_t *db, apr_pool_t *pool, void *language)
{
    if (language) {
        SC_TRY(sc_index_set_language(db, pool, language));
    }
    SC_TRY(sc_write_reindex(db, pool));
    return sc_facets_rebuild(db, pool);
}

/* Only where there is something to do: the same file name serves for a call in a script. */
static int back_up(ctl_t *ctl)
{
    sc_state_t state;
    apr_status_t status = sc_state_read(ctl->db, ctl->pool, &state);

    return ctl->backup && status == APR_EMISMATCH && sc_schema_can_migrate(state.schema)
               ? ctl_copy_registry(ctl, ctl->backup)
               : CTL_GOOD;
}

int ctl_migrate(ctl_t *ctl)
{
    sc_state_t state;
    int applied, result = back_up(ctl);

    if (result != CTL_GOOD) {
        return result;
    }
    apr_status_t status = sc_schema_migrate(ctl->db, ctl->pool, &applied);
    if (status == APR_EMISMATCH && sc_state_read(ctl->db, ctl->pool, &state) == APR_EMISMATCH) {
        return ctl_fail_old(ctl, state.schema);
    }
    if (status == APR_SUCCESS && applied) {
        status = sc_db_transaction(ctl->db, ctl->pool, reindex, NULL);
    }
    if (status != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    if (applied) {
        ctl_say(ctl,
                "Brought the registry up to version %d. Restart httpd: until then readers "
                "are answered and editors are not.",
                sc_schema_current());
    }
    else {
        ctl_say(ctl, "The registry has version %d: nothing to do.", sc_schema_current());
    }
    ctl_answer(ctl, json_pack("{s:i,s:i}", "schema", sc_schema_current(), "applied", applied));
    return CTL_GOOD;
}

int ctl_reindex(ctl_t *ctl)
{
    int result = check_language(ctl);

    if (result != CTL_GOOD) {
        return result;
    }
    if (sc_db_transaction(ctl->db, ctl->pool, reindex, (void *)ctl->language) != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    ctl_say(ctl, "Made all search and sort keys and facets anew.");
    ctl_answer(ctl, json_pack("{s:b}", "reindexed", 1));
    return CTL_GOOD;
}
