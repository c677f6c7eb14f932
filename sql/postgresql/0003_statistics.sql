-- Statistics on PostgreSQL: how many items there are of each sort, kept by triggers so that
-- nobody has to count rows. A blank line ends a statement.
--
-- An item of version 0 is just being written by the program and counts for nothing. In a
-- transaction that says SET LOCAL sistercity.counting = 'off' the triggers rest: a large import
-- counts once, at its end (store/query/statistics.c).

-- Partnerships, with their agreements and activities, by a trait, type and status. One that has a
-- trait in several words counts for each of them, once.
CREATE TABLE "partnership_statistics" (
    "trait" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "type" TEXT COLLATE "C" NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "partnerships" BIGINT NOT NULL,
    "agreements" BIGINT NOT NULL,
    "activities" BIGINT NOT NULL,
    PRIMARY KEY ("trait", "word", "type", "status")
);

-- Agreements and activities by traits of their own.
CREATE TABLE "item_statistics" (
    "collection" TEXT COLLATE "C" NOT NULL,
    "trait" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "items" BIGINT NOT NULL,
    PRIMARY KEY ("collection", "trait", "word")
);

CREATE TABLE "place_statistics" (
    "country" TEXT COLLATE "C" NOT NULL,
    "level" TEXT COLLATE "C" NOT NULL,
    "places" BIGINT NOT NULL,
    PRIMARY KEY ("country", "level")
);

-- The places that have partnerships, with their number.
CREATE TABLE "place_partnerships" (
    "place_id" BIGINT PRIMARY KEY,
    "partnerships" BIGINT NOT NULL
);

CREATE INDEX "place_partnerships_by_number" ON "place_partnerships" ("partnerships", "place_id");

-- The traits of each partnership. `levels` are those of its two places; what has more is a network.
CREATE VIEW "partnership_traits" AS
    SELECT "id" AS "partnership_id", 'all'::TEXT COLLATE "C" AS "trait",
        ''::TEXT COLLATE "C" AS "word" FROM "partnerships"
    UNION ALL
    SELECT "id", 'year', COALESCE(SUBSTR("established", 1, 4), '') FROM "partnerships"
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'country', p."country" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id" WHERE p."country" IS NOT NULL
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'region', c."region" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id"
        JOIN "countries" AS c ON c."code" = p."country"
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'level', p."level" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id" WHERE p."level" IS NOT NULL
    UNION ALL
    SELECT m."partnership_id", 'levels', MIN(p."level") || ' ' || MAX(p."level")
        FROM "partnership_parties" AS m JOIN "places" AS p ON p."id" = m."place_id"
        GROUP BY m."partnership_id" HAVING COUNT(*) = 2 AND COUNT(p."level") = 2
    UNION ALL
    SELECT DISTINCT "partnership_id", 'field', "value" FROM "partnership_fields";

CREATE VIEW "item_traits" AS
    SELECT "id", 'agreements'::TEXT COLLATE "C" AS "collection",
        'kind'::TEXT COLLATE "C" AS "trait", "kind" AS "word"
        FROM "agreements" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'agreements', 'year', COALESCE(SUBSTR("date", 1, 4), '')
        FROM "agreements" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'activities', 'year', COALESCE(SUBSTR("start", 1, 4), '')
        FROM "activities" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'activities', 'form', COALESCE("form", '') FROM "activities" WHERE "version" > 0
    UNION ALL
    SELECT DISTINCT a."id", 'activities', 'field', f."value" FROM "activities" AS a
        JOIN "activity_fields" AS f ON f."activity_id" = a."id" WHERE a."version" > 0;

-- What the tables above must hold: their contents when counted from scratch.
CREATE VIEW "partnership_counts" AS
    SELECT t."trait", t."word", s."type", s."status", COUNT(*) AS "partnerships",
        COALESCE(SUM((SELECT COUNT(*) FROM "agreements" AS a
            WHERE a."partnership_id" = s."id" AND a."version" > 0)), 0) AS "agreements",
        COALESCE(SUM((SELECT COUNT(*) FROM "activities" AS a
            WHERE a."partnership_id" = s."id" AND a."version" > 0)), 0) AS "activities"
    FROM "partnership_traits" AS t JOIN "partnerships" AS s ON s."id" = t."partnership_id"
    WHERE s."version" > 0 GROUP BY t."trait", t."word", s."type", s."status";

CREATE VIEW "item_counts" AS
    SELECT "collection", "trait", "word", COUNT(*) AS "items" FROM "item_traits"
    GROUP BY "collection", "trait", "word";

CREATE VIEW "place_counts" AS
    SELECT COALESCE("country", '') AS "country", COALESCE("level", '') AS "level",
        COUNT(*) AS "places"
    FROM "places" WHERE "version" > 0 GROUP BY 1, 2;

CREATE VIEW "place_partnership_counts" AS
    SELECT m."place_id", COUNT(DISTINCT m."partnership_id") AS "partnerships"
    FROM "partnership_parties" AS m JOIN "partnerships" AS s ON s."id" = m."partnership_id"
    WHERE s."version" > 0 GROUP BY m."place_id";

INSERT INTO "partnership_statistics" SELECT * FROM "partnership_counts";

INSERT INTO "item_statistics" SELECT * FROM "item_counts";

INSERT INTO "place_statistics" SELECT * FROM "place_counts";

INSERT INTO "place_partnerships" SELECT * FROM "place_partnership_counts";

-- A partnership that is about to change is taken out of the tables, once, and put back when it has
-- changed; until then it stands here. Several rows of one statement may belong to one partnership.
CREATE TABLE "uncounted" (
    "collection" TEXT COLLATE "C" NOT NULL,
    "id" BIGINT NOT NULL,
    PRIMARY KEY ("collection", "id")
);

CREATE FUNCTION partnership_add(partnership BIGINT, partnerships BIGINT, agreements BIGINT,
    activities BIGINT) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO "partnership_statistics" AS k
        SELECT t."trait", t."word", s."type", s."status", $2, $3, $4
        FROM "partnerships" AS s JOIN "partnership_traits" AS t ON t."partnership_id" = s."id"
        WHERE s."id" = $1 AND t."partnership_id" = $1
        ON CONFLICT ("trait", "word", "type", "status") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships",
            "agreements" = k."agreements" + excluded."agreements",
            "activities" = k."activities" + excluded."activities"
$$;

CREATE FUNCTION partnership_count(partnership BIGINT, sign BIGINT) RETURNS void
    LANGUAGE sql VOLATILE AS $$
    SELECT partnership_add($1, $2,
        $2 * (SELECT COUNT(*) FROM "agreements" WHERE "partnership_id" = $1 AND "version" > 0),
        $2 * (SELECT COUNT(*) FROM "activities" WHERE "partnership_id" = $1 AND "version" > 0));
    INSERT INTO "place_partnerships" AS k
        SELECT DISTINCT "place_id", $2 FROM "partnership_parties" WHERE "partnership_id" = $1
        ON CONFLICT ("place_id") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships"
$$;

CREATE FUNCTION item_count(collection TEXT, id BIGINT, sign BIGINT) RETURNS void
    LANGUAGE sql VOLATILE AS $$
    INSERT INTO "item_statistics" AS k
        SELECT t."collection", t."trait", t."word", $3 FROM "item_traits" AS t
        WHERE t."collection" = $1 AND t."id" = $2
        ON CONFLICT ("collection", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items"
$$;

CREATE FUNCTION uncount(collection TEXT, id BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF $1 = 'partnerships' THEN
        PERFORM 1 FROM "partnerships" AS s WHERE s."id" = $2 AND s."version" > 0;
    ELSE
        PERFORM 1 FROM "activities" AS a WHERE a."id" = $2 AND a."version" > 0;
    END IF;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO "uncounted" VALUES ($1, $2) ON CONFLICT DO NOTHING;
    IF FOUND AND $1 = 'partnerships' THEN
        PERFORM partnership_count($2, -1);
    ELSIF FOUND THEN
        PERFORM item_count($1, $2, -1);
    END IF;
END
$$;

CREATE FUNCTION count_again(collection TEXT, id BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "uncounted" AS u WHERE u."collection" = $1 AND u."id" = $2;
    IF FOUND AND $1 = 'partnerships' THEN
        PERFORM partnership_count($2, 1);
    ELSIF FOUND THEN
        PERFORM item_count($1, $2, 1);
    END IF;
END
$$;

CREATE FUNCTION partnership_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND TG_WHEN = 'BEFORE' AND OLD."version" > 0 THEN
        PERFORM partnership_count(OLD."id", -1);
    ELSIF TG_OP <> 'DELETE' AND TG_WHEN = 'AFTER' AND NEW."version" > 0 THEN
        PERFORM partnership_count(NEW."id", 1);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION partnership_list_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('partnerships', OLD."partnership_id");
        ELSE
            PERFORM count_again('partnerships', OLD."partnership_id");
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('partnerships', NEW."partnership_id");
        ELSE
            PERFORM count_again('partnerships', NEW."partnership_id");
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION place_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD."version" > 0 THEN
        UPDATE "place_statistics" SET "places" = "places" - 1
            WHERE "country" = COALESCE(OLD."country", '') AND "level" = COALESCE(OLD."level", '');
    END IF;
    IF TG_OP <> 'DELETE' AND NEW."version" > 0 THEN
        INSERT INTO "place_statistics" AS k
            VALUES (COALESCE(NEW."country", ''), COALESCE(NEW."level", ''), 1)
            ON CONFLICT ("country", "level") DO UPDATE SET "places" = k."places" + 1;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM "place_partnerships" WHERE "place_id" = OLD."id";
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_WHEN = 'BEFORE' THEN
        PERFORM uncount('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = OLD."id";
    ELSE
        PERFORM count_again('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = NEW."id";
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION item_counting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_agreement CONSTANT INTEGER := CASE TG_TABLE_NAME WHEN 'agreements' THEN 1 ELSE 0 END;
BEGIN
    IF TG_OP <> 'INSERT' AND TG_WHEN = 'BEFORE' AND OLD."version" > 0 THEN
        PERFORM item_count(TG_TABLE_NAME, OLD."id", -1);
        PERFORM partnership_add(OLD."partnership_id", 0, -is_agreement, is_agreement - 1);
    ELSIF TG_OP <> 'DELETE' AND TG_WHEN = 'AFTER' AND NEW."version" > 0 THEN
        PERFORM item_count(TG_TABLE_NAME, NEW."id", 1);
        PERFORM partnership_add(NEW."partnership_id", 0, is_agreement, 1 - is_agreement);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION activity_field_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('activities', OLD."activity_id");
        ELSE
            PERFORM count_again('activities', OLD."activity_id");
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('activities', NEW."activity_id");
        ELSE
            PERFORM count_again('activities', NEW."activity_id");
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER "partnerships_count_insert" AFTER INSERT ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER "partnerships_count_updating" BEFORE UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."type" IS DISTINCT FROM OLD."type"
        OR NEW."status" IS DISTINCT FROM OLD."status"
        OR NEW."established" IS DISTINCT FROM OLD."established"))
    EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER "partnerships_count_update" AFTER UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."type" IS DISTINCT FROM OLD."type"
        OR NEW."status" IS DISTINCT FROM OLD."status"
        OR NEW."established" IS DISTINCT FROM OLD."established"))
    EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER "partnerships_count_delete" BEFORE DELETE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER "agreements_count_insert" AFTER INSERT ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "agreements_count_updating" BEFORE UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."kind" IS DISTINCT FROM OLD."kind"
        OR NEW."date" IS DISTINCT FROM OLD."date"))
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "agreements_count_update" AFTER UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."kind" IS DISTINCT FROM OLD."kind"
        OR NEW."date" IS DISTINCT FROM OLD."date"))
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "agreements_count_delete" BEFORE DELETE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "activities_count_insert" AFTER INSERT ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "activities_count_updating" BEFORE UPDATE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."form" IS DISTINCT FROM OLD."form"
        OR NEW."start" IS DISTINCT FROM OLD."start"))
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "activities_count_update" AFTER UPDATE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."form" IS DISTINCT FROM OLD."form"
        OR NEW."start" IS DISTINCT FROM OLD."start"))
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "activities_count_delete" BEFORE DELETE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_counting();

CREATE TRIGGER "partnership_parties_count_changing" BEFORE INSERT OR UPDATE OR DELETE ON "partnership_parties"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER "partnership_parties_count_change" AFTER INSERT OR UPDATE OR DELETE ON "partnership_parties"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER "partnership_fields_count_changing" BEFORE INSERT OR UPDATE OR DELETE ON "partnership_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER "partnership_fields_count_change" AFTER INSERT OR UPDATE OR DELETE ON "partnership_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER "activity_fields_count_changing" BEFORE INSERT OR UPDATE OR DELETE ON "activity_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_field_counting();

CREATE TRIGGER "activity_fields_count_change" AFTER INSERT OR UPDATE OR DELETE ON "activity_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_field_counting();

CREATE TRIGGER "places_count_insert" AFTER INSERT OR DELETE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION place_counting();

CREATE TRIGGER "places_count_update" AFTER UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND ((OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."country" IS DISTINCT FROM OLD."country"
        OR NEW."level" IS DISTINCT FROM OLD."level"))
    EXECUTE FUNCTION place_counting();

CREATE TRIGGER "places_count_moving" BEFORE UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."country" IS DISTINCT FROM OLD."country"
        OR NEW."level" IS DISTINCT FROM OLD."level"))
    EXECUTE FUNCTION place_moving();

CREATE TRIGGER "places_count_moved" AFTER UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."country" IS DISTINCT FROM OLD."country"
        OR NEW."level" IS DISTINCT FROM OLD."level"))
    EXECUTE FUNCTION place_moving();

-- Planned once a session, perhaps while the table is empty, a join would later read all of it for
-- each row of a list. So these look the items up one by one, and by their key.
CREATE OR REPLACE FUNCTION place_list_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    item BIGINT;
BEGIN
    FOR item IN SELECT DISTINCT "place_id" FROM "changed" LOOP
        UPDATE "places" SET "version" = "version" + 1, "modified" = utc_now()
            WHERE "id" = item AND "version" > 0;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION organization_list_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    item BIGINT;
BEGIN
    FOR item IN SELECT DISTINCT "organization_id" FROM "changed" LOOP
        UPDATE "organizations" SET "version" = "version" + 1, "modified" = utc_now()
            WHERE "id" = item AND "version" > 0;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION partnership_list_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    item BIGINT;
BEGIN
    FOR item IN SELECT DISTINCT "partnership_id" FROM "changed" LOOP
        UPDATE "partnerships" SET "version" = "version" + 1, "modified" = utc_now()
            WHERE "id" = item AND "version" > 0;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION agreement_list_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    item BIGINT;
BEGIN
    FOR item IN SELECT DISTINCT "agreement_id" FROM "changed" LOOP
        UPDATE "agreements" SET "version" = "version" + 1, "modified" = utc_now()
            WHERE "id" = item AND "version" > 0;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION activity_list_changed() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    item BIGINT;
BEGIN
    FOR item IN SELECT DISTINCT "activity_id" FROM "changed" LOOP
        UPDATE "activities" SET "version" = "version" + 1, "modified" = utc_now()
            WHERE "id" = item AND "version" > 0;
    END LOOP;
    RETURN NULL;
END
$$;

UPDATE "registry" SET "schema_version" = 3;
