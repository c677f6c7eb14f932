#include "store/query/cursor.h"

#include "model/text/utf8.h"

#include <apr_encode.h>
#include <apr_lib.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <string.h>

/* Of the 20 bytes of SHA-1: enough that an altered token does not pass by chance. */
#define CHECKSUM_LENGTH 8

static const char *checksum_of(const char *content, const sc_ordering_t *ordering, apr_pool_t *pool)
{
    const char *text = apr_pstrcat(pool, ordering->entity->collection, " ", ordering->order, " ",
                                   ordering->descends ? "-" : "+", " ", content, NULL);
    unsigned char *digest = apr_palloc(pool, APR_SHA1_DIGESTSIZE);
    apr_sha1_ctx_t context;

    apr_sha1_init(&context);
    apr_sha1_update(&context, text, (unsigned)strlen(text));
    apr_sha1_final(digest, &context);
    return apr_pstrmemdup(pool, (char *)digest, CHECKSUM_LENGTH);
}

const char *sc_cursor_token(const sc_cursor_t *cursor, const sc_ordering_t *ordering,
                            apr_pool_t *pool)
{
    const char *content =
        apr_psprintf(pool, "%c%" APR_INT64_T_FMT ":%" APR_INT64_T_FMT " %s",
                     cursor->is_backward ? 'b' : 'a', cursor->id, cursor->place, cursor->key);
    apr_size_t length = strlen(content);
    unsigned char *bytes = apr_palloc(pool, CHECKSUM_LENGTH + length);

    memcpy(bytes, checksum_of(content, ordering, pool), CHECKSUM_LENGTH);
    memcpy(bytes + CHECKSUM_LENGTH, content, length);
    return apr_pencode_base64_binary(pool, bytes, CHECKSUM_LENGTH + length, APR_ENCODE_BASE64URL,
                                     NULL);
}

/* Anybody can compute the checksum, so what it covers is checked like any other input. */
static int read_content(sc_cursor_t *cursor, const char *content)
{
    char *end;

    if ((*content != 'a' && *content != 'b') || !apr_isdigit(content[1])) {
        return 0;
    }
    cursor->is_backward = *content == 'b';
    cursor->id = apr_strtoi64(content + 1, &end, 10);
    if (*end != ':' || cursor->id == APR_INT64_MAX) {
        return 0;
    }
    cursor->place = apr_strtoi64(end + 1, &end, 10);
    if (*end != ' ' || cursor->place < -1 || cursor->place == APR_INT64_MAX ||
        !sc_utf8_is_clean(end + 1, strlen(end + 1))) {
        return 0;
    }
    cursor->key = end + 1;
    return 1;
}

int sc_cursor_read(sc_cursor_t *cursor, const sc_ordering_t *ordering, const char *token,
                   apr_pool_t *pool)
{
    apr_size_t length;
    const unsigned char *bytes =
        apr_pdecode_base64_binary(pool, token, APR_ENCODE_STRING, APR_ENCODE_NONE, &length);

    if (!bytes || length <= CHECKSUM_LENGTH) {
        return 0;
    }
    const char *content =
        apr_pstrmemdup(pool, (const char *)bytes + CHECKSUM_LENGTH, length - CHECKSUM_LENGTH);
    /* The token is made again rather than the checksum compared: the decoder is lenient. */
    return read_content(cursor, content) &&
           strcmp(sc_cursor_token(cursor, ordering, pool), token) == 0;
}
