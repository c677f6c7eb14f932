#include "tool/ctl.h"

#include <apr_file_io.h>
#include <apr_signal.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <stdio.h>
#include <string.h>

int ctl_run(const char *const *arguments, const char *input, apr_file_t *said, apr_pool_t *pool)
{
    apr_procattr_t *attributes;
    apr_exit_why_e why;
    apr_proc_t process;
    int code = 1;

    apr_procattr_create(&attributes, pool);
    apr_procattr_cmdtype_set(attributes, APR_PROGRAM_PATH);
    apr_procattr_io_set(attributes, input ? APR_FULL_BLOCK : APR_NO_PIPE, APR_NO_PIPE, APR_NO_PIPE);
    if (said) {
        apr_procattr_child_out_set(attributes, said, NULL);
        apr_procattr_child_err_set(attributes, said, NULL);
    }
    if (apr_proc_create(&process, arguments[0], arguments, NULL, attributes, pool) != APR_SUCCESS) {
        return CTL_NO_PROGRAM;
    }
    if (input) {
        /* A program that has ended already reads nothing: its exit code says why. */
        apr_sigfunc_t *before = apr_signal(SIGPIPE, SIG_IGN);

        apr_file_write_full(process.in, input, strlen(input), NULL);
        apr_file_close(process.in);
        apr_signal(SIGPIPE, before);
    }
    apr_proc_wait(&process, &code, &why, APR_WAIT);
    return APR_PROC_CHECK_EXIT(why) ? code : 1;
}

apr_file_t *ctl_scratch(apr_pool_t *pool)
{
    const char *directory;
    apr_file_t *file;

    return apr_temp_dir_get(&directory, pool) == APR_SUCCESS &&
                   apr_file_mktemp(&file, apr_pstrcat(pool, directory, "/sistercity-XXXXXX", NULL),
                                   0, pool) == APR_SUCCESS
               ? file
               : NULL;
}

void ctl_show(apr_file_t *file)
{
    apr_off_t begin = 0;
    char line[1000];

    if (file && apr_file_seek(file, APR_SET, &begin) == APR_SUCCESS) {
        while (apr_file_gets(line, sizeof(line), file) == APR_SUCCESS) {
            fputs(line, stderr);
        }
    }
}
