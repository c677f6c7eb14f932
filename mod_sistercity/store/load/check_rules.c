#include "store/load/check_rules.h"

#include "store/db/date_sql.h"
#include "store/db/sql.h"

#define PAGE(id) " AND " id " > ? ORDER BY " id " LIMIT ?"

/* An end that is certainly before its beginning: not even their precision lets them meet. */
#define ENDS_EARLY(entity, table, from, until, sentence)                                           \
    {                                                                                              \
        entity, "impossible_date", until, sentence, {"from", "until"}, 0,                          \
            "SELECT t.\"id\", t.\"slug\", t.\"" from "\", t.\"" until "\" FROM \"" table           \
            "\" t WHERE " SC_SQL_AFTER_LAST_DAY("t.\"" until "\"") " < " SC_SQL_FIRST_DAY(         \
                "t.\"" from "\"") PAGE("t.\"id\"")                                                 \
    }

/* A date that is certainly after today. */
#define IN_THE_FUTURE(entity, table, date, sentence)                                               \
    {                                                                                              \
        entity, "impossible_date", date, sentence, {"date"}, 1,                                    \
            "SELECT t.\"id\", t.\"slug\", t.\"" date "\" FROM \"" table                            \
            "\" t WHERE " SC_SQL_FIRST_DAY("t.\"" date "\"") " > ?" PAGE("t.\"id\"")               \
    }

/* Two sources about the same field that cannot both be right, the earlier one of which is the first
 * that contradicts the later, where none is marked as the one to follow. */
#define ARE_ALIKE SC_SQL_AGREE("x.\"states\"", "b.\"states\"")
#define DISAGREE(entity, table, subject)                                                           \
    {                                                                                              \
        entity, "sources_disagree", NULL,                                                          \
            N_("Sources disagree on {field}: one says {one}, another {other}. Mark the one that "  \
               "the record follows as preferred, and note why."),                                  \
            {"field", "one", "other"}, 0,                                                          \
            "SELECT b.\"id\", t.\"slug\", b.\"field\", a.\"states\", b.\"states\" "                \
            "FROM \"sources\" b JOIN \"" table "\" t ON t.\"id\" = b.\"" subject "\" "             \
            "JOIN \"sources\" a ON a.\"id\" = (SELECT MIN(x.\"id\") FROM \"sources\" x "           \
            "WHERE x.\"" subject "\" = b.\"" subject "\" AND x.\"field\" = b.\"field\" "           \
            "AND x.\"id\" < b.\"id\" AND NOT " ARE_ALIKE ") "                                      \
            "WHERE NOT EXISTS (SELECT 1 FROM \"sources\" s WHERE s.\"" subject "\" = b.\"" subject \
            "\" AND s.\"field\" = b.\"field\" AND s.\"preferred\" = 1)" PAGE("b.\"id\"")           \
    }

/* What the record itself says of the field that a source speaks about. */
#define RECORDED                                                                                   \
    "CASE s.\"field\" WHEN 'established' THEN p.\"established\" WHEN 'ended' THEN p.\"ended\" "    \
    "WHEN 'first_contact' THEN p.\"first_contact\" END"

/* The other places that a place has partnerships with which are not over. */
#define LISTED                                                                                     \
    "(SELECT COUNT(DISTINCT o.\"place_id\") FROM \"partnership_parties\" m "                       \
    "JOIN \"partnerships\" s ON s.\"id\" = m.\"partnership_id\" "                                  \
    "JOIN \"partnership_parties\" o ON o.\"partnership_id\" = m.\"partnership_id\" "               \
    "AND o.\"place_id\" <> m.\"place_id\" WHERE m.\"place_id\" = c.\"place_id\" "                  \
    "AND s.\"status\" NOT IN " SC_SQL_OVER ")"

/* Two places that a claim names, where it is the first claim of that kind on record. */
#define CLAIMED_PAIRS                                                                              \
    "SELECT c.\"id\", c.\"slug\", a.\"name\", b.\"name\" FROM \"claims\" c "                       \
    "JOIN \"places\" a ON a.\"id\" = c.\"place_id\" "                                              \
    "JOIN \"places\" b ON b.\"id\" = c.\"partner_id\" "                                            \
    "WHERE NOT EXISTS (SELECT 1 FROM \"claims\" e WHERE e.\"place_id\" = c.\"place_id\" "          \
    "AND e.\"partner_id\" = c.\"partner_id\" AND e.\"id\" < c.\"id\") "

/* What two partnerships of the same parties have in common: for two parties the least and the
 * greatest say all, for more of them the statement compares one by one. */
#define SIGNATURES                                                                                 \
    "WITH g AS (SELECT p.\"id\" AS \"id\", p.\"slug\" AS \"slug\", p.\"type\" AS \"type\", "       \
    "MIN(m.\"place_id\") AS \"least\", MAX(m.\"place_id\") AS \"greatest\", "                      \
    "COUNT(*) AS \"number\" FROM \"partnerships\" p "                                              \
    "JOIN \"partnership_parties\" m ON m.\"partnership_id\" = p.\"id\" "                           \
    "GROUP BY p.\"id\", p.\"slug\", p.\"type\"), "                                                 \
    "h AS (SELECT \"type\", \"least\", \"greatest\", \"number\", MIN(\"id\") AS \"first\" FROM g " \
    "GROUP BY \"type\", \"least\", \"greatest\", \"number\" HAVING COUNT(*) > 1) "

const sc_rule_t sc_rules[] = {
    {&sc_claim,
     "one_sided",
     "partner",
     N_("{place} lists {partner} as a partner, but no list of {partner} on record names {place}. "
        "Ask {partner}, or record its list as a claim."),
     {"place", "partner"},
     0,
     CLAIMED_PAIRS
     "AND NOT EXISTS (SELECT 1 FROM \"claims\" r WHERE r.\"place_id\" = c.\"partner_id\" "
     "AND r.\"partner_id\" = c.\"place_id\")" PAGE("c.\"id\"")},
    {&sc_claim,
     "claim_differs",
     "partner",
     N_("{place} lists {partner} as a partner, but the registry has no partnership of the two. "
        "Record it, or remove the claim if it no longer stands."),
     {"place", "partner"},
     0,
     CLAIMED_PAIRS
     "AND NOT EXISTS (SELECT 1 FROM \"partnership_parties\" m "
     "JOIN \"partnership_parties\" o ON o.\"partnership_id\" = m.\"partnership_id\" "
     "WHERE m.\"place_id\" = c.\"place_id\" AND o.\"place_id\" = c.\"partner_id\")" PAGE(
         "c.\"id\"")},
    {&sc_claim,
     "claim_differs",
     "number",
     N_("{place} states that it has {number} partners, and {listed} are on record. Look for those "
        "that are missing, or for those that have ended."),
     {"place", "number", "listed"},
     0,
     "SELECT d.\"id\", d.\"slug\", d.\"name\", d.\"number\", d.\"listed\" FROM "
     "(SELECT c.\"id\" AS \"id\", c.\"slug\" AS \"slug\", a.\"name\" AS \"name\", "
     "c.\"number\" AS \"number\", " LISTED " AS \"listed\" FROM \"claims\" c "
     "JOIN \"places\" a ON a.\"id\" = c.\"place_id\" WHERE c.\"number\" IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM \"claims\" n WHERE n.\"place_id\" = c.\"place_id\" "
     "AND n.\"number\" IS NOT NULL AND (COALESCE(n.\"seen\", '') > COALESCE(c.\"seen\", '') "
     "OR (COALESCE(n.\"seen\", '') = COALESCE(c.\"seen\", '') AND n.\"id\" < c.\"id\")))) d "
     "WHERE d.\"number\" <> d.\"listed\"" PAGE("d.\"id\"")},
    {&sc_partnership,
     "duplicate",
     "parties",
     N_("The same parties are on record with the same type as {other}. If both are one "
        "partnership, keep one of them and note what the other says as a source."),
     {"other"},
     0,
     SIGNATURES "SELECT b.\"id\", b.\"slug\", a.\"slug\" FROM h "
                "JOIN g b ON b.\"type\" = h.\"type\" AND b.\"least\" = h.\"least\" "
                "AND b.\"greatest\" = h.\"greatest\" AND b.\"number\" = h.\"number\" "
                "JOIN g a ON a.\"id\" = h.\"first\" WHERE b.\"id\" <> h.\"first\" "
                "AND NOT EXISTS (SELECT 1 FROM \"partnership_parties\" x WHERE "
                "x.\"partnership_id\" = a.\"id\" "
                "AND NOT EXISTS (SELECT 1 FROM \"partnership_parties\" y "
                "WHERE y.\"partnership_id\" = b.\"id\" AND y.\"place_id\" = x.\"place_id\"))" PAGE(
                    "b.\"id\"")},
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
     0,
     "SELECT t.\"id\", t.\"slug\", t.\"established\" FROM \"partnerships\" t "
     "WHERE " SC_SQL_AFTER_LAST_DAY("t.\"established\"") " < '1900'" PAGE("t.\"id\"")},
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
     0,
     "SELECT t.\"id\", t.\"slug\", t.\"date\", p.\"first_contact\" FROM \"agreements\" t "
     "JOIN \"partnerships\" p ON p.\"id\" = t.\"partnership_id\" "
     "WHERE " SC_SQL_AFTER_LAST_DAY("t.\"date\"") " < " SC_SQL_FIRST_DAY("p.\"first_contact\"")
         PAGE("t.\"id\"")},
    {&sc_partnership,
     "no_source",
     "source",
     N_("Nothing says where this is known from. Name a source for the record, or for one of its "
        "agreements."),
     {NULL},
     0,
     "SELECT t.\"id\", t.\"slug\" FROM \"partnerships\" t WHERE t.\"source\" IS NULL "
     "AND NOT EXISTS (SELECT 1 FROM \"sources\" s WHERE s.\"partnership_id\" = t.\"id\") "
     "AND NOT EXISTS (SELECT 1 FROM \"agreements\" a WHERE a.\"partnership_id\" = t.\"id\" "
     "AND a.\"source\" IS NOT NULL)" PAGE("t.\"id\"")},
    DISAGREE(&sc_partnership, "partnerships", "partnership_id"),
    DISAGREE(&sc_place, "places", "place_id"),
    {&sc_partnership,
     "sources_disagree",
     NULL,
     N_("The record says {recorded} for {field}, but the source that it follows says {stated}. "
        "Correct the record, or prefer another source."),
     {"recorded", "field", "stated"},
     0,
     "SELECT s.\"id\", p.\"slug\", " RECORDED ", s.\"field\", s.\"states\" FROM \"sources\" s "
     "JOIN \"partnerships\" p ON p.\"id\" = s.\"partnership_id\" "
     "WHERE NOT " SC_SQL_AGREE(
         RECORDED, "s.\"states\"") " AND (s.\"preferred\" = 1 "
                                   "OR NOT EXISTS (SELECT 1 FROM \"sources\" o WHERE "
                                   "o.\"partnership_id\" = s.\"partnership_id\" "
                                   "AND o.\"field\" = s.\"field\" AND o.\"id\" <> s.\"id\"))" PAGE(
                                       "s.\"id\"")},
    {&sc_organization,
     "contact_expired",
     "contact_until",
     N_("The contact may be kept until {date} only, and readers do not see it any more. Remove it, "
        "or ask whether it may be kept longer."),
     {"date"},
     1,
     "SELECT t.\"id\", t.\"slug\", t.\"contact_until\" FROM \"organizations\" t "
     "WHERE " SC_SQL_AFTER_LAST_DAY(
         "t.\"contact_until\"") " < ? AND COALESCE(t.\"contact\", "
                                "t.\"email\", t.\"phone\") IS NOT NULL" PAGE("t.\"id\"")},
    {&sc_place,
     "not_searchable",
     "name",
     N_("No search finds it, as it was stored without search keys. Run sistercityctl reindex."),
     {NULL},
     0,
     "SELECT t.\"id\", t.\"slug\" FROM \"places\" t WHERE NOT EXISTS "
     "(SELECT 1 FROM \"place_keys\" k WHERE k.\"place_id\" = t.\"id\")" PAGE("t.\"id\"")},
    {&sc_partnership,
     "not_searchable",
     "name",
     N_("It is not sorted by its name, as it was stored without a key for that. Run sistercityctl "
        "reindex."),
     {NULL},
     0,
     "SELECT t.\"id\", t.\"slug\" FROM \"partnerships\" t WHERE t.\"sort_name\" IS NULL" PAGE(
         "t.\"id\"")},
    {&sc_activity,
     "not_searchable",
     "title",
     N_("No search finds it, as it was stored without search keys. Run sistercityctl reindex."),
     {NULL},
     0,
     "SELECT t.\"id\", t.\"slug\" FROM \"activities\" t WHERE NOT EXISTS "
     "(SELECT 1 FROM \"activity_keys\" k WHERE k.\"activity_id\" = t.\"id\")" PAGE("t.\"id\"")}};

const int sc_rule_count = sizeof(sc_rules) / sizeof(sc_rules[0]);
