-- What waits for somebody who is away, who steps in for a partner, partners
-- that are suggested, how somebody leaves, and since when turns last.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (55, '0.1.0');

-- Messages that wait for a return, to be shown in one.
CREATE TABLE letters (
    seq     bigint       NOT NULL PRIMARY KEY,
    person  {{id}}        NOT NULL,
    kind    text         NOT NULL,
    subject {{id}}        NOT NULL,
    detail  text         NOT NULL,
    at      {{timestamp}} NOT NULL
);
CREATE INDEX letters_person ON letters (person, seq);

-- Who holds somebody's conversations while the partner is away or gone.
CREATE TABLE step_ins (
    employee   {{id}}        NOT NULL PRIMARY KEY,
    absent     {{id}}        NOT NULL,
    substitute {{id}}        NOT NULL,
    waits      {{boolean}}   NOT NULL,
    at         {{timestamp}} NOT NULL
);

-- Partners that a manager suggests, until the employee has answered.
CREATE TABLE partner_offers (
    employee {{id}}        NOT NULL PRIMARY KEY,
    partner  {{id}}        NOT NULL,
    named_by {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL
);

ALTER TABLE people ADD COLUMN leaves_quietly {{boolean}} NOT NULL DEFAULT false;
ALTER TABLE conversations ADD COLUMN turn_began {{timestamp}};
ALTER TABLE conversations ADD COLUMN away_since {{timestamp}};
