#include "store/files/files.h"
#include "model/entity.h"
#include "tool/ctl.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <sys/stat.h>
#include <unistd.h>

/** What is found in the directory, and what is missing; of const char *. */
typedef struct findings_t {
    apr_array_header_t *kept;
    apr_array_header_t *missing;    /* named by an item on record, and not kept */
    apr_array_header_t *orphans;    /* kept, and named by no item, draft or change */
    apr_array_header_t *unfinished; /* left by uploads that broke off */
} findings_t;

static apr_status_t find_missing(ctl_t *ctl, findings_t *found)
{
    apr_array_header_t *named;

    SC_TRY(sc_files_named(ctl->db, ctl->pool, &named));
    SC_EACH(const char, name, named) {
        if (!sc_has_text(found->kept, name)) {
            APR_ARRAY_PUSH(found->missing, const char *) = name;
        }
    }
    return APR_SUCCESS;
}

static apr_status_t find_orphans(ctl_t *ctl, const char *directory, findings_t *found)
{
    SC_EACH(const char, name, found->kept) {
        int is_wanted = sc_kept_is_new(directory, name, ctl->pool);

        if (!is_wanted) {
            SC_TRY(sc_file_is_wanted(ctl->db, ctl->pool, name, &is_wanted));
        }
        if (!is_wanted) {
            APR_ARRAY_PUSH(found->orphans, const char *) = name;
        }
    }
    return APR_SUCCESS;
}

int ctl_missing_files(ctl_t *ctl, const char *directory, apr_array_header_t **missing)
{
    findings_t found = {.missing = apr_array_make(ctl->pool, 4, sizeof(const char *))};
    apr_status_t status = sc_kept_list(directory, &found.kept, NULL, ctl->pool);

    if (status != APR_SUCCESS) {
        return ctl_fail_file(ctl, directory, status);
    }
    *missing = found.missing;
    return find_missing(ctl, &found) == APR_SUCCESS ? CTL_GOOD
                                                    : ctl_fail_database(ctl, sc_db_error(ctl->db));
}

static int remove_all(ctl_t *ctl, const char *directory, const apr_array_header_t *names)
{
    for (int i = 0; i < names->nelts; i++) {
        const char *path =
            sc_kept_path(directory, APR_ARRAY_IDX(names, i, const char *), ctl->pool);
        apr_status_t status = apr_file_remove(path, ctl->pool);

        if (status != APR_SUCCESS && !APR_STATUS_IS_ENOENT(status)) {
            return ctl_fail_file(ctl, path, status);
        }
    }
    return CTL_GOOD;
}

static void say_all(const ctl_t *ctl, json_t *answer, const char *key, const char *what,
                    const apr_array_header_t *names)
{
    json_t *list = json_array();

    SC_EACH(const char, name, names) {
        ctl_say(ctl, "%s: %s", name, what);
        json_array_append_new(list, json_string(name));
    }
    json_object_set_new(answer, key, list);
}

int ctl_files(ctl_t *ctl)
{
    const char *directory = ctl_argument(ctl, 0);
    int is_removed = (ctl->options & CTL_REMOVE) != 0, result = CTL_GOOD;
    findings_t found = {.missing = apr_array_make(ctl->pool, 4, sizeof(const char *)),
                        .orphans = apr_array_make(ctl->pool, 4, sizeof(const char *))};
    apr_status_t status = sc_kept_list(directory, &found.kept, &found.unfinished, ctl->pool);

    if (status != APR_SUCCESS) {
        return ctl_fail_file(ctl, directory, status);
    }
    if (find_missing(ctl, &found) != APR_SUCCESS ||
        find_orphans(ctl, directory, &found) != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    if (is_removed) {
        result = remove_all(ctl, directory, found.orphans);
        result = result == CTL_GOOD ? remove_all(ctl, directory, found.unfinished) : result;
    }
    if (result != CTL_GOOD) {
        return result;
    }
    json_t *answer = json_pack("{s:i}", "kept", found.kept->nelts);
    say_all(ctl, answer, "missing",
            "an item names it, but it is not here; put it back or take it out", found.missing);
    say_all(ctl, answer, "orphans",
            is_removed ? "removed, nothing named it" : "nothing names it; --remove removes it",
            found.orphans);
    say_all(ctl, answer, "unfinished",
            is_removed ? "removed, an upload broke off"
                       : "an upload broke off; --remove removes it",
            found.unfinished);
    ctl_say(ctl, "%d files are kept.", found.kept->nelts);
    ctl_answer(ctl, answer);
    return found.missing->nelts > 0 ||
                   (!is_removed && found.orphans->nelts + found.unfinished->nelts > 0)
               ? CTL_FINDINGS
               : CTL_GOOD;
}

int ctl_copy_files(ctl_t *ctl, const char *from, const char *to)
{
    apr_array_header_t *names;
    struct stat owner;
    char reason[120];
    apr_status_t status = sc_kept_list(from, &names, NULL, ctl->pool);

    if (status == APR_SUCCESS) {
        status = apr_dir_make(to,
                              APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_UEXECUTE |
                                  APR_FPROT_GREAD | APR_FPROT_GEXECUTE,
                              ctl->pool);
        status = APR_STATUS_IS_EEXIST(status) ? APR_SUCCESS : status;
    }
    if (status != APR_SUCCESS) {
        return ctl_fail(ctl, CTL_USAGE, "the files in %s cannot be copied to %s: %s", from, to,
                        apr_strerror(status, reason, sizeof(reason)));
    }
    if (stat(to, &owner) != 0) {
        return ctl_fail(ctl, CTL_USAGE, "there is no directory %s", to);
    }
    SC_EACH(const char, name, names) {
        status = sc_kept_copy(to, name, sc_kept_path(from, name, ctl->pool), ctl->pool);
        if (status != APR_SUCCESS) {
            return ctl_fail(ctl, CTL_USAGE, "%s/%s cannot be copied to %s: %s", from, name, to,
                            status == APR_EMISMATCH
                                ? "it is damaged, its content is not what its name says"
                                : apr_strerror(status, reason, sizeof(reason)));
        }
        /* Whoever restores may not be whom httpd runs as. */
        (void)!chown(sc_kept_path(to, name, ctl->pool), owner.st_uid, owner.st_gid);
    }
    ctl_say(ctl, "Copied %d files to %s.", names->nelts, to);
    return CTL_GOOD;
}
