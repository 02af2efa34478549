-- A digest reads answers of some hundred people at a time, not of everybody.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (122, '0.1.0');

CREATE INDEX usefulness_person ON usefulness (person, at);
DROP INDEX usefulness_at;
