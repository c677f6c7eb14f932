#include "view/derive.h"

#include "model/text/edtf.h"

#include <math.h>
#include <string.h>

const char *sc_condition_word(sc_condition_e condition)
{
    return condition == SC_MET ? "met" : condition == SC_NOT_MET ? "not_met" : "unknown";
}

/* What an agreement of each kind does to the partnership. Kinds that are not here (a letter of
 * intent, an amendment, a suspension, a termination) do neither. */
typedef enum { DOES_NEITHER, FOUNDS, RENEWS } effect_e;

static const struct {
    const char *kind;
    effect_e effect;
} effects[] = {{"memorandum", FOUNDS}, {"protocol", FOUNDS},    {"friendship", FOUNDS},
               {"sister", FOUNDS},     {"cooperation", FOUNDS}, {"succession", FOUNDS},
               {"renewal", RENEWS},    {"extension", RENEWS},   {"reaffirmation", RENEWS}};

/* IUGG's mean radius. */
#define EARTH_RADIUS_KM 6371.0088
#define RADIANS (3.14159265358979323846 / 180)

static effect_e effect_of_kind(const char *kind)
{
    for (apr_size_t i = 0; i < SC_LENGTH(effects); i++) {
        if (sc_is(kind, effects[i].kind)) {
            return effects[i].effect;
        }
    }
    return DOES_NEITHER;
}

static effect_e effect_of(const sc_agreement_t *agreement)
{
    return effect_of_kind(agreement->kind);
}

int sc_agreement_binds(const char *kind)
{
    return effect_of_kind(kind) != DOES_NEITHER;
}

/* Whether people signed for two places or more; witnesses do not count. */
static int is_signed_by_two(const sc_agreement_t *agreement)
{
    const char *first = NULL;

    SC_EACH(const sc_signatory_t, signatory, agreement->signatories) {
        if (!signatory->place || sc_is(signatory->role, "witness")) {
            continue;
        }
        if (first && strcmp(first, signatory->place) != 0) {
            return 1;
        }
        first = signatory->place;
    }
    return 0;
}

static void judge_agreement(const sc_partnership_dossier_t *dossier, sc_conditions_t *conditions)
{
    const sc_partnership_t *partnership = dossier->partnership;

    SC_EACH(const sc_agreement_t, agreement, dossier->agreements) {
        if (effect_of(agreement) != DOES_NEITHER && is_signed_by_two(agreement)) {
            conditions->agreement = SC_MET;
            conditions->agreement_evidence = agreement;
            return;
        }
    }
    if (dossier->agreements->nelts == 0 &&
        (sc_is(partnership->status, "forming") || sc_is(partnership->type, "project"))) {
        conditions->agreement = SC_NOT_MET;
    }
}

static void add_fields(apr_array_header_t *distinct, const apr_array_header_t *fields)
{
    SC_EACH(const char, field, fields) {
        if (!sc_has_text(distinct, field)) {
            APR_ARRAY_PUSH(distinct, const char *) = field;
        }
    }
}

static void judge_fields(const sc_partnership_dossier_t *dossier, sc_conditions_t *conditions,
                         apr_pool_t *pool)
{
    apr_array_header_t *distinct = apr_array_make(pool, 4, sizeof(const char *));

    add_fields(distinct, dossier->partnership->fields);
    for (int i = 0; i < dossier->activities->nelts; i++) {
        add_fields(distinct, SC_AT(dossier->activities, i, sc_activity_t)->fields);
    }
    conditions->fields_on_record = distinct;
    if (sc_is(dossier->partnership->scope, "general") || distinct->nelts >= 2) {
        conditions->fields = SC_MET;
    }
    else if (sc_is(dossier->partnership->scope, "named_fields") && distinct->nelts == 1) {
        conditions->fields = SC_NOT_MET;
    }
}

static void judge_budget(const sc_partnership_dossier_t *dossier, sc_conditions_t *conditions)
{
    SC_EACH(const sc_approval_t, approval, dossier->approvals) {
        int is_rejected = sc_is(approval->result, "rejected");

        if (isnan(approval->budget_amount) || (is_rejected && conditions->budget_evidence)) {
            continue;
        }
        conditions->budget = is_rejected ? SC_NOT_MET : SC_MET;
        conditions->budget_evidence = approval;
        if (!is_rejected) {
            return;
        }
    }
}

void sc_conditions_of(const sc_partnership_dossier_t *dossier, sc_conditions_t *conditions,
                      apr_pool_t *pool)
{
    memset(conditions, 0, sizeof(*conditions));
    judge_agreement(dossier, conditions);
    judge_fields(dossier, conditions, pool);
    judge_budget(dossier, conditions);
}

/* The end of a term of the agreement's months. It goes on where the term before it ends, also if it
 * was signed late; but if that would be over by then, it begins on the day of signing. */
static const char *counted_end(const sc_agreement_t *agreement, const char *previous_end,
                               apr_pool_t *pool)
{
    int months = (int)agreement->term_months;
    const char *on = agreement->date && effect_of(agreement) == RENEWS
                         ? sc_edtf_plus_months(previous_end, months, pool)
                         : NULL;

    if (agreement->effective_from) {
        return sc_edtf_plus_months(agreement->effective_from, months, pool);
    }
    if (on && strcmp(on, agreement->date) > 0) {
        return on;
    }
    return sc_edtf_plus_months(agreement->date ? agreement->date : previous_end, months, pool);
}

void sc_duration_of(const apr_array_header_t *agreements, const char *partnership,
                    sc_duration_t *term, apr_pool_t *pool)
{
    memset(term, 0, sizeof(*term));
    SC_EACH(const sc_agreement_t, agreement, agreements) {
        effect_e effect =
            sc_is(agreement->partnership, partnership) ? effect_of(agreement) : DOES_NEITHER;

        if (effect == DOES_NEITHER) {
            continue;
        }
        term->renewals += sc_is(agreement->kind, "renewal") || sc_is(agreement->kind, "extension");
        if (agreement->effective_until || agreement->term_months != SC_NO_INTEGER) {
            term->is_fixed = 1;
            term->until = agreement->effective_until ? agreement->effective_until
                                                     : counted_end(agreement, term->until, pool);
        }
        else if (effect == FOUNDS || sc_is(agreement->kind, "renewal")) {
            term->is_fixed = 0;
            term->until = NULL;
        }
    }
}

/* Whether the one had left when the other joined, as a place has whose successor is the other. */
static int was_before(const sc_party_t *one, const sc_party_t *other)
{
    return one && other && one->left && other->joined && strcmp(one->left, other->joined) <= 0;
}

static const sc_party_t *party_of(const sc_partnership_t *partnership, const char *place)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (sc_is(SC_AT(partnership->parties, i, sc_party_t)->place, place)) {
            return SC_AT(partnership->parties, i, sc_party_t);
        }
    }
    return NULL;
}

void sc_partnership_as_left(sc_partnership_t *partnership, const char *place, const char *today)
{
    const sc_party_t *party = party_of(partnership, place);

    if (party && party->left && !sc_edtf_is_future(party->left, today) &&
        !sc_is_over(partnership)) {
        partnership->status = "succeeded";
        partnership->ended = party->left;
    }
}

int sc_party_takes_part(const sc_party_t *party, const char *day)
{
    return !sc_edtf_is_future(party->joined, day) &&
           (!party->left || sc_edtf_is_future(party->left, day));
}

apr_array_header_t *sc_partners_of(const sc_partnership_t *partnership, const char *place,
                                   const char *day, apr_pool_t *pool)
{
    apr_array_header_t *partners =
        apr_array_make(pool, SC_COUNT(partnership->parties), sizeof(sc_party_t *));
    const sc_party_t *own = party_of(partnership, place);
    int is_to_come = own && day && sc_edtf_is_future(own->joined, day);

    /* Whoever has left was a partner of those who were there then. */
    day = own && own->left && day && !sc_edtf_is_future(own->left, day) ? NULL : day;
    for (int i = 0; i < SC_COUNT(partnership->parties) && !is_to_come; i++) {
        sc_party_t *party = SC_AT(partnership->parties, i, sc_party_t);

        if (!sc_is(party->place, place) && !was_before(party, own) && !was_before(own, party) &&
            (!day || sc_party_takes_part(party, day))) {
            APR_ARRAY_PUSH(partners, sc_party_t *) = party;
        }
    }
    return partners;
}

/* Whether the partnership has begun, or is forming, and is not over. */
static int is_listed(const sc_partnership_t *partnership, const char *today)
{
    sc_partnership_t standing = *partnership;

    standing.status = sc_status_on(partnership, today, today);
    return !sc_is_over(&standing) && !sc_edtf_is_future(partnership->established, today);
}

static apr_int64_t count_partners(const sc_place_dossier_t *dossier, const char *today,
                                  apr_pool_t *pool)
{
    apr_hash_t *distinct = apr_hash_make(pool);

    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        if (!is_listed(partnership, today)) {
            continue;
        }
        apr_array_header_t *partners =
            sc_partners_of(partnership, dossier->place->slug, today, pool);
        for (int j = 0; j < partners->nelts; j++) {
            const char *slug = SC_AT(partners, j, sc_party_t)->place;

            apr_hash_set(distinct, slug, APR_HASH_KEY_STRING, slug);
        }
    }
    return apr_hash_count(distinct);
}

/* Whether the one claim was seen later than the other; a claim seen at an unknown time is old. */
static int is_newer(const sc_claim_t *one, const sc_claim_t *other)
{
    return !other || (one->seen && (!other->seen || strcmp(one->seen, other->seen) > 0));
}

void sc_partner_count_of(const sc_place_dossier_t *dossier, const char *today,
                         sc_partner_count_t *count, apr_pool_t *pool)
{
    count->listed = count_partners(dossier, today, pool);
    count->claim = NULL;
    SC_EACH(const sc_claim_t, claim, dossier->claims) {
        if (claim->number != SC_NO_INTEGER && is_newer(claim, count->claim)) {
            count->claim = claim;
        }
    }
}

double sc_kilometers(double latitude, double longitude, double other_latitude,
                     double other_longitude)
{
    double one = latitude * RADIANS, other = other_latitude * RADIANS;
    double up = sin((other - one) / 2);
    double along = sin((other_longitude - longitude) * RADIANS / 2);

    /* fmin() would make a number of what is not known. */
    return isnan(up + along)
               ? NAN
               : 2 * EARTH_RADIUS_KM *
                     asin(fmin(1, sqrt(up * up + cos(one) * cos(other) * along * along)));
}
