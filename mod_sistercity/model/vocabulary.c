#include "model/vocabulary.h"

#include <apr_strings.h>
#include <string.h>

#define VOCABULARY(name, text, words) const sc_vocabulary_t name = {text, words, SC_LENGTH(words)}

static const sc_word_t levels[] = {{"city", C_("level", "city")},
                                   {"town", C_("level", "town")},
                                   {"village", C_("level", "village")},
                                   {"municipality", C_("level", "municipality")},
                                   {"district", C_("level", "district")},
                                   {"county", C_("level", "county")},
                                   {"prefecture", C_("level", "prefecture")},
                                   {"province", C_("level", "province")},
                                   {"state", C_("level", "state")},
                                   {"region", C_("level", "region")},
                                   {"port", C_("level", "port")}};
VOCABULARY(sc_levels, "level", levels);

static const sc_word_t regions[] = {{"africa", C_("region", "Africa")},
                                    {"americas", C_("region", "Americas")},
                                    {"asia", C_("region", "Asia")},
                                    {"europe", C_("region", "Europe")},
                                    {"oceania", C_("region", "Oceania")}};
VOCABULARY(sc_regions, "region", regions);

static const sc_word_t name_kinds[] = {{"official", C_("name_kind", "official name")},
                                       {"short", C_("name_kind", "short name")},
                                       {"exonym", C_("name_kind", "foreign name")},
                                       {"former", C_("name_kind", "former name")},
                                       {"reading", C_("name_kind", "reading")}};
VOCABULARY(sc_name_kinds, "name_kind", name_kinds);

static const sc_word_t partnership_types[] = {{"sister", C_("type", "sister city")},
                                              {"friendship", C_("type", "friendship city")},
                                              {"partner", C_("type", "partner city")},
                                              {"project", C_("type", "project partnership")},
                                              {"sister_port", C_("type", "sister port")},
                                              {"sister_school", C_("type", "sister school")},
                                              {"economic", C_("type", "economic partnership")},
                                              {"network", C_("type", "network")}};
VOCABULARY(sc_partnership_types, "type", partnership_types);

static const sc_word_t place_ends[] = {{"rename", C_("place_end", "renamed")},
                                       {"merger", C_("place_end", "merged")},
                                       {"split", C_("place_end", "split")}};
VOCABULARY(sc_place_ends, "place_end", place_ends);

static const sc_word_t statuses[] = {{"forming", C_("status", "forming")},
                                     {"active", C_("status", "active")},
                                     {"dormant", C_("status", "dormant")},
                                     {"suspended", C_("status", "suspended")},
                                     {"expired", C_("status", "expired")},
                                     {"terminated", C_("status", "ended")},
                                     {"succeeded", C_("status", "passed to a successor")},
                                     {"upgraded", C_("status", "upgraded")},
                                     {"unknown", C_("status", "status not recorded")}};
VOCABULARY(sc_statuses, "status", statuses);

static const sc_word_t scopes[] = {{"general", C_("scope", "general")},
                                   {"named_fields", C_("scope", "named fields only")}};
VOCABULARY(sc_scopes, "scope", scopes);

static const sc_word_t exchange_fields[] = {
    {"education", C_("field", "education")},
    {"culture", C_("field", "culture")},
    {"arts", C_("field", "arts")},
    {"sports", C_("field", "sports")},
    {"administration", C_("field", "administration")},
    {"economy", C_("field", "economy")},
    {"tourism", C_("field", "tourism")},
    {"health_and_welfare", C_("field", "health and welfare")},
    {"science_and_technology", C_("field", "science and technology")},
    {"environment", C_("field", "environment")},
    {"agriculture", C_("field", "agriculture")},
    {"youth", C_("field", "youth")},
    {"humanitarian", C_("field", "humanitarian aid and relief")},
    {"host_town", C_("field", "host town")},
    {"urban_development", C_("field", "urban development")},
    {"international_cooperation", C_("field", "international cooperation")}};
VOCABULARY(sc_exchange_fields, "field", exchange_fields);

static const sc_word_t agreement_kinds[] = {
    {"letter_of_intent", C_("agreement_kind", "letter of intent")},
    {"memorandum", C_("agreement_kind", "memorandum")},
    {"protocol", C_("agreement_kind", "protocol")},
    {"friendship", C_("agreement_kind", "friendship agreement")},
    {"sister", C_("agreement_kind", "sister city agreement")},
    {"cooperation", C_("agreement_kind", "cooperation agreement")},
    {"renewal", C_("agreement_kind", "renewal")},
    {"reaffirmation", C_("agreement_kind", "reaffirmation")},
    {"extension", C_("agreement_kind", "extension")},
    {"amendment", C_("agreement_kind", "amendment")},
    {"succession", C_("agreement_kind", "succession")},
    {"suspension", C_("agreement_kind", "notice of suspension")},
    {"termination", C_("agreement_kind", "termination")}};
VOCABULARY(sc_agreement_kinds, "agreement_kind", agreement_kinds);

static const sc_word_t signing_modes[] = {
    {"in_person", C_("signing_mode", "in person")},
    {"online", C_("signing_mode", "online")},
    {"by_letter", C_("signing_mode", "by exchange of letters")}};
VOCABULARY(sc_signing_modes, "signing_mode", signing_modes);

static const sc_word_t signatory_roles[] = {{"signatory", C_("signatory_role", "signatory")},
                                            {"witness", C_("signatory_role", "witness")}};
VOCABULARY(sc_signatory_roles, "signatory_role", signatory_roles);

static const sc_word_t approval_results[] = {{"approved", C_("approval_result", "approved")},
                                             {"rejected", C_("approval_result", "rejected")}};
VOCABULARY(sc_approval_results, "approval_result", approval_results);

/* The first eight are the steps of forming a relationship (DOMAIN.md, Lifecycle). */
static const sc_word_t step_words[] = {{"candidate", C_("step", "listed as a candidate")},
                                       {"asked", C_("step", "asked")},
                                       {"research_visit", C_("step", "research visit")},
                                       {"intent", C_("step", "intent confirmed")},
                                       {"policy", C_("step", "exchange policy discussed")},
                                       {"deliberation", C_("step", "agreement finalized")},
                                       {"signing", C_("step", "agreement signed")},
                                       {"exchange", C_("step", "exchange begun")},
                                       {"active", C_("step", "active")},
                                       {"renewed", C_("step", "renewed")},
                                       {"dormant", C_("step", "dormant")},
                                       {"suspended", C_("step", "suspended")},
                                       {"resumed", C_("step", "resumed")},
                                       {"expired", C_("step", "expired")},
                                       {"terminated", C_("step", "ended")},
                                       {"succeeded", C_("step", "passed to a successor")},
                                       {"passed_on", C_("step", "goes on with the successor")},
                                       {"upgraded", C_("step", "upgraded")}};
VOCABULARY(sc_step_words, "step", step_words);

static const sc_word_t events[] = {{"agreements", C_("event", "agreements")},
                                   {"steps", C_("event", "steps")},
                                   {"activities", C_("event", "activities")},
                                   {"gifts", C_("event", "gifts")}};
VOCABULARY(sc_events, "event", events);

static const sc_word_t exchange_sorts[] = {
    {"educational_or_administrative", C_("exchange", "educational or administrative")},
    {"other", C_("exchange", "only other fields")}};
VOCABULARY(sc_exchange_sorts, "exchange", exchange_sorts);

static const sc_word_t charts[] = {{"decade", C_("chart", "by decade")},
                                   {"growth", C_("chart", "growth")},
                                   {"status", C_("chart", "by status")},
                                   {"type", C_("chart", "by type")},
                                   {"region", C_("chart", "by region of the world")},
                                   {"country", C_("chart", "by country")},
                                   {"levels", C_("chart", "by levels")},
                                   {"field", C_("chart", "by field")},
                                   {"exchange", C_("chart", "educational and administrative")},
                                   {"agreement_kind", C_("chart", "agreements by kind")},
                                   {"activity_year", C_("chart", "activities by year")},
                                   {"activity_direction", C_("chart", "activities by direction")},
                                   {"activity_form", C_("chart", "activities by form")},
                                   {"activity_field", C_("chart", "activities by field")},
                                   {"place", C_("chart", "places with the most")}};
VOCABULARY(sc_charts, "chart", charts);

static const sc_word_t directions[] = {{"sent", C_("direction", "sent")},
                                       {"received", C_("direction", "received")},
                                       {"joint", C_("direction", "joint")},
                                       {"online", C_("direction", "online")}};
VOCABULARY(sc_directions, "direction", directions);

static const sc_word_t activity_forms[] = {
    {"delegation", C_("activity_form", "delegation")},
    {"homestay", C_("activity_form", "homestay")},
    {"student_exchange", C_("activity_form", "student exchange")},
    {"staff_exchange", C_("activity_form", "staff exchange")},
    {"exhibition", C_("activity_form", "exhibition")},
    {"performance", C_("activity_form", "performance")},
    {"festival", C_("activity_form", "festival")},
    {"sports_event", C_("activity_form", "sports event")},
    {"forum", C_("activity_form", "forum")},
    {"course", C_("activity_form", "course")},
    {"tree_planting", C_("activity_form", "tree planting")},
    {"relief", C_("activity_form", "relief")},
    {"ceremony", C_("activity_form", "ceremony")},
    {"visit", C_("activity_form", "visit")},
    {"other", C_("activity_form", "other form")}};
VOCABULARY(sc_activity_forms, "activity_form", activity_forms);

static const sc_word_t organization_kinds[] = {
    {"municipality_office", C_("organization_kind", "municipal office")},
    {"committee", C_("organization_kind", "committee")},
    {"association", C_("organization_kind", "association")},
    {"museum", C_("organization_kind", "museum")},
    {"school", C_("organization_kind", "school")},
    {"club", C_("organization_kind", "club")},
    {"company", C_("organization_kind", "company")},
    {"national_body", C_("organization_kind", "national body")},
    {"overseas_office", C_("organization_kind", "overseas office")},
    {"other", C_("organization_kind", "other organization")}};
VOCABULARY(sc_organization_kinds, "organization_kind", organization_kinds);

static const sc_word_t network_kinds[] = {
    {"twinning", C_("network_kind", "ring of twinned places")},
    {"association", C_("network_kind", "association of local governments")},
    {"economic", C_("network_kind", "economic network")},
    {"thematic", C_("network_kind", "network for one subject")},
    {"alliance", C_("network_kind", "alliance for a common cause")},
    {"other", C_("network_kind", "other network")}};
VOCABULARY(sc_network_kinds, "network_kind", network_kinds);
static const sc_word_t wording_usages[] = {{"local", C_("usage", "local word")},
                                           {"reader", C_("usage", "word for readers")}};
VOCABULARY(sc_term_usages, "usage", wording_usages);

static const sc_word_t template_kinds[] = {
    {"sister", C_("template", "sister city agreement")},
    {"friendship", C_("template", "friendship agreement")},
    {"memorandum", C_("template", "memorandum of understanding")},
    {"fixed_term", C_("template", "agreement for a fixed term")},
    {"renewal", C_("template", "renewal")},
    {"inquiry", C_("template", "letter of inquiry")},
    {"intent", C_("template", "letter of intent")},
    {"invitation", C_("template", "invitation")},
    {"other", C_("template", "other text")}};
VOCABULARY(sc_template_kinds, "template", template_kinds);

static const sc_word_t condition_answers[] = {{"met", C_("condition", "met")},
                                              {"not_met", C_("condition", "not met")},
                                              {"unknown", C_("condition", "unknown")}};
VOCABULARY(sc_condition_answers, "condition", condition_answers);

static const sc_word_t office_kinds[] = {
    {"mayor", C_("office", "mayor")},
    {"governor", C_("office", "governor")},
    {"deputy", C_("office", "deputy mayor or governor")},
    {"council_chair", C_("office", "chair of the council or assembly")},
    {"councilor", C_("office", "member of the council or assembly")},
    {"head_of_state", C_("office", "head of state or government")},
    {"diplomat", C_("office", "diplomat")},
    {"official", C_("office", "official of the municipality")},
    {"chair", C_("office", "chair of an organization")},
    {"coordinator", C_("office", "coordinator of the partnership")},
    {"founder", C_("office", "founder of the partnership")},
    {"goodwill_ambassador", C_("office", "goodwill ambassador")},
    {"honorary_citizen", C_("office", "honorary citizen")},
    {"other", C_("office", "other public office")}};
VOCABULARY(sc_office_kinds, "office", office_kinds);

int sc_vocabulary_find(const sc_vocabulary_t *vocabulary, const char *word)
{
    for (int i = 0; i < vocabulary->count; i++) {
        if (strcmp(vocabulary->words[i].word, word) == 0) {
            return i;
        }
    }
    return -1;
}

const char *sc_vocabulary_label(const sc_vocabulary_t *vocabulary, const char *word)
{
    int position = sc_vocabulary_find(vocabulary, word);

    return position < 0 ? NULL : vocabulary->words[position].label;
}

const char *sc_vocabulary_list(const sc_vocabulary_t *vocabulary, apr_pool_t *pool)
{
    const char *list = vocabulary->words[0].word;

    for (int i = 1; i < vocabulary->count; i++) {
        list = apr_pstrcat(pool, list, ", ", vocabulary->words[i].word, NULL);
    }
    return list;
}
