-- Functions of the triggers on PostgreSQL.

CREATE FUNCTION utc_now() RETURNS TEXT LANGUAGE sql VOLATILE AS $$
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- One revision for each transaction, since nobody else sees more, and thousands of versions of the row within one would slow it down.
CREATE FUNCTION revise() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment}
        WHERE "id" = 1 AND xmin <> pg_current_xact_id()::xid;
END
$$;

-- Whoever notes an item that is noted already must lock its row: who reads its facets anew leaves out what somebody else is still
-- changing.
CREATE FUNCTION note_dirty(collection TEXT, id BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "dirty_items" VALUES ($1, $2) ON CONFLICT ON CONSTRAINT "dirty_items_pkey" DO UPDATE SET "id" = excluded."id";
END
$$;

CREATE FUNCTION note_place_dirty(place BIGINT) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM note_dirty('places', place);
    PERFORM note_dirty('partnerships', "partnership_id") FROM "partnership_parties" WHERE "place_id" = place;
END
$$;

-- For SQL typed by hand; the program gives ids itself, under a lock.
CREATE FUNCTION item_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT coalesce(max("id"), 0) + 1 FROM %I', TG_TABLE_NAME) INTO NEW."id";
    RETURN NEW;
END
$$;

CREATE FUNCTION item_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."version" := OLD."version" + 1;
    NEW."modified" := {now};
    RETURN NEW;
END
$$;

CREATE FUNCTION item_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM revise();
    IF TG_OP = 'DELETE' THEN
        UPDATE "slug_fates" SET "item_id" = NULL WHERE "collection" = TG_TABLE_NAME AND "item_id" = OLD."id";
        INSERT INTO "slug_fates" VALUES (TG_TABLE_NAME, OLD."slug", NULL)
            ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = NULL;
    ELSIF TG_OP = 'INSERT' OR NEW."slug" <> OLD."slug" THEN
        DELETE FROM "slug_fates" WHERE "collection" = TG_TABLE_NAME AND "slug" = NEW."slug";
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO "slug_fates" VALUES (TG_TABLE_NAME, OLD."slug", NEW."id")
                ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = excluded."item_id";
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- What belongs to a partnership has that be filtered by it, too.
CREATE FUNCTION item_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item BIGINT;
BEGIN
    FOREACH item IN ARRAY array_remove(ARRAY[OLD."id", NULLIF(NEW."id", OLD."id")], NULL) LOOP
        IF TG_TABLE_NAME = 'places' THEN
            PERFORM note_place_dirty(item);
        ELSE
            PERFORM note_dirty(TG_TABLE_NAME, item);
        END IF;
    END LOOP;
    PERFORM note_dirty('partnerships', owner) FROM owners(to_jsonb(OLD), to_jsonb(NEW), 'partnership_id') AS owner
        WHERE owner IS NOT NULL;
    RETURN NULL;
END
$$;

-- The items that a list's row belongs to, and belonged to. Arguments of the triggers: the items' collection, the column.
CREATE FUNCTION owners(before JSONB, after JSONB, owner TEXT) RETURNS SETOF BIGINT LANGUAGE sql IMMUTABLE AS $$
    SELECT (before ->> owner)::BIGINT WHERE before IS NOT NULL
    UNION SELECT (after ->> owner)::BIGINT WHERE after IS NOT NULL
$$;

CREATE FUNCTION list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %I SET "version" = "version" + 1, "modified" = {now} WHERE "id" = ANY ($1)', TG_ARGV[0])
        USING ARRAY(SELECT owners(to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[1]));
    RETURN NULL;
END
$$;

CREATE FUNCTION list_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_dirty(TG_ARGV[0], owner) FROM owners(to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[1]) AS owner;
    IF TG_ARGV[0] NOT IN ('places', 'partnerships') THEN
        EXECUTE format('SELECT note_dirty(''partnerships'', "partnership_id") FROM %I WHERE "id" = ANY ($1)', TG_ARGV[0])
            USING ARRAY(SELECT owners(to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[1]));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION keys_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DELETE FROM %I WHERE %I IN (SELECT "id" FROM "gone")', TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END
$$;

-- TRUNCATE fires no trigger of a row. Arguments: the items' collection; the column with their ids, or none if no facet changes.
CREATE FUNCTION emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM revise();
    IF TG_ARGV[1] <> '' THEN
        EXECUTE format('SELECT note_dirty(%L, %I) FROM %I', TG_ARGV[0], TG_ARGV[1], TG_TABLE_NAME);
        IF TG_ARGV[0] NOT IN ('places', 'partnerships') THEN
            EXECUTE format('SELECT note_dirty(''partnerships'', "partnership_id") FROM %I WHERE "id" IN (SELECT %I FROM %I)',
                           TG_ARGV[0], TG_ARGV[1], TG_TABLE_NAME);
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION country_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM revise();
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM note_place_dirty("id") FROM "places" WHERE "country" IS NOT NULL;
    ELSIF TG_OP <> 'UPDATE' OR NEW."code" <> OLD."code" OR NEW."region" <> OLD."region" THEN
        PERFORM note_place_dirty("id") FROM "places" WHERE "country" IN (OLD."code", NEW."code");
    END IF;
    RETURN NULL;
END
$$;
