#include "httpd/form/fields.h"

#include "present/page/pages.h"
#include "store/load/load.h"
#include "store/record/read.h"

#include <string.h>

/* Below the headings of the form's own page. */
#define PREVIEW_HEADING 3

/* The arrays of dossiers that hold what belongs to their item. */
static const struct {
    const sc_entity_t *owner, *entity;
    size_t member;
} belongings[] = {
    {&sc_partnership, &sc_agreement, offsetof(sc_partnership_dossier_t, agreements)},
    {&sc_partnership, &sc_approval, offsetof(sc_partnership_dossier_t, approvals)},
    {&sc_partnership, &sc_step, offsetof(sc_partnership_dossier_t, steps)},
    {&sc_partnership, &sc_activity, offsetof(sc_partnership_dossier_t, activities)},
    {&sc_partnership, &sc_gift, offsetof(sc_partnership_dossier_t, gifts)},
    {&sc_partnership, &sc_source, offsetof(sc_partnership_dossier_t, sources)},
    {&sc_place, &sc_organization, offsetof(sc_place_dossier_t, organizations)},
    {&sc_place, &sc_source, offsetof(sc_place_dossier_t, sources)},
    {&sc_place, &sc_claim, offsetof(sc_place_dossier_t, claims)},
};

/* Pages of items of their own. */
static const struct {
    const sc_entity_t *entity;
    sc_page_fn *page;
} item_pages[] = {
    {&sc_agreement, sc_page_item},
    {&sc_activity, sc_page_item},
    {&sc_organization, sc_page_item},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static apr_array_header_t *nothing(apr_pool_t *pool)
{
    return apr_array_make(pool, 1, sizeof(void *));
}

static sc_place_dossier_t *empty_place(apr_pool_t *pool)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->successors = dossier->partnerships = dossier->agreements = nothing(pool);
    dossier->steps = dossier->activities = dossier->gifts = nothing(pool);
    dossier->organizations = dossier->sources = nothing(pool);
    dossier->claims = dossier->claimed_by = nothing(pool);
    dossier->labels = apr_hash_make(pool);
    return dossier;
}

static sc_partnership_dossier_t *empty_partnership(apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->agreements = dossier->approvals = dossier->steps = nothing(pool);
    dossier->activities = dossier->gifts = dossier->sources = nothing(pool);
    dossier->claims = dossier->organizations = nothing(pool);
    dossier->labels = apr_hash_make(pool);
    return dossier;
}

/* What readers know of the preview's surroundings: their own addresses. */
static sc_view_t view_of(const sc_request_t *request)
{
    sc_view_t view = request->view;
    const sc_mount_t *registry = sc_mount_first(request->server->mounts, SC_HANDLER_PUBLIC);

    view.mount = registry ? registry->path : view.mount;
    view.heading = PREVIEW_HEADING;
    view.is_fragment = 1;
    return view;
}

/* Puts the record in the place of its stored state, or to the end. */
static void put(apr_array_header_t *records, const void *record)
{
    apr_int64_t id = ((const sc_record_t *)record)->id;

    for (int i = 0; id && i < records->nelts; i++) {
        if (SC_AT(records, i, sc_record_t)->id == id) {
            APR_ARRAY_IDX(records, i, const void *) = record;
            return;
        }
    }
    APR_ARRAY_PUSH(records, const void *) = record;
}

static void put_belonging(void *dossier, const sc_entity_t *owner, const void *record)
{
    for (size_t i = 0; i < COUNT(belongings); i++) {
        if (belongings[i].owner == owner && belongings[i].entity == sc_record_entity(record)) {
            put(*(apr_array_header_t **)((char *)dossier + belongings[i].member), record);
        }
    }
}

static void name_places(sc_db_t *db, apr_pool_t *pool, const void *record, apr_hash_t *labels)
{
    apr_array_header_t *records = nothing(pool);

    APR_ARRAY_PUSH(records, const void *) = record;
    sc_load_labels(db, pool, records, labels);
}

/* The page of a partnership with the record as it, or as one of its belongings.
 * @param follows the partnership as it would be with that, or NULL */
static int preview_partnership(sc_buffer_t *out, const sc_view_t *view, sc_db_t *db,
                               const char *slug, const void *record,
                               const sc_partnership_t *follows, const apr_array_header_t *added)
{
    void *data = NULL;
    sc_partnership_dossier_t *dossier;
    int is_own = sc_record_entity(record) == &sc_partnership;

    if (!slug || sc_load_partnership(db, view->pool, slug, view->query, &data) != APR_SUCCESS) {
        data = is_own ? empty_partnership(view->pool) : NULL;
    }
    if (!data) {
        return 0;
    }
    dossier = data;
    if (is_own) {
        dossier->partnership = (sc_partnership_t *)record;
    }
    else {
        put_belonging(dossier, &sc_partnership, record);
    }
    if (follows) {
        dossier->partnership = (sc_partnership_t *)follows;
    }
    name_places(db, view->pool, record, dossier->labels);
    for (int i = 0; i < SC_COUNT(added); i++) {
        const sc_place_t *place = SC_AT(added, i, const sc_place_t);

        apr_hash_set(dossier->labels, place->slug, APR_HASH_KEY_STRING, sc_label_of(view, place));
    }
    sc_page_partnership(out, view, dossier);
    return 1;
}

static int preview_place(sc_buffer_t *out, const sc_view_t *view, sc_db_t *db, const char *slug,
                         const void *record)
{
    void *data = NULL;
    sc_place_dossier_t *dossier;
    int is_own = sc_record_entity(record) == &sc_place;

    if (!slug || sc_load_place(db, view->pool, slug, view->query, &data) != APR_SUCCESS) {
        data = is_own ? empty_place(view->pool) : NULL;
    }
    if (!data) {
        return 0;
    }
    dossier = data;
    if (is_own) {
        dossier->place = (sc_place_t *)record;
    }
    else {
        put_belonging(dossier, &sc_place, record);
    }
    name_places(db, view->pool, record, dossier->labels);
    sc_page_place(out, view, dossier);
    return 1;
}

static const char *reference_of(const void *record, const char *name)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);

    return field && field->type == SC_TYPE_REFERENCE ? sc_field_text(field, record) : NULL;
}

static void preview_item(sc_buffer_t *out, const sc_view_t *view, sc_db_t *db, const void *record,
                         sc_page_fn *page)
{
    const char *slug = reference_of(record, "partnership");
    sc_item_dossier_t dossier = {(void *)record, NULL, nothing(view->pool),
                                 apr_hash_make(view->pool)};
    void *partnership;

    name_places(db, view->pool, record, dossier.labels);
    if (slug && sc_read_item(db, view->pool, &sc_partnership, slug, &partnership) == APR_SUCCESS) {
        dossier.partnership = partnership;
        name_places(db, view->pool, partnership, dossier.labels);
    }
    page(out, view, &dossier);
}

const sc_buffer_t *sc_form_preview(const sc_request_t *request, sc_db_t *db, const char *slug,
                                   const void *record, const apr_array_header_t *added)
{
    const sc_view_t view = view_of(request);
    const sc_entity_t *entity = sc_record_entity(record);
    sc_buffer_t *out = sc_buffer_new(view.pool, 8192);
    const char *partnership = reference_of(record, "partnership");

    for (size_t i = 0; i < COUNT(item_pages); i++) {
        if (item_pages[i].entity == entity) {
            preview_item(out, &view, db, record, item_pages[i].page);
            return out;
        }
    }
    if (entity == &sc_partnership || partnership) {
        return preview_partnership(out, &view, db, partnership ? partnership : slug, record, NULL,
                                   added)
                   ? out
                   : NULL;
    }
    return preview_place(out, &view, db, entity == &sc_place ? slug : reference_of(record, "place"),
                         record)
               ? out
               : NULL;
}

const sc_buffer_t *sc_form_preview_move(const sc_request_t *request, sc_db_t *db,
                                        const sc_step_t *step, const sc_partnership_t *follows)
{
    const sc_view_t view = view_of(request);
    sc_buffer_t *out = sc_buffer_new(view.pool, 8192);

    return preview_partnership(out, &view, db, step->partnership, step, follows, NULL) ? out : NULL;
}
