-- Kept statistics and sets of items on PostgreSQL.

CREATE TABLE place_partnerships (
    place_id bigint NOT NULL,
    partnerships bigint NOT NULL
);

CREATE TABLE hubs (
    place_id bigint NOT NULL
);

CREATE TABLE hub_statistics (
    place_id bigint NOT NULL,
    trait text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    items bigint NOT NULL
);

CREATE TABLE item_sets (
    collection text NOT NULL COLLATE pg_catalog."C",
    trait text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    block bigint NOT NULL,
    ids text NOT NULL
);
ALTER TABLE ONLY item_sets ALTER COLUMN ids SET STORAGE EXTERNAL;

CREATE TABLE item_statistics (
    collection text NOT NULL COLLATE pg_catalog."C",
    trait text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    items bigint NOT NULL
);

CREATE TABLE partnership_statistics (
    trait text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    partnerships bigint NOT NULL,
    agreements bigint NOT NULL,
    activities bigint NOT NULL
);

CREATE TABLE place_statistics (
    country text NOT NULL COLLATE pg_catalog."C",
    level text NOT NULL COLLATE pg_catalog."C",
    places bigint NOT NULL
);

CREATE TABLE trait_statistics (
    trait text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    partnerships bigint NOT NULL
);

CREATE TABLE uncounted (
    collection text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL
);

CREATE TABLE unsettled (
    collection text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL
);

ALTER TABLE ONLY hub_statistics
    ADD CONSTRAINT hub_statistics_pkey PRIMARY KEY (place_id, trait, word);

ALTER TABLE ONLY hubs
    ADD CONSTRAINT hubs_pkey PRIMARY KEY (place_id);

ALTER TABLE ONLY item_sets
    ADD CONSTRAINT item_sets_pkey PRIMARY KEY (collection, trait, word, block);

ALTER TABLE ONLY item_statistics
    ADD CONSTRAINT item_statistics_pkey PRIMARY KEY (collection, trait, word);

ALTER TABLE ONLY partnership_statistics
    ADD CONSTRAINT partnership_statistics_pkey PRIMARY KEY (trait, word, type, status);

ALTER TABLE ONLY place_partnerships
    ADD CONSTRAINT place_partnerships_pkey PRIMARY KEY (place_id);

ALTER TABLE ONLY place_statistics
    ADD CONSTRAINT place_statistics_pkey PRIMARY KEY (country, level);

ALTER TABLE ONLY trait_statistics
    ADD CONSTRAINT trait_statistics_pkey PRIMARY KEY (trait, word);

ALTER TABLE ONLY uncounted
    ADD CONSTRAINT uncounted_pkey PRIMARY KEY (collection, id);

ALTER TABLE ONLY unsettled
    ADD CONSTRAINT unsettled_pkey PRIMARY KEY (collection, id);

ALTER TABLE ONLY hub_statistics
    ADD CONSTRAINT hub_statistics_place_id_fkey FOREIGN KEY (place_id) REFERENCES hubs(place_id) ON DELETE CASCADE;

ALTER TABLE ONLY hubs
    ADD CONSTRAINT hubs_place_id_fkey FOREIGN KEY (place_id) REFERENCES places(id) ON DELETE CASCADE;

CREATE INDEX item_sets_by_block ON item_sets USING btree (collection, block);

CREATE INDEX place_partnerships_by_number ON place_partnerships USING btree (partnerships, place_id);

CREATE VIEW hub_choice AS
 SELECT place_partnerships.place_id
   FROM place_partnerships
  WHERE (place_partnerships.partnerships >= 100);

CREATE VIEW hub_item_traits AS
 SELECT DISTINCT m.place_id,
    a.partnership_id,
    ('agreements'::text COLLATE "C") AS collection,
    a.id,
    ('agreements kind'::text COLLATE "C") AS trait,
    a.kind AS word
   FROM (((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN agreements a ON ((a.partnership_id = s.id)))
  WHERE ((s.version > 0) AND (a.version > 0))
UNION ALL
 SELECT DISTINCT m.place_id,
    a.partnership_id,
    'activities'::text AS collection,
    a.id,
    'activities year'::text AS trait,
    COALESCE(substr(a.start, 1, 4), ''::text) AS word
   FROM (((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN activities a ON ((a.partnership_id = s.id)))
  WHERE ((s.version > 0) AND (a.version > 0))
UNION ALL
 SELECT DISTINCT m.place_id,
    a.partnership_id,
    'activities'::text AS collection,
    a.id,
    'activities form'::text AS trait,
    COALESCE(a.form, ''::text) AS word
   FROM (((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN activities a ON ((a.partnership_id = s.id)))
  WHERE ((s.version > 0) AND (a.version > 0))
UNION ALL
 SELECT DISTINCT m.place_id,
    a.partnership_id,
    'activities'::text AS collection,
    a.id,
    'activities field'::text AS trait,
    f.value AS word
   FROM ((((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN activities a ON ((a.partnership_id = s.id)))
     JOIN activity_fields f ON ((f.activity_id = a.id)))
  WHERE ((s.version > 0) AND (a.version > 0));

CREATE VIEW hub_partnership_traits AS
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    ('status'::text COLLATE "C") AS trait,
    s.status AS word
   FROM ((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
  WHERE (s.version > 0)
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'type'::text AS trait,
    s.type AS word
   FROM ((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
  WHERE (s.version > 0)
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'year'::text AS trait,
    COALESCE(substr(s.established, 1, 4), ''::text) AS word
   FROM ((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
  WHERE (s.version > 0)
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'field'::text AS trait,
    f.value AS word
   FROM (((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN partnership_fields f ON ((f.partnership_id = s.id)))
  WHERE (s.version > 0)
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'country'::text AS trait,
    p.country AS word
   FROM ((((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN partnership_parties o ON (((o.partnership_id = s.id) AND (o.place_id <> m.place_id))))
     JOIN places p ON ((p.id = o.place_id)))
  WHERE ((s.version > 0) AND (p.country IS NOT NULL))
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'region'::text AS trait,
    c.region AS word
   FROM (((((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN partnership_parties o ON (((o.partnership_id = s.id) AND (o.place_id <> m.place_id))))
     JOIN places p ON ((p.id = o.place_id)))
     JOIN countries c ON ((c.code = p.country)))
  WHERE (s.version > 0)
UNION ALL
 SELECT DISTINCT m.place_id,
    s.id AS partnership_id,
    'levels'::text AS trait,
    ((LEAST(p.level, q.level) || ' '::text) || GREATEST(p.level, q.level)) AS word
   FROM (((((hubs h
     JOIN partnership_parties m ON ((m.place_id = h.place_id)))
     JOIN places q ON ((q.id = h.place_id)))
     JOIN partnerships s ON ((s.id = m.partnership_id)))
     JOIN partnership_parties o ON (((o.partnership_id = s.id) AND (o.place_id <> m.place_id))))
     JOIN places p ON ((p.id = o.place_id)))
  WHERE ((s.version > 0) AND (p.level IS NOT NULL) AND (q.level IS NOT NULL) AND (( SELECT count(*) AS count
           FROM partnership_parties n
          WHERE (n.partnership_id = s.id)) = 2));

CREATE VIEW hub_counts AS
 SELECT hub_partnership_traits.place_id,
    hub_partnership_traits.trait,
    hub_partnership_traits.word,
    count(*) AS items
   FROM hub_partnership_traits
  GROUP BY hub_partnership_traits.place_id, hub_partnership_traits.trait, hub_partnership_traits.word
UNION ALL
 SELECT hub_item_traits.place_id,
    hub_item_traits.trait,
    hub_item_traits.word,
    count(*) AS items
   FROM hub_item_traits
  GROUP BY hub_item_traits.place_id, hub_item_traits.trait, hub_item_traits.word;

CREATE VIEW item_counts AS
 SELECT ('agreements'::text COLLATE "C") AS collection,
    ('kind'::text COLLATE "C") AS trait,
    agreements.kind AS word,
    count(*) AS items
   FROM agreements
  WHERE (agreements.version > 0)
  GROUP BY agreements.kind
UNION ALL
 SELECT 'agreements'::text AS collection,
    'year'::text AS trait,
    COALESCE(substr(agreements.date, 1, 4), ''::text) AS word,
    count(*) AS items
   FROM agreements
  WHERE (agreements.version > 0)
  GROUP BY COALESCE(substr(agreements.date, 1, 4), ''::text)
UNION ALL
 SELECT 'activities'::text AS collection,
    'year'::text AS trait,
    COALESCE(substr(activities.start, 1, 4), ''::text) AS word,
    count(*) AS items
   FROM activities
  WHERE (activities.version > 0)
  GROUP BY COALESCE(substr(activities.start, 1, 4), ''::text)
UNION ALL
 SELECT 'activities'::text AS collection,
    'form'::text AS trait,
    COALESCE(activities.form, ''::text) AS word,
    count(*) AS items
   FROM activities
  WHERE (activities.version > 0)
  GROUP BY COALESCE(activities.form, ''::text)
UNION ALL
 SELECT 'activities'::text AS collection,
    'field'::text AS trait,
    f.value AS word,
    count(DISTINCT f.activity_id) AS items
   FROM (activity_fields f
     JOIN activities a ON ((a.id = f.activity_id)))
  WHERE (a.version > 0)
  GROUP BY f.value;

CREATE VIEW item_traits AS
 SELECT agreements.id,
    ('agreements'::text COLLATE "C") AS collection,
    ('kind'::text COLLATE "C") AS trait,
    agreements.kind AS word
   FROM agreements
  WHERE (agreements.version > 0)
UNION ALL
 SELECT agreements.id,
    'agreements'::text AS collection,
    'year'::text AS trait,
    COALESCE(substr(agreements.date, 1, 4), ''::text) AS word
   FROM agreements
  WHERE (agreements.version > 0)
UNION ALL
 SELECT activities.id,
    'activities'::text AS collection,
    'year'::text AS trait,
    COALESCE(substr(activities.start, 1, 4), ''::text) AS word
   FROM activities
  WHERE (activities.version > 0)
UNION ALL
 SELECT activities.id,
    'activities'::text AS collection,
    'form'::text AS trait,
    COALESCE(activities.form, ''::text) AS word
   FROM activities
  WHERE (activities.version > 0)
UNION ALL
 SELECT DISTINCT a.id,
    'activities'::text AS collection,
    'field'::text AS trait,
    f.value AS word
   FROM (activities a
     JOIN activity_fields f ON ((f.activity_id = a.id)))
  WHERE (a.version > 0);

CREATE VIEW partnership_counts AS
 WITH counted AS MATERIALIZED (
         SELECT s.id,
            s.type,
            s.status,
            COALESCE(substr(s.established, 1, 4), ''::text) AS year,
            ( SELECT count(*) AS count
                   FROM agreements a
                  WHERE ((a.partnership_id = s.id) AND (a.version > 0))) AS agreements,
            ( SELECT count(*) AS count
                   FROM activities a
                  WHERE ((a.partnership_id = s.id) AND (a.version > 0))) AS activities
           FROM partnerships s
          WHERE (s.version > 0)
        ), placed AS MATERIALIZED (
         SELECT s.id,
            s.type,
            s.status,
            s.agreements,
            s.activities,
            p.country,
            p.level
           FROM ((counted s
             JOIN partnership_parties m ON ((m.partnership_id = s.id)))
             JOIN places p ON ((p.id = m.place_id)))
        )
 SELECT ('all'::text COLLATE "C") AS trait,
    (''::text COLLATE "C") AS word,
    counted.type,
    counted.status,
    count(*) AS partnerships,
    (sum(counted.agreements))::bigint AS agreements,
    (sum(counted.activities))::bigint AS activities
   FROM counted
  GROUP BY counted.type, counted.status
UNION ALL
 SELECT 'year'::text AS trait,
    counted.year AS word,
    counted.type,
    counted.status,
    count(*) AS partnerships,
    (sum(counted.agreements))::bigint AS agreements,
    (sum(counted.activities))::bigint AS activities
   FROM counted
  GROUP BY counted.year, counted.type, counted.status
UNION ALL
 SELECT 'country'::text AS trait,
    d.country AS word,
    d.type,
    d.status,
    count(*) AS partnerships,
    (sum(d.agreements))::bigint AS agreements,
    (sum(d.activities))::bigint AS activities
   FROM ( SELECT DISTINCT placed.id,
            placed.country,
            placed.type,
            placed.status,
            placed.agreements,
            placed.activities
           FROM placed
          WHERE (placed.country IS NOT NULL)) d
  GROUP BY d.country, d.type, d.status
UNION ALL
 SELECT 'region'::text AS trait,
    d.region AS word,
    d.type,
    d.status,
    count(*) AS partnerships,
    (sum(d.agreements))::bigint AS agreements,
    (sum(d.activities))::bigint AS activities
   FROM ( SELECT DISTINCT placed.id,
            c.region,
            placed.type,
            placed.status,
            placed.agreements,
            placed.activities
           FROM (placed
             JOIN countries c ON ((c.code = placed.country)))) d
  GROUP BY d.region, d.type, d.status
UNION ALL
 SELECT 'level'::text AS trait,
    d.level AS word,
    d.type,
    d.status,
    count(*) AS partnerships,
    (sum(d.agreements))::bigint AS agreements,
    (sum(d.activities))::bigint AS activities
   FROM ( SELECT DISTINCT placed.id,
            placed.level,
            placed.type,
            placed.status,
            placed.agreements,
            placed.activities
           FROM placed
          WHERE (placed.level IS NOT NULL)) d
  GROUP BY d.level, d.type, d.status
UNION ALL
 SELECT 'levels'::text AS trait,
    d.levels AS word,
    d.type,
    d.status,
    count(*) AS partnerships,
    (sum(d.agreements))::bigint AS agreements,
    (sum(d.activities))::bigint AS activities
   FROM ( SELECT ((min(placed.level) || ' '::text) || max(placed.level)) AS levels,
            placed.type,
            placed.status,
            placed.agreements,
            placed.activities
           FROM placed
          GROUP BY placed.id, placed.type, placed.status, placed.agreements, placed.activities
         HAVING ((count(*) = 2) AND (count(placed.level) = 2))) d
  GROUP BY d.levels, d.type, d.status
UNION ALL
 SELECT 'field'::text AS trait,
    d.value AS word,
    d.type,
    d.status,
    count(*) AS partnerships,
    (sum(d.agreements))::bigint AS agreements,
    (sum(d.activities))::bigint AS activities
   FROM ( SELECT DISTINCT s.id,
            f.value,
            s.type,
            s.status,
            s.agreements,
            s.activities
           FROM (counted s
             JOIN partnership_fields f ON ((f.partnership_id = s.id)))) d
  GROUP BY d.value, d.type, d.status;

CREATE VIEW partnership_traits AS
 SELECT partnerships.id AS partnership_id,
    ('all'::text COLLATE "C") AS trait,
    (''::text COLLATE "C") AS word
   FROM partnerships
UNION ALL
 SELECT partnerships.id AS partnership_id,
    'year'::text AS trait,
    COALESCE(substr(partnerships.established, 1, 4), ''::text) AS word
   FROM partnerships
UNION ALL
 SELECT DISTINCT m.partnership_id,
    'country'::text AS trait,
    p.country AS word
   FROM (partnership_parties m
     JOIN places p ON ((p.id = m.place_id)))
  WHERE (p.country IS NOT NULL)
UNION ALL
 SELECT DISTINCT m.partnership_id,
    'region'::text AS trait,
    c.region AS word
   FROM ((partnership_parties m
     JOIN places p ON ((p.id = m.place_id)))
     JOIN countries c ON ((c.code = p.country)))
UNION ALL
 SELECT DISTINCT m.partnership_id,
    'level'::text AS trait,
    p.level AS word
   FROM (partnership_parties m
     JOIN places p ON ((p.id = m.place_id)))
  WHERE (p.level IS NOT NULL)
UNION ALL
 SELECT m.partnership_id,
    'levels'::text AS trait,
    ((min(p.level) || ' '::text) || max(p.level)) AS word
   FROM (partnership_parties m
     JOIN places p ON ((p.id = m.place_id)))
  GROUP BY m.partnership_id
 HAVING ((count(*) = 2) AND (count(p.level) = 2))
UNION ALL
 SELECT DISTINCT partnership_fields.partnership_id,
    'field'::text AS trait,
    partnership_fields.value AS word
   FROM partnership_fields;

CREATE VIEW place_counts AS
 SELECT COALESCE(places.country, ''::text) AS country,
    COALESCE(places.level, ''::text) AS level,
    count(*) AS places
   FROM places
  WHERE (places.version > 0)
  GROUP BY COALESCE(places.country, ''::text), COALESCE(places.level, ''::text);

CREATE VIEW place_partnership_counts AS
 SELECT m.place_id,
    count(DISTINCT m.partnership_id) AS partnerships
   FROM (partnership_parties m
     JOIN partnerships s ON ((s.id = m.partnership_id)))
  WHERE (s.version > 0)
  GROUP BY m.place_id;

CREATE VIEW trait_counts AS
 SELECT partnership_statistics.trait,
    partnership_statistics.word,
    (sum(partnership_statistics.partnerships))::bigint AS partnerships
   FROM partnership_statistics
  WHERE (partnership_statistics.trait <> 'all'::text)
  GROUP BY partnership_statistics.trait, partnership_statistics.word
 HAVING (sum(partnership_statistics.partnerships) <> (0)::numeric);

CREATE FUNCTION sets_emptied() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM "item_sets" WHERE CASE TG_TABLE_NAME
        WHEN 'countries' THEN "trait" = 'region'
        WHEN 'place_keys' THEN "trait" = 'key'
        WHEN 'partnership_keys' THEN "trait" = 'key' AND "collection" = 'partnerships'
        WHEN 'partnership_parties' THEN
            "trait" IN ('country', 'level', 'region', 'key') AND "collection" <> 'places'
        WHEN 'partnership_fields' THEN "trait" = 'field' AND "collection" <> 'activities'
        WHEN 'activity_fields' THEN "trait" = 'field' AND "collection" = 'activities'
        ELSE "collection" = TG_TABLE_NAME END;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_moving() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_WHEN = 'BEFORE' THEN
        PERFORM uncount('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = OLD."id";
    ELSE
        PERFORM count_again('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = NEW."id";
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION uncount(collection text, id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $_$
BEGIN
    IF $1 = 'partnerships' THEN
        PERFORM 1 FROM "partnerships" AS s WHERE s."id" = $2 AND s."version" > 0;
    ELSE
        PERFORM 1 FROM "activities" AS a WHERE a."id" = $2 AND a."version" > 0;
    END IF;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO "uncounted" VALUES ($1, $2) ON CONFLICT DO NOTHING;
    IF FOUND AND $1 = 'partnerships' THEN
        PERFORM partnership_count($2, -1);
    ELSIF FOUND THEN
        PERFORM item_count($1, $2, -1);
    END IF;
END
$_$;

CREATE FUNCTION partnership_count(partnership bigint, sign bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $_$
BEGIN
    PERFORM partnership_add($1, $2,
        $2 * (SELECT COUNT(*) FROM "agreements" WHERE "partnership_id" = $1 AND "version" > 0),
        $2 * (SELECT COUNT(*) FROM "activities" WHERE "partnership_id" = $1 AND "version" > 0));
    INSERT INTO "place_partnerships" AS k
        SELECT DISTINCT "place_id", $2 FROM "partnership_parties" WHERE "partnership_id" = $1
        ON CONFLICT ("place_id") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships";
    PERFORM hub_count($1, $2);
END
$_$;

CREATE FUNCTION partnership_add(partnership bigint, partnerships bigint, agreements bigint, activities bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $_$
#variable_conflict use_column
BEGIN
    WITH t AS MATERIALIZED (
        SELECT t."trait", t."word", s."type", s."status"
        FROM "partnerships" AS s JOIN "partnership_traits" AS t ON t."partnership_id" = s."id"
        WHERE s."id" = $1 AND t."partnership_id" = $1),
    added AS (
        INSERT INTO "partnership_statistics" AS k
        SELECT t."trait", t."word", t."type", t."status", $2, $3, $4 FROM t
        ON CONFLICT ("trait", "word", "type", "status") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships",
            "agreements" = k."agreements" + excluded."agreements",
            "activities" = k."activities" + excluded."activities")
    INSERT INTO "trait_statistics" AS k
        SELECT t."trait", t."word", $2 FROM t WHERE t."trait" <> 'all' AND $2 <> 0
        ON CONFLICT ("trait", "word") DO UPDATE
            SET "partnerships" = k."partnerships" + excluded."partnerships";
END
$_$;

CREATE FUNCTION hub_count(partnership bigint, sign bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $_$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = $1) THEN
        RETURN;
    END IF;
    INSERT INTO "hub_statistics" AS k
        SELECT c."place_id", c."trait", c."word", $2 * COUNT(*) FROM (
            SELECT "place_id", "trait", "word" FROM "hub_partnership_traits"
            WHERE "partnership_id" = $1
            UNION ALL
            SELECT "place_id", "trait", "word" FROM "hub_item_traits"
            WHERE "partnership_id" = $1) AS c
        GROUP BY c."place_id", c."trait", c."word"
        ON CONFLICT ("place_id", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
END
$_$;

CREATE FUNCTION item_count(collection text, id bigint, sign bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $_$
#variable_conflict use_column
BEGIN
    INSERT INTO "item_statistics" AS k
        SELECT t."collection", t."trait", t."word", $3 FROM "item_traits" AS t
        WHERE t."collection" = $1 AND t."id" = $2
        ON CONFLICT ("collection", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
    PERFORM hub_item_count($1, $2, $3);
END
$_$;

CREATE FUNCTION hub_item_count(collection text, id bigint, sign bigint) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $_$
DECLARE
    owner BIGINT;
BEGIN
    IF $1 = 'agreements' THEN
        SELECT a."partnership_id" INTO owner FROM "agreements" AS a WHERE a."id" = $2;
    ELSE
        SELECT a."partnership_id" INTO owner FROM "activities" AS a WHERE a."id" = $2;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = owner) THEN
        RETURN;
    END IF;
    INSERT INTO "hub_statistics" AS k
        SELECT t."place_id", t."trait", t."word", $3 FROM "hub_item_traits" AS t
        WHERE t."partnership_id" = owner AND t."collection" = $1 AND t."id" = $2
        ON CONFLICT ("place_id", "trait", "word") DO UPDATE
            SET "items" = k."items" + excluded."items";
END
$_$;

CREATE FUNCTION count_again(collection text, id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $_$
BEGIN
    DELETE FROM "uncounted" AS u WHERE u."collection" = $1 AND u."id" = $2;
    IF FOUND AND $1 = 'partnerships' THEN
        PERFORM partnership_count($2, 1);
    ELSIF FOUND THEN
        PERFORM item_count($1, $2, 1);
    END IF;
END
$_$;

CREATE FUNCTION place_moved() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
        WHERE "place_id" = NEW."id";
    RETURN NULL;
END
$$;

CREATE FUNCTION unsettle(collection text, id bigint) RETURNS void
    LANGUAGE sql
    AS $_$
    INSERT INTO "unsettled" VALUES ($1, $2)
        ON CONFLICT ("collection", "id") DO UPDATE SET "id" = excluded."id"
$_$;

CREATE FUNCTION place_keys_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('places', OLD."place_id");
        PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = OLD."place_id";
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('places', NEW."place_id");
        PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = NEW."place_id";
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_counting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD."version" > 0 THEN
        UPDATE "place_statistics" SET "places" = "places" - 1
            WHERE "country" = COALESCE(OLD."country", '') AND "level" = COALESCE(OLD."level", '');
    END IF;
    IF TG_OP <> 'DELETE' AND NEW."version" > 0 THEN
        INSERT INTO "place_statistics" AS k
            VALUES (COALESCE(NEW."country", ''), COALESCE(NEW."level", ''), 1)
            ON CONFLICT ("country", "level") DO UPDATE SET "places" = k."places" + 1;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM "place_partnerships" WHERE "place_id" = OLD."id";
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION partnership_list_unsettled() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('partnerships', OLD."partnership_id");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('partnerships', NEW."partnership_id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION partnership_list_counting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('partnerships', OLD."partnership_id");
        ELSE
            PERFORM count_again('partnerships', OLD."partnership_id");
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('partnerships', NEW."partnership_id");
        ELSE
            PERFORM count_again('partnerships', NEW."partnership_id");
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION partnership_counting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND TG_WHEN = 'BEFORE' AND OLD."version" > 0 THEN
        PERFORM partnership_count(OLD."id", -1);
    ELSIF TG_OP <> 'DELETE' AND TG_WHEN = 'AFTER' AND NEW."version" > 0 THEN
        PERFORM partnership_count(NEW."id", 1);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION item_counting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    is_agreement CONSTANT INTEGER := CASE TG_TABLE_NAME WHEN 'agreements' THEN 1 ELSE 0 END;
BEGIN
    IF TG_OP <> 'INSERT' AND TG_WHEN = 'BEFORE' AND OLD."version" > 0 THEN
        PERFORM item_count(TG_TABLE_NAME, OLD."id", -1);
        PERFORM partnership_add(OLD."partnership_id", 0, -is_agreement, is_agreement - 1);
    ELSIF TG_OP <> 'DELETE' AND TG_WHEN = 'AFTER' AND NEW."version" > 0 THEN
        PERFORM item_count(TG_TABLE_NAME, NEW."id", 1);
        PERFORM partnership_add(NEW."partnership_id", 0, is_agreement, 1 - is_agreement);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION item_unsettled() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle(TG_TABLE_NAME, OLD."id");
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW."id" <> OLD."id") THEN
        PERFORM unsettle(TG_TABLE_NAME, NEW."id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION hubs_forgotten() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM "hubs";
    RETURN NULL;
END
$$;

CREATE FUNCTION country_unsettling() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM country_unsettled(OLD."code");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM country_unsettled(NEW."code");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION country_unsettled(code text) RETURNS void
    LANGUAGE sql
    AS $_$
    SELECT unsettle('places', "id") FROM "places" WHERE "country" = $1;
    SELECT unsettle('partnerships', m."partnership_id") FROM "places" AS p
        JOIN "partnership_parties" AS m ON m."place_id" = p."id" WHERE p."country" = $1
$_$;

CREATE FUNCTION activity_list_unsettled() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('activities', OLD."activity_id");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('activities', NEW."activity_id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION activity_field_counting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('activities', OLD."activity_id");
        ELSE
            PERFORM count_again('activities', OLD."activity_id");
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF TG_WHEN = 'BEFORE' THEN
            PERFORM uncount('activities', NEW."activity_id");
        ELSE
            PERFORM count_again('activities', NEW."activity_id");
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER activities_count_delete BEFORE DELETE ON activities FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_counting();

CREATE TRIGGER activities_count_insert AFTER INSERT ON activities FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_counting();

CREATE TRIGGER activities_count_update AFTER UPDATE ON activities FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.form IS DISTINCT FROM old.form) OR (new.start IS DISTINCT FROM old.start)))) EXECUTE FUNCTION item_counting();

CREATE TRIGGER activities_count_updating BEFORE UPDATE ON activities FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.form IS DISTINCT FROM old.form) OR (new.start IS DISTINCT FROM old.start)))) EXECUTE FUNCTION item_counting();

CREATE TRIGGER activities_sets_emptied AFTER TRUNCATE ON activities FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER activities_hubs AFTER TRUNCATE ON activities FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER activities_unsettled AFTER INSERT OR DELETE ON activities FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER activities_unsettled_by_update AFTER UPDATE ON activities FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.start IS DISTINCT FROM old.start)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER activity_fields_count_change AFTER INSERT OR DELETE OR UPDATE ON activity_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION activity_field_counting();

CREATE TRIGGER activity_fields_count_changing BEFORE INSERT OR DELETE OR UPDATE ON activity_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION activity_field_counting();

CREATE TRIGGER activity_fields_sets_emptied AFTER TRUNCATE ON activity_fields FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER activity_fields_hubs AFTER TRUNCATE ON activity_fields FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER activity_fields_unsettled AFTER INSERT OR DELETE ON activity_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION activity_list_unsettled();

CREATE TRIGGER activity_fields_unsettled_by_update AFTER UPDATE ON activity_fields FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.activity_id IS DISTINCT FROM old.activity_id) OR (new.value IS DISTINCT FROM old.value)))) EXECUTE FUNCTION activity_list_unsettled();

CREATE TRIGGER agreements_count_delete BEFORE DELETE ON agreements FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_counting();

CREATE TRIGGER agreements_count_insert AFTER INSERT ON agreements FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_counting();

CREATE TRIGGER agreements_count_update AFTER UPDATE ON agreements FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.kind IS DISTINCT FROM old.kind) OR (new.date IS DISTINCT FROM old.date)))) EXECUTE FUNCTION item_counting();

CREATE TRIGGER agreements_count_updating BEFORE UPDATE ON agreements FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.kind IS DISTINCT FROM old.kind) OR (new.date IS DISTINCT FROM old.date)))) EXECUTE FUNCTION item_counting();

CREATE TRIGGER agreements_sets_emptied AFTER TRUNCATE ON agreements FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER agreements_hubs AFTER TRUNCATE ON agreements FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER agreements_unsettled AFTER INSERT OR DELETE ON agreements FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER agreements_unsettled_by_update AFTER UPDATE ON agreements FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.kind IS DISTINCT FROM old.kind) OR (new.date IS DISTINCT FROM old.date) OR (new.effective_from IS DISTINCT FROM old.effective_from) OR (new.effective_until IS DISTINCT FROM old.effective_until)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER approvals_sets_emptied AFTER TRUNCATE ON approvals FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER approvals_unsettled AFTER INSERT OR DELETE ON approvals FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER approvals_unsettled_by_update AFTER UPDATE ON approvals FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER countries_sets_emptied AFTER TRUNCATE ON countries FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER countries_hubs AFTER INSERT OR DELETE OR TRUNCATE ON countries FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER countries_hubs_update AFTER UPDATE ON countries FOR EACH ROW WHEN (((new.code IS DISTINCT FROM old.code) OR (new.region IS DISTINCT FROM old.region))) EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER gifts_sets_emptied AFTER TRUNCATE ON gifts FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER gifts_unsettled AFTER INSERT OR DELETE ON gifts FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER gifts_unsettled_by_update AFTER UPDATE ON gifts FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER items_unsettled_by_country AFTER INSERT OR DELETE ON countries FOR EACH ROW EXECUTE FUNCTION country_unsettling();

CREATE TRIGGER items_unsettled_by_country_update AFTER UPDATE ON countries FOR EACH ROW WHEN (((new.code IS DISTINCT FROM old.code) OR (new.region IS DISTINCT FROM old.region))) EXECUTE FUNCTION country_unsettling();

CREATE TRIGGER partnership_fields_count_change AFTER INSERT OR DELETE OR UPDATE ON partnership_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER partnership_fields_count_changing BEFORE INSERT OR DELETE OR UPDATE ON partnership_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER partnership_fields_sets_emptied AFTER TRUNCATE ON partnership_fields FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER partnership_fields_hubs AFTER TRUNCATE ON partnership_fields FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER partnership_fields_unsettled AFTER INSERT OR DELETE ON partnership_fields FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER partnership_fields_unsettled_by_update AFTER UPDATE ON partnership_fields FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.value IS DISTINCT FROM old.value)))) EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER partnership_keys_sets_emptied AFTER TRUNCATE ON partnership_keys FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER partnership_keys_unsettled AFTER INSERT OR DELETE OR UPDATE ON partnership_keys FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER partnership_parties_count_change AFTER INSERT OR DELETE OR UPDATE ON partnership_parties FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER partnership_parties_count_changing BEFORE INSERT OR DELETE OR UPDATE ON partnership_parties FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_counting();

CREATE TRIGGER partnership_parties_sets_emptied AFTER TRUNCATE ON partnership_parties FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER partnership_parties_hubs AFTER TRUNCATE ON partnership_parties FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER partnership_parties_unsettled AFTER INSERT OR DELETE ON partnership_parties FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER partnership_parties_unsettled_by_update AFTER UPDATE ON partnership_parties FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.partnership_id IS DISTINCT FROM old.partnership_id) OR (new.place_id IS DISTINCT FROM old.place_id)))) EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER partnerships_count_delete BEFORE DELETE ON partnerships FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER partnerships_count_insert AFTER INSERT ON partnerships FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER partnerships_count_update AFTER UPDATE ON partnerships FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.id IS DISTINCT FROM old.id) OR (new.type IS DISTINCT FROM old.type) OR (new.status IS DISTINCT FROM old.status) OR (new.established IS DISTINCT FROM old.established)))) EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER partnerships_count_updating BEFORE UPDATE ON partnerships FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.id IS DISTINCT FROM old.id) OR (new.type IS DISTINCT FROM old.type) OR (new.status IS DISTINCT FROM old.status) OR (new.established IS DISTINCT FROM old.established)))) EXECUTE FUNCTION partnership_counting();

CREATE TRIGGER partnerships_sets_emptied AFTER TRUNCATE ON partnerships FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER partnerships_hubs AFTER TRUNCATE ON partnerships FOR EACH STATEMENT EXECUTE FUNCTION hubs_forgotten();

CREATE TRIGGER partnerships_unsettled AFTER INSERT OR DELETE ON partnerships FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER partnerships_unsettled_by_place AFTER UPDATE ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.country IS DISTINCT FROM old.country) OR (new.level IS DISTINCT FROM old.level)))) EXECUTE FUNCTION place_moved();

CREATE TRIGGER partnerships_unsettled_by_sort_name AFTER UPDATE OF sort_name ON partnerships FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (new.sort_name IS DISTINCT FROM old.sort_name))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER partnerships_unsettled_by_update AFTER UPDATE ON partnerships FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.type IS DISTINCT FROM old.type) OR (new.status IS DISTINCT FROM old.status) OR (new.established IS DISTINCT FROM old.established) OR (new.ended IS DISTINCT FROM old.ended)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER place_keys_sets_emptied AFTER TRUNCATE ON place_keys FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER place_keys_unsettled AFTER INSERT OR DELETE OR UPDATE ON place_keys FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION place_keys_changed();

CREATE TRIGGER places_count_insert AFTER INSERT OR DELETE ON places FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION place_counting();

CREATE TRIGGER places_count_moved AFTER UPDATE ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.country IS DISTINCT FROM old.country) OR (new.level IS DISTINCT FROM old.level)))) EXECUTE FUNCTION place_moving();

CREATE TRIGGER places_count_moving BEFORE UPDATE ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.country IS DISTINCT FROM old.country) OR (new.level IS DISTINCT FROM old.level)))) EXECUTE FUNCTION place_moving();

CREATE TRIGGER places_count_update AFTER UPDATE ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (((old.version = 0) <> (new.version = 0)) OR (new.country IS DISTINCT FROM old.country) OR (new.level IS DISTINCT FROM old.level)))) EXECUTE FUNCTION place_counting();

CREATE TRIGGER places_sets_emptied AFTER TRUNCATE ON places FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER places_unsettled AFTER INSERT OR DELETE ON places FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER places_unsettled_by_sort_name AFTER UPDATE OF sort_name ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND (new.sort_name IS DISTINCT FROM old.sort_name))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER places_unsettled_by_update AFTER UPDATE ON places FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.country IS DISTINCT FROM old.country) OR (new.level IS DISTINCT FROM old.level)))) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER steps_sets_emptied AFTER TRUNCATE ON steps FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER steps_unsettled AFTER INSERT OR DELETE ON steps FOR EACH ROW WHEN ((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION item_unsettled();

CREATE TRIGGER steps_unsettled_by_update AFTER UPDATE ON steps FOR EACH ROW WHEN (((current_setting('sistercity.writing'::text, true) IS DISTINCT FROM 'on'::text) AND ((new.id IS DISTINCT FROM old.id) OR (new.partnership_id IS DISTINCT FROM old.partnership_id)))) EXECUTE FUNCTION item_unsettled();
