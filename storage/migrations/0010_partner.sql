-- Absences, pauses and partners.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (10, '0.1.0');

CREATE TABLE absences (
    id       {{id}}        NOT NULL PRIMARY KEY,
    person   {{id}}        NOT NULL,
    starts   text         NOT NULL,
    ends     text         NOT NULL,
    set_by   {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    ended_at {{timestamp}}
);
CREATE INDEX absences_person ON absences (person, ends) WHERE ended_at IS NULL;
CREATE INDEX absences_ends ON absences (ends) WHERE ended_at IS NULL;

CREATE TABLE pauses (
    id       {{id}}        NOT NULL PRIMARY KEY,
    area     text         NOT NULL,
    location text         NOT NULL,
    starts   text         NOT NULL,
    ends     text         NOT NULL,
    set_by   {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    ended_at {{timestamp}}
);
CREATE INDEX pauses_ends ON pauses (ends) WHERE ended_at IS NULL;

CREATE TABLE partners (
    employee {{id}}        NOT NULL PRIMARY KEY,
    partner  {{id}}        NOT NULL,
    named_by {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL
);
CREATE INDEX partners_partner ON partners (partner);

-- Since when somebody manages: kept when a first report comes.
CREATE TABLE managing (
    manager {{id}}        NOT NULL PRIMARY KEY,
    since   {{timestamp}} NOT NULL
);
