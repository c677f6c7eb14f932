#include "present/office/form/writer.h"

#include <string.h>

#define FIRST_MOST 12

/* What people fill in most, in the order in which they know it. */
static const struct {
    const sc_entity_t *entity;
    const char *first[FIRST_MOST];
} layouts[] = {
    {&sc_place,
     {"name", "level", "country", "subdivision", "names", "latitude", "longitude", "website"}},
    {&sc_partnership, {"parties", "type", "status", "established", "ended", "fields", "source"}},
    {&sc_agreement,
     {"partnership", "kind", "title", "date", "place", "term_months", "signatories", "documents",
      "source"}},
    {&sc_approval,
     {"partnership", "place", "body", "date", "result", "decision", "budget_amount",
      "budget_currency", "fiscal_year"}},
    {&sc_step, {"partnership", "status", "date", "body", "reason", "document"}},
    {&sc_activity,
     {"partnership", "title", "start", "end", "direction", "form", "participants", "program",
      "tasks", "outcome"}},
    {&sc_gift,
     {"partnership", "object", "date", "donor", "donor_place", "recipient", "recipient_place",
      "location"}},
    {&sc_organization,
     {"name", "kind", "place", "website", "contact", "email", "phone", "contact_published",
      "contact_until"}},
    {&sc_source, {"partnership", "place", "field", "states", "title", "url", "seen", "preferred"}},
    {&sc_claim, {"place", "partner", "number", "source", "url", "seen"}},
    {&sc_network, {"name", "kind", "founded", "website", "secretariat", "seat", "names", "source"}},
    {&sc_membership, {"network", "place", "joined", "left", "role", "source"}},
    {&sc_guide, {"texts", "position", "source"}},
    {&sc_story, {"date", "texts", "partnerships", "places", "picture", "credit"}},
    {&sc_template, {"kind", "texts", "position"}},
    {&sc_term, {"type", "text", "lang", "usage", "country", "source"}},
    {&sc_seeking,
     {"place", "countries", "fields", "population_from", "population_to", "languages", "type",
      "text", "organization", "valid_from", "valid_until"}},
    {&sc_person, {"name", "offices", "website", "source"}},
    {&sc_office, {"kind", "title", "place", "from", "to", "held"}},
    {&sc_award, {"name", "date", "awarded_by", "place", "partnership", "person", "note", "source"}},
    {&sc_party, {"place"}},
    {&sc_name, {"lang", "text", "kind"}},
    {&sc_attachment, {"title", "alternative", "credit", "license"}},
};

/* Lists that begin with empty rows: what nearly every item has. */
static const struct {
    const sc_entity_t *target;
    int rows;
} rows[] = {{&sc_party, 2},     {&sc_signatory, 2},        {&sc_participant, 1},
            {&sc_office, 1},    {&sc_program, 1},          {&sc_task, 1},
            {&sc_version, 1},   {&sc_partnership_text, 1}, {&sc_agreement_text, 1},
            {&sc_gift_text, 1}, {&sc_story_text, 1}};

const char *const *form_layout_first(const sc_entity_t *entity)
{
    for (size_t i = 0; i < SC_LENGTH(layouts); i++) {
        if (layouts[i].entity == entity) {
            return layouts[i].first;
        }
    }
    return NULL;
}

int form_layout_is_first(const sc_entity_t *entity, const sc_field_t *field)
{
    const char *const *name = form_layout_first(entity);

    if (!name) {
        return 1;
    }
    while (*name && strcmp(*name, field->name) != 0) {
        name++;
    }
    return *name != NULL;
}

int form_layout_rows(const sc_field_t *field)
{
    for (size_t i = 0; i < SC_LENGTH(rows); i++) {
        if (rows[i].target == field->target) {
            return rows[i].rows;
        }
    }
    return 0;
}
