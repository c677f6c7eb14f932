#include "store/load/check_rules.h"

#include "store/db/date_sql.h"
#include "store/db/sql.h"
#include "store/record/search.h"
#include "view/doubt.h"

#define ITEM "t.\"id\", t.\"slug\""
#define BY_ID "t.\"id\""

/* An end that is certainly before its beginning: not even their precision lets them meet. */
#define ENDS_EARLY(entity, table, from, until, sentence)                                           \
    {entity,                                                                                       \
     "impossible_date",                                                                            \
     until,                                                                                        \
     sentence,                                                                                     \
     {"from", "until"},                                                                            \
     ITEM ", t.\"" from "\", t.\"" until "\"",                                                     \
     "\"" table "\" t WHERE t.\"" from "\" > '' AND " SC_SQL_AFTER_LAST_DAY(                       \
         "t.\"" until "\"") " < " SC_SQL_FIRST_DAY("t.\"" from "\""),                              \
     BY_ID,                                                                                        \
     0}

/* A date that is certainly after today. The first comparison, which the second one implies, is one
 * that an index answers. */
#define IN_THE_FUTURE(entity, table, date, sentence)                                               \
    {entity,                                                                                       \
     "impossible_date",                                                                            \
     date,                                                                                         \
     sentence,                                                                                     \
     {"date"},                                                                                     \
     ITEM ", t.\"" date "\"",                                                                      \
     "\"" table "\" t WHERE t.\"" date "\" > ? AND " SC_SQL_FIRST_DAY("t.\"" date "\"") " > ?",    \
     "t.\"" date "\", " BY_ID,                                                                     \
     2}

/* What people are called for life, beside any office. */
#define HONORS "('honorary_citizen', 'founder', 'goodwill_ambassador')"

/* When a person has certainly taken up an office, and when it may be left; the office is held in
 * between, and on, where no end is recorded (model/office.h). */
#define TAKES_UP(office) SC_SQL_AFTER_LAST_DAY(office ".\"from\"")
#define LEAVES(office) "COALESCE(" SC_SQL_FIRST_DAY(office ".\"to\"") ", '~')"

/* What a search finds by keys that it does not have: not even that of its whole name. */
#define WITHOUT_KEYS(entity, table, field, keys, owner)                                            \
    {entity,                                                                                       \
     "not_searchable",                                                                             \
     field,                                                                                        \
     N_("No search finds it, as it was stored without search keys. Run sistercityctl "             \
        "reindex."),                                                                               \
     {NULL},                                                                                       \
     ITEM,                                                                                         \
     "\"" table "\" t WHERE t.\"id\" IN (SELECT \"id\" FROM \"" table "\" EXCEPT SELECT \"" owner  \
     "\" FROM \"" keys "\" WHERE \"key\" >= '" SC_KEY_OF_WHOLE "' AND \"key\" < '>')",             \
     BY_ID,                                                                                        \
     0}

/* What may not be kept any longer, if there is any of it: @a contact is an expression. */
#define CONTACT_EXPIRED(entity, table, contact)                                                    \
    {entity,                                                                                       \
     "contact_expired",                                                                            \
     "contact_until",                                                                              \
     N_("The contact may be kept until {date} only, and readers do not see it any more. Remove "   \
        "it, or ask whether it may be kept longer."),                                              \
     {"date"},                                                                                     \
     ITEM ", t.\"contact_until\"",                                                                 \
     "\"" table "\" t WHERE " SC_SQL_AFTER_LAST_DAY("t.\"contact_until\"") " < ? AND " contact     \
                                                                           " IS NOT NULL",         \
     BY_ID,                                                                                        \
     1}

/* Who made it is asked of whoever shows it. */
#define WITHOUT_CREDIT(entity, table, owner)                                                       \
    {entity,                                                                                       \
     "no_credit",                                                                                  \
     "files",                                                                                      \
     N_("Nothing says who made a picture of it, and under which license. Ask, and note it as its " \
        "credit."),                                                                                \
     {NULL},                                                                                       \
     "DISTINCT " ITEM,                                                                             \
     "\"" table "\" t JOIN \"" owner "_files\" f ON f.\"" owner "_id\" = t.\"id\" "                \
     "WHERE f.\"credit\" IS NULL AND f.\"name\" NOT LIKE '%.pdf'",                                 \
     BY_ID,                                                                                        \
     0}

/* Two sources about the same field that cannot both be right, the earlier one of which is the first
 * that contradicts the later, where none is marked as the one to follow. */
#define DISAGREE(entity, table, subject)                                                           \
    {entity,                                                                                       \
     "sources_disagree",                                                                           \
     NULL,                                                                                         \
     N_("Sources disagree on {field}: one says {one}, another {other}. Mark the one that "         \
        "the record follows as preferred, and note why."),                                         \
     {"field", "one", "other"},                                                                    \
     ITEM ", b.\"field\", a.\"states\", b.\"states\"",                                             \
     "\"sources\" b JOIN \"" table "\" t ON t.\"id\" = b.\"" subject "\" "                         \
     "JOIN \"sources\" a ON a.\"id\" = (SELECT MIN(x.\"id\") FROM \"sources\" x "                  \
     "WHERE x.\"" subject "\" = b.\"" subject "\" AND x.\"field\" = b.\"field\" "                  \
     "AND x.\"id\" < b.\"id\" AND NOT " SC_SQL_AGREE(                                              \
         "x.\"states\"",                                                                           \
         "b.\"states\"") ") WHERE NOT EXISTS "                                                     \
                         "(SELECT 1 FROM \"sources\" s WHERE s.\"" subject "\" = b.\"" subject     \
                         "\" AND s.\"field\" = b.\"field\" AND s.\"preferred\" = 1)",              \
     "b.\"id\"",                                                                                   \
     0}

/* What the record itself says of the field that a source speaks about. */
#define RECORDED                                                                                   \
    "CASE s.\"field\" WHEN 'established' THEN t.\"established\" WHEN 'ended' THEN t.\"ended\" "    \
    "WHEN 'first_contact' THEN t.\"first_contact\" END"

/* The other places that a place has partnerships with which are not over, today; the four `?` are
 * that. */
#define LISTED                                                                                     \
    "(SELECT COUNT(DISTINCT o.\"place_id\") FROM \"partnership_parties\" m "                       \
    "JOIN \"partnerships\" s ON s.\"id\" = m.\"partnership_id\" "                                  \
    "JOIN \"partnership_parties\" o ON o.\"partnership_id\" = m.\"partnership_id\" "               \
    "AND o.\"place_id\" <> m.\"place_id\" WHERE m.\"place_id\" = c.\"place_id\" "                  \
    "AND " SC_SQL_HOLDS_ON("m.\"joined\"", "m.\"left\"") " AND " SC_SQL_HOLDS_ON(                  \
        "o.\"joined\"", "o.\"left\"") " "                                                          \
                                      "AND s.\"status\" NOT IN " SC_SQL_OVER ")"

/* The first claim of each of the pairs, and the names of both places. */
#define CLAIMED(pairs)                                                                             \
    "(SELECT \"place_id\", \"partner_id\" FROM \"claims\" WHERE \"partner_id\" IS NOT NULL "       \
    "EXCEPT " pairs ") d JOIN \"claims\" t ON t.\"id\" = (SELECT MIN(e.\"id\") FROM \"claims\" e " \
    "WHERE e.\"place_id\" = d.\"place_id\" AND e.\"partner_id\" = d.\"partner_id\") "              \
    "JOIN \"places\" a ON a.\"id\" = t.\"place_id\" JOIN \"places\" b ON b.\"id\" = "              \
    "t.\"partner_id\""
#define BY_PAIR "t.\"place_id\", t.\"partner_id\""

/* The parties of least and greatest id of each partnership, both ways. All pairs of a network would
 * be too many; those are asked for one by one. */
#define PAIRED                                                                                     \
    "SELECT MIN(\"place_id\"), MAX(\"place_id\") FROM \"partnership_parties\" "                    \
    "GROUP BY \"partnership_id\" EXCEPT "                                                          \
    "SELECT MAX(\"place_id\"), MIN(\"place_id\") FROM \"partnership_parties\" "                    \
    "GROUP BY \"partnership_id\""

/* What partnerships of the same parties have in common: for two parties the least and the greatest
 * say all, for more of them the rule compares one by one. */
#define ALIKE                                                                                      \
    "(SELECT g.\"least\", g.\"greatest\", g.\"number\" FROM (SELECT MIN(\"place_id\") AS "         \
    "\"least\", "                                                                                  \
    "MAX(\"place_id\") AS \"greatest\", COUNT(*) AS \"number\" FROM \"partnership_parties\" "      \
    "GROUP BY \"partnership_id\") g GROUP BY g.\"least\", g.\"greatest\", g.\"number\" "           \
    "HAVING COUNT(*) > 1) h"
/* The ids of those. */
#define PARTNERSHIPS_OF_H                                                                          \
    "(SELECT l.\"partnership_id\" FROM \"partnership_parties\" l "                                 \
    "JOIN \"partnership_parties\" r ON r.\"partnership_id\" = l.\"partnership_id\" "               \
    "WHERE l.\"place_id\" = h.\"least\" AND r.\"place_id\" = h.\"greatest\")"
#define PARTIES_OF(partnership)                                                                    \
    "FROM \"partnership_parties\" WHERE \"partnership_id\" = " partnership ".\"id\""

/* What steps tell of their partnership (view/doubt.h), and their days. */
#define FORMS "('candidate', 'asked', 'research_visit', 'intent', 'policy', 'deliberation')"
#define BINDS "('signing', 'active', 'renewed')"
#define RESTS "('dormant', 'suspended')"
#define STOPS "('suspended', 'terminated', 'expired', 'succeeded', 'upgraded')"
#define TAKES_UP_AGAIN "('signing', 'active', 'renewed', 'exchange', 'resumed')"
#define DAY(step) "COALESCE(" step ".\"effective\", " step ".\"date\")"
#define BEFORE(one, other) SC_SQL_AFTER_LAST_DAY(DAY(one)) " < " SC_SQL_FIRST_DAY(DAY(other))

/* A step after one that it should come before, unless a step in between makes it possible. */
#define OUT_OF_ORDER(steps, over, possible)                                                        \
    {&sc_step,                                                                                     \
     "step_order",                                                                                 \
     "date",                                                                                       \
     sc_doubt_order,                                                                               \
     {"slug", "date"},                                                                             \
     ITEM ", o.\"slug\", " DAY("o"),                                                               \
     "\"steps\" t JOIN \"steps\" o ON o.\"partnership_id\" = t.\"partnership_id\" "                \
     "AND o.\"status\" IN " over " AND " BEFORE(                                                   \
         "o", "t") " WHERE t.\"status\" IN " steps                                                 \
                   " AND NOT EXISTS (SELECT 1 FROM \"steps\" b WHERE b.\"partnership_id\" = "      \
                   "t.\"partnership_id\" "                                                         \
                   "AND b.\"id\" NOT IN (o.\"id\", t.\"id\") AND (b.\"status\" IN " possible ")"   \
                   " AND NOT COALESCE(" BEFORE("b", "o") ", FALSE) "                               \
                                                         "AND NOT COALESCE(" BEFORE(               \
                                                             "t", "b") ", FALSE))",                \
     BY_ID ", o.\"id\"",                                                                           \
     0}

const sc_rule_t sc_rules[] = {
    {&sc_claim,
     "one_sided",
     "partner",
     N_("{place} lists {partner} as a partner, but no list of {partner} on record names {place}. "
        "Ask {partner}, or record its list as a claim."),
     {"place", "partner"},
     ITEM ", a.\"name\", b.\"name\"",
     CLAIMED("SELECT \"partner_id\", \"place_id\" FROM \"claims\""),
     BY_PAIR,
     0},
    {&sc_claim,
     "claim_differs",
     "partner",
     N_("{place} lists {partner} as a partner, but the registry has no partnership of the two. "
        "Record it, or remove the claim if it no longer stands."),
     {"place", "partner"},
     ITEM ", a.\"name\", b.\"name\"",
     CLAIMED(
         PAIRED) " WHERE NOT EXISTS (SELECT 1 FROM \"partnership_parties\" m "
                 "JOIN \"partnership_parties\" o ON o.\"partnership_id\" = m.\"partnership_id\" "
                 "WHERE m.\"place_id\" = t.\"place_id\" AND o.\"place_id\" = t.\"partner_id\")",
     BY_PAIR,
     0},
    {&sc_claim,
     "claim_differs",
     "number",
     N_("{place} states that it has {number} partners, and {listed} are on record. Look for those "
        "that are missing, or for those that have ended."),
     {"place", "number", "listed"},
     ITEM ", t.\"name\", t.\"number\", t.\"listed\"",
     "(SELECT c.\"id\", c.\"slug\", a.\"name\", c.\"number\", " LISTED " AS \"listed\" "
     "FROM \"claims\" c JOIN \"places\" a ON a.\"id\" = c.\"place_id\" "
     "WHERE c.\"number\" IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM \"claims\" n WHERE n.\"place_id\" = c.\"place_id\" "
     "AND n.\"number\" IS NOT NULL AND (COALESCE(n.\"seen\", '') > COALESCE(c.\"seen\", '') "
     "OR (COALESCE(n.\"seen\", '') = COALESCE(c.\"seen\", '') AND n.\"id\" < c.\"id\")))) t "
     "WHERE t.\"number\" <> t.\"listed\"",
     BY_ID,
     4},
    {&sc_partnership,
     "duplicate",
     "parties",
     N_("The same parties are on record with the same type as {other}. If both are one "
        "partnership, keep one of them and note what the other says as a source."),
     {"other"},
     ITEM ", a.\"slug\"",
     ALIKE
     " JOIN \"partnerships\" t ON t.\"id\" IN " PARTNERSHIPS_OF_H
     "JOIN \"partnerships\" a ON a.\"id\" = (SELECT MIN(x.\"id\") FROM \"partnerships\" x "
     "WHERE x.\"id\" IN " PARTNERSHIPS_OF_H " AND x.\"type\" = t.\"type\" "
     "AND (SELECT COUNT(*) " PARTIES_OF(
         "x") ") = h.\"number\" "
              "AND NOT EXISTS (SELECT \"place_id\" " PARTIES_OF(
                  "x") " EXCEPT SELECT \"place_id\" " PARTIES_OF("t") ")) "
                                                                      "WHERE t.\"id\" <> a.\"id\" "
                                                                      "AND (SELECT "
                                                                      "COUNT(*) " PARTIES_OF(
                                                                          "t") ") = h.\"number\"",
     BY_ID,
     0},
    {&sc_place,
     "duplicate",
     "name",
     N_("It has the name of {other}, in the same country. If both are one place, keep one of "
        "them."),
     {"other"},
     ITEM ", a.\"slug\"",
     "\"places\" t JOIN \"places\" a ON a.\"id\" = (SELECT MIN(x.\"id\") FROM \"places\" x "
     "WHERE (COALESCE(x.\"country\", '~') || ' ' || x.\"sort_name\") = "
     "(COALESCE(t.\"country\", '~') || ' ' || t.\"sort_name\") "
     "AND COALESCE(x.\"subdivision\", t.\"subdivision\", '') = "
     "COALESCE(t.\"subdivision\", x.\"subdivision\", '') "
     "AND COALESCE(x.\"level\", t.\"level\", '') = COALESCE(t.\"level\", x.\"level\", '') "
     "AND COALESCE(x.\"wikidata\", t.\"wikidata\", '') = "
     "COALESCE(t.\"wikidata\", x.\"wikidata\", '')) WHERE t.\"sort_name\" > '' "
     "AND t.\"id\" <> a.\"id\"",
     BY_ID,
     0},
    ENDS_EARLY(&sc_partnership, "partnerships", "established", "ended",
               N_("It ended ({until}) before it was established ({from}). Correct one of the two "
                  "dates.")),
    ENDS_EARLY(&sc_agreement, "agreements", "effective_from", "effective_until",
               N_("It is in force until {until}, before it comes into force ({from}). Correct one "
                  "of the two dates.")),
    ENDS_EARLY(&sc_activity, "activities", "start", "end",
               N_("It ended ({until}) before it began ({from}). Correct one of the two dates.")),
    {&sc_partnership,
     "impossible_date",
     "established",
     N_("{date} is very early for a partnership of local governments. See whether the date is "
        "right; if it is, leave it and note the source."),
     {"date"},
     ITEM ", t.\"established\"",
     "\"partnerships\" t WHERE t.\"established\" < '1900'",
     "t.\"established\", " BY_ID,
     0},
    IN_THE_FUTURE(&sc_partnership, "partnerships", "established",
                  N_("It is established on a day that has not come yet ({date}). Correct the date, "
                     "or leave it out until the day.")),
    IN_THE_FUTURE(&sc_agreement, "agreements", "date",
                  N_("It is signed on a day that has not come yet ({date}). Correct the date, or "
                     "leave it out until the day.")),
    {&sc_agreement,
     "impossible_date",
     "date",
     N_("It was signed ({date}) before the parties first had to do with each other ({contact}). "
        "Correct one of the two dates."),
     {"date", "contact"},
     ITEM ", t.\"date\", p.\"first_contact\"",
     "\"agreements\" t JOIN \"partnerships\" p ON p.\"id\" = t.\"partnership_id\" "
     "WHERE " SC_SQL_AFTER_LAST_DAY("t.\"date\"") " < " SC_SQL_FIRST_DAY("p.\"first_contact\""),
     BY_ID,
     0},
    OUT_OF_ORDER(FORMS, BINDS, SC_SQL_OVER),
    OUT_OF_ORDER(RESTS, SC_SQL_OVER, TAKES_UP_AGAIN " OR b.\"status\" IN " FORMS),
    {&sc_step,
     "step_order",
     "date",
     sc_doubt_early,
     {"date", "established"},
     ITEM ", " DAY("t") ", p.\"established\"",
     "\"steps\" t JOIN \"partnerships\" p ON p.\"id\" = t.\"partnership_id\" "
     "WHERE (t.\"status\" IN " STOPS " OR t.\"status\" IN ('dormant', 'renewed', 'resumed')) "
     "AND " SC_SQL_AFTER_LAST_DAY(DAY("t")) " < " SC_SQL_FIRST_DAY("p.\"established\""),
     BY_ID,
     0},
    {&sc_step,
     "step_order",
     "status",
     sc_doubt_resumed,
     {NULL},
     ITEM,
     "\"steps\" t WHERE t.\"status\" = 'resumed' AND NOT EXISTS (SELECT 1 FROM \"steps\" o "
     "WHERE o.\"partnership_id\" = t.\"partnership_id\" AND (o.\"status\" IN " STOPS
     " OR o.\"status\" = 'dormant') AND NOT COALESCE(" BEFORE("t", "o") ", FALSE))",
     BY_ID,
     0},
    /* The last step whose day has come; one that was recorded ahead of it is followed by whoever
     * reads. */
    {&sc_partnership,
     "status_differs",
     "status",
     N_("Its status is not the one that follows from its last step, {slug} ({date}). Record the "
        "step that is missing, or correct the status."),
     {"slug", "date"},
     ITEM ", s.\"slug\", " DAY("s"),
     "\"steps\" s JOIN \"partnerships\" t ON t.\"id\" = s.\"partnership_id\" "
     "WHERE " SC_SQL_FIRST_DAY(DAY(
         "s")) " <= ? AND ((s.\"status\" IN " STOPS
               " AND t.\"status\" IN ('forming', 'active', 'dormant') AND t.\"ended\" IS NULL) "
               "OR (s.\"status\" IN " TAKES_UP_AGAIN " AND t.\"status\" IN " STOPS
               " AND " SC_SQL_AFTER_LAST_DAY("t.\"ended\"") " < " SC_SQL_FIRST_DAY(DAY(
                   "s")) ")) "
                         "AND s.\"id\" NOT IN (SELECT \"step_id\" FROM \"planned_steps\") "
                         "AND NOT EXISTS (SELECT 1 FROM \"steps\" o WHERE o.\"partnership_id\" = "
                         "s.\"partnership_id\" "
                         "AND o.\"status\" <> 'passed_on' AND " SC_SQL_FIRST_DAY(DAY(
                             "o")) " <= ? "
                                   "AND (" SC_SQL_FIRST_DAY(DAY("o")) " > " SC_SQL_FIRST_DAY(DAY("s")) " OR (" SC_SQL_FIRST_DAY(
                                       DAY("o")) " = " SC_SQL_FIRST_DAY(DAY("s")) " AND o.\"id\" > "
                                                                                  "s.\"id\")))",
     BY_ID,
     2},
    {&sc_partnership,
     "place_ceased",
     "parties",
     N_("{place} ceased to exist ({date}), and the partnership is in force. Say whether it passed "
        "to "
        "the place that came after it, or ended."),
     {"place", "date", "slug"},
     ITEM ", a.\"name\", a.\"ended\", a.\"slug\"",
     "\"places\" a JOIN \"partnership_parties\" m ON m.\"place_id\" = a.\"id\" "
     "AND m.\"left\" IS NULL JOIN \"partnerships\" t ON t.\"id\" = m.\"partnership_id\" "
     "AND t.\"status\" NOT IN " SC_SQL_OVER " WHERE " SC_SQL_AFTER_LAST_DAY("a.\"ended\"") " < ?",
     BY_ID,
     1},
    {&sc_partnership,
     "no_source",
     "source",
     N_("Nothing says where this is known from. Name a source for the record, or for one of its "
        "agreements."),
     {NULL},
     ITEM,
     "\"partnerships\" t WHERE t.\"source\" IS NULL "
     "AND NOT EXISTS (SELECT 1 FROM \"sources\" s WHERE s.\"partnership_id\" = t.\"id\") "
     "AND NOT EXISTS (SELECT 1 FROM \"agreements\" a WHERE a.\"partnership_id\" = t.\"id\" "
     "AND a.\"source\" IS NOT NULL)",
     BY_ID,
     0},
    DISAGREE(&sc_partnership, "partnerships", "partnership_id"),
    DISAGREE(&sc_place, "places", "place_id"),
    {&sc_partnership,
     "sources_disagree",
     NULL,
     N_("The record says {recorded} for {field}, but the source that it follows says {stated}. "
        "Correct the record, or prefer another source."),
     {"recorded", "field", "stated"},
     ITEM ", " RECORDED ", s.\"field\", s.\"states\"",
     "\"sources\" s JOIN \"partnerships\" t ON t.\"id\" = s.\"partnership_id\" "
     "WHERE NOT " SC_SQL_AGREE(
         RECORDED, "s.\"states\"") " AND (s.\"preferred\" = 1 "
                                   "OR NOT EXISTS (SELECT 1 FROM \"sources\" o WHERE "
                                   "o.\"partnership_id\" = s.\"partnership_id\" "
                                   "AND o.\"field\" = s.\"field\" AND o.\"id\" <> s.\"id\"))",
     "s.\"id\"",
     0},
    CONTACT_EXPIRED(&sc_organization, "organizations",
                    "COALESCE(t.\"contact\", t.\"email\", t.\"phone\")"),
    {&sc_membership,
     "duplicate",
     "place",
     N_("The place is a member of the same network at the same time by another membership, {slug}. "
        "Say when it left, or withdraw one of them."),
     {"slug"},
     ITEM ", o.\"slug\"",
     "\"memberships\" t JOIN \"memberships\" o ON o.\"network_id\" = t.\"network_id\" AND "
     "o.\"place_id\" = t.\"place_id\" AND o.\"id\" < t.\"id\" WHERE "
     "COALESCE(" SC_SQL_FIRST_DAY("t.\"joined\"") ", '') < COALESCE(" SC_SQL_AFTER_LAST_DAY(
         "o.\"left\"") ", '~') AND "
                       "COALESCE(" SC_SQL_FIRST_DAY("o.\"joined\"") ", '') < "
                                                                    "COALESCE"
                                                                    "(" SC_SQL_AFTER_LAST_DAY(
                                                                        "t.\"left\"") ", '~')",
     BY_ID,
     0},
    {&sc_person,
     "two_offices",
     "offices",
     N_("Two offices are recorded for the same time, number {one} and number {other}. See whether "
        "that was so; if not, say when the one ended."),
     {"one", "other"},
     ITEM ", o.\"position\" + 1, n.\"position\" + 1",
     "\"persons\" t JOIN \"person_offices\" o ON o.\"person_id\" = t.\"id\" JOIN "
     "\"person_offices\" n ON n.\"person_id\" = t.\"id\" AND n.\"position\" > o.\"position\" WHERE "
     "o.\"kind\" NOT IN " HONORS " AND n.\"kind\" NOT IN " HONORS
     " AND " TAKES_UP("o") " < " LEAVES("n") " AND " TAKES_UP("n") " < " LEAVES("o"),
     BY_ID ", o.\"position\", n.\"position\"",
     0},
    {&sc_person,
     "office_shared",
     "offices",
     N_("{person} is recorded in the same office of {place} for the same time. Correct the dates "
        "of one of them."),
     {"person", "place", "slug"},
     ITEM ", x.\"name\", p.\"name\", x.\"slug\"",
     "\"persons\" t JOIN \"person_offices\" o ON o.\"person_id\" = t.\"id\" AND o.\"kind\" IN "
     "('mayor', 'governor') JOIN \"person_offices\" n ON n.\"place_id\" = o.\"place_id\" AND "
     "n.\"kind\" = o.\"kind\" AND n.\"person_id\" < t.\"id\" JOIN \"persons\" x ON x.\"id\" = "
     "n.\"person_id\" JOIN \"places\" p ON p.\"id\" = o.\"place_id\" WHERE " TAKES_UP(
         "o") " < " LEAVES("n") " AND " TAKES_UP("n") " < " LEAVES("o"),
     BY_ID,
     0},
    CONTACT_EXPIRED(&sc_person, "persons", "COALESCE(t.\"email\", t.\"phone\")"),
    {&sc_activity,
     "over_budget",
     "cost",
     N_("It cost more than its budget. See whether both are right, and note why."),
     {NULL},
     ITEM,
     "\"activities\" t WHERE t.\"cost\" > t.\"budget\"",
     BY_ID,
     0},
    {&sc_award,
     "no_source",
     "source",
     N_("Nothing says where this is known from. Name a source."),
     {NULL},
     ITEM,
     "\"awards\" t WHERE t.\"source\" IS NULL AND t.\"link\" IS NULL",
     BY_ID,
     0},
    {&sc_seeking,
     "search_expired",
     "valid_until",
     N_("It was valid until {date}, and readers do not find it any more. Renew it, or withdraw "
        "it."),
     {"date"},
     ITEM ", t.\"valid_until\"",
     "\"seeking\" t WHERE " SC_SQL_AFTER_LAST_DAY("t.\"valid_until\"") " < ?",
     BY_ID,
     1},
    WITHOUT_CREDIT(&sc_activity, "activities", "activity"),
    WITHOUT_CREDIT(&sc_agreement, "agreements", "agreement"),
    WITHOUT_CREDIT(&sc_gift, "gifts", "gift"),
    WITHOUT_CREDIT(&sc_partnership, "partnerships", "partnership"),
    WITHOUT_CREDIT(&sc_place, "places", "place"),
    WITHOUT_CREDIT(&sc_story, "stories", "story"),
    WITHOUT_KEYS(&sc_place, "places", "name", "place_keys", "place_id"),
    {&sc_partnership,
     "not_searchable",
     "name",
     N_("It is not sorted by its name, as it was stored without a key for that. Run sistercityctl "
        "reindex."),
     {NULL},
     ITEM,
     "\"partnerships\" t WHERE t.\"sort_name\" = ''",
     BY_ID,
     0},
    WITHOUT_KEYS(&sc_activity, "activities", "title", "activity_keys", "activity_id"),
    WITHOUT_KEYS(&sc_network, "networks", "name", "network_keys", "network_id"),
    WITHOUT_KEYS(&sc_person, "persons", "name", "person_keys", "person_id")};

const int sc_rule_count = sizeof(sc_rules) / sizeof(sc_rules[0]);
