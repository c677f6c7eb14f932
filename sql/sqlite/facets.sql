-- Of items that lists are filtered by: REPLACE deletes the item whose address or id it takes without the triggers of a deletion.

CREATE TRIGGER "{table}_replacing" BEFORE INSERT ON "{table}"
    WHEN {typed}
BEGIN
    INSERT INTO "dirty_items" SELECT '{table}', "id" FROM "{table}" WHERE "slug" = NEW."slug" OR "id" = NEW."id"
        ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "{table}"
    {belonging?}     WHERE "slug" = NEW."slug" OR "id" = NEW."id" ON CONFLICT DO NOTHING;
    {keys?} INSERT INTO "dirty_items" SELECT '{entity}_keys', "id" FROM "{table}"
    {keys?}     WHERE "slug" = NEW."slug" OR "id" = NEW."id" ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "{table}_replacing_by_update" BEFORE UPDATE OF "id", "slug" ON "{table}"
    WHEN {typed} AND (NEW."id" <> OLD."id" OR NEW."slug" <> OLD."slug")
BEGIN
    INSERT INTO "dirty_items" SELECT '{table}', "id" FROM "{table}" WHERE "slug" = NEW."slug" OR "id" = NEW."id"
        ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "{table}"
    {belonging?}     WHERE "slug" = NEW."slug" OR "id" = NEW."id" ON CONFLICT DO NOTHING;
    {keys?} INSERT INTO "dirty_items" SELECT '{entity}_keys', "id" FROM "{table}"
    {keys?}     WHERE "slug" = NEW."slug" OR "id" = NEW."id" ON CONFLICT DO NOTHING;
END;
