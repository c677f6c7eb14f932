-- The triggers of a table of items.

CREATE TRIGGER "{table}_number" BEFORE INSERT ON "{table}"
    FOR EACH ROW WHEN (NEW."id" IS NULL) EXECUTE FUNCTION item_number();

-- Whoever says the version is the program; sort_name alone is made of other items.
CREATE TRIGGER "{table}_version" BEFORE UPDATE ON "{table}"
    {sorted?} FOR EACH ROW WHEN ({typed} AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name")
    {unsorted?} FOR EACH ROW WHEN ({typed} AND NEW."version" = OLD."version")
    EXECUTE FUNCTION item_version();

CREATE TRIGGER "{table}_changed" AFTER INSERT OR UPDATE ON "{table}"
    FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION item_changed();

CREATE TRIGGER "{table}_deleted" AFTER DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION item_changed();

CREATE TRIGGER "{table}_emptied" BEFORE TRUNCATE ON "{table}"
    {facets?} FOR EACH STATEMENT EXECUTE FUNCTION emptied('{table}', 'id');
    {facetless?} FOR EACH STATEMENT EXECUTE FUNCTION emptied('{table}', '');
