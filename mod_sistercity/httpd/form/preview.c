#include "httpd/form/fields.h"

#include "present/office/pages.h"
#include "store/load/load.h"
#include "store/record/read.h"

#include <string.h>

/* Below the headings of the form's own page. */
#define PREVIEW_HEADING 3

static apr_array_header_t *nothing(apr_pool_t *pool)
{
    return apr_array_make(pool, 1, sizeof(void *));
}

static void *empty_place(apr_pool_t *pool)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->passages = apr_array_make(pool, 1, sizeof(sc_passage_t));
    dossier->successors = dossier->partnerships = dossier->agreements = nothing(pool);
    dossier->steps = dossier->activities = dossier->gifts = nothing(pool);
    dossier->organizations = dossier->sources = dossier->stories = nothing(pool);
    dossier->claims = dossier->claimed_by = dossier->memberships = nothing(pool);
    dossier->persons = dossier->awards = nothing(pool);
    dossier->labels = apr_hash_make(pool);
    return dossier;
}

static void *empty_partnership(apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->agreements = dossier->approvals = dossier->steps = nothing(pool);
    dossier->activities = dossier->gifts = dossier->sources = nothing(pool);
    dossier->claims = dossier->organizations = dossier->stories = nothing(pool);
    dossier->labels = apr_hash_make(pool);
    return dossier;
}

/* What has a page with its belongings on it, by its dossier, which begins with the item. */
static const struct kind_t {
    const sc_entity_t *entity;
    sc_load_fn *load;
    void *(*empty)(apr_pool_t *pool);
    size_t labels; /* member of the dossier */
    sc_page_fn *page;
} kinds[] = {
    {&sc_place, sc_load_place, empty_place, offsetof(sc_place_dossier_t, labels), sc_page_place},
    {&sc_partnership, sc_load_partnership, empty_partnership,
     offsetof(sc_partnership_dossier_t, labels), sc_page_partnership}};

/* What readers know of the preview's surroundings: their own addresses. */
static sc_view_t view_of(const sc_request_t *request)
{
    sc_view_t view = request->view;
    const sc_mount_t *registry = sc_mount_first(request->server->mounts, SC_HANDLER_PUBLIC);

    view.mount = registry ? registry->address : view.mount;
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
    for (const sc_shelf_t *shelf = sc_shelves; shelf->owner; shelf++) {
        if (shelf->owner == owner && shelf->entity == sc_record_entity(record)) {
            put(sc_shelf_of(shelf, dossier), record);
        }
    }
}

static void name_places(sc_db_t *db, apr_pool_t *pool, const void *record, apr_hash_t *labels)
{
    apr_array_header_t *records = nothing(pool);

    APR_ARRAY_PUSH(records, const void *) = record;
    sc_load_labels(db, pool, records, labels);
}

/* The page of the item with the record as it, or as one of its belongings.
 * @param slug of the item, or NULL: it is new
 * @param follows the partnership as it would be with that, or NULL */
static const sc_buffer_t *preview_whole(const sc_view_t *view, sc_db_t *db,
                                        const struct kind_t *kind, const char *slug,
                                        const void *record, const sc_partnership_t *follows,
                                        const apr_array_header_t *added)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 8192);
    int is_own = sc_record_entity(record) == kind->entity;
    void *dossier = NULL;
    apr_hash_t *labels;

    if (!slug || kind->load(db, view->pool, slug, view->query, &dossier) != APR_SUCCESS) {
        if (!is_own) {
            return NULL;
        }
        dossier = kind->empty(view->pool);
    }
    if (!is_own) {
        put_belonging(dossier, kind->entity, record);
    }
    if (is_own || follows) {
        *(const void **)dossier = is_own ? record : follows;
    }
    labels = *(apr_hash_t **)((char *)dossier + kind->labels);
    name_places(db, view->pool, record, labels);
    SC_EACH(const void, other, added) {
        if (sc_record_entity(other) == &sc_place) {
            apr_hash_set(labels, sc_record_slug(other), APR_HASH_KEY_STRING,
                         sc_label_of(view, other));
        }
        else {
            put_belonging(dossier, kind->entity, other);
        }
    }
    kind->page(out, view, dossier);
    return out;
}

static const sc_buffer_t *preview_item(const sc_view_t *view, sc_db_t *db, const void *record)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 8192);
    const char *slug = sc_record_text(record, "partnership");
    sc_item_dossier_t dossier = {.item = (void *)record,
                                 .organizations = nothing(view->pool),
                                 .labels = apr_hash_make(view->pool)};
    void *partnership;

    name_places(db, view->pool, record, dossier.labels);
    sc_related_named(db, view->pool, record, dossier.labels);
    if (slug && sc_read_item(db, view->pool, &sc_partnership, slug, &partnership) == APR_SUCCESS) {
        dossier.partnership = partnership;
        name_places(db, view->pool, partnership, dossier.labels);
    }
    sc_page_item(out, view, &dossier);
    return out;
}

const sc_buffer_t *sc_form_preview(const sc_request_t *request, sc_db_t *db, const char *slug,
                                   const void *record, const apr_array_header_t *added)
{
    const sc_view_t view = view_of(request);
    const sc_entity_t *entity = sc_record_entity(record);
    const char *partnership = sc_record_text(record, "partnership");
    const struct kind_t *kind = &kinds[entity == &sc_partnership || partnership];

    if (sc_has_page(entity) && entity != &sc_place && entity != &sc_partnership) {
        return preview_item(&view, db, record);
    }
    if (entity != kind->entity) {
        slug = partnership ? partnership : sc_record_text(record, "place");
    }
    return preview_whole(&view, db, kind, slug, record, NULL, added);
}

const sc_buffer_t *sc_form_preview_move(const sc_request_t *request, sc_db_t *db,
                                        const sc_step_t *step, const sc_partnership_t *follows,
                                        const apr_array_header_t *added)
{
    const sc_view_t view = view_of(request);

    return preview_whole(&view, db, &kinds[1], step->partnership, step, follows, added);
}
