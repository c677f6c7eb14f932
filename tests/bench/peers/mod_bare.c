/* The least that a module can do to send a page: each file of BareDirectory, read when httpd
 * starts, from memory. */
#include <httpd.h>

#include <apr_hash.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_protocol.h>
#include <http_request.h>

typedef struct page_t {
    char *bytes;
    apr_size_t length;
    const char *etag;
} page_t;

module AP_MODULE_DECLARE_DATA bare_module;

static void *create(apr_pool_t *pool, server_rec *server)
{
    (void)server;
    return apr_hash_make(pool);
}

static const char *read_page(apr_pool_t *pool, const char *path, page_t *page)
{
    apr_finfo_t info;
    apr_file_t *file;

    if (apr_file_open(&file, path, APR_READ, 0, pool) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS) {
        return apr_pstrcat(pool, "BareDirectory: cannot read ", path, NULL);
    }
    page->length = (apr_size_t)info.size;
    page->bytes = apr_palloc(pool, page->length + 1);
    page->etag = apr_psprintf(pool, "\"%" APR_SIZE_T_FMT "\"", page->length);
    apr_file_read_full(file, page->bytes, page->length, NULL);
    return apr_file_close(file) == APR_SUCCESS ? NULL : "BareDirectory: a file does not close";
}

static const char *read_all(cmd_parms *command, void *ignored, const char *directory)
{
    apr_hash_t *pages = ap_get_module_config(command->server->module_config, &bare_module);
    const char *error = NULL;
    apr_finfo_t entry;
    apr_dir_t *listing;

    (void)ignored;
    if (apr_dir_open(&listing, directory, command->temp_pool) != APR_SUCCESS) {
        return "BareDirectory must be a directory";
    }
    while (!error &&
           apr_dir_read(&entry, APR_FINFO_NAME | APR_FINFO_TYPE, listing) == APR_SUCCESS) {
        if (entry.filetype == APR_REG) {
            page_t *page = apr_pcalloc(command->pool, sizeof(*page));

            error = read_page(command->pool,
                              apr_pstrcat(command->pool, directory, "/", entry.name, NULL), page);
            apr_hash_set(pages, apr_pstrcat(command->pool, "/bare/", entry.name, NULL),
                         APR_HASH_KEY_STRING, page);
        }
    }
    return error;
}

static int send_page(request_rec *r)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    const page_t *page = apr_hash_get(ap_get_module_config(r->server->module_config, &bare_module),
                                      r->uri, APR_HASH_KEY_STRING);
    apr_bucket_brigade *brigade;

    if (!page) {
        return DECLINED;
    }
    ap_set_content_type(r, "text/html; charset=utf-8");
    ap_set_content_length(r, (apr_off_t)page->length);
    apr_table_setn(r->headers_out, "ETag", page->etag);
    if (ap_meets_conditions(r) != OK) {
        return HTTP_NOT_MODIFIED;
    }
    brigade = apr_brigade_create(r->pool, list);
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_immortal_create(page->bytes, page->length, list));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(list));
    return ap_pass_brigade(r->output_filters, brigade) == APR_SUCCESS ? OK : AP_FILTER_ERROR;
}

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_handler(send_page, NULL, NULL, APR_HOOK_FIRST);
}

static const command_rec directives[] = {
    AP_INIT_TAKE1("BareDirectory", read_all, NULL, RSRC_CONF, "The directory of the pages"),
    {NULL}};

AP_DECLARE_MODULE(bare) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, create, NULL, directives, register_hooks,
    AP_MODULE_FLAG_NONE};
