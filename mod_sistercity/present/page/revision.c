#include "present/page/pages.h"

#include "present/write/json.h"
#include "version.h"

void sc_json_revision(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    (void)data;
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_integer(&json, "schema", view->state->schema);
    sc_json_text(&json, "version", SC_VERSION);
    sc_json_end(&json);
}
