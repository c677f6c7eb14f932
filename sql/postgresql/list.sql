-- The triggers of a list's table: a change of a row is one of the item that owns it.

CREATE TRIGGER "{table}_changed" AFTER INSERT OR UPDATE OR DELETE ON "{table}"
    FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION list_changed('{items}', '{owner}');

{facets?} CREATE TRIGGER "{table}_dirty" AFTER INSERT OR DELETE ON "{table}"
{facets?}     FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION list_dirty('{items}', '{owner}');

{facets?} CREATE TRIGGER "{table}_dirty_update" AFTER UPDATE ON "{table}"
{facets?}     FOR EACH ROW WHEN ({typed} AND ({differs})) EXECUTE FUNCTION list_dirty('{items}', '{owner}');

CREATE TRIGGER "{table}_emptied" BEFORE TRUNCATE ON "{table}"
    {facets?} FOR EACH STATEMENT EXECUTE FUNCTION emptied('{items}', '{owner}');
    {facetless?} FOR EACH STATEMENT EXECUTE FUNCTION emptied('{items}', '');
