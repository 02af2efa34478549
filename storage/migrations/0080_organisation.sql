-- Whose database this is: one organisation, as Slack names it.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (80, '0.1.0');

CREATE TABLE organisation (
    one           integer      NOT NULL PRIMARY KEY CONSTRAINT organisation_one CHECK (one = 1),
    team_id       {{id}}        NOT NULL,
    enterprise_id {{id}}        NOT NULL,
    at            {{timestamp}} NOT NULL
);
