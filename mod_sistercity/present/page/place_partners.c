#include "present/page/pages.h"

#include "present/page/part/place.h"

const char *sc_title_place_partners(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("Partners of {place}"),
                          ((const sc_place_dossier_t *)data)->place);
}

void sc_page_place_partners(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *title = sc_title_place_partners(view, data);

    sc_part_open(out, view, "partners", title);
    sc_place_partners(out, view, data, 1);
    sc_place_close(out, view, ((const sc_place_dossier_t *)data)->place, title, 1);
}
