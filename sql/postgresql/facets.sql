-- Of items that lists are filtered by.

CREATE TRIGGER "{table}_dirty" AFTER INSERT OR DELETE ON "{table}"
    FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION item_dirty();

CREATE TRIGGER "{table}_dirty_update" AFTER UPDATE ON "{table}"
    FOR EACH ROW WHEN ({typed} AND ({differs})) EXECUTE FUNCTION item_dirty();
