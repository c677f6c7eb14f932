#include "tool/setup_registry.h"

#include "store/db/schema.h"
#include "store/import/import.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

static int is_result(const ctl_founding_t *founding)
{
    char begin[4096];
    apr_size_t length = sizeof(begin);
    apr_file_t *file;
    int is = 0;

    if (apr_file_open(&file, founding->data, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT,
                      founding->ctl->pool) == APR_SUCCESS) {
        is = apr_file_read(file, begin, &length) == APR_SUCCESS &&
             sc_import_is_wikidata(begin, length, founding->ctl->pool);
        apr_file_close(file);
    }
    return is;
}

static const sc_editor_t founder = {.who = "sistercityctl", .role = SC_ROLE_ADMIN};

/* @return CTL_GOOD, or another after telling the first thing that is wrong */
static int tell_import(ctl_founding_t *founding, sc_db_t *db, const sc_import_t *import,
                       apr_status_t status)
{
    if (status != APR_SUCCESS) {
        return ctl_fail_database(founding->ctl, sc_db_error(db));
    }
    for (int i = 0; i < import->findings->nelts && !import->is_stored; i++) {
        const sc_finding_t *finding = &APR_ARRAY_IDX(import->findings, i, sc_finding_t);

        if (!finding->is_warning) {
            return ctl_fail(founding->ctl, CTL_FINDINGS,
                            "--data: %s:%d: %s (more: sistercityctl import --dry-run)",
                            finding->file, finding->line,
                            sc_problem_english(&finding->problem, founding->ctl->pool));
        }
    }
    return CTL_GOOD;
}

static int fill(ctl_founding_t *founding, sc_db_t *db)
{
    sc_import_t import = {.editor = &founder};
    apr_array_header_t *paths = apr_array_make(founding->ctl->pool, 1, sizeof(const char *));

    if (strcmp(founding->data, "empty") == 0) {
        return CTL_GOOD;
    }
    APR_ARRAY_PUSH(paths, const char *) = founding->data;
    import.keep_good = is_result(founding);
    apr_status_t status = import.keep_good
                              ? sc_import_wikidata(db, founding->ctl->pool, founding->data, &import)
                              : sc_import_files(db, founding->ctl->pool, paths, &import);
    return tell_import(founding, db, &import, status);
}

static int has_no_home(const ctl_founding_t *founding)
{
    return ctl_fail(founding->ctl, CTL_USAGE,
                    "--home: no place of the registry is called \"%s\". Write its address name%s",
                    founding->home,
                    founding->is_there
                        ? ""
                        : ", or its name and country to have it added, such as \"Kaunas, LT\"");
}

/* "Kaunas, LT" of a registry without it, or any of an empty one, is added. */
static int add_home(ctl_founding_t *founding, sc_db_t *db)
{
    const char *comma = strrchr(founding->home, ',');
    const char *country = comma ? comma + 1 + strspn(comma + 1, " ") : "";
    json_t *places =
        json_pack("{s:[{s:s%,s:s}]}", "places", "name", founding->home,
                  comma ? (size_t)(comma - founding->home) : (size_t)0, "country", country);
    char *text = places ? json_dumps(places, 0) : NULL;
    sc_import_text_t given = {.name = "--home", .bytes = text, .is_json = 1};
    sc_import_t import = {.editor = &founder};

    json_decref(places);
    if (!comma || !text) {
        free(text);
        return has_no_home(founding);
    }
    given.length = strlen(text);
    int result = tell_import(founding, db, &import,
                             sc_import_text(db, founding->ctl->pool, &given, &import));
    free(text);
    return result;
}

#define HOME                                                                                       \
    "SELECT t.\"slug\" FROM \"places\" t WHERE t.\"slug\" = ? OR t.\"name\" = ? "                  \
    "OR t.\"name\" || ', ' || t.\"country\" = ? OR t.\"id\" IN "                                   \
    "(SELECT n.\"place_id\" FROM \"place_names\" n WHERE n.\"text\" = ?) ORDER BY 1"

static int find_home(ctl_founding_t *founding, sc_db_t *db, int may_add)
{
    const sc_arg_t name = sc_arg_text(founding->home);
    const sc_arg_t args[] = {name, name, name, name};
    sc_rows_t *rows;

    if (!*founding->home) {
        return CTL_GOOD;
    }
    if (sc_db_select(db, founding->ctl->pool, HOME, args, 4, &rows) != APR_SUCCESS) {
        return ctl_fail_database(founding->ctl, sc_db_error(db));
    }
    if (rows->count > 1) {
        return ctl_fail(founding->ctl, CTL_USAGE,
                        "--home: several places are called \"%s\": %s, %s%s", founding->home,
                        sc_row_word(rows, 0, 0), sc_row_word(rows, 1, 0),
                        rows->count > 2 ? " …" : "");
    }
    if (rows->count == 1) {
        founding->slug = sc_row_text(rows, 0, 0);
        return CTL_GOOD;
    }
    int result = may_add ? add_home(founding, db) : has_no_home(founding);
    return result == CTL_GOOD ? find_home(founding, db, 0) : result;
}

int ctl_found_registry(ctl_founding_t *founding, const char *file)
{
    const char *error, *url = apr_pstrcat(founding->ctl->pool, "sqlite3:", file, NULL);
    apr_pool_t *pool;
    sc_db_t *db;
    int result;

    apr_pool_create(&pool, founding->ctl->pool);
    if (sc_db_open(url, pool, &db, &error) != APR_SUCCESS) {
        result = ctl_fail_database(founding->ctl, apr_psprintf(pool, "%s: %s", file, error));
    }
    else if (!founding->is_there && sc_schema_init(db, pool) != APR_SUCCESS) {
        result = ctl_fail_database(founding->ctl, sc_db_error(db));
    }
    else {
        result = founding->is_there ? ctl_check_registry(founding->ctl, db) : fill(founding, db);
        result = result == CTL_GOOD ? find_home(founding, db, !founding->is_there) : result;
        founding->slug = apr_pstrdup(founding->ctl->pool, founding->slug);
    }
    apr_pool_destroy(pool);
    return result;
}
