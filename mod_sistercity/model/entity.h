/**
 * The entities of a registry: their records as structs, their field tables.
 *
 * The members of each struct come from entities/NAME.def, in that order.
 */
#pragma once

#include "model/field.h"

/* clang-format off */
#define ROW(type, name, ...) type name;
#include "model/entities/types.h"
typedef struct sc_name_t { sc_record_t record;
#include "model/entities/name.def"
} sc_name_t;
typedef struct sc_place_t { sc_record_t record;
#include "model/entities/place.def"
} sc_place_t;
typedef struct sc_party_t { sc_record_t record;
#include "model/entities/party.def"
} sc_party_t;
typedef struct sc_partnership_t { sc_record_t record;
#include "model/entities/partnership.def"
/* Of whoever reads it, no fields: the status that the next planned step brings, and that step's
 * day; or NULL. */
const char *next_status, *next_day;
} sc_partnership_t;
typedef struct sc_signatory_t { sc_record_t record;
#include "model/entities/signatory.def"
} sc_signatory_t;
typedef struct sc_attachment_t { sc_record_t record;
#include "model/entities/attachment.def"
} sc_attachment_t;
typedef struct sc_document_t { sc_record_t record;
#include "model/entities/document.def"
} sc_document_t;
typedef struct sc_agreement_t { sc_record_t record;
#include "model/entities/agreement.def"
} sc_agreement_t;
typedef struct sc_approval_t { sc_record_t record;
#include "model/entities/approval.def"
} sc_approval_t;
typedef struct sc_step_t { sc_record_t record;
#include "model/entities/step.def"
} sc_step_t;
typedef struct sc_participant_t { sc_record_t record;
#include "model/entities/participant.def"
} sc_participant_t;
typedef struct sc_program_t { sc_record_t record;
#include "model/entities/program.def"
} sc_program_t;
typedef struct sc_task_t { sc_record_t record;
#include "model/entities/task.def"
} sc_task_t;
typedef struct sc_organization_t { sc_record_t record;
#include "model/entities/organization.def"
} sc_organization_t;
typedef struct sc_activity_t { sc_record_t record;
#include "model/entities/activity.def"
} sc_activity_t;
typedef struct sc_gift_t { sc_record_t record;
#include "model/entities/gift.def"
} sc_gift_t;
typedef struct sc_source_t { sc_record_t record;
#include "model/entities/source.def"
} sc_source_t;
typedef struct sc_claim_t { sc_record_t record;
#include "model/entities/claim.def"
} sc_claim_t;
typedef struct sc_network_t { sc_record_t record;
#include "model/entities/network.def"
} sc_network_t;
typedef struct sc_membership_t { sc_record_t record;
#include "model/entities/membership.def"
} sc_membership_t;
typedef struct sc_term_t { sc_record_t record;
#include "model/entities/term.def"
} sc_term_t;
typedef struct sc_seeking_t { sc_record_t record;
#include "model/entities/seeking.def"
} sc_seeking_t;
typedef struct sc_version_t { sc_record_t record;
#include "model/entities/version.def"
} sc_version_t;
typedef struct sc_story_text_t { sc_record_t record;
#include "model/entities/story_text.def"
} sc_story_text_t;
typedef struct sc_office_t { sc_record_t record;
#include "model/entities/office.def"
} sc_office_t;
typedef struct sc_person_t { sc_record_t record;
#include "model/entities/person.def"
} sc_person_t;
typedef struct sc_award_t { sc_record_t record;
#include "model/entities/award.def"
} sc_award_t;
typedef struct sc_guide_t { sc_record_t record;
#include "model/entities/guide.def"
} sc_guide_t;
typedef struct sc_story_t { sc_record_t record;
#include "model/entities/story.def"
} sc_story_t;
typedef struct sc_template_t { sc_record_t record;
#include "model/entities/template.def"
} sc_template_t;
typedef struct sc_partnership_text_t { sc_record_t record;
#include "model/entities/partnership_text.def"
} sc_partnership_text_t;
typedef struct sc_agreement_text_t { sc_record_t record;
#include "model/entities/agreement_text.def"
} sc_agreement_text_t;
typedef struct sc_gift_text_t { sc_record_t record;
#include "model/entities/gift_text.def"
} sc_gift_text_t;
#include "model/entities/undefine.h"
/* clang-format on */

/* Items, which have an address of their own. */
extern const sc_entity_t sc_place, sc_partnership, sc_agreement, sc_approval, sc_step, sc_activity,
    sc_gift, sc_organization, sc_source, sc_claim, sc_network, sc_membership, sc_term, sc_seeking,
    sc_guide, sc_story, sc_template, sc_person, sc_award;

/* Parts, which live and die with the item that holds them. */
extern const sc_entity_t sc_name, sc_party, sc_signatory, sc_document, sc_participant, sc_version,
    sc_story_text, sc_office, sc_program, sc_task, sc_partnership_text, sc_agreement_text,
    sc_gift_text, sc_attachment;

/** All items, referred-to before referring: the order in which files are imported. NULL ends. */
extern const sc_entity_t *const sc_entities[];

/** The entity of the items that every registry begins with, those of sql/terms.csv. An import of
 * such items changes those that are there, and only one that has some replaces them. */
#define SC_SHIPPED (&sc_term)

/** The item entity of this collection ("places"), or NULL; so for NULL. */
const sc_entity_t *sc_entity_of_collection(const char *collection);

/** Whether the entity's items are texts: `texts` is all that they say. Others with such a field say
 * something in the registry's first language, and in `texts` the same for other readers, in fields
 * of the same names (of an activity `text` is the outcome). */
int sc_is_texts(const sc_entity_t *entity);

/** Whether the collection's items have a page, and so an address, of their own for readers. */
int sc_has_page(const sc_entity_t *entity);

/** What is needed to name a place. */
typedef struct sc_label_t {
    const char *slug;
    const char *name;
    const char *level;
    const char *country;
    double latitude, longitude; /* NAN if unknown */
    apr_array_header_t *names;  /* of sc_name_t *, never NULL */
} sc_label_t;
