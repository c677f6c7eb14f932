-- The registry on PostgreSQL, first version.
--
-- The same tables as in sql/sqlite. Texts that sort or filter are compared byte by byte (COLLATE
-- "C"), which orders partial dates as time does and serves searches by prefix. A blank line ends a
-- statement: there is none within one.

CREATE FUNCTION utc_now() RETURNS TEXT LANGUAGE sql VOLATILE AS $$
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- One row: the state of the registry as a whole. Triggers keep it true.
CREATE TABLE "registry" (
    "id" BIGINT PRIMARY KEY CHECK ("id" = 1),
    "schema_version" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL,
    "modified" TEXT COLLATE "C" NOT NULL
);

-- What became of slugs that no item has any more: renamed to another, or (item_id NULL) gone.
CREATE TABLE "slug_fates" (
    "collection" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "item_id" BIGINT,
    PRIMARY KEY ("collection", "slug")
);

CREATE INDEX "slug_fates_by_item" ON "slug_fates" ("collection", "item_id");

-- The region of the world that a country is counted in (UN M49; with Taiwan and Kosovo).
CREATE TABLE "countries" (
    "code" TEXT COLLATE "C" PRIMARY KEY,
    "region" TEXT COLLATE "C" NOT NULL
);

CREATE INDEX "countries_by_region" ON "countries" ("region", "code");

CREATE TABLE "places" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "sort_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "name" TEXT NOT NULL CHECK ("name" <> ''),
    "level" TEXT COLLATE "C" CHECK ("level" <> ''),
    "country" TEXT COLLATE "C" CHECK ("country" <> ''),
    "subdivision" TEXT CHECK ("subdivision" <> ''),
    "latitude" DOUBLE PRECISION CHECK ("latitude" BETWEEN -90 AND 90),
    "longitude" DOUBLE PRECISION CHECK ("longitude" BETWEEN -180 AND 180),
    "population" BIGINT CHECK ("population" BETWEEN 0 AND 100000000),
    "population_year" BIGINT CHECK ("population_year" BETWEEN 1 AND 9999),
    "wikidata" TEXT COLLATE "C" CHECK ("wikidata" <> ''),
    "website" TEXT CHECK ("website" <> ''),
    "area_km2" DOUBLE PRECISION CHECK ("area_km2" BETWEEN 0 AND 10000000)
);

CREATE TABLE "place_names" (
    "place_id" BIGINT NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "lang" TEXT COLLATE "C" NOT NULL CHECK ("lang" <> ''),
    "text" TEXT NOT NULL CHECK ("text" <> ''),
    "kind" TEXT COLLATE "C" CHECK ("kind" <> ''),
    "from" TEXT COLLATE "C" CHECK ("from" <> ''),
    "to" TEXT COLLATE "C" CHECK ("to" <> ''),
    PRIMARY KEY ("place_id", "position")
);

CREATE TABLE "place_predecessors" (
    "place_id" BIGINT NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "target_id" BIGINT NOT NULL REFERENCES "places" ("id"),
    PRIMARY KEY ("place_id", "position")
);

CREATE TABLE "place_keys" (
    "place_id" BIGINT NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE,
    "key" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("key", "place_id")
);

CREATE INDEX "place_keys_by_place" ON "place_keys" ("place_id");

CREATE TABLE "organizations" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "name" TEXT NOT NULL CHECK ("name" <> ''),
    "kind" TEXT COLLATE "C" CHECK ("kind" <> ''),
    "place_id" BIGINT REFERENCES "places" ("id"),
    "jurisdiction" TEXT CHECK ("jurisdiction" <> ''),
    "website" TEXT CHECK ("website" <> ''),
    "contact" TEXT CHECK ("contact" <> ''),
    "email" TEXT CHECK ("email" <> ''),
    "phone" TEXT CHECK ("phone" <> ''),
    "contact_published" BIGINT CHECK ("contact_published" IN (0, 1)),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "organization_languages" (
    "organization_id" BIGINT NOT NULL REFERENCES "organizations" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("organization_id", "position")
);

CREATE TABLE "organization_keys" (
    "organization_id" BIGINT NOT NULL REFERENCES "organizations" ("id") ON DELETE CASCADE,
    "key" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("key", "organization_id")
);

CREATE INDEX "organization_keys_by_organization" ON "organization_keys" ("organization_id");

CREATE TABLE "partnerships" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "sort_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "type" TEXT COLLATE "C" NOT NULL CHECK ("type" <> ''),
    "status" TEXT COLLATE "C" NOT NULL CHECK ("status" <> ''),
    "established" TEXT COLLATE "C" CHECK ("established" <> ''),
    "ended" TEXT COLLATE "C" CHECK ("ended" <> ''),
    "source" TEXT CHECK ("source" <> ''),
    "name" TEXT CHECK ("name" <> ''),
    "scope" TEXT COLLATE "C" CHECK ("scope" <> ''),
    "first_contact" TEXT COLLATE "C" CHECK ("first_contact" <> ''),
    "origin" TEXT CHECK ("origin" <> ''),
    "note" TEXT CHECK ("note" <> '')
);

CREATE TABLE "partnership_parties" (
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "place_id" BIGINT NOT NULL REFERENCES "places" ("id"),
    "term" TEXT CHECK ("term" <> ''),
    "term_lang" TEXT COLLATE "C" CHECK ("term_lang" <> ''),
    "joined" TEXT COLLATE "C" CHECK ("joined" <> ''),
    "left" TEXT COLLATE "C" CHECK ("left" <> ''),
    PRIMARY KEY ("partnership_id", "position")
);

CREATE TABLE "partnership_fields" (
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("partnership_id", "position")
);

CREATE TABLE "partnership_keys" (
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "key" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("key", "partnership_id")
);

CREATE INDEX "partnership_keys_by_partnership" ON "partnership_keys" ("partnership_id");

CREATE TABLE "agreements" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "kind" TEXT COLLATE "C" NOT NULL CHECK ("kind" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    "date" TEXT COLLATE "C" CHECK ("date" <> ''),
    "place" TEXT CHECK ("place" <> ''),
    "mode" TEXT COLLATE "C" CHECK ("mode" <> ''),
    "term_months" BIGINT CHECK ("term_months" BETWEEN 1 AND 1200),
    "effective_from" TEXT COLLATE "C" CHECK ("effective_from" <> ''),
    "effective_until" TEXT COLLATE "C" CHECK ("effective_until" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "agreement_signatories" (
    "agreement_id" BIGINT NOT NULL REFERENCES "agreements" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "person" TEXT NOT NULL CHECK ("person" <> ''),
    "office" TEXT CHECK ("office" <> ''),
    "place_id" BIGINT REFERENCES "places" ("id"),
    "role" TEXT COLLATE "C" CHECK ("role" <> ''),
    PRIMARY KEY ("agreement_id", "position")
);

CREATE TABLE "agreement_documents" (
    "agreement_id" BIGINT NOT NULL REFERENCES "agreements" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "url" TEXT NOT NULL CHECK ("url" <> ''),
    "lang" TEXT COLLATE "C" CHECK ("lang" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    PRIMARY KEY ("agreement_id", "position")
);

CREATE TABLE "approvals" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "place_id" BIGINT REFERENCES "places" ("id"),
    "body" TEXT NOT NULL CHECK ("body" <> ''),
    "date" TEXT COLLATE "C" CHECK ("date" <> ''),
    "result" TEXT COLLATE "C" CHECK ("result" <> ''),
    "decision" TEXT CHECK ("decision" <> ''),
    "votes_for" BIGINT CHECK ("votes_for" BETWEEN 0 AND 100000),
    "votes_against" BIGINT CHECK ("votes_against" BETWEEN 0 AND 100000),
    "votes_abstained" BIGINT CHECK ("votes_abstained" BETWEEN 0 AND 100000),
    "budget_amount" DOUBLE PRECISION CHECK ("budget_amount" BETWEEN 0 AND 1000000000000),
    "budget_currency" TEXT COLLATE "C" CHECK ("budget_currency" <> ''),
    "fiscal_year" TEXT CHECK ("fiscal_year" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "steps" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "status" TEXT COLLATE "C" NOT NULL CHECK ("status" <> ''),
    "date" TEXT COLLATE "C" CHECK ("date" <> ''),
    "effective" TEXT COLLATE "C" CHECK ("effective" <> ''),
    "body" TEXT CHECK ("body" <> ''),
    "reason" TEXT CHECK ("reason" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "activities" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "title" TEXT COLLATE "C" NOT NULL CHECK ("title" <> ''),
    "start" TEXT COLLATE "C" CHECK ("start" <> ''),
    "end" TEXT COLLATE "C" CHECK ("end" <> ''),
    "direction" TEXT COLLATE "C" CHECK ("direction" <> ''),
    "form" TEXT COLLATE "C" CHECK ("form" <> ''),
    "place" TEXT CHECK ("place" <> ''),
    "outcome" TEXT CHECK ("outcome" <> ''),
    "link" TEXT CHECK ("link" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "activity_fields" (
    "activity_id" BIGINT NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("activity_id", "position")
);

CREATE TABLE "activity_participants" (
    "activity_id" BIGINT NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "group" TEXT NOT NULL CHECK ("group" <> ''),
    "count" BIGINT CHECK ("count" BETWEEN 0 AND 10000000),
    PRIMARY KEY ("activity_id", "position")
);

CREATE TABLE "activity_organizations" (
    "activity_id" BIGINT NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" BIGINT NOT NULL,
    "target_id" BIGINT NOT NULL REFERENCES "organizations" ("id"),
    PRIMARY KEY ("activity_id", "position")
);

CREATE TABLE "activity_keys" (
    "activity_id" BIGINT NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE,
    "key" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("key", "activity_id")
);

CREATE INDEX "activity_keys_by_activity" ON "activity_keys" ("activity_id");

CREATE TABLE "gifts" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "object" TEXT NOT NULL CHECK ("object" <> ''),
    "date" TEXT COLLATE "C" CHECK ("date" <> ''),
    "donor" TEXT CHECK ("donor" <> ''),
    "donor_place_id" BIGINT REFERENCES "places" ("id"),
    "recipient" TEXT CHECK ("recipient" <> ''),
    "recipient_place_id" BIGINT REFERENCES "places" ("id"),
    "occasion" TEXT CHECK ("occasion" <> ''),
    "maker" TEXT CHECK ("maker" <> ''),
    "location" TEXT CHECK ("location" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "gift_keys" (
    "gift_id" BIGINT NOT NULL REFERENCES "gifts" ("id") ON DELETE CASCADE,
    "key" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("key", "gift_id")
);

CREATE INDEX "gift_keys_by_gift" ON "gift_keys" ("gift_id");

CREATE TABLE "sources" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "partnership_id" BIGINT REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "place_id" BIGINT REFERENCES "places" ("id") ON DELETE CASCADE,
    "field" TEXT CHECK ("field" <> ''),
    "states" TEXT CHECK ("states" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    "url" TEXT CHECK ("url" <> ''),
    "seen" TEXT COLLATE "C" CHECK ("seen" <> ''),
    "preferred" BIGINT CHECK ("preferred" IN (0, 1)),
    "note" TEXT CHECK ("note" <> '')
);

CREATE TABLE "claims" (
    "id" BIGINT PRIMARY KEY,
    "slug" TEXT COLLATE "C" NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" BIGINT NOT NULL DEFAULT 1,
    "modified" TEXT COLLATE "C" NOT NULL DEFAULT (utc_now()),
    "place_id" BIGINT NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE,
    "partner_id" BIGINT REFERENCES "places" ("id"),
    "number" BIGINT CHECK ("number" BETWEEN 0 AND 100000),
    "source" TEXT CHECK ("source" <> ''),
    "url" TEXT CHECK ("url" <> ''),
    "seen" TEXT COLLATE "C" CHECK ("seen" <> '')
);

CREATE INDEX "places_by_country_sort_name" ON "places" ("country", "sort_name");

CREATE INDEX "places_by_level_sort_name" ON "places" ("level", "sort_name");

CREATE INDEX "places_by_modified" ON "places" ("modified");

CREATE INDEX "place_predecessors_by_target" ON "place_predecessors" ("target_id");

CREATE INDEX "organizations_by_place" ON "organizations" ("place_id");

CREATE INDEX "organizations_by_modified" ON "organizations" ("modified");

CREATE INDEX "partnerships_by_type_sort_name" ON "partnerships" ("type", "sort_name");

CREATE INDEX "partnerships_by_status_sort_name" ON "partnerships" ("status", "sort_name");

CREATE INDEX "partnerships_by_established" ON "partnerships" ("established");

CREATE INDEX "partnerships_by_modified" ON "partnerships" ("modified");

CREATE INDEX "partnership_parties_by_place_partnership"
    ON "partnership_parties" ("place_id", "partnership_id");

CREATE INDEX "partnership_fields_by_value_partnership"
    ON "partnership_fields" ("value", "partnership_id");

CREATE INDEX "agreements_by_partnership_date" ON "agreements" ("partnership_id", "date");

CREATE INDEX "agreements_by_date" ON "agreements" ("date");

CREATE INDEX "agreements_by_kind_date" ON "agreements" ("kind", "date");

CREATE INDEX "agreements_by_modified" ON "agreements" ("modified");

CREATE INDEX "agreement_signatories_by_place" ON "agreement_signatories" ("place_id");

CREATE INDEX "approvals_by_partnership_date" ON "approvals" ("partnership_id", "date");

CREATE INDEX "approvals_by_place" ON "approvals" ("place_id");

CREATE INDEX "approvals_by_modified" ON "approvals" ("modified");

CREATE INDEX "steps_by_partnership_date" ON "steps" ("partnership_id", "date");

CREATE INDEX "steps_by_modified" ON "steps" ("modified");

CREATE INDEX "activities_by_partnership_start" ON "activities" ("partnership_id", "start");

CREATE INDEX "activities_by_start" ON "activities" ("start");

CREATE INDEX "activities_by_title" ON "activities" ("title");

CREATE INDEX "activities_by_modified" ON "activities" ("modified");

CREATE INDEX "activity_fields_by_value_activity" ON "activity_fields" ("value", "activity_id");

CREATE INDEX "activity_organizations_by_target" ON "activity_organizations" ("target_id");

CREATE INDEX "gifts_by_partnership_date" ON "gifts" ("partnership_id", "date");

CREATE INDEX "gifts_by_donor_place" ON "gifts" ("donor_place_id");

CREATE INDEX "gifts_by_recipient_place" ON "gifts" ("recipient_place_id");

CREATE INDEX "gifts_by_modified" ON "gifts" ("modified");

CREATE INDEX "sources_by_partnership" ON "sources" ("partnership_id");

CREATE INDEX "sources_by_place" ON "sources" ("place_id");

CREATE INDEX "sources_by_modified" ON "sources" ("modified");

CREATE INDEX "claims_by_place_partner" ON "claims" ("place_id", "partner_id");

CREATE INDEX "claims_by_partner" ON "claims" ("partner_id");

CREATE INDEX "claims_by_modified" ON "claims" ("modified");

-- The orders of lists (store/query/list.c): an index stands on the very expression that a list sorts by, so
-- that a page is read without sorting. What is unknown comes last whichever way a list runs.

CREATE INDEX "places_in_order_of_name" ON "places" (COALESCE("sort_name", "slug"));

CREATE INDEX "places_in_order_of_country"
    ON "places" ((COALESCE("country", '~') || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "places_in_falling_order_of_country"
    ON "places" ((COALESCE("country", '') || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "places_in_order_of_population" ON "places" (COALESCE("population", 1000000000));

CREATE INDEX "places_in_falling_order_of_population"
    ON "places" (COALESCE("population", -1));

CREATE INDEX "partnerships_in_order_of_name" ON "partnerships" (COALESCE("sort_name", "slug"));

CREATE INDEX "partnerships_in_order_of_status"
    ON "partnerships" (("status" || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "partnerships_in_order_of_established"
    ON "partnerships" (COALESCE("established", '~'));

CREATE INDEX "partnerships_in_falling_order_of_established"
    ON "partnerships" (COALESCE("established", ''));

CREATE INDEX "agreements_in_order_of_date" ON "agreements" (COALESCE("date", '~'));

CREATE INDEX "agreements_in_falling_order_of_date"
    ON "agreements" (COALESCE("date", ''));

CREATE INDEX "activities_in_order_of_start" ON "activities" (COALESCE("start", '~'));

CREATE INDEX "activities_in_falling_order_of_start"
    ON "activities" (COALESCE("start", ''));

-- A change of any table is a change of the registry: one for each transaction, since nobody else sees
-- more, and thousands of versions of the row within one would slow an import down.
CREATE FUNCTION registry_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = utc_now()
        WHERE "id" = 1 AND xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END
$$;

-- For hand-typed SQL; the program gives ids itself, under a lock.
CREATE FUNCTION item_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT coalesce(max("id"), 0) + 1 FROM %I', TG_TABLE_NAME) INTO NEW."id";
    RETURN NEW;
END
$$;

CREATE FUNCTION item_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."version" := OLD."version" + 1;
    NEW."modified" := utc_now();
    RETURN NEW;
END
$$;

CREATE FUNCTION slug_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = TG_TABLE_NAME AND "slug" = NEW."slug";
    RETURN NULL;
END
$$;

CREATE FUNCTION slug_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = TG_TABLE_NAME AND "slug" = NEW."slug";
    INSERT INTO "slug_fates" VALUES (TG_TABLE_NAME, OLD."slug", NEW."id")
        ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = NEW."id";
    RETURN NULL;
END
$$;

CREATE FUNCTION slug_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = TG_TABLE_NAME AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES (TG_TABLE_NAME, OLD."slug", NULL)
        ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "places" SET "version" = "version" + 1, "modified" = utc_now()
        WHERE "id" IN (SELECT "place_id" FROM "changed") AND "version" > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION organization_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "organizations" SET "version" = "version" + 1, "modified" = utc_now()
        WHERE "id" IN (SELECT "organization_id" FROM "changed") AND "version" > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION partnership_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1, "modified" = utc_now()
        WHERE "id" IN (SELECT "partnership_id" FROM "changed") AND "version" > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION agreement_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1, "modified" = utc_now()
        WHERE "id" IN (SELECT "agreement_id" FROM "changed") AND "version" > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION activity_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "activities" SET "version" = "version" + 1, "modified" = utc_now()
        WHERE "id" IN (SELECT "activity_id" FROM "changed") AND "version" > 0;
    RETURN NULL;
END
$$;

-- The triggers are alike for every collection. An item that is updated without saying its version
-- (by hand) gets the next one; sort_name is derived, so a change of that alone makes no version. A
-- change of a list's row is an update of the item that holds it, if the item is there already and
-- is not just being written, which the program marks by version 0 within its transaction.
CREATE TRIGGER "places_number" BEFORE INSERT ON "places"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "places_touch" BEFORE UPDATE ON "places"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "places_registry" AFTER INSERT OR UPDATE OR DELETE ON "places"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "places_slug_taken" AFTER INSERT ON "places"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "places_slug_changed" AFTER UPDATE ON "places"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "places_slug_gone" AFTER DELETE ON "places"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "place_names_insert" AFTER INSERT ON "place_names"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "place_names_update" AFTER UPDATE ON "place_names"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "place_names_delete" AFTER DELETE ON "place_names"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "place_predecessors_insert" AFTER INSERT ON "place_predecessors"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "place_predecessors_update" AFTER UPDATE ON "place_predecessors"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "place_predecessors_delete" AFTER DELETE ON "place_predecessors"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION place_list_changed();

CREATE TRIGGER "organizations_number" BEFORE INSERT ON "organizations"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "organizations_touch" BEFORE UPDATE ON "organizations"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "organizations_registry" AFTER INSERT OR UPDATE OR DELETE ON "organizations"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "organizations_slug_taken" AFTER INSERT ON "organizations"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "organizations_slug_changed" AFTER UPDATE ON "organizations"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "organizations_slug_gone" AFTER DELETE ON "organizations"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "organization_languages_insert" AFTER INSERT ON "organization_languages"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION organization_list_changed();

CREATE TRIGGER "organization_languages_update" AFTER UPDATE ON "organization_languages"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION organization_list_changed();

CREATE TRIGGER "organization_languages_delete" AFTER DELETE ON "organization_languages"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION organization_list_changed();

CREATE TRIGGER "partnerships_number" BEFORE INSERT ON "partnerships"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "partnerships_touch" BEFORE UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "partnerships_registry" AFTER INSERT OR UPDATE OR DELETE ON "partnerships"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "partnerships_slug_taken" AFTER INSERT ON "partnerships"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "partnerships_slug_changed" AFTER UPDATE ON "partnerships"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "partnerships_slug_gone" AFTER DELETE ON "partnerships"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "partnership_parties_insert" AFTER INSERT ON "partnership_parties"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "partnership_parties_update" AFTER UPDATE ON "partnership_parties"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "partnership_parties_delete" AFTER DELETE ON "partnership_parties"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "partnership_fields_insert" AFTER INSERT ON "partnership_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "partnership_fields_update" AFTER UPDATE ON "partnership_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "partnership_fields_delete" AFTER DELETE ON "partnership_fields"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION partnership_list_changed();

CREATE TRIGGER "agreements_number" BEFORE INSERT ON "agreements"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "agreements_touch" BEFORE UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "agreements_registry" AFTER INSERT OR UPDATE OR DELETE ON "agreements"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "agreements_slug_taken" AFTER INSERT ON "agreements"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "agreements_slug_changed" AFTER UPDATE ON "agreements"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "agreements_slug_gone" AFTER DELETE ON "agreements"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "agreement_signatories_insert" AFTER INSERT ON "agreement_signatories"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "agreement_signatories_update" AFTER UPDATE ON "agreement_signatories"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "agreement_signatories_delete" AFTER DELETE ON "agreement_signatories"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "agreement_documents_insert" AFTER INSERT ON "agreement_documents"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "agreement_documents_update" AFTER UPDATE ON "agreement_documents"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "agreement_documents_delete" AFTER DELETE ON "agreement_documents"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_list_changed();

CREATE TRIGGER "approvals_number" BEFORE INSERT ON "approvals"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "approvals_touch" BEFORE UPDATE ON "approvals"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "approvals_registry" AFTER INSERT OR UPDATE OR DELETE ON "approvals"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "approvals_slug_taken" AFTER INSERT ON "approvals"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "approvals_slug_changed" AFTER UPDATE ON "approvals"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "approvals_slug_gone" AFTER DELETE ON "approvals"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "steps_number" BEFORE INSERT ON "steps"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "steps_touch" BEFORE UPDATE ON "steps"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "steps_registry" AFTER INSERT OR UPDATE OR DELETE ON "steps"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "steps_slug_taken" AFTER INSERT ON "steps"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "steps_slug_changed" AFTER UPDATE ON "steps"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "steps_slug_gone" AFTER DELETE ON "steps"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "activities_number" BEFORE INSERT ON "activities"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "activities_touch" BEFORE UPDATE ON "activities"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "activities_registry" AFTER INSERT OR UPDATE OR DELETE ON "activities"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "activities_slug_taken" AFTER INSERT ON "activities"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "activities_slug_changed" AFTER UPDATE ON "activities"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "activities_slug_gone" AFTER DELETE ON "activities"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "activity_fields_insert" AFTER INSERT ON "activity_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_fields_update" AFTER UPDATE ON "activity_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_fields_delete" AFTER DELETE ON "activity_fields"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_participants_insert" AFTER INSERT ON "activity_participants"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_participants_update" AFTER UPDATE ON "activity_participants"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_participants_delete" AFTER DELETE ON "activity_participants"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_organizations_insert" AFTER INSERT ON "activity_organizations"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_organizations_update" AFTER UPDATE ON "activity_organizations"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "activity_organizations_delete" AFTER DELETE ON "activity_organizations"
    REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION activity_list_changed();

CREATE TRIGGER "gifts_number" BEFORE INSERT ON "gifts"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "gifts_touch" BEFORE UPDATE ON "gifts"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "gifts_registry" AFTER INSERT OR UPDATE OR DELETE ON "gifts"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "gifts_slug_taken" AFTER INSERT ON "gifts"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "gifts_slug_changed" AFTER UPDATE ON "gifts"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "gifts_slug_gone" AFTER DELETE ON "gifts"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "sources_number" BEFORE INSERT ON "sources"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "sources_touch" BEFORE UPDATE ON "sources"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "sources_registry" AFTER INSERT OR UPDATE OR DELETE ON "sources"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "sources_slug_taken" AFTER INSERT ON "sources"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "sources_slug_changed" AFTER UPDATE ON "sources"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "sources_slug_gone" AFTER DELETE ON "sources"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

CREATE TRIGGER "claims_number" BEFORE INSERT ON "claims"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

CREATE TRIGGER "claims_touch" BEFORE UPDATE ON "claims"
    FOR EACH ROW
    WHEN (NEW."version" = OLD."version")
    EXECUTE FUNCTION item_touch();

CREATE TRIGGER "claims_registry" AFTER INSERT OR UPDATE OR DELETE ON "claims"
    FOR EACH STATEMENT EXECUTE FUNCTION registry_touch();

CREATE TRIGGER "claims_slug_taken" AFTER INSERT ON "claims"
    FOR EACH ROW EXECUTE FUNCTION slug_taken();

CREATE TRIGGER "claims_slug_changed" AFTER UPDATE ON "claims"
    FOR EACH ROW WHEN (NEW."slug" <> OLD."slug") EXECUTE FUNCTION slug_changed();

CREATE TRIGGER "claims_slug_gone" AFTER DELETE ON "claims"
    FOR EACH ROW EXECUTE FUNCTION slug_gone();

INSERT INTO "countries" VALUES
    ('AO', 'africa'), ('BF', 'africa'), ('BI', 'africa'), ('BJ', 'africa'), ('BW',
    'africa'), ('CD', 'africa'), ('CF', 'africa'), ('CG', 'africa'), ('CI', 'africa'),
    ('CM', 'africa'), ('CV', 'africa'), ('DJ', 'africa'), ('DZ', 'africa'), ('EG',
    'africa'), ('EH', 'africa'), ('ER', 'africa'), ('ET', 'africa'), ('GA', 'africa'),
    ('GH', 'africa'), ('GM', 'africa'), ('GN', 'africa'), ('GQ', 'africa'), ('GW',
    'africa'), ('IO', 'africa'), ('KE', 'africa'), ('KM', 'africa'), ('LR', 'africa'),
    ('LS', 'africa'), ('LY', 'africa'), ('MA', 'africa'), ('MG', 'africa'), ('ML',
    'africa'), ('MR', 'africa'), ('MU', 'africa'), ('MW', 'africa'), ('MZ', 'africa'),
    ('NA', 'africa'), ('NE', 'africa'), ('NG', 'africa'), ('RE', 'africa'), ('RW',
    'africa'), ('SC', 'africa'), ('SD', 'africa'), ('SH', 'africa'), ('SL', 'africa'),
    ('SN', 'africa'), ('SO', 'africa'), ('SS', 'africa'), ('ST', 'africa'), ('SZ',
    'africa'), ('TD', 'africa'), ('TF', 'africa'), ('TG', 'africa'), ('TN', 'africa'),
    ('TZ', 'africa'), ('UG', 'africa'), ('YT', 'africa'), ('ZA', 'africa'), ('ZM',
    'africa'), ('ZW', 'africa');

INSERT INTO "countries" VALUES
    ('AG', 'americas'), ('AI', 'americas'), ('AR', 'americas'), ('AW', 'americas'), ('BB',
    'americas'), ('BL', 'americas'), ('BM', 'americas'), ('BO', 'americas'), ('BQ',
    'americas'), ('BR', 'americas'), ('BS', 'americas'), ('BV', 'americas'), ('BZ',
    'americas'), ('CA', 'americas'), ('CL', 'americas'), ('CO', 'americas'), ('CR',
    'americas'), ('CU', 'americas'), ('CW', 'americas'), ('DM', 'americas'), ('DO',
    'americas'), ('EC', 'americas'), ('FK', 'americas'), ('GD', 'americas'), ('GF',
    'americas'), ('GL', 'americas'), ('GP', 'americas'), ('GS', 'americas'), ('GT',
    'americas'), ('GY', 'americas'), ('HN', 'americas'), ('HT', 'americas'), ('JM',
    'americas'), ('KN', 'americas'), ('KY', 'americas'), ('LC', 'americas'), ('MF',
    'americas'), ('MQ', 'americas'), ('MS', 'americas'), ('MX', 'americas'), ('NI',
    'americas'), ('PA', 'americas'), ('PE', 'americas'), ('PM', 'americas'), ('PR',
    'americas'), ('PY', 'americas'), ('SR', 'americas'), ('SV', 'americas'), ('SX',
    'americas'), ('TC', 'americas'), ('TT', 'americas'), ('US', 'americas'), ('UY',
    'americas'), ('VC', 'americas'), ('VE', 'americas'), ('VG', 'americas'), ('VI',
    'americas');

INSERT INTO "countries" VALUES
    ('AE', 'asia'), ('AF', 'asia'), ('AM', 'asia'), ('AZ', 'asia'), ('BD', 'asia'), ('BH',
    'asia'), ('BN', 'asia'), ('BT', 'asia'), ('CN', 'asia'), ('CY', 'asia'), ('GE', 'asia'),
    ('HK', 'asia'), ('ID', 'asia'), ('IL', 'asia'), ('IN', 'asia'), ('IQ', 'asia'), ('IR',
    'asia'), ('JO', 'asia'), ('JP', 'asia'), ('KG', 'asia'), ('KH', 'asia'), ('KP', 'asia'),
    ('KR', 'asia'), ('KW', 'asia'), ('KZ', 'asia'), ('LA', 'asia'), ('LB', 'asia'), ('LK',
    'asia'), ('MM', 'asia'), ('MN', 'asia'), ('MO', 'asia'), ('MV', 'asia'), ('MY', 'asia'),
    ('NP', 'asia'), ('OM', 'asia'), ('PH', 'asia'), ('PK', 'asia'), ('PS', 'asia'), ('QA',
    'asia'), ('SA', 'asia'), ('SG', 'asia'), ('SY', 'asia'), ('TH', 'asia'), ('TJ', 'asia'),
    ('TL', 'asia'), ('TM', 'asia'), ('TR', 'asia'), ('TW', 'asia'), ('UZ', 'asia'), ('VN',
    'asia'), ('YE', 'asia');

INSERT INTO "countries" VALUES
    ('AD', 'europe'), ('AL', 'europe'), ('AT', 'europe'), ('AX', 'europe'), ('BA',
    'europe'), ('BE', 'europe'), ('BG', 'europe'), ('BY', 'europe'), ('CH', 'europe'),
    ('CZ', 'europe'), ('DE', 'europe'), ('DK', 'europe'), ('EE', 'europe'), ('ES',
    'europe'), ('FI', 'europe'), ('FO', 'europe'), ('FR', 'europe'), ('GB', 'europe'),
    ('GG', 'europe'), ('GI', 'europe'), ('GR', 'europe'), ('HR', 'europe'), ('HU',
    'europe'), ('IE', 'europe'), ('IM', 'europe'), ('IS', 'europe'), ('IT', 'europe'),
    ('JE', 'europe'), ('LI', 'europe'), ('LT', 'europe'), ('LU', 'europe'), ('LV',
    'europe'), ('MC', 'europe'), ('MD', 'europe'), ('ME', 'europe'), ('MK', 'europe'),
    ('MT', 'europe'), ('NL', 'europe'), ('NO', 'europe'), ('PL', 'europe'), ('PT',
    'europe'), ('RO', 'europe'), ('RS', 'europe'), ('RU', 'europe'), ('SE', 'europe'),
    ('SI', 'europe'), ('SJ', 'europe'), ('SK', 'europe'), ('SM', 'europe'), ('UA',
    'europe'), ('VA', 'europe'), ('XK', 'europe');

INSERT INTO "countries" VALUES
    ('AS', 'oceania'), ('AU', 'oceania'), ('CC', 'oceania'), ('CK', 'oceania'), ('CX',
    'oceania'), ('FJ', 'oceania'), ('FM', 'oceania'), ('GU', 'oceania'), ('HM', 'oceania'),
    ('KI', 'oceania'), ('MH', 'oceania'), ('MP', 'oceania'), ('NC', 'oceania'), ('NF',
    'oceania'), ('NR', 'oceania'), ('NU', 'oceania'), ('NZ', 'oceania'), ('PF', 'oceania'),
    ('PG', 'oceania'), ('PN', 'oceania'), ('PW', 'oceania'), ('SB', 'oceania'), ('TK',
    'oceania'), ('TO', 'oceania'), ('TV', 'oceania'), ('UM', 'oceania'), ('VU', 'oceania'),
    ('WF', 'oceania'), ('WS', 'oceania');

INSERT INTO "registry" VALUES (1, 1, 1, utc_now());
