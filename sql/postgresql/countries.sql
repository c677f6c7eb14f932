-- A country's region decides on a facet of its places and of their partnerships.

CREATE TRIGGER "countries_changed" AFTER INSERT OR UPDATE OR DELETE ON "countries"
    FOR EACH ROW WHEN ({typed}) EXECUTE FUNCTION country_changed();

CREATE TRIGGER "countries_emptied" BEFORE TRUNCATE ON "countries"
    FOR EACH STATEMENT EXECUTE FUNCTION country_changed();
