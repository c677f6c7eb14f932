#include "tool/ctl.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <stdarg.h>
#include <stdio.h>

int ctl_fail(const ctl_t *ctl, int result, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    const char *message = apr_pvsprintf(ctl->pool, format, arguments);
    va_end(arguments);
    if (ctl->is_json) {
        ctl_answer(ctl, json_pack("{s:s}", "error", message));
    }
    else {
        fprintf(stderr, "sistercityctl: %s\n", message);
    }
    return result;
}

int ctl_fail_file(const ctl_t *ctl, const char *path, apr_status_t status)
{
    char reason[120];

    return ctl_fail(ctl, CTL_USAGE, "%s: %s", path, apr_strerror(status, reason, sizeof(reason)));
}

void ctl_say(const ctl_t *ctl, const char *format, ...)
{
    va_list arguments;

    if (ctl->is_json) {
        return;
    }
    va_start(arguments, format);
    fputs(apr_pvsprintf(ctl->pool, format, arguments), stdout);
    va_end(arguments);
    fputc('\n', stdout);
}

void ctl_answer(const ctl_t *ctl, json_t *object)
{
    if (ctl->is_json) {
        json_dumpf(object, stdout, JSON_INDENT(2));
        fputc('\n', stdout);
    }
    json_decref(object);
}

const char *ctl_argument(const ctl_t *ctl, int position)
{
    return APR_ARRAY_IDX(ctl->arguments, position, const char *);
}

const char *ctl_day(const ctl_t *ctl, int days_later)
{
    apr_time_exp_t day;

    apr_time_exp_lt(&day, apr_time_now() + apr_time_from_sec(86400) * days_later);
    return apr_psprintf(ctl->pool, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1,
                        day.tm_mday);
}
