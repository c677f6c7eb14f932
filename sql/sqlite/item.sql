-- The triggers of a table of items. A line behind {facets?} stands only where lists are filtered by some of its fields, one behind
-- {place?} only for places, by whose country and level partnerships are filtered, one behind {belonging?} for what belongs to a
-- partnership, which is filtered by that, too, one behind {keys?} for what a search finds. Upserts, and not INSERT OR …, because the policy
-- of that is the one of the statement which fires the trigger.

CREATE TRIGGER "{table}_inserted" AFTER INSERT ON "{table}"
    WHEN {typed}
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = '{table}' AND "slug" = NEW."slug";
    {facets?} INSERT INTO "dirty_items" VALUES ('{table}', NEW."id") ON CONFLICT DO NOTHING;
    {place?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "partnership_parties"
    {place?}     WHERE "place_id" = NEW."id" ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" VALUES ('partnerships', NEW."partnership_id") ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;

-- Whoever says the version is the program; sort_name alone is made of other items.
CREATE TRIGGER "{table}_updated" AFTER UPDATE ON "{table}"
    WHEN {typed}
BEGIN
    UPDATE "{table}" SET "version" = OLD."version" + 1, "modified" = {now}
        {sorted?} WHERE "id" = NEW."id" AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name";
        {unsorted?} WHERE "id" = NEW."id" AND NEW."version" = OLD."version";
    DELETE FROM "slug_fates"
        WHERE "collection" = '{table}' AND "slug" IN (OLD."slug", NEW."slug") AND NEW."slug" <> OLD."slug";
    INSERT INTO "slug_fates" SELECT '{table}', OLD."slug", NEW."id" WHERE NEW."slug" <> OLD."slug";
    {facets?} INSERT INTO "dirty_items" SELECT '{table}', OLD."id" WHERE {differs}
    {facets?}     UNION SELECT '{table}', NEW."id" WHERE NEW."id" <> OLD."id" ON CONFLICT DO NOTHING;
    {place?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "partnership_parties"
    {place?}     WHERE "place_id" IN (OLD."id", NEW."id") AND ({differs}) ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', OLD."partnership_id" WHERE {differs}
    {belonging?}     UNION SELECT 'partnerships', NEW."partnership_id" WHERE {differs} ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;

CREATE TRIGGER "{table}_deleted" AFTER DELETE ON "{table}"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL WHERE "collection" = '{table}' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('{table}', OLD."slug", NULL)
        ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = NULL;
    {facets?} INSERT INTO "dirty_items" VALUES ('{table}', OLD."id") ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" VALUES ('partnerships', OLD."partnership_id") ON CONFLICT DO NOTHING;
    {keys?} INSERT INTO "dirty_items" SELECT '{entity}_keys', OLD."id" WHERE {typed} ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;
