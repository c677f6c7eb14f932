-- The orders of lists (store/query/order.c): an index stands on the very expression that a list sorts by, so that a page is read
-- without sorting. What is unknown comes last whichever way a list runs: an index has it last, and a list that falls is read in two
-- parts. What is read by its day, the newest first, has an index of its own for that.

CREATE INDEX "places_in_order_of_name" ON "places" ("sort_name"{id});

CREATE INDEX "places_in_order_of_country" ON "places" ((COALESCE("country", '~') || ' ' || "sort_name"){id});

CREATE INDEX "places_in_order_of_population" ON "places" (COALESCE("population", 1000000000){id});

CREATE INDEX "partnerships_in_order_of_name" ON "partnerships" ("sort_name"{id});

CREATE INDEX "partnerships_in_order_of_established" ON "partnerships" (COALESCE("established", '~'){id});

CREATE INDEX "agreements_in_order_of_date" ON "agreements" (COALESCE("date", '~'){id});

CREATE INDEX "agreements_in_falling_order_of_date" ON "agreements" (COALESCE("date", ''){id});

CREATE INDEX "activities_in_order_of_start" ON "activities" (COALESCE("start", '~'){id});

CREATE INDEX "activities_in_falling_order_of_start" ON "activities" (COALESCE("start", ''){id});

CREATE INDEX "activities_by_title" ON "activities" ("title"{id});

CREATE INDEX "stories_in_order_of_date" ON "stories" (COALESCE("date", '~'){id});

CREATE INDEX "stories_in_falling_order_of_date" ON "stories" (COALESCE("date", ''){id});

CREATE INDEX "awards_in_order_of_date" ON "awards" (COALESCE("date", '~'){id});

CREATE INDEX "awards_in_falling_order_of_date" ON "awards" (COALESCE("date", ''){id});

CREATE INDEX "awards_by_name" ON "awards" ("name"{id});

CREATE INDEX "persons_by_name" ON "persons" ("name"{id});

CREATE INDEX "persons_by_modified" ON "persons" ("modified"{id});

CREATE INDEX "awards_by_modified" ON "awards" ("modified"{id});

CREATE INDEX "places_by_modified" ON "places" ("modified"{id});

CREATE INDEX "partnerships_by_modified" ON "partnerships" ("modified"{id});

CREATE INDEX "agreements_by_modified" ON "agreements" ("modified"{id});

CREATE INDEX "activities_by_modified" ON "activities" ("modified"{id});

CREATE INDEX "organizations_by_modified" ON "organizations" ("modified"{id});

CREATE INDEX "networks_by_modified" ON "networks" ("modified"{id});

CREATE INDEX "seeking_by_modified" ON "seeking" ("modified"{id});

CREATE INDEX "memberships_by_modified" ON "memberships" ("modified"{id});

CREATE INDEX "partnerships_by_ended" ON "partnerships" ("ended") WHERE "ended" IS NOT NULL;

CREATE INDEX "steps_by_status" ON "steps" ("status");

CREATE INDEX "steps_by_day" ON "steps" ((COALESCE("effective", "date")));

-- Steps that were recorded before their day, and that their partnership does not say yet (store/record/planned.h).
CREATE TABLE "planned_steps" (
    "step_id" {integer} PRIMARY KEY REFERENCES "steps" ("id") ON DELETE CASCADE
);

-- The agreements of which few partnerships have one: those that limit it (store/load/terms.c).
CREATE INDEX "agreements_that_limit" ON "agreements" ("partnership_id")
    WHERE "term_months" IS NOT NULL OR "effective_until" IS NOT NULL;
