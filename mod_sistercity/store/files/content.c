#include "store/files/files.h"

#include <apr_strings.h>
#include <magic.h>
#include <openssl/evp.h>

/* All four types are known by their first bytes; a parser that sees less has less to stumble over.
 */
#define LOOKED_AT 4096

/* Archives, programs and office documents are none of the types that are kept. */
#define FLAGS                                                                                      \
    (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF |         \
     MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_CSV |   \
     MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_TEXT)

apr_status_t sc_content_type(const char *bytes, apr_size_t length, const sc_file_type_t **type)
{
    magic_t magic = magic_open(FLAGS);

    *type = NULL;
    if (!magic || magic_load(magic, NULL) != 0) {
        if (magic) {
            magic_close(magic);
        }
        return APR_EGENERAL;
    }
    *type =
        sc_file_type_of_media(magic_buffer(magic, bytes, length < LOOKED_AT ? length : LOOKED_AT));
    magic_close(magic);
    return APR_SUCCESS;
}

const char *sc_content_name(const char *bytes, apr_size_t length, const sc_file_type_t *type,
                            apr_pool_t *pool)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];
    char name[SC_FILE_DIGITS + 1] = "";

    EVP_Digest(bytes, length, hash, NULL, EVP_sha256(), NULL);
    for (int i = 0; i < SC_FILE_DIGITS; i++) {
        name[i] = digits[hash[i / 2] >> (i % 2 ? 0 : 4) & 15];
    }
    return apr_pstrcat(pool, name, type->suffix, NULL);
}
