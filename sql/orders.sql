-- The orders of lists (store/query/order.c): an index stands on the very expression that a list sorts by, so that a page is read
-- without sorting. What is unknown comes last whichever way a list runs.

CREATE INDEX "places_in_order_of_name" ON "places" ("sort_name"{id});

CREATE INDEX "places_in_order_of_country" ON "places" ((COALESCE("country", '~') || ' ' || "sort_name"){id});

CREATE INDEX "places_in_falling_order_of_country" ON "places" ((COALESCE("country", '') || ' ' || "sort_name"){id});

CREATE INDEX "places_in_order_of_population" ON "places" (COALESCE("population", 1000000000){id});

CREATE INDEX "places_in_falling_order_of_population" ON "places" (COALESCE("population", -1){id});

CREATE INDEX "partnerships_in_order_of_name" ON "partnerships" ("sort_name"{id});

CREATE INDEX "partnerships_in_order_of_status" ON "partnerships" (("status" || ' ' || "sort_name"){id});

CREATE INDEX "partnerships_in_order_of_established" ON "partnerships" (COALESCE("established", '~'){id});

CREATE INDEX "partnerships_in_falling_order_of_established" ON "partnerships" (COALESCE("established", ''){id});

CREATE INDEX "agreements_in_order_of_date" ON "agreements" (COALESCE("date", '~'){id});

CREATE INDEX "agreements_in_falling_order_of_date" ON "agreements" (COALESCE("date", ''){id});

CREATE INDEX "activities_in_order_of_start" ON "activities" (COALESCE("start", '~'){id});

CREATE INDEX "activities_in_falling_order_of_start" ON "activities" (COALESCE("start", ''){id});

CREATE INDEX "activities_by_title" ON "activities" ("title"{id});

-- What others look for by something else than a reference.

CREATE INDEX "places_by_country_sort_name" ON "places" ("country", "sort_name");

CREATE INDEX "partnerships_by_status_sort_name" ON "partnerships" ("status", "sort_name");

CREATE INDEX "partnerships_by_established" ON "partnerships" ("established");

CREATE INDEX "agreements_by_date" ON "agreements" ("date");

CREATE INDEX "activities_by_start" ON "activities" ("start");
