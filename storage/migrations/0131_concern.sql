-- What people found wrong with something they received.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (131, '0.1.0');

CREATE TABLE concerns (
    id          {{id}}        NOT NULL PRIMARY KEY,
    raiser      {{id}}        NOT NULL,
    item        text         NOT NULL,
    about       {{id}}        NOT NULL,
    sender      {{id}}        NOT NULL,
    received    {{sealed}},
    words       {{sealed}},
    of_team     {{boolean}}   NOT NULL,
    answer      {{sealed}},
    answered_by {{id}}        NOT NULL,
    answered_at {{timestamp}},
    at          {{timestamp}} NOT NULL
);
CREATE INDEX concerns_open ON concerns (at, id) WHERE answered_at IS NULL;
-- A purge asks whether an item has an open concern.
CREATE INDEX concerns_about ON concerns (about) WHERE answered_at IS NULL;
