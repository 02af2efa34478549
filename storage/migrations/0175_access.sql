-- Who looked at whose record, why, and who agreed.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (175, '0.1.0');

CREATE TABLE accesses (
    id         {{id}}        NOT NULL PRIMARY KEY,
    asker      {{id}}        NOT NULL,
    person     {{id}}        NOT NULL,
    sheet      text         NOT NULL,
    reason     {{sealed}},
    yeses      integer      NOT NULL,
    of_team    {{boolean}}   NOT NULL,
    hold_until text         NOT NULL,
    hold_why   {{sealed}},
    state      text         NOT NULL,
    at         {{timestamp}} NOT NULL,
    until      {{timestamp}} NOT NULL,
    opened_at  {{timestamp}},
    version    integer      NOT NULL
);
CREATE INDEX accesses_asker ON accesses (asker, at, id);
CREATE INDEX accesses_asked ON accesses (at, id) WHERE state = 'asked';
CREATE INDEX accesses_person ON accesses (person, at, id);
CREATE INDEX accesses_opened ON accesses (opened_at) WHERE opened_at IS NOT NULL;

CREATE TABLE access_answers (
    access {{id}}        NOT NULL CONSTRAINT access_answers_access REFERENCES accesses (id),
    second {{id}}        NOT NULL,
    yes    {{boolean}}   NOT NULL,
    why    {{sealed}},
    at     {{timestamp}} NOT NULL,
    PRIMARY KEY (access, second)
);

CREATE TABLE access_looks (
    access {{id}}        NOT NULL CONSTRAINT access_looks_access REFERENCES accesses (id),
    at     {{timestamp}} NOT NULL,
    act    text         NOT NULL
);
CREATE INDEX access_looks_at ON access_looks (access, at);

-- Whom it concerns, and when they are to be told.
CREATE TABLE access_receipts (
    access  {{id}}        NOT NULL CONSTRAINT access_receipts_access REFERENCES accesses (id),
    person  {{id}}        NOT NULL,
    due     {{timestamp}} NOT NULL,
    told_at {{timestamp}},
    PRIMARY KEY (access, person)
);
CREATE INDEX access_receipts_due ON access_receipts (due) WHERE told_at IS NULL;
CREATE INDEX access_receipts_person ON access_receipts (person, told_at) WHERE told_at IS NOT NULL;
