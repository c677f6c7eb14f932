/**
 * @file partnership.h
 * @brief The sections of a partnership's page, each with its heading; nothing where there is
 * nothing on record.
 */
#ifndef SC_PRESENT_PAGE_PART_PARTNERSHIP_H
#define SC_PRESENT_PAGE_PART_PARTNERSHIP_H

#include "present/page/part/part.h"

typedef void sc_partnership_section_fn(sc_buffer_t *out, const sc_view_t *view,
                                       const sc_partnership_dossier_t *dossier);

sc_partnership_section_fn sc_partnership_agreements, sc_partnership_approvals, sc_partnership_gifts;

/** The three conditions of CLAIR, each with what shows it; nothing for a network, to which they
 * do not apply. */
sc_partnership_section_fn sc_partnership_conditions;

/** Which party lists the other in public, and which does not. */
sc_partnership_section_fn sc_partnership_claims;

int sc_partnership_is_network(const sc_partnership_t *partnership);

/** The facts of one agreement as a list. @param labels of the places it names */
void sc_agreement_facts(sc_buffer_t *out, const sc_view_t *view, const sc_agreement_t *agreement,
                        apr_hash_t *labels);

#endif
