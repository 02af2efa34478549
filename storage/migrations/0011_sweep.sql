-- How far sweeps have come that go page by page.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (11, '0.1.0');

CREATE TABLE sweeps (
    name   {{id}}        NOT NULL PRIMARY KEY,
    cursor text         NOT NULL,
    due_at {{timestamp}} NOT NULL
);
