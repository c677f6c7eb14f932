#include "tool/ctl.h"
#include "version.h"

#include <stdio.h>
#include <string.h>

static const ctl_command_t commands[] = {
    {"setup", ctl_setup, CTL_NO_DATABASE, 0, 0,
     CTL_DRY_RUN | CTL_REMOVE | CTL_HOME | CTL_LANGUAGES | CTL_ADDRESS | CTL_EDITOR | CTL_DATA |
         CTL_CONFIG | CTL_USERS,
     "[--home NAME] [--languages TAGS] [--address PATH] [--editor NAME]\n"
     "       [--data sample|empty|PATH] [--config FILE] [--users FILE] [--dry-run] | --remove",
     "make a registry and the configuration that serves it",
     "Makes an SQLite registry, a configuration file for httpd and a file of users, tests the\n"
     "configuration and says which two commands switch it on. What the options do not say is "
     "asked\n"
     "on a terminal. No file is changed that setup has not made; a mistake leaves nothing.\n\n"
     "  --home NAME       the city whose site this is, by address name or name; \"Kaunas, LT\" is\n"
     "                    added where the registry has it not\n"
     "  --languages TAGS  of the pages, the usual one first: \"lt en\"\n"
     "  --address PATH    where readers find it: /sistercities\n"
     "  --editor NAME     who signs in to edit; the password is asked, or made and told\n"
     "  --data WHAT       sample, empty, a directory of tables, or a result of Wikidata's query\n"
     "  --config FILE     else the system's place for it (Debian, Fedora)\n"
     "  --users FILE      else /etc/sistercity/users\n"
     "  --dry-run         only say what would be made\n"
     "  --remove          take away the configuration and the users; the registry stays\n"},
    {"init", ctl_init, CTL_ANY_DATABASE, 0, 0, CTL_LANGUAGE, "[--language TAG]",
     "make an empty registry in the database",
     "Makes the registry's tables. For SQLite the file is made too; its directory must exist and\n"
     "belong to the user that httpd runs as, because SQLite writes files beside the database.\n\n"
     "  --language TAG  sort names by this language's alphabet: lt puts \u0160iauliai behind "
     "Skuodas\n"},
    {"import", ctl_import, CTL_REGISTRY, 1, -1,
     CTL_DRY_RUN | CTL_MERGE | CTL_REPLACE | CTL_KEEP_GOOD | CTL_DELIMITER | CTL_HEADING |
         CTL_FROM | CTL_SHEET,
     "[--dry-run] [--merge|--replace] [--keep-good] [--delimiter C] [--heading N] [--sheet NAME] "
     "PATH...\n"
     "       sistercityctl [OPTIONS] import --from wikidata [--dry-run] [--merge] [--keep-good] "
     "FILE",
     "read CSV files, workbooks (.xlsx, .ods) or JSON",
     "A PATH is a file named after its collection (places.csv, partnerships.json), a file of\n"
     "another name as COLLECTION=FILE, a JSON file with a member per collection, or a directory\n"
     "of such files. Everything that is wrong is told with its file, line and column, and nothing\n"
     "is stored unless all is good.\n\n"
     "  --dry-run    only say what would be done\n"
     "  --merge      change items that the registry has: the columns of the file (the keys of a\n"
     "               JSON object) replace theirs, other columns stay\n"
     "  --replace    the registry becomes what the files say; all else in it is removed\n"
     "  --keep-good  store the good rows even if others are bad\n"
     "  --delimiter C  what separates the cells of a CSV file (comma, semicolon, tab or\n"
     "               vertical bar), where it is not seen from the file\n"
     "  --heading N  the headings stand in the Nth row that is not empty; those above are left "
     "out\n"
     "  --sheet NAME  the sheet of a workbook; else the first that has rows and is not hidden\n"
     "  --from wikidata  FILE is what Wikidata's query service gives, as CSV, TSV or JSON; the\n"
     "               query is in the README. Places and partnerships that are known keep what "
     "they\n"
     "               say, and get the statement as a source\n\n"
     "Without --merge or --replace an item that the registry has already is a finding.\n"
     "An empty \"slug\" is made from the row: from the name and the country of a place, from the\n"
     "parties of a partnership.\n"},
    {"export", ctl_export, CTL_REGISTRY, 1, 1, CTL_QUICKSTATEMENTS | CTL_FILES,
     "[--files DIR] DIR\n       sistercityctl [OPTIONS] export --quickstatements FILE",
     "write a CSV file per collection",
     "Writes DIR/places.csv and so on, with everything that the registry holds, contacts that are\n"
     "not public included. import reads the files back without loss.\n\n"
     "  --files DIR        the directory of SisterCityFiles: its files are copied to DIR/files/\n"
     "  --quickstatements  writes FILE for Wikidata's QuickStatements: the ties that Wikidata "
     "lacks\n"
     "                     or dates otherwise. Run import --from wikidata first: what it keeps "
     "says\n"
     "                     what Wikidata has\n"},
    {"check", ctl_check, CTL_REGISTRY, 0, 0, CTL_FILES, "[--files DIR]", "look for doubtful data",
     "Tells of claims that only one side makes, claimed numbers that differ from the list,\n"
     "duplicates, impossible dates, terms that ran out, missing and disagreeing sources.\n"
     "Exits with 1 if there is any.\n\n"
     "  --files DIR     the directory of SisterCityFiles: also what items name and it lacks\n"},
    {"compare", ctl_compare, CTL_REGISTRY, 1, 1, CTL_PLACE, "[--place SLUG] FILE|DIR",
     "set a partner's published list beside the registry",
     "Tells which ties only the list has and which only the registry, and where their dates, "
     "types\n"
     "or statuses differ. Takes files as import does, a partner's own partners.json, and "
     "anybody's\n"
     "table in UTF-8. Stores nothing. Exits with 1 if anything differs.\n\n"
     "  --place SLUG  whose list it is; else the place that all its rows name\n"},
    {"due", ctl_due, CTL_REGISTRY, 0, 0, CTL_WITHIN | CTL_MAIL | CTL_LANGUAGE,
     "[--within 90d] [--mail] [--language TAG]", "show what falls due",
     "Shows round anniversaries and ends of terms within the time, and active partnerships that\n"
     "nothing was heard of for five years. --within takes days, weeks, months of 30 days or\n"
     "years: 90d, 12w, 3m, 1y.\n\n"
     "  --mail          as a message for sendmail: sistercityctl due --mail | sendmail ADDRESS\n"
     "  --language TAG  the message's language; else English\n"},
    {"migrate", ctl_migrate, CTL_OLD_REGISTRY, 0, 0, CTL_BACKUP, "[--backup FILE]",
     "bring an older registry up to this version",
     "Waits for another program that writes, or migrates. httpd may run: it answers readers and\n"
     "refuses editors until it is restarted. The Debian package does this when it is upgraded.\n\n"
     "  --backup FILE   before that make a copy, as backup does, if there is anything to do\n"},
    {"backup", ctl_backup, CTL_OLD_REGISTRY, 1, 1, CTL_FILES, "[--files DIR] FILE",
     "copy the registry to a file",
     "Writes a consistent copy of an SQLite database, also while httpd serves and people edit.\n"
     "FILE must not exist. On PostgreSQL use pg_dump.\n\n"
     "  --files DIR     the directory of SisterCityFiles: its files are copied to FILE.files/\n"},
    {"restore", ctl_restore, CTL_NAMED_DATABASE, 1, 1, CTL_FILES, "[--files DIR] FILE",
     "put a copy in the registry's place",
     "Checks the copy that backup has made, then puts all that is in it in the place of what the\n"
     "SQLite database holds, in one transaction: httpd may serve and people may edit meanwhile.\n"
     "A database that is missing or damaged is made anew, with the owner and rights that the old\n"
     "file or its directory has. What was edited since the copy was made is lost: make another\n"
     "backup first. On PostgreSQL use pg_restore.\n\n"
     "  --files DIR     the directory of SisterCityFiles: what FILE.files/ has and it lacks is put "
     "there\n"},
    {"files", ctl_files, CTL_REGISTRY, 1, 1, CTL_REMOVE, "[--remove] DIR",
     "look through the pictures and documents",
     "Names the files that items on record name and that DIR, the directory of SisterCityFiles,\n"
     "lacks; those that no item, draft or change of the history names, left for an hour at least;\n"
     "and what uploads left that broke off. Exit 1 if there are any.\n\n"
     "  --remove        remove the files that nothing names, and what uploads left\n"},
    {"reindex", ctl_reindex, CTL_REGISTRY, 0, 0, CTL_LANGUAGE, "[--language TAG]",
     "make search keys, sort keys and facets anew",
     "Needed after texts were changed by hand-typed SQL, and after an update of ICU. Due also "
     "after\n"
     "hand-typed SQL changed thousands of items: filters and statistics are fast again.\n\n"
     "  --language TAG  sort names by this language's alphabet from now on; und: by none\n"},
    {"help", ctl_help, CTL_NO_DATABASE, 0, 1, 0, "[COMMAND]", "show this, or more of a command",
     ""},
    {"version", ctl_version, CTL_NO_DATABASE, 0, 0, 0, "", "show the program's version", ""},
    {NULL, NULL, CTL_NO_DATABASE, 0, 0, 0, NULL, NULL, NULL}};

const ctl_command_t *ctl_command_of(const char *name)
{
    for (const ctl_command_t *command = commands; command->name; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

static void print_overview(void)
{
    fputs("usage: sistercityctl [--database DRIVER:PARAMS] [--json] COMMAND ...\n\n"
          "Looks after a registry of sister cities.\n\n",
          stdout);
    for (const ctl_command_t *command = commands; command->name; command++) {
        printf("  %-8s  %s\n", command->name, command->summary);
    }
    fputs("\n"
          "  --database DRIVER:PARAMS  the registry's database, in mod_dbd's words:\n"
          "                            sqlite3:/var/lib/sistercity/registry.db\n"
          "                            \"pgsql:host=127.0.0.1 dbname=sistercity\"\n"
          "                            (else from the environment: SISTERCITY_DATABASE)\n"
          "  --json                    answer with one JSON object, for programs\n\n"
          "Exit: 0 good, 1 findings or bad data, 2 wrong usage, 3 database trouble.\n"
          "More: sistercityctl help COMMAND, man sistercityctl\n",
          stdout);
}

int ctl_help(ctl_t *ctl)
{
    if (!ctl->arguments->nelts) {
        print_overview();
        return CTL_GOOD;
    }
    const ctl_command_t *command = ctl_command_of(ctl_argument(ctl, 0));
    if (!command) {
        return ctl_fail(ctl, CTL_USAGE, "there is no command \"%s\"; see: sistercityctl help",
                        ctl_argument(ctl, 0));
    }
    printf("usage: sistercityctl [--database DRIVER:PARAMS] [--json] %s %s\n\n%s", command->name,
           command->arguments, command->help);
    return CTL_GOOD;
}

int ctl_version(ctl_t *ctl)
{
    ctl_say(ctl, "sistercityctl %s", SC_VERSION);
    ctl_answer(ctl, json_pack("{s:s}", "version", SC_VERSION));
    return CTL_GOOD;
}
