/**
 * A program that makes something of a file, in a process of its own.
 *
 * Private to language/table.
 */
#pragma once

#include <apr_errno.h>
#include <apr_pools.h>

/** What is run, and how much it may do. */
typedef struct converter_t {
    const char *const *arguments; /* the program's path, and what it is called with; NULL ends it */
    apr_size_t output_limit;      /* bytes */
    int seconds;                  /* until it is ended */
} converter_t;

/**
 * Runs the program without a shell and with an empty environment, the bytes as its standard input.
 * It has ended when this returns, whatever came of it.
 * @param output, output_length what it wrote, ended by a NUL that is not counted; lives in pool
 * @return APR_SUCCESS, also when it failed: what it wrote tells; APR_ENOENT: there is no such
 *         program; APR_TIMEUP: it took too long; APR_ENOSPC: it wrote too much
 */
apr_status_t converter_run(const converter_t *converter, const char *bytes, apr_size_t length,
                           apr_pool_t *pool, const char **output, apr_size_t *output_length);
