#include "httpd/server/mount.h"

#include "httpd/server/server.h"
#include "model/array.h"

#include <apr_escape.h>
#include <apr_fnmatch.h>
#include <apr_strings.h>
#include <http_core.h>
#include <stdlib.h>
#include <string.h>

sc_handler_e sc_handler_named(const char *name)
{
    if (strcasecmp(name, "sistercity") == 0) {
        return SC_HANDLER_PUBLIC;
    }
    return strcasecmp(name, "sistercity-admin") == 0 ? SC_HANDLER_ADMIN : SC_HANDLER_OTHER;
}

static int is_set_handler(const ap_directive_t *directive)
{
    return strcasecmp(directive->directive, "SetHandler") == 0;
}

static const char *argument_of(const ap_directive_t *directive, apr_pool_t *pool)
{
    const char *arguments = directive->args;

    return ap_getword_conf(pool, &arguments);
}

/* The SetHandler that the expression was read from, or NULL. */
static const ap_directive_t *find_directive(const ap_directive_t *directive,
                                            const ap_expr_info_t *expression)
{
    const ap_directive_t *found = NULL;

    for (; directive && !found; directive = directive->next) {
        if (directive->first_child) {
            found = find_directive(directive->first_child, expression);
        }
        else if (is_set_handler(directive) && directive->line_num == (int)expression->line_number &&
                 strcmp(directive->filename, expression->filename) == 0) {
            found = directive;
        }
    }
    return found;
}

/* httpd keeps the argument of SetHandler as a compiled expression, which cannot be read without a
 * request; but it knows the line, and the tree of directives has the text. */
static const char *handler_of(const core_dir_config *section, apr_pool_t *pool)
{
    if (section->handler || !section->expr_handler) {
        return section->handler;
    }
    const ap_directive_t *directive = find_directive(ap_conftree, section->expr_handler);
    return directive ? argument_of(directive, pool) : "";
}

const apr_array_header_t *sc_mounts_read(const server_rec *server, apr_pool_t *pool)
{
    const core_server_config *core = ap_get_core_module_config(server->module_config);
    apr_array_header_t *mounts = apr_array_make(pool, 2, sizeof(sc_mount_t));

    for (int i = 0; i < core->sec_url->nelts; i++) {
        const core_dir_config *section =
            ap_get_core_module_config(APR_ARRAY_IDX(core->sec_url, i, ap_conf_vector_t *));
        const char *handler = handler_of(section, pool);
        size_t length;

        if (!handler || section->r || section->d_is_fnmatch || section->d[0] != '/') {
            continue;
        }
        char *path = apr_pstrdup(pool, section->d);
        for (length = strlen(path); length > 0 && path[length - 1] == '/'; length--) {
            path[length - 1] = '\0';
        }
        sc_mount_t *mount = apr_array_push(mounts);
        mount->path = path;
        mount->length = length;
        mount->address = apr_pescape_path(pool, path, 1);
        mount->handler = sc_handler_named(handler);
    }
    return mounts;
}

static int is_below(const char *uri, const sc_mount_t *mount)
{
    if (strncmp(uri, mount->path, mount->length) != 0) {
        return 0;
    }
    char next = uri[mount->length];
    return next == '/' || next == '\0';
}

const sc_mount_t *sc_mount_of(const apr_array_header_t *mounts, const char *uri)
{
    const sc_mount_t *longest = NULL;

    SC_EACH_OF(const sc_mount_t, mount, mounts) {
        /* Of two sections for one path the later one decides, as everywhere in httpd. */
        if (is_below(uri, mount) && (!longest || mount->length >= longest->length)) {
            longest = mount;
        }
    }
    return longest && longest->handler != SC_HANDLER_OTHER ? longest : NULL;
}

const sc_mount_t *sc_mount_first(const apr_array_header_t *mounts, sc_handler_e handler)
{
    SC_EACH_OF(const sc_mount_t, mount, mounts) {
        if (mount->handler == handler) {
            return mount;
        }
    }
    return NULL;
}

/* A section that stands for one path: not for a pattern, nor for a condition. */
static int is_plain_location(const ap_directive_t *section, apr_pool_t *pool)
{
    const char *arguments, *path;

    if (!section || strcasecmp(section->directive, "<Location") != 0) {
        return 0;
    }
    arguments = section->args;
    path = ap_getword_conf(pool, &arguments);
    path = apr_pstrndup(pool, path, strcspn(path, ">"));
    return path[0] == '/' && !apr_fnmatch_test(path);
}

typedef struct survey_t {
    server_rec *main;
    apr_pool_t *pool;
    int used, errors;
} survey_t;

/* Whether the path is the directory or below it, wherever links lead. */
static int is_within(const char *path, const char *directory)
{
    char *real = realpath(path, NULL), *outer = directory ? realpath(directory, NULL) : NULL;
    size_t length = outer ? strlen(outer) : 0;
    int is = real && outer && strncmp(real, outer, length) == 0 &&
             (real[length] == '/' || real[length] == '\0' || outer[length - 1] == '/');

    free(real);
    free(outer);
    return is;
}

/* Where httpd itself serves the directory, what nobody is to see would be seen. */
static void check_files(survey_t *findings, const ap_directive_t *directive)
{
    const char *path =
        ap_server_root_relative(findings->pool, argument_of(directive, findings->pool));

    for (server_rec *server = findings->main; server && path; server = server->next) {
        const core_server_config *core = ap_get_core_module_config(server->module_config);

        if (is_within(path, core->ap_document_root)) {
            findings->errors++;
            ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_ERR, 0, findings->main,
                         "SC0113: %s, line %d: SisterCityFiles %s is within the DocumentRoot %s, "
                         "where everybody could read it; name a directory outside",
                         directive->filename, directive->line_num, path, core->ap_document_root);
            return;
        }
    }
}

static void survey(survey_t *findings, const ap_directive_t *directive)
{
    for (; directive; directive = directive->next) {
        if (directive->first_child) {
            survey(findings, directive->first_child);
        }
        if (strcasecmp(directive->directive, "SisterCityFiles") == 0) {
            check_files(findings, directive);
        }
        if (!is_set_handler(directive) ||
            sc_handler_named(argument_of(directive, findings->pool)) == SC_HANDLER_OTHER) {
            continue;
        }
        findings->used++;
        if (!is_plain_location(directive->parent, findings->pool)) {
            findings->errors++;
            ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_ERR, 0, findings->main,
                         "SC0102: %s, line %d: SetHandler %s works only directly within "
                         "<Location \"/PATH\">, without a pattern",
                         directive->filename, directive->line_num, directive->args);
        }
    }
}

int sc_mounts_check(server_rec *main, apr_pool_t *pool)
{
    survey_t findings = {main, pool, 0, 0};

    survey(&findings, ap_conftree);
    return findings.used ? findings.errors : -1;
}

/* The last one that is not in a section. */
static const char *setting_among(const ap_directive_t *directive, const char *name,
                                 apr_pool_t *pool)
{
    const char *value = NULL;

    for (; directive; directive = directive->next) {
        if (strcasecmp(directive->directive, name) == 0) {
            value = argument_of(directive, pool);
        }
    }
    return value;
}

const char *sc_mounts_setting(const server_rec *server, const char *name, apr_pool_t *pool)
{
    const char *value = setting_among(ap_conftree, name, pool), *own;

    for (const ap_directive_t *directive = ap_conftree; directive; directive = directive->next) {
        if (directive->first_child && server->defn_name &&
            directive->line_num == (int)server->defn_line_number &&
            strcmp(directive->filename, server->defn_name) == 0) {
            own = setting_among(directive->first_child, name, pool);
            value = own ? own : value;
        }
    }
    return value ? value : "";
}
