#include "language/language.h"
#include "model/array.h"
#include "store/db/file.h"
#include "tool/setup_registry.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <errno.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first line of what setup has made: it changes and removes nothing else. */
#define MARK "# Written by sistercityctl setup"

#define SAMPLE "/usr/share/sistercity/sample"
#define DRIVER "sqlite3:"

/* Where the two systems that people have keep things; the first whose directory there is. */
static const struct {
    const char *directory, *config, *user;
    const char *enable, *restart;
} systems[] = {
    {"/etc/apache2/conf-available", "/etc/apache2/conf-available/sistercity-site.conf", "www-data",
     "a2enmod sistercity auth_basic authn_file authz_user && a2enconf sistercity-site",
     "service apache2 restart"},
    {"/etc/httpd/conf.d", "/etc/httpd/conf.d/sistercity.conf", "apache", "apachectl configtest",
     "systemctl restart httpd"},
    {"/", NULL, "www-data", "apachectl configtest", "apachectl restart"},
};

static const char config_text[] =
    MARK "; change it as you like. With this line it goes when setup --remove is called.\n"
         "# What each directive means, and which others there are: README.md, which Debian has in\n"
         "# /usr/share/doc/libapache2-mod-sistercity\n\n"
         "# httpd goes on without it when the package is removed.\n"
         "<IfModule sistercity_module>\n"
         "DBDriver sqlite3\n"
         "DBDParams \"%s\"\n"
         "DBDMin 1\n"
         "DBDKeep 2\n"
         "DBDMax 2\n\n"
         "<Location \"%s\">\n"
         "    SetHandler sistercity\n"
         "    %sSisterCityHome %s\n"
         "    SisterCityLanguages %s\n"
         "    SisterCityFiles \"%s\"\n"
         "    Require all granted\n"
         "</Location>\n\n"
         "<Location \"%s/admin\">\n"
         "    SetHandler sistercity-admin\n"
         "    SisterCityFiles \"%s\"\n"
         "    AuthType Basic\n"
         "    AuthName \"Sister cities\"\n"
         "    AuthBasicProvider file\n"
         "    AuthUserFile \"%s\"\n"
         "    Require valid-user\n"
         "</Location>\n"
         "</IfModule>\n";

typedef struct setup_t {
    ctl_t *ctl;
    apr_pool_t *pool;
    int system;        /* of systems[] */
    const char *file;  /* of the registry */
    const char *files; /* directory of pictures and documents, beside the registry */
    const char *config, *users;
    const char *home, *languages, *address, *editor, *data;
    const char *slug;     /* of the home; NULL: none */
    const char *password; /* that was made; NULL: the editor typed one */
    int has_registry;     /* before setup began */
    int has_files;
} setup_t;

/** What is asked when the command line does not say it. */
typedef struct question_t {
    size_t at; /* in setup_t */
    const char *option, *question, *usual;
} question_t;

static const question_t questions[] = {
    {offsetof(setup_t, home), "--home",
     "The city whose site this is: its address name or name, such as \"Kaunas, LT\" (none)", ""},
    {offsetof(setup_t, languages), "--languages",
     "Languages of the pages, the usual one first (en)", "en"},
    {offsetof(setup_t, address), "--address", "Where readers find it (/sistercities)",
     "/sistercities"},
    {offsetof(setup_t, editor), "--editor", "Who edits: a name to sign in with (editor)", "editor"},
    {offsetof(setup_t, data), "--data",
     "Begin with: sample, empty, a directory of tables, or a result of Wikidata's query (empty)",
     "empty"},
};

#define ANSWER(setup, question) (*(const char **)((char *)(setup) + (question)->at))

static void ask(setup_t *setup)
{
    char line[300];

    for (size_t i = 0; i < SC_LENGTH(questions); i++) {
        const char **answer = &ANSWER(setup, &questions[i]);

        if (*answer) {
            continue;
        }
        *answer = questions[i].usual;
        if (isatty(STDIN_FILENO) && !setup->ctl->is_json) {
            printf("%s: ", questions[i].question);
            fflush(stdout);
            if (fgets(line, sizeof(line), stdin)) {
                line[strcspn(line, "\r\n")] = '\0';
                *answer = *line ? apr_pstrdup(setup->pool, line) : *answer;
            }
        }
    }
}

static int exists(const setup_t *setup, const char *path)
{
    apr_finfo_t info;
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, setup->pool);

    return status == APR_SUCCESS || status == APR_INCOMPLETE;
}

static const char *offered(apr_pool_t *pool)
{
    const char *list = "";

    for (const char *const *tag = sc_language_offered(); *tag; tag++) {
        list = apr_pstrcat(pool, list, *list ? " " : "", *tag, NULL);
    }
    return list;
}

static int check_languages(const setup_t *setup)
{
    char *rest = NULL, *tags = apr_pstrdup(setup->pool, setup->languages);
    char *tag = apr_strtok(tags, " ,", &rest);

    if (!tag) {
        return ctl_fail(setup->ctl, CTL_USAGE, "--languages names no language, such as: en lt");
    }
    for (; tag; tag = apr_strtok(NULL, " ,", &rest)) {
        if (!sc_language_is_offered(tag)) {
            return ctl_fail(setup->ctl, CTL_USAGE,
                            "--languages: there are no pages in \"%s\"; they are in %s", tag,
                            offered(setup->pool));
        }
    }
    return CTL_GOOD;
}

/* What ends up in the configuration must not be able to say anything else there. */
static int check_words(const setup_t *setup)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const char *address = setup->address;
    apr_size_t length = strlen(address);

    if (*address != '/' || length < 2 || address[length - 1] == '/' || strstr(address, "//") ||
        strspn(address, apr_pstrcat(setup->pool, letters, "/", NULL)) != length) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "--address is a path such as /sistercities, of letters, digits, - and _; "
                        "\"%s\" is none",
                        address);
    }
    if (!*setup->editor || strspn(setup->editor, apr_pstrcat(setup->pool, letters, ".@", NULL)) !=
                               strlen(setup->editor)) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "--editor is a name of letters, digits and . - _ @; \"%s\" is none",
                        setup->editor);
    }
    if (strpbrk(setup->file, "\"\n$") || strpbrk(setup->users, "\"\n$")) {
        return ctl_fail(setup->ctl, CTL_USAGE, "the paths must have no quotation mark and no $");
    }
    return CTL_GOOD;
}

/* Whom httpd runs as. Only root can do something for him: NULL for others. */
static const struct passwd *user_of(const setup_t *setup)
{
    return geteuid() == 0 ? getpwnam(systems[setup->system].user) : NULL;
}

static int check_files(setup_t *setup)
{
    if (exists(setup, setup->config)) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "%s is there already. Take it away with setup --remove, or name another "
                        "file by --config",
                        setup->config);
    }
    if (exists(setup, setup->users)) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "%s is there already, and setup changes no file that it has not made. Name "
                        "another one by --users",
                        setup->users);
    }
    setup->has_registry = exists(setup, setup->file);
    if (setup->has_registry && user_of(setup) &&
        sc_file_may_be_written(setup->file, user_of(setup)->pw_uid, setup->pool) == 0) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "%s is there already, and httpd's user %s may not write it and the "
                        "directory that it is in. Give both to that user, with chown",
                        setup->file, systems[setup->system].user);
    }
    setup->has_files = exists(setup, setup->files);
    if (strcmp(setup->data, "sample") == 0) {
        setup->data = SAMPLE;
    }
    if (!setup->has_registry && strcmp(setup->data, "empty") != 0 && !exists(setup, setup->data)) {
        return ctl_fail(setup->ctl, CTL_USAGE, "--data: there is no %s", setup->data);
    }
    return CTL_GOOD;
}

static int write_file(const setup_t *setup, const char *path, const char *text, mode_t mode)
{
    apr_file_t *file;
    apr_status_t status =
        apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL,
                      APR_FPROT_UREAD | APR_FPROT_UWRITE, setup->pool);

    if (status == APR_SUCCESS) {
        status = apr_file_write_full(file, text, strlen(text), NULL);
        apr_file_close(file);
    }
    if (status == APR_SUCCESS && chmod(path, mode) != 0) {
        status = APR_FROM_OS_ERROR(errno);
    }
    return status == APR_SUCCESS ? CTL_GOOD : ctl_fail_file(setup->ctl, path, status);
}

static const char *random_password(apr_pool_t *pool)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    unsigned char bytes[16];
    char *password = apr_pcalloc(pool, sizeof(bytes) + 1);

    if (apr_generate_random_bytes(bytes, sizeof(bytes)) != APR_SUCCESS) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        password[i] = letters[bytes[i] % (sizeof(letters) - 1)];
    }
    return password;
}

/* The password is hashed by htpasswd; who sits at a terminal types it there. */
static int make_users(setup_t *setup)
{
    int is_typed = isatty(STDIN_FILENO) && !setup->ctl->is_json;
    const char *const arguments[] = {"htpasswd", is_typed ? "-B" : "-iB", setup->users,
                                     setup->editor, NULL};
    int result = write_file(setup, setup->users, MARK "\n", 0640), code;
    apr_file_t *said = is_typed ? NULL : ctl_scratch(setup->pool);

    if (result != CTL_GOOD) {
        return result;
    }
    setup->password = is_typed ? NULL : random_password(setup->pool);
    code = ctl_run(arguments, setup->password, said, setup->pool);
    if (code != 0) {
        ctl_show(said);
    }
    if (code == CTL_NO_PROGRAM) {
        return ctl_fail(setup->ctl, CTL_USAGE,
                        "there is no htpasswd; it is in the package apache2-utils (httpd-tools on "
                        "Fedora)");
    }
    return code == 0 ? CTL_GOOD
                     : ctl_fail(setup->ctl, CTL_USAGE,
                                "htpasswd made no password, as it says above, so nothing was made");
}

static int make_config(const setup_t *setup, const char *path)
{
    char *languages = apr_pstrdup(setup->pool, setup->languages);

    for (char *at = languages; *at; at++) {
        *at = *at == ',' ? ' ' : *at;
    }
    return write_file(setup, path,
                      apr_psprintf(setup->pool, config_text, setup->file, setup->address,
                                   setup->slug ? "" : "#", setup->slug ? setup->slug : "SLUG",
                                   languages, setup->files, setup->address, setup->files,
                                   setup->users),
                      0644);
}

/* On Debian, whose modules are known by name; elsewhere it is one of the commands to type. */
static int test_config(const setup_t *setup, const char *path)
{
#define LOAD(module) "-C", "Include /etc/apache2/mods-available/" module ".load"
    const char *const arguments[] = {"apache2ctl",
                                     "-t",
                                     LOAD("dbd"),
                                     LOAD("socache_shmcb"),
                                     LOAD("include"),
                                     LOAD("auth_basic"),
                                     LOAD("authn_file"),
                                     LOAD("authz_user"),
                                     LOAD("sistercity"),
                                     "-c",
                                     apr_pstrcat(setup->pool, "Include ", path, NULL),
                                     NULL};

    if (setup->system != 0 || !exists(setup, "/etc/apache2/mods-available/sistercity.load")) {
        return CTL_GOOD;
    }
    /* Of a registry that is about to get its name httpd says that it is not there. */
    apr_file_t *said = ctl_scratch(setup->pool);
    if (ctl_run(arguments, NULL, said, setup->pool) == 0) {
        return CTL_GOOD;
    }
    ctl_show(said);
    return ctl_fail(setup->ctl, CTL_USAGE,
                    "httpd does not accept the configuration, as it says above");
}

/* httpd's user owns the registry, and reads who may sign in. */
static void give(const setup_t *setup, const char *path, int is_owner)
{
    const struct passwd *user = user_of(setup);

    if (user && lchown(path, is_owner ? user->pw_uid : (uid_t)-1, user->pw_gid) != 0) {
        ctl_say(setup->ctl, "The owner of %s could not be set to %s.", path, user->pw_name);
    }
}

/* httpd asks for it when it starts. */
static int make_files(const setup_t *setup)
{
    if (setup->has_files) {
        return CTL_GOOD;
    }
    apr_status_t status = apr_dir_make(setup->files, 0x750, setup->pool);
    if (status != APR_SUCCESS) {
        return ctl_fail_file(setup->ctl, setup->files, status);
    }
    give(setup, setup->files, 1);
    return CTL_GOOD;
}

static int make_all(setup_t *setup, const char *registry, const char *config)
{
    ctl_founding_t founding = {setup->ctl, setup->has_registry, setup->data, setup->home, NULL};
    int result = ctl_found_registry(&founding, registry);

    setup->slug = founding.slug;
    result = result == CTL_GOOD ? make_files(setup) : result;
    result = result == CTL_GOOD ? make_config(setup, config) : result;
    result = result == CTL_GOOD ? test_config(setup, config) : result;
    result = result == CTL_GOOD ? make_users(setup) : result;
    if (result != CTL_GOOD) {
        return result;
    }
    if (!setup->has_registry) {
        chmod(registry, 0640);
        give(setup, registry, 1);
    }
    give(setup, setup->users, 0);
    /* The configuration last: whoever includes it has a registry. */
    if (!setup->has_registry && rename(registry, setup->file) != 0) {
        return ctl_fail(setup->ctl, CTL_USAGE, "%s cannot be written: %s", setup->file,
                        strerror(errno));
    }
    if (rename(config, setup->config) != 0) {
        result = ctl_fail(setup->ctl, CTL_USAGE, "%s cannot be written: %s", setup->config,
                          strerror(errno));
        if (!setup->has_registry) {
            apr_file_remove(setup->file, setup->pool);
        }
    }
    return result;
}

/* The registry is made in a file beside, so that a mistake leaves nothing. */
static int make(setup_t *setup)
{
    const char *registry =
        setup->has_registry ? setup->file : apr_pstrcat(setup->pool, setup->file, ".new", NULL);
    const char *config = apr_pstrcat(setup->pool, setup->config, ".new", NULL);

    apr_file_remove(config, setup->pool);
    if (!setup->has_registry) {
        apr_file_remove(registry, setup->pool);
    }
    int result = make_all(setup, registry, config);
    if (result == CTL_GOOD) {
        return result;
    }
    apr_file_remove(config, setup->pool);
    apr_file_remove(setup->users, setup->pool);
    if (!setup->has_files) {
        apr_dir_remove(setup->files, setup->pool);
    }
    if (!setup->has_registry) {
        apr_file_remove(registry, setup->pool);
        apr_file_remove(apr_pstrcat(setup->pool, registry, "-wal", NULL), setup->pool);
        apr_file_remove(apr_pstrcat(setup->pool, registry, "-shm", NULL), setup->pool);
    }
    return result;
}

static void say_done(const setup_t *setup)
{
    const ctl_t *ctl = setup->ctl;

    ctl_say(ctl, "Wrote %s, %s and %s.", setup->config, setup->users, setup->file);
    if (setup->password) {
        ctl_say(ctl, "The password of %s: %s", setup->editor, setup->password);
    }
    ctl_say(ctl, "Two commands switch it on:\n  %s\n  %s\nThen open %s, and %s/admin/ to edit.",
            systems[setup->system].enable, systems[setup->system].restart, setup->address,
            setup->address);
    ctl_answer(ctl, json_pack("{s:s,s:s,s:s,s:s*,s:s*,s:[s,s]}", "config", setup->config, "users",
                              setup->users, "registry", setup->file, "home", setup->slug,
                              "password", setup->password, "commands",
                              systems[setup->system].enable, systems[setup->system].restart));
}

static int say_plan(const setup_t *setup)
{
    ctl_say(
        setup->ctl,
        "%s %s\nWould write %s\n  (%s, home %s, languages %s)\nWould write %s, with the user %s",
        setup->has_registry ? "Would use the registry" : "Would make the registry", setup->file,
        setup->config, setup->address, *setup->home ? setup->home : "none", setup->languages,
        setup->users, setup->editor);
    ctl_answer(setup->ctl, json_pack("{s:s,s:s,s:s,s:b}", "config", setup->config, "users",
                                     setup->users, "registry", setup->file, "dry_run", 1));
    return CTL_GOOD;
}

/* @return whether setup has made the file */
static int is_ours(const setup_t *setup, const char *path)
{
    char begin[sizeof(MARK)] = "";
    apr_size_t length = sizeof(begin) - 1;
    apr_file_t *file;
    int is = 0;

    if (apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, setup->pool) ==
        APR_SUCCESS) {
        is = apr_file_read(file, begin, &length) == APR_SUCCESS && strcmp(begin, MARK) == 0;
        apr_file_close(file);
    }
    return is;
}

/* Debian's link to a configuration that is gone would keep httpd from starting. */
static void switch_off(const setup_t *setup)
{
    static const char *const arguments[] = {"a2disconf", "-q", "sistercity-site", NULL};

    if (setup->config == systems[0].config && is_ours(setup, setup->config) &&
        ctl_run(arguments, NULL, NULL, setup->pool) == 0) {
        ctl_say(setup->ctl, "Switched it off; that holds from the next: %s", systems[0].restart);
    }
}

static int undo(const setup_t *setup)
{
    const char *const files[] = {setup->config, setup->users};
    int count = 0;

    switch_off(setup);
    for (int i = 0; i < 2; i++) {
        if (!is_ours(setup, files[i])) {
            ctl_say(setup->ctl, "%s was not made by setup, and stays.", files[i]);
        }
        else if (apr_file_remove(files[i], setup->pool) != APR_SUCCESS) {
            return ctl_fail(setup->ctl, CTL_USAGE, "%s cannot be removed", files[i]);
        }
        else {
            ctl_say(setup->ctl, "Removed %s.", files[i]);
            count++;
        }
    }
    ctl_say(setup->ctl, "The registry stays, with its pictures and documents: %s, %s", setup->file,
            setup->files);
    ctl_answer(setup->ctl, json_pack("{s:i,s:s}", "removed", count, "registry", setup->file));
    return CTL_GOOD;
}

/* The files, as the command line or the system has them. */
static int place(setup_t *setup)
{
    ctl_t *ctl = setup->ctl;

    while (!exists(setup, systems[setup->system].directory)) {
        setup->system++;
    }
    ctl->database = ctl->database ? ctl->database : DRIVER "/var/lib/sistercity/registry.db";
    setup->file = ctl_sqlite_file(ctl);
    setup->config = ctl->config ? ctl->config : systems[setup->system].config;
    setup->users = ctl->users ? ctl->users : "/etc/sistercity/users";
    if (!setup->file) {
        return ctl_fail(ctl, CTL_USAGE,
                        "setup makes SQLite registries; the README says what PostgreSQL takes");
    }
    const char *slash = strrchr(setup->file, '/');
    setup->files = apr_psprintf(setup->pool, "%.*sfiles",
                                slash ? (int)(slash - setup->file + 1) : 0, setup->file);
    return setup->config ? CTL_GOOD
                         : ctl_fail(ctl, CTL_USAGE,
                                    "name the configuration file that httpd includes, by --config");
}

int ctl_setup(ctl_t *ctl)
{
    setup_t setup = {.ctl = ctl,
                     .pool = ctl->pool,
                     .home = ctl->home,
                     .languages = ctl->languages,
                     .address = ctl->address,
                     .editor = ctl->editor,
                     .data = ctl->data};
    int result = place(&setup);

    if (result == CTL_GOOD && (ctl->options & CTL_REMOVE)) {
        return undo(&setup);
    }
    if (result == CTL_GOOD) {
        ask(&setup);
        result = check_languages(&setup);
    }
    result = result == CTL_GOOD ? check_words(&setup) : result;
    result = result == CTL_GOOD ? check_files(&setup) : result;
    if (result != CTL_GOOD || (ctl->options & CTL_DRY_RUN)) {
        return result == CTL_GOOD ? say_plan(&setup) : result;
    }
    result = make(&setup);
    if (result == CTL_GOOD) {
        say_done(&setup);
    }
    return result;
}
