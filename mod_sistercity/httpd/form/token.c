#include "httpd/form/body.h"

#include <apr_escape.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

#define ID_BYTES 8
/* Seconds by which the clocks of hosts that share a key may differ. */
#define CLOCKS_APART (15 * 60)
/* Between the parts of a token; and between what is sealed, where no part can contain it. */
#define SEPARATOR "."
#define SEAL_SEPARATOR "\n"

/* Seconds and id, sealed with what they are for. */
static const char *seal(const sc_secret_t *secret, const char *user, const char *purpose,
                        const char *stamp, apr_pool_t *pool)
{
    const char *text =
        apr_pstrcat(pool, stamp, SEAL_SEPARATOR, purpose, SEAL_SEPARATOR, user, NULL);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (!HMAC(EVP_sha256(), secret->bytes, (int)secret->length, (const unsigned char *)text,
              strlen(text), digest, &length)) {
        return NULL;
    }
    return apr_pescape_hex(pool, digest, length, 0);
}

const char *sc_token_make(const sc_secret_t *secret, const char *user, const char *purpose,
                          apr_time_t now, apr_pool_t *pool)
{
    unsigned char id[ID_BYTES];
    const char *stamp, *sealed;

    if (!secret || apr_generate_random_bytes(id, sizeof(id)) != APR_SUCCESS) {
        return NULL;
    }
    stamp = apr_psprintf(pool, "%" APR_INT64_T_FMT SEPARATOR "%s", (apr_int64_t)apr_time_sec(now),
                         apr_pescape_hex(pool, id, sizeof(id), 0));
    sealed = seal(secret, user, purpose, stamp, pool);
    return sealed ? apr_pstrcat(pool, stamp, SEPARATOR, sealed, NULL) : NULL;
}

int sc_token_is_good(const sc_secret_t *secret, const char *user, const char *purpose,
                     const char *token, apr_time_t now, apr_pool_t *pool)
{
    const char *dot = token ? strrchr(token, *SEPARATOR) : NULL;

    if (!dot || !secret) {
        return 0;
    }
    const char *sealed =
        seal(secret, user, purpose, apr_pstrmemdup(pool, token, dot - token), pool);
    if (!sealed || strlen(sealed) != strlen(dot + 1) ||
        CRYPTO_memcmp(sealed, dot + 1, strlen(sealed)) != 0) {
        return 0;
    }
    apr_int64_t age = (apr_int64_t)apr_time_sec(now) - apr_atoi64(token);
    return age >= -CLOCKS_APART && age <= SC_TOKEN_SECONDS;
}
