#include "httpd/server/config.h"

#include "httpd/server/cache.h"
#include "httpd/server/role.h"
#include "httpd/server/server.h"
#include "model/text/notation.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_uri.h>
#include <string.h>

/* Greatest SisterCityMaxAge: a year, beyond which RFC 9111 caches gain nothing. */
#define MAX_AGE_MOST 31536000

/* Greatest SisterCityStaleIfError: four weeks. memcached takes 30 days for a date in 1970. */
#define STALE_IF_ERROR_MOST 2419200

/* Bounds of SisterCityBodyLimit: a form must fit, and a body is held in memory whole. */
#define BODY_LIMIT_LEAST 1024
#define BODY_LIMIT_MOST 1073741824

/* What holds where no directive stands. */
static const sc_directory_config_t unset = {
    .conditions = -1, .max_age = -1, .body_limit = -1, .stale_if_error = -1};

void *sc_directory_config_create(apr_pool_t *pool, char *directory)
{
    (void)directory;
    return apr_pmemdup(pool, &unset, sizeof(unset));
}

void *sc_directory_config_merge(apr_pool_t *pool, void *outer, void *inner)
{
    const sc_directory_config_t *base = outer, *over = inner;

    /* httpd merges for every request, and mostly there is nothing in what is outside. */
    if (memcmp(base, &unset, sizeof(unset)) == 0) {
        return inner;
    }
    sc_directory_config_t *config = apr_pmemdup(pool, base, sizeof(*base));
    config->home = over->home ? over->home : base->home;
    config->languages = over->languages ? over->languages : base->languages;
    config->templates = !over->templates ? base->templates
                        : !base->templates
                            ? over->templates
                            : apr_array_append(pool, over->templates, base->templates);
    config->view = over->view != SC_VIEW_UNSET ? over->view : base->view;
    /* The two are one directive's value: a path must not outlive the host it came with. */
    config->base_url = over->base_url ? over->base_url : base->base_url;
    config->base_path = over->base_url ? over->base_path : base->base_path;
    config->conditions = over->conditions >= 0 ? over->conditions : base->conditions;
    config->max_age = over->max_age >= 0 ? over->max_age : base->max_age;
    config->stale_if_error =
        over->stale_if_error >= 0 ? over->stale_if_error : base->stale_if_error;
    config->country_labels = over->country_labels ? over->country_labels : base->country_labels;
    config->labels_stamp = over->country_labels ? over->labels_stamp : base->labels_stamp;
    config->license = over->license ? over->license : base->license;
    config->outlines = over->outlines ? over->outlines : base->outlines;
    config->outlines_stamp = over->outlines ? over->outlines_stamp : base->outlines_stamp;
    /* A section's own rules are all that holds there: whoever writes them sees them together. */
    config->roles = over->roles ? over->roles : base->roles;
    config->body_limit = over->body_limit >= 0 ? over->body_limit : base->body_limit;
    config->files = over->files ? over->files : base->files;
    config->secret = over->secret ? over->secret : base->secret;
    return config;
}

const sc_site_template_t *sc_config_template(const sc_directory_config_t *config, const char *lang)
{
    for (int i = 0; config->templates && i < config->templates->nelts; i++) {
        const sc_site_template_t *found = &APR_ARRAY_IDX(config->templates, i, sc_site_template_t);

        if (!found->lang || strcmp(found->lang, lang) == 0) {
            return found;
        }
    }
    return NULL;
}

int sc_config_stale_if_error(const sc_directory_config_t *config)
{
    return config->stale_if_error >= 0 ? config->stale_if_error : SC_STALE_IF_ERROR_DEFAULT;
}

const apr_array_header_t *sc_config_languages(const sc_directory_config_t *config, apr_pool_t *pool)
{
    apr_array_header_t *languages;

    if (config->languages) {
        return config->languages;
    }
    languages = apr_array_make(pool, 1, sizeof(const char *));
    APR_ARRAY_PUSH(languages, const char *) = "en";
    return languages;
}

static const char *set_home(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;

    if (!sc_slug_is_valid(value)) {
        return apr_psprintf(cmd->pool,
                            "SisterCityHome: \"%s\" is not the address name of a place, such as "
                            "kaunas-lt",
                            value);
    }
    config->home = value;
    return NULL;
}

/* A license that cannot be looked up says nothing to those who want to use the data. */
static const char *set_license(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    const char *at, *letter = value;

    while (apr_isalnum(*letter) || (*letter && strchr(".+-", *letter))) {
        letter++;
    }
    if (*letter && sc_url_check(value, &at) != SC_URL_GOOD) {
        return apr_psprintf(cmd->pool,
                            "SisterCityLicense: \"%s\" is neither an address nor a license of the "
                            "SPDX list, such as CC-BY-4.0",
                            value);
    }
    config->license = value;
    return NULL;
}

static const char *offered_languages(apr_pool_t *pool)
{
    const char *const *tag = sc_language_offered();
    const char *list = "";

    for (; *tag; tag++) {
        list = apr_pstrcat(pool, list, *list ? ", " : "", *tag, NULL);
    }
    return list;
}

/* The tag as its catalogue has it; NULL where there is none. */
static const char *offered_tag(const char *value)
{
    const char *const *tag = sc_language_offered();

    while (*tag && strcasecmp(*tag, value) != 0) {
        tag++;
    }
    return *tag;
}

static const char *no_catalogue(const cmd_parms *cmd, const char *value)
{
    return apr_psprintf(cmd->pool, "%s: there is no catalogue for \"%s\"; there are %s",
                        cmd->cmd->name, value, offered_languages(cmd->pool));
}

static const char *set_languages(cmd_parms *cmd, void *directory, int argc, char *const argv[])
{
    sc_directory_config_t *config = directory;
    apr_array_header_t *languages = apr_array_make(cmd->pool, argc, sizeof(const char *));

    if (argc == 0) {
        return "SisterCityLanguages needs at least one language, the default first";
    }
    for (int i = 0; i < argc; i++) {
        const char *tag = offered_tag(argv[i]);

        if (!tag) {
            return no_catalogue(cmd, argv[i]);
        }
        for (int j = 0; j < i; j++) {
            if (strcmp(tag, APR_ARRAY_IDX(languages, j, const char *)) == 0) {
                return apr_psprintf(cmd->pool, "SisterCityLanguages: \"%s\" is given twice",
                                    argv[i]);
            }
        }
        APR_ARRAY_PUSH(languages, const char *) = tag;
    }
    config->languages = languages;
    return NULL;
}

/* The file that a directive names. Opening what is no file, such as a pipe, may wait for ever, and
 * httpd's reload with it.
 * @return what is wrong with it, or NULL */
static const char *path_of(cmd_parms *cmd, const char *value, const char **file)
{
    apr_finfo_t info;

    *file = ap_server_root_relative(cmd->pool, value);
    if (!*file) {
        return apr_psprintf(cmd->pool, "%s: \"%s\" is not a path", cmd->cmd->name, value);
    }
    return apr_stat(&info, *file, APR_FINFO_TYPE, cmd->temp_pool) == APR_SUCCESS &&
                   info.filetype != APR_REG
               ? apr_psprintf(cmd->pool, "%s: %s is not a file", cmd->cmd->name, *file)
               : NULL;
}

/* Validators of responses contain it, so that they change with the file. */
static const char *stamp_of(const char *file, apr_pool_t *pool)
{
    apr_finfo_t info;

    if (apr_stat(&info, file, APR_FINFO_MTIME | APR_FINFO_SIZE, pool) != APR_SUCCESS) {
        return "";
    }
    return apr_psprintf(pool, "%" APR_TIME_T_FMT "-%" APR_OFF_T_FMT, info.mtime, info.size);
}

/* Puts one before that for all other languages. */
static void add_template(sc_directory_config_t *config, const sc_site_template_t *added,
                         apr_pool_t *pool)
{
    if (!config->templates) {
        config->templates = apr_array_make(pool, 2, sizeof(*added));
    }
    APR_ARRAY_PUSH(config->templates, sc_site_template_t) = *added;
    sc_site_template_t *last =
        &APR_ARRAY_IDX(config->templates, config->templates->nelts - 1, sc_site_template_t);
    if (config->templates->nelts > 1 && !last[-1].lang) {
        last[0] = last[-1];
        last[-1] = *added;
    }
}

static const char *set_page_template(cmd_parms *cmd, void *directory, const char *value,
                                     const char *lang)
{
    const char *file, *error = path_of(cmd, value, &file);
    sc_site_template_t added = {NULL, NULL, NULL};
    sc_page_template_t *frame;

    if (lang && !(added.lang = offered_tag(lang))) {
        return no_catalogue(cmd, lang);
    }
    if (error) {
        return error;
    }
    if (sc_template_read(file, &frame, &error, cmd->pool) != APR_SUCCESS) {
        return apr_psprintf(cmd->pool, "SisterCityPageTemplate: %s", error);
    }
    added.frame = frame;
    added.stamp = stamp_of(file, cmd->pool);
    add_template(directory, &added, cmd->pool);
    return NULL;
}

static const char *set_view(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;

    if (strcasecmp(value, "page") == 0) {
        config->view = SC_VIEW_PAGE;
    }
    else if (strcasecmp(value, "fragment") == 0) {
        config->view = SC_VIEW_FRAGMENT;
    }
    else {
        return apr_psprintf(cmd->pool, "SisterCityView: \"%s\" is neither page nor fragment",
                            value);
    }
    return NULL;
}

static const char *set_base_url(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    apr_uri_t uri;

    if (value[strcspn(value, " \"<>\\^`{|}")] ||
        apr_uri_parse(cmd->pool, value, &uri) != APR_SUCCESS || !uri.scheme || !uri.hostname ||
        !*uri.hostname || uri.user || uri.query || uri.fragment ||
        (strcmp(uri.scheme, "https") != 0 && strcmp(uri.scheme, "http") != 0)) {
        return apr_psprintf(cmd->pool,
                            "SisterCityBaseURL: \"%s\" is not an address such as "
                            "https://www.example.org or https://www.example.org/sistercities",
                            value);
    }
    config->base_url =
        apr_uri_unparse(cmd->pool, &uri, APR_URI_UNP_OMITPATHINFO | APR_URI_UNP_OMITUSERINFO);
    config->base_path = NULL;
    if (uri.path) {
        for (size_t length = strlen(uri.path); length > 0 && uri.path[length - 1] == '/';
             length--) {
            uri.path[length - 1] = '\0';
        }
        config->base_path = *uri.path ? uri.path : NULL;
    }
    return NULL;
}

/* Where a number goes, and what it may be. */
typedef struct number_t {
    size_t member;
    int least, most;
    const char *unit;
} number_t;

#define MEMBER(name) offsetof(sc_directory_config_t, name)
static const number_t max_age = {MEMBER(max_age), 0, MAX_AGE_MOST, "seconds"},
                      stale_if_error = {MEMBER(stale_if_error), 0, STALE_IF_ERROR_MOST, "seconds"},
                      body_limit = {MEMBER(body_limit), BODY_LIMIT_LEAST, BODY_LIMIT_MOST, "bytes"};

static const char *set_number(cmd_parms *cmd, void *directory, const char *value)
{
    const number_t *asked = cmd->info;
    char *end;
    apr_int64_t number = apr_strtoi64(value, &end, 10);

    if (!apr_isdigit(*value) || *end || number < asked->least || number > asked->most) {
        return apr_psprintf(cmd->pool, "%s: \"%s\" is not a number of %s from %d to %d",
                            cmd->cmd->name, value, asked->unit, asked->least, asked->most);
    }
    *(int *)((char *)directory + asked->member) = (int)number;
    return NULL;
}

static const char *set_cache(cmd_parms *cmd, void *directory, const char *value)
{
    const char *error = ap_check_cmd_context(cmd, GLOBAL_ONLY);
    sc_server_t *main = sc_server_of(cmd->server);

    (void)directory;
    if (error) {
        return error;
    }
    main->cache_is_set = 1;
    error = sc_cache_configure(cmd, value, &main->cache);
    return error ? apr_pstrcat(cmd->pool, "SisterCityCache: ", error, NULL) : NULL;
}

static const char *set_country_names(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    const char *file, *error = path_of(cmd, value, &file);
    sc_country_labels_t *labels;

    if (error) {
        return error;
    }
    if (sc_country_labels_read(file, &labels, &error, cmd->pool) != APR_SUCCESS) {
        return apr_psprintf(cmd->pool, "SisterCityCountryNames: %s: %s", file, error);
    }
    config->country_labels = labels;
    config->labels_stamp = stamp_of(file, cmd->pool);
    return NULL;
}

static const char *set_map(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    const char *file, *error;

    if (strcasecmp(value, "on") == 0 || strcasecmp(value, "off") == 0) {
        config->outlines = strcasecmp(value, "on") == 0 ? &sc_outlines_built_in : &sc_outlines_none;
        config->outlines_stamp = value;
        return NULL;
    }
    error = path_of(cmd, value, &file);
    if (error) {
        return error;
    }
    if (sc_outlines_read(file, &config->outlines, &error, cmd->pool) != APR_SUCCESS) {
        return apr_psprintf(cmd->pool, "SisterCityMap: %s: %s", file, error);
    }
    config->outlines_stamp = stamp_of(file, cmd->pool);
    return NULL;
}

/* The rest of the line as an expression, which may stand in quotes as a whole. */
static const char *expression_of(apr_pool_t *pool, const char *rest)
{
    const char *after = rest;
    const char *word = ap_getword_conf(pool, &after);

    return (*rest == '"' || *rest == '\'') && !*after ? word : rest;
}

static const char *add_role(cmd_parms *cmd, void *directory, const char *line)
{
    sc_directory_config_t *config = directory;
    const char *rest = line;
    const char *word = ap_getword_conf(cmd->pool, &rest);
    const char *expression = expression_of(cmd->pool, rest), *error = NULL;
    sc_role_e role = sc_role_named(word);

    if (role == SC_ROLE_NONE || !*expression) {
        return apr_psprintf(cmd->pool,
                            "SisterCityRole: \"%s\" is not editor, reviewer or admin with an "
                            "expression after it, such as: SisterCityRole admin "
                            "\"%%{REMOTE_USER} == 'anna'\"",
                            line);
    }
    if (!config->roles) {
        config->roles = apr_array_make(cmd->pool, 3, sizeof(sc_role_rule_t));
    }
    sc_role_rule_t *rule = apr_array_push(config->roles);
    rule->role = role;
    rule->condition = ap_expr_parse_cmd(cmd, expression, 0, &error, NULL);
    return error ? apr_psprintf(cmd->pool, "SisterCityRole: \"%s\" is not an expression: %s",
                                expression, error)
                 : NULL;
}

static const char *set_secret_file(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    const char *file, *error = path_of(cmd, value, &file);

    if (error) {
        return error;
    }
    config->secret = sc_secret_read(file, &error, cmd->pool);
    return config->secret ? NULL : apr_psprintf(cmd->pool, "SisterCitySecretFile: %s", error);
}

/* Where httpd itself is told to serve the directory, what is withdrawn would be served, too. */
static const char *set_files(cmd_parms *cmd, void *directory, const char *value)
{
    sc_directory_config_t *config = directory;
    char *path = ap_server_root_relative(cmd->pool, value);
    size_t length = path ? strlen(path) : 0;
    apr_finfo_t info;

    if (!path) {
        return apr_psprintf(cmd->pool, "SisterCityFiles: \"%s\" is not a path", value);
    }
    while (length > 1 && path[length - 1] == '/') {
        path[--length] = '\0';
    }
    if (apr_stat(&info, path, APR_FINFO_TYPE, cmd->pool) != APR_SUCCESS ||
        info.filetype != APR_DIR) {
        return apr_psprintf(cmd->pool, "SisterCityFiles: there is no directory %s", path);
    }
    config->files = path;
    return NULL;
}

/* Not in .htaccess files: those who may write one need not be those who run the registry. */
#define CONTEXT (RSRC_CONF | ACCESS_CONF)

const command_rec sc_directives[] = {
    AP_INIT_TAKE1("SisterCityHome", set_home, NULL, CONTEXT,
                  "address name (slug) of the municipality whose site this is"),
    AP_INIT_TAKE_ARGV("SisterCityLanguages", set_languages, NULL, CONTEXT,
                      "languages that are offered, the default first"),
    AP_INIT_TAKE12("SisterCityPageTemplate", set_page_template, NULL, CONTEXT,
                   "HTML file of the site with the markers that pages are put into, and the "
                   "language it is for"),
    AP_INIT_TAKE1("SisterCityView", set_view, NULL, CONTEXT,
                  "page or fragment: what a visit without a view parameter gets"),
    AP_INIT_TAKE1("SisterCityBaseURL", set_base_url, NULL, CONTEXT,
                  "canonical address: scheme and host, and the path if it differs outside"),
    AP_INIT_TAKE1("SisterCityMaxAge", set_number, (void *)&max_age, CONTEXT,
                  "seconds for which public responses may be cached"),
    AP_INIT_TAKE1("SisterCityStaleIfError", set_number, (void *)&stale_if_error, CONTEXT,
                  "seconds for which the last good response answers while the database does not"),
    AP_INIT_TAKE1("SisterCityCache", set_cache, NULL, RSRC_CONF,
                  "off, or the socache provider that keeps rendered responses"),
    AP_INIT_TAKE1("SisterCityCountryNames", set_country_names, NULL, CONTEXT,
                  "CSV file of the site's own country labels"),
    AP_INIT_TAKE1("SisterCityLicense", set_license, NULL, CONTEXT,
                  "what others may do with the data: an address, or a name of the SPDX list"),
    AP_INIT_FLAG("SisterCityConditions", ap_set_flag_slot, (void *)MEMBER(conditions), CONTEXT,
                 "on or off: whether readers see CLAIR's three conditions for a sister city"),
    AP_INIT_TAKE1("SisterCityMap", set_map, NULL, CONTEXT,
                  "on, off, or a GeoJSON file of countries that maps are drawn from"),
    AP_INIT_TAKE1("SisterCityFiles", set_files, NULL, CONTEXT,
                  "directory outside of the DocumentRoot for pictures and documents"),
    AP_INIT_RAW_ARGS("SisterCityRole", add_role, NULL, CONTEXT,
                     "editor, reviewer or admin, and an expression that is true for who may be it"),
    AP_INIT_TAKE1("SisterCityBodyLimit", set_number, (void *)&body_limit, CONTEXT,
                  "bytes that a request to the editing side may send"),
    AP_INIT_TAKE1("SisterCitySecretFile", set_secret_file, NULL, RSRC_CONF,
                  "file with the key that forms are sealed with"),
    {NULL, {NULL}, NULL, 0, RAW_ARGS, NULL},
};
