/**
 * What follows from the facts on record: terms, conditions, how many partners.
 */
#pragma once

#include "view/force.h"

typedef enum { SC_UNKNOWN, SC_MET, SC_NOT_MET } sc_condition_e;

/** "unknown", "met", "not_met". */
const char *sc_condition_word(sc_condition_e condition);

/**
 * The three conditions under which CLAIR counts a relationship as a sister (friendship) city
 * relationship, whatever it is called (DOMAIN.md). Each comes with the item that shows it.
 */
typedef struct sc_conditions_t {
    sc_condition_e agreement; /* met: an agreement that founds or renews the partnership has
                                 signatories of two parties; not met: status forming or type project
                                 with no agreement on record; else unknown */
    const sc_agreement_t *agreement_evidence; /* or NULL */
    sc_condition_e fields; /* met: scope general, or two or more fields on the partnership and its
                              activities together; not met: scope named_fields with a single
                              field; else unknown */
    const apr_array_header_t *fields_on_record; /* distinct, of const char * */
    sc_condition_e budget; /* met: an approval with a budget that was not rejected; not met: the
                              only budget decisions on record are rejections; else unknown */
    const sc_approval_t *budget_evidence; /* or NULL */
} sc_conditions_t;

/** Whether an agreement of the kind (word of sc_agreement_kinds) founds or renews a partnership. */
int sc_agreement_binds(const char *kind);

void sc_conditions_of(const sc_partnership_dossier_t *dossier, sc_conditions_t *conditions,
                      apr_pool_t *pool);

/**
 * The chain of terms that a partnership's agreements make.
 *
 * A memorandum, protocol, friendship, sister or cooperation agreement and a succession found the
 * partnership; a renewal, an extension and a reaffirmation renew it; other kinds do neither. A term
 * of N months ends N months after its beginning, as precisely as that is known: 60 months from
 * 1997-04 end in 2002-04. It begins at effective_from; else what renews goes on where the term
 * before it ends, signed early or late, unless it would be over when it was signed; else it begins
 * on the date of signing. A later founding agreement or renewal without a term makes the
 * partnership open-ended. A suspension within a term does not prolong it.
 */
typedef struct sc_duration_t {
    int is_fixed;      /* whether the last agreement that says something about it limits it */
    const char *until; /* EDTF: end of the last term on record; NULL if open-ended, or if the
                          beginning of a fixed term is not known */
    int renewals;      /* renewals and extensions on record */
} sc_duration_t;

/**
 * @param agreements of sc_agreement_t *, oldest first (undated ones after those they follow); those
 *                   of other partnerships are passed over
 * @param partnership slug
 */
void sc_duration_of(const apr_array_header_t *agreements, const char *partnership,
                    sc_duration_t *term, apr_pool_t *pool);

/** Has a partnership that the place has left by today, for the place that came after it, stand as
 * it does for this place: passed on, and over since. */
void sc_partnership_as_left(sc_partnership_t *partnership, const char *place, const char *today);

/** Whether the party takes part on the day ("YYYY-MM-DD"): it has joined by then and not left. */
int sc_party_takes_part(const sc_party_t *party, const char *day);

/** The parties other than @a place (slug), in order, but for one whose successor it is or which is
 * its successor; sc_party_t *. @param day of those that take part on it, or of none where the place
 * itself joins later; NULL: whenever it was */
apr_array_header_t *sc_partners_of(const sc_partnership_t *partnership, const char *place,
                                   const char *day, apr_pool_t *pool);

/**
 * What a place says about itself against what is on record (DOMAIN.md, awkward case 3).
 * listed counts the other places in its partnerships of every type, each once, that are not
 * still to begin and not over, and of which they are parties today.
 */
typedef struct sc_partner_count_t {
    apr_int64_t listed;
    const sc_claim_t *claim; /* the newest claim of a number, or NULL */
} sc_partner_count_t;

void sc_partner_count_of(const sc_place_dossier_t *dossier, const char *today,
                         sc_partner_count_t *count, apr_pool_t *pool);

/** The distance in kilometers on a sphere of the Earth's mean radius; not a number where a
 * coordinate is not known. */
double sc_kilometers(double latitude, double longitude, double other_latitude,
                     double other_longitude);
