-- Statistics on PostgreSQL in fewer rows. A blank line ends a statement.
--
-- Partnerships by a trait alone: the registry's statistics would add up thousands of rows of
-- partnership_statistics.

CREATE TABLE "trait_statistics" (
    "trait" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "partnerships" BIGINT NOT NULL,
    PRIMARY KEY ("trait", "word")
);

-- What it must hold.
CREATE VIEW "trait_counts" AS
    SELECT "trait", "word", SUM("partnerships")::BIGINT AS "partnerships"
    FROM "partnership_statistics"
    WHERE "trait" <> 'all' GROUP BY "trait", "word" HAVING SUM("partnerships") <> 0;

INSERT INTO "trait_statistics" SELECT * FROM "trait_counts";

-- Planned once a session, and without looking at how large the tables are just then.
CREATE OR REPLACE FUNCTION partnership_add(partnership BIGINT, partnerships BIGINT,
    agreements BIGINT, activities BIGINT) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    WITH t AS MATERIALIZED (
        SELECT t."trait", t."word", s."type", s."status"
        FROM "partnerships" AS s JOIN "partnership_traits" AS t ON t."partnership_id" = s."id"
        WHERE s."id" = $1 AND t."partnership_id" = $1),
    added AS (
        INSERT INTO "partnership_statistics" AS k
        SELECT t."trait", t."word", t."type", t."status", $2, $3, $4 FROM t
        ON CONFLICT ("trait", "word", "type", "status") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships",
            "agreements" = k."agreements" + excluded."agreements",
            "activities" = k."activities" + excluded."activities")
    INSERT INTO "trait_statistics" AS k
        SELECT t."trait", t."word", $2 FROM t WHERE t."trait" <> 'all' AND $2 <> 0
        ON CONFLICT ("trait", "word") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships";
END
$$;

-- Places with very many partnerships, hubs: what their statistics count is kept, as that of the
-- registry is, so that nobody has to look at each of their partnerships.
--
-- A place becomes one when everything is counted from scratch (store/query/statistics.c), and is one until
-- its row is removed: whoever cannot keep its numbers true removes it, and they are counted when they
-- are asked for, as those of all other places.

CREATE TABLE "hubs" (
    "place_id" BIGINT PRIMARY KEY REFERENCES "places" ("id") ON DELETE CASCADE
);

CREATE TABLE "hub_statistics" (
    "place_id" BIGINT NOT NULL REFERENCES "hubs" ("place_id") ON DELETE CASCADE,
    "trait" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "items" BIGINT NOT NULL,
    PRIMARY KEY ("place_id", "trait", "word")
);

-- The places that are worth it.
CREATE VIEW "hub_choice" AS
    SELECT "place_id" FROM "place_partnerships" WHERE "partnerships" >= 100;

-- What a hub's partnerships are counted by: of other parties, what and where they are; levels, of two
-- that are alone.
CREATE VIEW "hub_partnership_traits" AS
    SELECT DISTINCT m."place_id", s."id" AS "partnership_id", 'status'::TEXT COLLATE "C" AS "trait",
        s."status" AS "word"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'type', s."type"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'year', COALESCE(SUBSTR(s."established", 1, 4), '')
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'field', f."value"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_fields" AS f ON f."partnership_id" = s."id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'country', p."country"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        WHERE s."version" > 0 AND p."country" IS NOT NULL
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'region', c."region"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        JOIN "countries" AS c ON c."code" = p."country" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'levels',
        LEAST(p."level", q."level") || ' ' || GREATEST(p."level", q."level")
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "places" AS q ON q."id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        WHERE s."version" > 0 AND p."level" IS NOT NULL AND q."level" IS NOT NULL
        AND (SELECT COUNT(*) FROM "partnership_parties" AS n
            WHERE n."partnership_id" = s."id") = 2;

CREATE VIEW "hub_item_traits" AS
    SELECT DISTINCT m."place_id", a."partnership_id", 'agreements'::TEXT COLLATE "C" AS "collection", a."id",
        'agreements kind'::TEXT COLLATE "C" AS "trait", a."kind" AS "word"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "agreements" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities year',
        COALESCE(SUBSTR(a."start", 1, 4), '')
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities form',
        COALESCE(a."form", '')
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities field',
        f."value"
        FROM "hubs" AS h JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        JOIN "activity_fields" AS f ON f."activity_id" = a."id"
        WHERE s."version" > 0 AND a."version" > 0;

-- What hub_statistics must hold.
CREATE VIEW "hub_counts" AS
    SELECT "place_id", "trait", "word", COUNT(*) AS "items" FROM "hub_partnership_traits"
        GROUP BY "place_id", "trait", "word"
    UNION ALL
    SELECT "place_id", "trait", "word", COUNT(*) FROM "hub_item_traits"
        GROUP BY "place_id", "trait", "word";

INSERT INTO "hubs" SELECT * FROM "hub_choice";

ANALYZE "hubs";

INSERT INTO "hub_statistics" SELECT * FROM "hub_counts";

-- Most partnerships are no hub's: of those nothing more is asked than that.
CREATE FUNCTION hub_count(partnership BIGINT, sign BIGINT) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = $1) THEN
        RETURN;
    END IF;
    INSERT INTO "hub_statistics" AS k
        SELECT c."place_id", c."trait", c."word", $2 * COUNT(*) FROM (
            SELECT "place_id", "trait", "word" FROM "hub_partnership_traits"
            WHERE "partnership_id" = $1
            UNION ALL
            SELECT "place_id", "trait", "word" FROM "hub_item_traits"
            WHERE "partnership_id" = $1) AS c
        GROUP BY c."place_id", c."trait", c."word"
        ON CONFLICT ("place_id", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
END
$$;

CREATE FUNCTION hub_item_count(collection TEXT, id BIGINT, sign BIGINT) RETURNS void
    LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    owner BIGINT;
BEGIN
    IF $1 = 'agreements' THEN
        SELECT a."partnership_id" INTO owner FROM "agreements" AS a WHERE a."id" = $2;
    ELSE
        SELECT a."partnership_id" INTO owner FROM "activities" AS a WHERE a."id" = $2;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = owner) THEN
        RETURN;
    END IF;
    INSERT INTO "hub_statistics" AS k
        SELECT t."place_id", t."trait", t."word", $3 FROM "hub_item_traits" AS t
        WHERE t."partnership_id" = owner AND t."collection" = $1 AND t."id" = $2
        ON CONFLICT ("place_id", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
END
$$;

CREATE OR REPLACE FUNCTION partnership_count(partnership BIGINT, sign BIGINT) RETURNS void
    LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM partnership_add($1, $2,
        $2 * (SELECT COUNT(*) FROM "agreements" WHERE "partnership_id" = $1 AND "version" > 0),
        $2 * (SELECT COUNT(*) FROM "activities" WHERE "partnership_id" = $1 AND "version" > 0));
    INSERT INTO "place_partnerships" AS k
        SELECT DISTINCT "place_id", $2 FROM "partnership_parties" WHERE "partnership_id" = $1
        ON CONFLICT ("place_id") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships";
    PERFORM hub_count($1, $2);
END
$$;

CREATE OR REPLACE FUNCTION item_count(collection TEXT, id BIGINT, sign BIGINT) RETURNS void
    LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO "item_statistics" AS k
        SELECT t."collection", t."trait", t."word", $3 FROM "item_traits" AS t
        WHERE t."collection" = $1 AND t."id" = $2
        ON CONFLICT ("collection", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
    PERFORM hub_item_count($1, $2, $3);
END
$$;

-- What no count follows: regions that are drawn anew, and TRUNCATE, which fires no trigger of a row.
CREATE FUNCTION hubs_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "hubs";
    RETURN NULL;
END
$$;

CREATE TRIGGER "countries_hubs" AFTER INSERT OR DELETE OR TRUNCATE ON "countries"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "countries_hubs_update" AFTER UPDATE ON "countries"
    FOR EACH ROW
    WHEN (NEW."code" IS DISTINCT FROM OLD."code" OR NEW."region" IS DISTINCT FROM OLD."region")
    EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "partnerships_hubs" AFTER TRUNCATE ON "partnerships"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "partnership_parties_hubs" AFTER TRUNCATE ON "partnership_parties"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "partnership_fields_hubs" AFTER TRUNCATE ON "partnership_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "agreements_hubs" AFTER TRUNCATE ON "agreements"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "activities_hubs" AFTER TRUNCATE ON "activities"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER "activity_fields_hubs" AFTER TRUNCATE ON "activity_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

UPDATE "registry" SET "schema_version" = 11;
