-- Who was greeted, and who wants to be asked less.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (61, '0.1.0');

ALTER TABLE people ADD COLUMN quieter {{boolean}} NOT NULL DEFAULT false;
CREATE INDEX people_unmet ON people (id) WHERE met IS NULL AND active;
