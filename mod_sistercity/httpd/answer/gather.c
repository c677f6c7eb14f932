/* Before APR, whose rings are then built on offsetof() and not on null pointers. */
#include <stddef.h>

#include "httpd/answer/ssi.h"

#include <http_protocol.h>
#include <string.h>
#include <util_filter.h>

/* Names of filters, as httpd keeps them. */
#define NAME "sistercity_gather"
#define INCLUDES "includes"

/* Behind mod_include, which works on resources, and before what compresses. */
#define TYPE (AP_FTYPE_CONTENT_SET - 1)

/* What one page holds back. */
typedef struct held_t {
    apr_bucket_brigade *brigade; /* NULL: nothing yet */
    apr_size_t length;
} held_t;

/* Whether the buckets are all in memory and plain; if so their length is added. */
static int can_wait(const apr_bucket_brigade *brigade, apr_size_t *length)
{
    for (const apr_bucket *bucket = APR_BRIGADE_FIRST(brigade);
         bucket != APR_BRIGADE_SENTINEL(brigade); bucket = APR_BUCKET_NEXT(bucket)) {
        if (APR_BUCKET_IS_METADATA(bucket) || APR_BUCKET_IS_FILE(bucket) ||
            bucket->length == (apr_size_t)-1) {
            return 0;
        }
        *length += bucket->length;
    }
    return *length < SC_GATHER_MOST;
}

static apr_status_t gather(ap_filter_t *filter, apr_bucket_brigade *brigade)
{
    held_t *held = filter->ctx;

    if (can_wait(brigade, &held->length)) {
        return ap_save_brigade(filter, &held->brigade, &brigade, filter->r->pool);
    }
    if (held->brigade) {
        APR_BRIGADE_PREPEND(brigade, held->brigade);
    }
    held->length = 0;
    return ap_pass_brigade(filter->next, brigade);
}

void sc_gather_register(void)
{
    ap_register_output_filter(NAME, gather, NULL, TYPE);
}

/* Whether the filter is the one that httpd registered under the name, in lower case. */
static int is_filter(const ap_filter_t *filter, const char *name)
{
    return strcmp(filter->frec->name, name) == 0;
}

/* The filter of the request with the name, or NULL. */
static ap_filter_t *find(const request_rec *r, const char *name)
{
    for (ap_filter_t *filter = r->output_filters; filter && filter->r == r; filter = filter->next) {
        if (is_filter(filter, name)) {
            return filter;
        }
    }
    return NULL;
}

/* A part that has begun sends past what has come into its page since: leads it there. */
static void lead(request_rec *part, ap_filter_t *gathering)
{
    ap_filter_t *last = part->output_filters;

    while (last && last->next && last->next->r == part) {
        last = last->next;
    }
    if (last && last->r == part && last->next == gathering->next) {
        last->next = gathering;
    }
}

void sc_gather(request_rec *page, request_rec *part)
{
    ap_filter_t *gathering = find(page, NAME);

    if (!gathering && find(page, INCLUDES)) {
        gathering = ap_add_output_filter(NAME, apr_pcalloc(page->pool, sizeof(held_t)), page,
                                         page->connection);
    }
    if (gathering && part) {
        lead(part, gathering);
    }
}
