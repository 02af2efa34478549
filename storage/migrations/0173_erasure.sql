-- Who is erased: by whose word, and how far it has come.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (173, '0.1.0');

CREATE TABLE erasures (
    id       {{id}}        NOT NULL PRIMARY KEY,
    person   {{id}}        NOT NULL,
    reason   {{sealed}},
    asked_by {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    yes_by   {{id}}        NOT NULL,
    yes_at   {{timestamp}},
    ended_at {{timestamp}},
    done     {{boolean}}   NOT NULL
);
CREATE UNIQUE INDEX erasures_open ON erasures (person) WHERE ended_at IS NULL;
CREATE INDEX erasures_waiting ON erasures (at, id) WHERE ended_at IS NULL;
