-- Who made, or wanted to make, a packet of whose work.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (161, '0.1.0');

CREATE TABLE packets (
    id       {{id}}        NOT NULL PRIMARY KEY,
    person   {{id}}        NOT NULL,
    -- Empty for the command line.
    maker    {{id}}        NOT NULL,
    first_day text        NOT NULL,
    last_day  text        NOT NULL,
    format   text         NOT NULL,
    reason   {{sealed}},
    state    text         NOT NULL,
    at       {{timestamp}} NOT NULL
);
CREATE INDEX packets_person ON packets (person, maker, at);
