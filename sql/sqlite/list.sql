-- The triggers of a list's table: a change of a row is one of the item that owns it.

CREATE TRIGGER "{table}_inserted" AFTER INSERT ON "{table}"
    WHEN {typed}
BEGIN
    UPDATE "{items}" SET "version" = "version" + 1, "modified" = {now} WHERE "id" = NEW."{owner}";
    {facets?} INSERT INTO "dirty_items" VALUES ('{items}', NEW."{owner}") ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "{items}"
    {belonging?}     WHERE "id" = NEW."{owner}" ON CONFLICT DO NOTHING;
END;

-- A new position may be that of a row which REPLACE deletes without the trigger of a deletion.
CREATE TRIGGER "{table}_updated" AFTER UPDATE ON "{table}"
    WHEN {typed}
BEGIN
    UPDATE "{items}" SET "version" = "version" + 1, "modified" = {now}
        WHERE "id" IN (OLD."{owner}", NEW."{owner}");
    {facets?} INSERT INTO "dirty_items" SELECT '{items}', OLD."{owner}" WHERE NEW."position" <> OLD."position" OR {differs}
    {facets?}     UNION SELECT '{items}', NEW."{owner}" WHERE NEW."{owner}" <> OLD."{owner}" ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "{items}"
    {belonging?}     WHERE "id" IN (OLD."{owner}", NEW."{owner}") ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "{table}_deleted" AFTER DELETE ON "{table}"
    WHEN {typed}
BEGIN
    UPDATE "{items}" SET "version" = "version" + 1, "modified" = {now} WHERE "id" = OLD."{owner}";
    {facets?} INSERT INTO "dirty_items" VALUES ('{items}', OLD."{owner}") ON CONFLICT DO NOTHING;
    {belonging?} INSERT INTO "dirty_items" SELECT 'partnerships', "partnership_id" FROM "{items}"
    {belonging?}     WHERE "id" = OLD."{owner}" ON CONFLICT DO NOTHING;
END;
