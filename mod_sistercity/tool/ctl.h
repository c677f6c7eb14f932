/**
 * What the commands of sistercityctl share.
 */
#pragma once

#include "store/db/db.h"

#include <apr_file_io.h>
#include <apr_tables.h>

#include <jansson.h>

/** How the program ends; promised to scripts. */
enum { CTL_GOOD = 0, CTL_FINDINGS = 1, CTL_USAGE = 2, CTL_DATABASE = 3 };

/** Options; a command names those that it takes. */
enum {
    CTL_DRY_RUN = 1 << 0,
    CTL_MERGE = 1 << 1,
    CTL_REPLACE = 1 << 2,
    CTL_KEEP_GOOD = 1 << 3,
    CTL_WITHIN = 1 << 4,
    CTL_LANGUAGE = 1 << 5,
    CTL_DELIMITER = 1 << 6,
    CTL_HEADING = 1 << 7,
    CTL_MAIL = 1 << 8,
    CTL_FROM = 1 << 9,
    CTL_QUICKSTATEMENTS = 1 << 10,
    CTL_PLACE = 1 << 11,
    CTL_REMOVE = 1 << 12,
    CTL_HOME = 1 << 13,
    CTL_LANGUAGES = 1 << 14,
    CTL_ADDRESS = 1 << 15,
    CTL_EDITOR = 1 << 16,
    CTL_DATA = 1 << 17,
    CTL_CONFIG = 1 << 18,
    CTL_USERS = 1 << 19,
    CTL_SHEET = 1 << 20,
    CTL_FILES = 1 << 21,
    CTL_BACKUP = 1 << 22
};

/** One run of the program. */
typedef struct ctl_t {
    apr_pool_t *pool;
    const char *database; /* --database, else SISTERCITY_DATABASE; NULL if neither */
    int is_json;
    unsigned options;
    /* The values of the options of the same names; NULL: not given */
    const char *within, *language, *delimiter, *heading, *from, *place, *sheet;
    const char *home, *languages, *address, *editor, *data, *config, *users, *files, *backup;
    apr_array_header_t *arguments; /* of const char *: what follows the command */
    sc_db_t *db;                   /* open if the command works on a database */
} ctl_t;

/** How far the database must be for a command. */
typedef enum {
    CTL_NO_DATABASE,
    CTL_NAMED_DATABASE, /* named, and not opened */
    CTL_ANY_DATABASE,   /* open; made if it is an SQLite file that is missing */
    CTL_OLD_REGISTRY,   /* a registry of any version */
    CTL_REGISTRY        /* a registry of this program's version */
} ctl_need_e;

typedef struct ctl_command_t {
    const char *name;
    int (*run)(ctl_t *ctl); /* @return how the program ends */
    ctl_need_e need;
    int least, most; /* arguments; most -1: any number */
    unsigned options;
    const char *arguments; /* as the help shows them */
    const char *summary;   /* one line */
    const char *help;      /* paragraphs */
} ctl_command_t;

int ctl_init(ctl_t *ctl);
int ctl_setup(ctl_t *ctl);
int ctl_migrate(ctl_t *ctl);
int ctl_reindex(ctl_t *ctl);
int ctl_import(ctl_t *ctl);
int ctl_export(ctl_t *ctl);
int ctl_compare(ctl_t *ctl);
int ctl_backup(ctl_t *ctl);
int ctl_restore(ctl_t *ctl);
int ctl_files(ctl_t *ctl);
int ctl_check(ctl_t *ctl);
int ctl_due(ctl_t *ctl);
int ctl_help(ctl_t *ctl);
int ctl_version(ctl_t *ctl);

/** The command of this name, or NULL. */
const ctl_command_t *ctl_command_of(const char *name);

/** The file of the SQLite database; NULL for other databases and for SQLite's own URIs. */
const char *ctl_sqlite_file(const ctl_t *ctl);

/** Opens the database as far as the command needs it. @return CTL_GOOD, or another after telling */
int ctl_connect(ctl_t *ctl, ctl_need_e need);

/** Whether what is open is a registry of this program's version. @return CTL_GOOD, or another after
 * telling */
int ctl_check_registry(ctl_t *ctl, sc_db_t *db);

/**
 * Tells what went wrong: on stderr, with --json as {"error": …} on stdout.
 * @param result how the program is to end
 * @return result
 */
int ctl_fail(const ctl_t *ctl, int result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Tells why something cannot be done with the file. @return CTL_USAGE */
int ctl_fail_file(const ctl_t *ctl, const char *path, apr_status_t status);

/** Tells what the database complained of, and what to do about it. @return CTL_DATABASE */
int ctl_fail_database(const ctl_t *ctl, const char *complaint);

/** Says that the registry is of that older version, and which command helps. */
int ctl_fail_old(const ctl_t *ctl, int version);

/** Says something on stdout; nothing with --json. */
void ctl_say(const ctl_t *ctl, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Copies the SQLite database to a new file, while others use it. @return CTL_GOOD, or another
 * after telling */
int ctl_copy_registry(ctl_t *ctl, const char *file);

/** Writes the object on stdout, with --json; gives up the reference in any case. */
void ctl_answer(const ctl_t *ctl, json_t *object);

/** The files that items on record name and the directory lacks; of const char *. */
int ctl_missing_files(ctl_t *ctl, const char *directory, apr_array_header_t **missing);

/** Copies all files that are kept in one directory (store/files/files.h) to another, which is made
 * if it is missing; what it has already stays. They belong to whom that directory belongs to.
 * @return CTL_GOOD, or another after telling */
int ctl_copy_files(ctl_t *ctl, const char *from, const char *to);

/** The argument at the position. */
const char *ctl_argument(const ctl_t *ctl, int position);

/** The day @a days_later than today by the local clock, "YYYY-MM-DD". */
const char *ctl_day(const ctl_t *ctl, int days_later);

/** Draws how far a long work is, on a terminal only; nothing else sees it. */
void ctl_progress(void *baton, const char *file, apr_int64_t done, apr_int64_t total);

/** Removes what ctl_progress() drew. */
void ctl_progress_end(void);

/* program.c: other programs that the tool runs */

/** What a program that is not there ends with: the child's exit(-1). */
#define CTL_NO_PROGRAM 255

/**
 * Runs a program of the PATH to its end.
 * @param input for its standard input; NULL: ours
 * @param said for its output and errors; NULL: ours
 * @return its exit code, CTL_NO_PROGRAM, or 1 where a signal ended it
 */
int ctl_run(const char *const *arguments, const char *input, apr_file_t *said, apr_pool_t *pool);

/** @return a temporary file that is gone when it is closed, or NULL */
apr_file_t *ctl_scratch(apr_pool_t *pool);

/** Writes what is in such a file to the standard error; nothing where there is none. */
void ctl_show(apr_file_t *file);
