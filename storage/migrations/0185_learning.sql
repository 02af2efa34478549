-- What many chose to learn, and what helped, is counted from indexes that hold all
-- that is counted: in a large company the rows themselves, with their sealed words,
-- are many times as long, and most citations are of other kinds.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (185, '0.1.0');

DROP INDEX plan_items_at;
CREATE INDEX plan_items_at ON plan_items (at, id, person);
CREATE INDEX plan_items_listed ON plan_items (id, listed, person) WHERE listed <> '';
CREATE INDEX citations_plan ON citations (record, expectation) WHERE kind = 'plan';
CREATE INDEX help_answers_yes ON help_answers (item) WHERE answer = 'yes';
