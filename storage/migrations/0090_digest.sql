-- Digests, and what the people team did about them.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (90, '0.1.0');

CREATE TABLE digests (
    id      {{id}}        NOT NULL PRIMARY KEY,
    week    text         NOT NULL,
    day     text         NOT NULL,
    wanted_by {{id}}      NOT NULL,
    made_at {{timestamp}},
    figures {{sealed}},
    detour  text         NOT NULL
);
CREATE UNIQUE INDEX digests_week ON digests (week) WHERE week <> '';
CREATE INDEX digests_wanted ON digests (id) WHERE made_at IS NULL;

CREATE TABLE digest_actions (
    id     {{id}}        NOT NULL PRIMARY KEY,
    digest {{id}}        NOT NULL,
    kind   text         NOT NULL,
    areas  text         NOT NULL,
    actor  {{id}}        NOT NULL,
    at     {{timestamp}} NOT NULL,
    told   text         NOT NULL,
    talks  text         NOT NULL
);
CREATE UNIQUE INDEX digest_actions_once ON digest_actions (digest, kind);

-- A digest counts by the day on which conversations are due.
CREATE INDEX conversations_counted ON conversations (employee, due_on) WHERE kind = 'regular';
