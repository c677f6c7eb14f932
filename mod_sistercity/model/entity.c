#include "model/entity.h"

#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/vocabulary.h"

#include <string.h>

/* clang-format off */
#define ROW(c_type, name, label, type, flags, least, limit, vocabulary, target, help)              \
    {#name, label, type, flags, least, limit, vocabulary, target, offsetof(RECORD, name), help},
#include "model/entities/types.h"
#define RECORD sc_name_t
static const sc_field_t name_fields[] = {
#include "model/entities/name.def"
};
#undef RECORD
#define RECORD sc_place_t
static const sc_field_t place_fields[] = {
#include "model/entities/place.def"
};
#undef RECORD
#define RECORD sc_party_t
static const sc_field_t party_fields[] = {
#include "model/entities/party.def"
};
#undef RECORD
#define RECORD sc_partnership_t
static const sc_field_t partnership_fields[] = {
#include "model/entities/partnership.def"
    {"stated_status", N_("Stated status"), SC_TYPE_WORD, SC_PUBLIC, 0, 40, &sc_statuses, NULL,
     offsetof(RECORD, status),
     N_("The status on record where its dates make it another one today, as of what is planned")},
};
#undef RECORD
#define RECORD sc_signatory_t
static const sc_field_t signatory_fields[] = {
#include "model/entities/signatory.def"
};
#undef RECORD
#define RECORD sc_attachment_t
static const sc_field_t attachment_fields[] = {
#include "model/entities/attachment.def"
};
#undef RECORD
#define RECORD sc_document_t
static const sc_field_t document_fields[] = {
#include "model/entities/document.def"
};
#undef RECORD
#define RECORD sc_agreement_t
static const sc_field_t agreement_fields[] = {
#include "model/entities/agreement.def"
};
#undef RECORD
#define RECORD sc_approval_t
static const sc_field_t approval_fields[] = {
#include "model/entities/approval.def"
};
#undef RECORD
#define RECORD sc_step_t
static const sc_field_t step_fields[] = {
#include "model/entities/step.def"
};
#undef RECORD
#define RECORD sc_program_t
static const sc_field_t program_fields[] = {
#include "model/entities/program.def"
};
#undef RECORD
#define RECORD sc_task_t
static const sc_field_t task_fields[] = {
#include "model/entities/task.def"
};
#undef RECORD
#define RECORD sc_participant_t
static const sc_field_t participant_fields[] = {
#include "model/entities/participant.def"
};
#undef RECORD
#define RECORD sc_organization_t
static const sc_field_t organization_fields[] = {
#include "model/entities/organization.def"
};
#undef RECORD
#define RECORD sc_activity_t
static const sc_field_t activity_fields[] = {
#include "model/entities/activity.def"
};
#undef RECORD
#define RECORD sc_gift_t
static const sc_field_t gift_fields[] = {
#include "model/entities/gift.def"
};
#undef RECORD
#define RECORD sc_source_t
static const sc_field_t source_fields[] = {
#include "model/entities/source.def"
};
#undef RECORD
#define RECORD sc_claim_t
static const sc_field_t claim_fields[] = {
#include "model/entities/claim.def"
};
#undef RECORD
#define RECORD sc_network_t
static const sc_field_t network_fields[] = {
#include "model/entities/network.def"
};
#undef RECORD
#define RECORD sc_membership_t
static const sc_field_t membership_fields[] = {
#include "model/entities/membership.def"
};
#undef RECORD
#define RECORD sc_term_t
static const sc_field_t term_fields[] = {
#include "model/entities/term.def"
};
#undef RECORD
#define RECORD sc_seeking_t
static const sc_field_t seeking_fields[] = {
#include "model/entities/seeking.def"
};
#undef RECORD
#define RECORD sc_version_t
static const sc_field_t version_fields[] = {
#include "model/entities/version.def"
};
#undef RECORD
#define RECORD sc_story_text_t
static const sc_field_t story_text_fields[] = {
#include "model/entities/story_text.def"
};
#undef RECORD
#define RECORD sc_guide_t
static const sc_field_t guide_fields[] = {
#include "model/entities/guide.def"
};
#undef RECORD
#define RECORD sc_story_t
static const sc_field_t story_fields[] = {
#include "model/entities/story.def"
};
#undef RECORD
#define RECORD sc_office_t
static const sc_field_t office_fields[] = {
#include "model/entities/office.def"
};
#undef RECORD
#define RECORD sc_person_t
static const sc_field_t person_fields[] = {
#include "model/entities/person.def"
};
#undef RECORD
#define RECORD sc_award_t
static const sc_field_t award_fields[] = {
#include "model/entities/award.def"
};
#undef RECORD
#define RECORD sc_template_t
static const sc_field_t template_fields[] = {
#include "model/entities/template.def"
};
#undef RECORD
#define RECORD sc_partnership_text_t
static const sc_field_t partnership_text_fields[] = {
#include "model/entities/partnership_text.def"
};
#undef RECORD
#define RECORD sc_agreement_text_t
static const sc_field_t agreement_text_fields[] = {
#include "model/entities/agreement_text.def"
};
#undef RECORD
#define RECORD sc_gift_text_t
static const sc_field_t gift_text_fields[] = {
#include "model/entities/gift_text.def"
};
#undef RECORD
#include "model/entities/undefine.h"
/* clang-format on */

#define ENTITY_WITH(name, record, collection, label, label_many, twins)                            \
    const sc_entity_t sc_##name = {#name,                                                          \
                                   collection,                                                     \
                                   label,                                                          \
                                   label_many,                                                     \
                                   name##_fields,                                                  \
                                   sizeof(name##_fields) / sizeof(name##_fields[0]) - (twins),     \
                                   sizeof(name##_fields) / sizeof(name##_fields[0]),               \
                                   sizeof(record)}
#define ENTITY_OF(name, record, ...) ENTITY_WITH(name, record, __VA_ARGS__, 0)
#define ENTITY(name, ...) ENTITY_OF(name, sc_##name##_t, __VA_ARGS__)

ENTITY(place, "places", N_("place"), N_("places"));
ENTITY_WITH(partnership, sc_partnership_t, "partnerships", N_("partnership"), N_("partnerships"),
            1);
ENTITY(agreement, "agreements", N_("agreement"), N_("agreements"));
ENTITY(approval, "approvals", N_("approval"), N_("approvals"));
ENTITY(step, "steps", N_("step"), N_("steps"));
ENTITY(activity, "activities", N_("activity"), N_("activities"));
ENTITY(gift, "gifts", N_("gift"), N_("gifts"));
ENTITY(organization, "organizations", N_("organization"), N_("organizations"));
ENTITY(source, "sources", N_("source"), N_("sources"));
ENTITY(claim, "claims", N_("claim"), N_("claims"));
ENTITY(network, "networks", N_("network"), N_("networks"));
ENTITY(membership, "memberships", N_("membership"), N_("memberships"));
/* A term of the other sort is the time that a partnership runs for. */
ENTITY_OF(term, sc_term_t, "terms", N_("term"), N_("terms"));
ENTITY(seeking, "seeking", N_("search for a partner"), N_("searches for a partner"));
ENTITY(guide, "guide", N_("guide entry"), N_("guide entries"));
ENTITY(story, "stories", N_("story"), N_("stories"));
/* A template of the other sort is a page of the site. */
ENTITY_OF(template, sc_template_t, "templates", N_("template"), N_("templates"));
/* A person of the other sort is a name that is looked for, to be removed. */
ENTITY_OF(person, sc_person_t, "persons", N_("person"), N_("persons"));
ENTITY(award, "awards", N_("award"), N_("awards"));
ENTITY(office, NULL, N_("office"), N_("offices"));
ENTITY(name, NULL, N_("name"), N_("names"));
ENTITY(party, NULL, N_("party"), N_("parties"));
ENTITY(signatory, NULL, N_("signatory"), N_("signatories"));
ENTITY(attachment, NULL, N_("file"), N_("files"));
ENTITY(document, NULL, N_("document"), N_("documents"));
ENTITY(version, NULL, N_("text"), N_("texts"));
ENTITY(story_text, NULL, N_("text"), N_("texts"));
ENTITY(program, NULL, N_("item of the program"), N_("items of the program"));
ENTITY(task, NULL, N_("task"), N_("tasks"));
ENTITY(partnership_text, NULL, N_("text"), N_("texts"));
ENTITY(agreement_text, NULL, N_("text"), N_("texts"));
ENTITY(gift_text, NULL, N_("text"), N_("texts"));
ENTITY(participant, NULL, N_("participant"), N_("participants"));

const sc_entity_t *const sc_entities[] = {
    &sc_place,    &sc_organization, &sc_partnership, &sc_person, &sc_agreement,
    &sc_approval, &sc_step,         &sc_activity,    &sc_gift,   &sc_source,
    &sc_claim,    &sc_network,      &sc_membership,  &sc_term,   &sc_seeking,
    &sc_guide,    &sc_story,        &sc_template,    &sc_award,  NULL};

const sc_entity_t *sc_entity_of_collection(const char *collection)
{
    for (int i = 0; collection && sc_entities[i]; i++) {
        if (strcmp(sc_entities[i]->collection, collection) == 0) {
            return sc_entities[i];
        }
    }
    return NULL;
}

int sc_has_page(const sc_entity_t *entity)
{
    return entity == &sc_place || entity == &sc_partnership || entity == &sc_agreement ||
           entity == &sc_activity || entity == &sc_organization || entity == &sc_network ||
           entity == &sc_term || entity == &sc_seeking || entity == &sc_person ||
           entity == &sc_award || sc_is_texts(entity);
}

int sc_is_texts(const sc_entity_t *entity)
{
    const sc_field_t *texts = sc_entity_field(entity, "texts");

    return texts && texts->flags & SC_REQUIRED;
}
