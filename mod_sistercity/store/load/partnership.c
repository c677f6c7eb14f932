#include "store/load/load.h"

#include "store/load/contents.h"
#include "store/record/read.h"
#include "store/record/related.h"

#define MEMBER(name) offsetof(sc_partnership_dossier_t, name)

static const sc_content_t contents[] = {
    {&sc_agreement, MEMBER(agreements), SC_OLDEST_OF("agreements", "date")},
    {&sc_approval, MEMBER(approvals), SC_OLDEST_OF("approvals", "date")},
    {&sc_step, MEMBER(steps), SC_OLDEST_OF("steps", "date")},
    {&sc_activity, MEMBER(activities), SC_OLDEST_OF("activities", "start")},
    {&sc_gift, MEMBER(gifts), SC_OLDEST_OF("gifts", "date")},
    {&sc_source, MEMBER(sources),
     "SELECT \"id\" FROM \"sources\" WHERE \"partnership_id\" = ? ORDER BY \"id\""},
    {&sc_claim, MEMBER(claims),
     "SELECT c.\"id\" FROM \"partnership_parties\" a "
     "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = a.\"partnership_id\" "
     "JOIN \"claims\" c ON c.\"place_id\" = a.\"place_id\" AND c.\"partner_id\" = b.\"place_id\" "
     "WHERE a.\"partnership_id\" = ? ORDER BY c.\"id\""},
    {&sc_story, MEMBER(stories),
     "SELECT t.\"id\" FROM \"story_partnerships\" s JOIN \"stories\" t ON t.\"id\" = "
     "s.\"story_id\" WHERE s.\"target_id\" = ? "
     "ORDER BY COALESCE(t.\"date\", '') DESC, t.\"id\" DESC"},
    {&sc_person, MEMBER(persons),
     "SELECT x.\"id\" FROM (SELECT o.\"person_id\", o.\"partnership_id\" FROM "
     "\"person_offices\" o UNION ALL SELECT g.\"who_id\", a.\"partnership_id\" FROM "
     "\"agreements\" a JOIN \"agreement_signatories\" g ON g.\"agreement_id\" = a.\"id\") one JOIN "
     "\"persons\" x ON x.\"id\" = one.\"person_id\" WHERE one.\"partnership_id\" = ? "
     "GROUP BY x.\"id\", x.\"name\" ORDER BY x.\"name\", x.\"id\""},
    {&sc_award, MEMBER(awards),
     "SELECT \"id\" FROM \"awards\" WHERE \"partnership_id\" = ? "
     "ORDER BY COALESCE(\"date\", '') DESC, \"id\" DESC"},
    {&sc_organization, MEMBER(organizations),
     "SELECT o.\"id\" FROM \"organizations\" o WHERE o.\"id\" IN "
     "(SELECT r.\"target_id\" FROM \"activities\" a JOIN \"activity_organizations\" r "
     "ON r.\"activity_id\" = a.\"id\" WHERE a.\"partnership_id\" = ?) "
     "ORDER BY o.\"name\", o.\"id\""}};

enum { CONTENT_COUNT = sizeof(contents) / sizeof(contents[0]) };

static apr_status_t foresee(sc_db_t *db, apr_pool_t *pool, const char *slug)
{
    sc_ahead_t *ahead = sc_ahead_new(db, pool);
    sc_set_t itself = {.entity = &sc_partnership};

    if (!ahead) {
        return APR_SUCCESS;
    }
    itself.ids = sc_read_item_ahead(ahead, itself.entity, slug);
    sc_labels_ahead(ahead, &itself, 1);
    sc_contents_ahead(ahead, contents, CONTENT_COUNT, sc_ahead_id(itself.ids));
    return sc_ahead_fetch(ahead);
}

apr_status_t sc_load_partnership(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                 const sc_query_t *query, void **data)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_array_header_t *itself = apr_array_make(pool, 1, sizeof(void *));
    void *partnership;

    (void)query;
    SC_TRY(foresee(db, pool, slug));
    SC_TRY(sc_read_item(db, pool, &sc_partnership, slug, &partnership));
    dossier->partnership = partnership;
    dossier->labels = apr_hash_make(pool);
    APR_ARRAY_PUSH(itself, void *) = partnership;
    SC_TRY(sc_load_labels(db, pool, itself, dossier->labels));
    *data = dossier;
    return sc_load_contents(db, pool, contents, CONTENT_COUNT, dossier->partnership->record.id,
                            dossier, dossier->labels);
}
