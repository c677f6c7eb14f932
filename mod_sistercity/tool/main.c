#include "model/array.h"
#include "tool/ctl.h"

#include <apr_env.h>
#include <apr_general.h>
#include <apr_getopt.h>
#include <apr_strings.h>
#include <stddef.h>
#include <string.h>

#define VARIABLE "SISTERCITY_DATABASE"

/** Values of options that are no flag of a command. */
enum { OPTION_DATABASE = 1 << 24, OPTION_JSON, OPTION_HELP, OPTION_VERSION };

/** The options: where their value goes in ctl_t; 0: a flag. */
static const struct {
    const char *name;
    int option;
    size_t value;
} options[] = {{"database", OPTION_DATABASE, offsetof(ctl_t, database)},
               {"json", OPTION_JSON, 0},
               {"help", OPTION_HELP, 0},
               {"version", OPTION_VERSION, 0},
               {"dry-run", CTL_DRY_RUN, 0},
               {"merge", CTL_MERGE, 0},
               {"replace", CTL_REPLACE, 0},
               {"keep-good", CTL_KEEP_GOOD, 0},
               {"within", CTL_WITHIN, offsetof(ctl_t, within)},
               {"language", CTL_LANGUAGE, offsetof(ctl_t, language)},
               {"sheet", CTL_SHEET, offsetof(ctl_t, sheet)},
               {"delimiter", CTL_DELIMITER, offsetof(ctl_t, delimiter)},
               {"heading", CTL_HEADING, offsetof(ctl_t, heading)},
               {"mail", CTL_MAIL, 0},
               {"from", CTL_FROM, offsetof(ctl_t, from)},
               {"quickstatements", CTL_QUICKSTATEMENTS, 0},
               {"place", CTL_PLACE, offsetof(ctl_t, place)},
               {"remove", CTL_REMOVE, 0},
               {"home", CTL_HOME, offsetof(ctl_t, home)},
               {"languages", CTL_LANGUAGES, offsetof(ctl_t, languages)},
               {"address", CTL_ADDRESS, offsetof(ctl_t, address)},
               {"editor", CTL_EDITOR, offsetof(ctl_t, editor)},
               {"data", CTL_DATA, offsetof(ctl_t, data)},
               {"config", CTL_CONFIG, offsetof(ctl_t, config)},
               {"users", CTL_USERS, offsetof(ctl_t, users)},
               {"files", CTL_FILES, offsetof(ctl_t, files)},
               {"backup", CTL_BACKUP, offsetof(ctl_t, backup)}};

enum { OPTION_COUNT = SC_LENGTH(options) };

/** What the command line says before any of it is done. */
typedef struct line_t {
    const char *command; /* NULL: none */
    int wants_help, wants_version;
} line_t;

static void take_option(ctl_t *ctl, line_t *line, int option, const char *value)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i].option == option && options[i].value) {
            *(const char **)((char *)ctl + options[i].value) = value;
        }
    }
    switch (option) {
    case OPTION_DATABASE:
        break;
    case OPTION_JSON:
        ctl->is_json = 1;
        break;
    case OPTION_HELP:
        line->wants_help = 1;
        break;
    case OPTION_VERSION:
        line->wants_version = 1;
        break;
    default:
        ctl->options |= (unsigned)option;
    }
}

/* @return 0 after apr_getopt_long() has said what is wrong. */
static int read_line(ctl_t *ctl, line_t *line, int argc, const char *const *argv)
{
    apr_getopt_option_t known[OPTION_COUNT + 1] = {{0}};
    apr_getopt_t *parser;
    apr_status_t status;
    const char *value;
    int option;

    for (int i = 0; i < OPTION_COUNT; i++) {
        known[i] =
            (apr_getopt_option_t){options[i].name, options[i].option, options[i].value != 0, NULL};
    }
    apr_getopt_init(&parser, ctl->pool, argc, argv);
    parser->interleave = 1;
    while ((status = apr_getopt_long(parser, known, &option, &value)) == APR_SUCCESS) {
        take_option(ctl, line, option, value);
    }
    if (!APR_STATUS_IS_EOF(status)) {
        return 0;
    }
    for (; parser->ind < argc; parser->ind++) {
        if (!line->command) {
            line->command = parser->argv[parser->ind];
        }
        else {
            APR_ARRAY_PUSH(ctl->arguments, const char *) = parser->argv[parser->ind];
        }
    }
    return 1;
}

static const char *option_names(unsigned flags, apr_pool_t *pool)
{
    const char *names = "";

    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i].option < OPTION_DATABASE && (flags & (unsigned)options[i].option)) {
            names = apr_pstrcat(pool, names, *names ? ", --" : "--", options[i].name, NULL);
        }
    }
    return names;
}

static int check_usage(const ctl_t *ctl, const ctl_command_t *command)
{
    unsigned foreign = ctl->options & ~command->options;

    if (foreign) {
        return ctl_fail(ctl, CTL_USAGE, "%s does not take %s; see: sistercityctl help %s",
                        command->name, option_names(foreign, ctl->pool), command->name);
    }
    if (ctl->arguments->nelts < command->least ||
        (command->most >= 0 && ctl->arguments->nelts > command->most)) {
        return ctl_fail(ctl, CTL_USAGE,
                        "usage: sistercityctl [OPTIONS] %s %s; see: sistercityctl "
                        "help %s",
                        command->name, command->arguments, command->name);
    }
    if ((ctl->options & CTL_MERGE) && (ctl->options & CTL_REPLACE)) {
        return ctl_fail(ctl, CTL_USAGE, "--merge and --replace exclude each other");
    }
    return CTL_GOOD;
}

static int run_command(ctl_t *ctl, const char *name)
{
    const ctl_command_t *command = ctl_command_of(name);

    if (!command) {
        return ctl_fail(ctl, CTL_USAGE, "there is no command \"%s\"; see: sistercityctl help",
                        name);
    }
    int result = check_usage(ctl, command);
    if (result == CTL_GOOD) {
        result = ctl_connect(ctl, command->need);
    }
    return result == CTL_GOOD ? command->run(ctl) : result;
}

static int run_line(ctl_t *ctl, const line_t *line)
{
    if (line->wants_version) {
        return ctl_version(ctl);
    }
    if (line->wants_help) {
        if (line->command && !ctl->arguments->nelts) {
            APR_ARRAY_PUSH(ctl->arguments, const char *) = line->command;
        }
        return ctl_help(ctl);
    }
    if (!line->command) {
        ctl_help(ctl);
        return CTL_USAGE;
    }
    return run_command(ctl, line->command);
}

int main(int argc, const char *const *argv)
{
    ctl_t ctl = {0};
    line_t line = {NULL, 0, 0};
    char *database;

    if (apr_app_initialize(&argc, &argv, NULL) != APR_SUCCESS ||
        apr_pool_create(&ctl.pool, NULL) != APR_SUCCESS) {
        return CTL_DATABASE;
    }
    sc_db_configure();
    if (apr_env_get(&database, VARIABLE, ctl.pool) == APR_SUCCESS && *database) {
        ctl.database = database;
    }
    ctl.arguments = apr_array_make(ctl.pool, 4, sizeof(const char *));
    int result = read_line(&ctl, &line, argc, argv) ? run_line(&ctl, &line) : CTL_USAGE;
    apr_pool_destroy(ctl.pool);
    apr_terminate();
    return result;
}
