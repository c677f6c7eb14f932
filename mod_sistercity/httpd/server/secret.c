#include "httpd/server/secret.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_lib.h>
#include <apr_strings.h>

/* Under which the process remembers its random key. */
#define SECRET_KEY "sistercity-secret"

static const char *fault_of(const apr_finfo_t *info)
{
    if (info->filetype != APR_REG) {
        return "is not a file";
    }
    if (info->protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE)) {
        return "can be read or written by everybody; take that right away (chmod o-rw)";
    }
    return info->size > SC_SECRET_MOST ? "is too long to be a key" : NULL;
}

static const sc_secret_t *refuse(const char **error, const char *file, const char *why,
                                 apr_pool_t *pool)
{
    *error = apr_psprintf(pool, "%s %s", file, why);
    return NULL;
}

const sc_secret_t *sc_secret_read(const char *file, const char **error, apr_pool_t *pool)
{
    sc_secret_t *secret = apr_palloc(pool, sizeof(*secret));
    unsigned char *bytes = apr_palloc(pool, SC_SECRET_MOST);
    apr_file_t *handle;
    apr_finfo_t info;

    if (apr_file_open(&handle, file, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool) != APR_SUCCESS) {
        return refuse(error, file, "cannot be read", pool);
    }
    if (apr_file_info_get(&info, APR_FINFO_PROT | APR_FINFO_SIZE | APR_FINFO_TYPE, handle) !=
        APR_SUCCESS) {
        return refuse(error, file, "cannot be looked at", pool);
    }
    const char *fault = fault_of(&info);
    if (fault) {
        return refuse(error, file, fault, pool);
    }
    if (apr_file_read_full(handle, bytes, (apr_size_t)info.size, &secret->length) != APR_SUCCESS) {
        return refuse(error, file, "cannot be read", pool);
    }
    apr_file_close(handle);
    while (secret->length > 0 && apr_isspace(bytes[secret->length - 1])) {
        secret->length--;
    }
    secret->bytes = bytes;
    return secret->length >= SC_SECRET_LEAST
               ? secret
               : refuse(error, file,
                        apr_psprintf(pool,
                                     "is too short: a key has at least %d bytes; make one "
                                     "with: openssl rand -hex 32",
                                     SC_SECRET_LEAST),
                        pool);
}

const sc_secret_t *sc_secret_random(server_rec *main)
{
    apr_pool_t *pool = main->process->pool;
    sc_secret_t *secret;
    void *known = NULL;

    apr_pool_userdata_get(&known, SECRET_KEY, pool);
    if (known) {
        return known;
    }
    unsigned char *bytes = apr_palloc(pool, SC_SECRET_LEAST);
    if (apr_generate_random_bytes(bytes, SC_SECRET_LEAST) != APR_SUCCESS) {
        return NULL;
    }
    secret = apr_palloc(pool, sizeof(*secret));
    secret->bytes = bytes;
    secret->length = SC_SECRET_LEAST;
    apr_pool_userdata_set(secret, SECRET_KEY, apr_pool_cleanup_null, pool);
    return secret;
}
