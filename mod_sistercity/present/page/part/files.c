#include "model/file_type.h"
#include "model/text/notation.h"
#include "present/page/part/part.h"

#include <string.h>

/* The bytes from which on a size is told in megabytes. */
#define MEGABYTES 10000000

static const char *size_text(const sc_view_t *view, apr_int64_t size)
{
    return size == SC_NO_INTEGER || size == 0 ? NULL
           : size < MEGABYTES
               ? sc_sayf(view, "{n} KB", "n", sc_say_number(view, (size + 999) / 1000), NULL)
               : sc_sayf(view, "{n} MB", "n", sc_say_number(view, (size + 500000) / 1000000), NULL);
}

/* "Photo of the city · CC-BY-4.0": who made it, and what others may do with it. */
static const char *credit_html(const sc_view_t *view, const sc_attachment_t *file)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    const char *at;

    sc_html(out, "%r%r", sc_text_html(view, file->credit),
            file->credit && file->license ? SC_DOT : NULL);
    if (file->license && sc_url_check(file->license, &at) == SC_URL_GOOD) {
        sc_html(out, "<a rel=\"license\" href=\"%u\">%t</a>", file->license,
                sc_say(view, "License"));
    }
    else {
        sc_html(out, "%t", file->license);
    }
    return out->length ? out->data : NULL;
}

static void write_picture(sc_buffer_t *out, const sc_view_t *view, const sc_attachment_t *file)
{
    const char *link = sc_file_link(view, file->name), *credit = credit_html(view, file);

    sc_html(out,
            "<li><figure class=\"sistercity__figure\"><a href=\"%u\">"
            "<img src=\"%u\" alt=\"%t\" loading=\"lazy\"></a>",
            link, link, file->alternative);
    if (file->title || credit) {
        sc_html(out, "<figcaption>%r%r", sc_text_html(view, file->title),
                file->title && credit ? "<br>" : NULL);
        if (credit) {
            sc_html(out, "<small class=\"sistercity__details\">%r</small>", credit);
        }
        sc_buffer_puts(out, "</figcaption>");
    }
    sc_buffer_puts(out, "</figure></li>\n");
}

static void write_document(sc_buffer_t *out, const sc_view_t *view, const sc_attachment_t *file,
                           const sc_file_type_t *type)
{
    const char *size = size_text(view, file->size), *credit = credit_html(view, file);

    sc_html(out,
            "<li class=\"sistercity__entry\"><a href=\"%u\" type=\"%t\">%r</a> "
            "<span class=\"sistercity__details\">%t%r%t%r%r</span></li>\n",
            sc_file_link(view, file->name), type->media_type,
            sc_text_html(view, file->title ? file->title : sc_say(view, "Document")), type->label,
            size ? SC_DOT : NULL, size, credit ? SC_DOT : NULL, credit);
}

/* The pictures or the documents among the files, if there are any. */
static void write_those(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *files,
                        int are_pictures)
{
    int count = 0;

    SC_EACH(const sc_attachment_t, file, files) {
        const sc_file_type_t *type = sc_file_type_of(file->name);

        if (!type || type->is_picture != are_pictures) {
            continue;
        }
        if (count++ == 0) {
            sc_html(out, "<ul class=\"%t\">\n",
                    are_pictures ? "sistercity__pictures" : "sistercity__entries");
        }
        if (are_pictures) {
            write_picture(out, view, file);
        }
        else {
            write_document(out, view, file, type);
        }
    }
    if (count) {
        sc_buffer_puts(out, "</ul>\n");
    }
}

void sc_part_files(sc_buffer_t *out, const sc_view_t *view, const void *record, int level)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), "files");

    if (!view->files || !field || !sc_field_is_set(field, record)) {
        return;
    }
    if (level) {
        sc_part_heading(out, view, level, sc_say(view, field->label));
    }
    write_those(out, view, sc_field_list(field, record), 1);
    write_those(out, view, sc_field_list(field, record), 0);
}
