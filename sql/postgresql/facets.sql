-- Of items that lists are filtered by.

CREATE TRIGGER "{table}_dirty" AFTER INSERT ON "{table}"
    FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION item_dirty();

-- What is withdrawn, and what goes with it, is noted here for the program, too.
CREATE TRIGGER "{table}_dirty_delete" AFTER DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION item_dirty();

CREATE TRIGGER "{table}_dirty_update" AFTER UPDATE ON "{table}"
    FOR EACH ROW WHEN ({typed} AND ({differs})) EXECUTE FUNCTION item_dirty();
