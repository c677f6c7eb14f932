#include "httpd/identity.h"

#include "version.h"

#include <apr_sha1.h>
#include <apr_strings.h>
#include <string.h>

/* Bytes of the key that validators show: enough that no two answers ever have the same. */
#define SHOWN 10

/* Texts are separated by what none of them contains: the byte that ends them. */
static void add(apr_sha1_ctx_t *digest, const char *text)
{
    const char *added = text ? text : "";

    apr_sha1_update(digest, added, (unsigned)strlen(added) + 1);
}

void sc_identity_scope(const server_rec *server, unsigned char scope[SC_SCOPE_LENGTH])
{
    apr_sha1_ctx_t digest;

    apr_sha1_init(&digest);
    add(&digest, SC_BUILD_ID);
    /* One cache may serve several virtual hosts, each with a database of its own. They may share
     * a name and a port, but not the place in the configuration. */
    add(&digest, server->server_hostname);
    add(&digest, server->defn_name);
    apr_sha1_update_binary(&digest, (const unsigned char *)&server->defn_line_number,
                           sizeof(server->defn_line_number));
    apr_sha1_update_binary(&digest, (const unsigned char *)&server->port, sizeof(server->port));
    apr_sha1_final(scope, &digest);
}

static void add_numbers(apr_sha1_ctx_t *digest, const sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    int numbers[] = {view->is_fragment, view->heading, view->limit, view->lang_in_links};

    apr_sha1_update_binary(digest, (const unsigned char *)numbers, sizeof(numbers));
}

void sc_identify(sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    const sc_directory_config_t *config = request->config;
    apr_sha1_ctx_t digest;
    int i;

    apr_sha1_init(&digest);
    apr_sha1_update_binary(&digest, request->server->scope, SC_SCOPE_LENGTH);
    add_numbers(&digest, request);
    add(&digest, sc_formats[request->format].suffix);
    add(&digest, view->path);
    add(&digest, view->arguments);
    add(&digest, sc_language_tag(view->language));
    for (i = 0; i < view->languages->nelts; i++) {
        add(&digest, APR_ARRAY_IDX(view->languages, i, const char *));
    }
    add(&digest, view->mount);
    add(&digest, view->base_url);
    add(&digest, view->home);
    add(&digest, view->contact);
    add(&digest, config->template_stamp);
    add(&digest, config->labels_stamp);
    add(&digest, request->mount->path);
    apr_sha1_final(request->key, &digest);
}

static char *put_hex(char *out, const unsigned char *bytes, int count)
{
    static const char digits[] = "0123456789abcdef";
    int i;

    for (i = 0; i < count; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    return out;
}

const char *sc_identity_validator(const sc_request_t *request)
{
    unsigned char state[8];
    char *validator = apr_palloc(request->r->pool, 2 * SHOWN + 2 * sizeof(state) + 16), *end;
    const char *letter;
    int i;

    for (i = 0; i < 8; i++) {
        state[i] = (unsigned char)(request->mark >> (56 - 8 * i));
    }
    end = validator;
    *end++ = '"';
    end = put_hex(end, request->key, SHOWN);
    if (request->mark) {
        end = put_hex(end, state, sizeof(state));
        for (letter = request->view.today; *letter; letter++) {
            if (*letter != '-') {
                *end++ = *letter;
            }
        }
    }
    *end++ = '"';
    *end = '\0';
    return validator;
}
