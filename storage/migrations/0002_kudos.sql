-- Kudos, their receivers, those who joined, allowances and reach.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (2, '0.1.0');

CREATE TABLE kudos (
    id           {{id}}        NOT NULL PRIMARY KEY,
    giver        {{id}}        NOT NULL,
    text         {{sealed}},
    tags         text         NOT NULL,
    channel      {{id}}        NOT NULL,
    link_channel {{id}}        NOT NULL,
    link_ts      {{id}}        NOT NULL,
    link_url     text         NOT NULL,
    link_private {{boolean}}   NOT NULL,
    units        integer      NOT NULL,
    state        text         NOT NULL,
    reason       {{sealed}},
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX kudos_giver ON kudos (giver, at, id) WHERE state = 'given';
CREATE INDEX kudos_at ON kudos (at, id) WHERE state = 'given';

CREATE TABLE kudos_receivers (
    kudos       {{id}}        NOT NULL CONSTRAINT kudos_receivers_kudos REFERENCES kudos (id),
    person      {{id}}        NOT NULL,
    place       integer      NOT NULL,
    private     {{boolean}}   NOT NULL,
    out_of_file {{boolean}}   NOT NULL,
    -- Time and state of the kudos, repeated so that a person's list is one
    -- range of one index.
    at          {{timestamp}} NOT NULL,
    state       text         NOT NULL,
    PRIMARY KEY (kudos, person)
);
CREATE INDEX kudos_receivers_person ON kudos_receivers (person, at, kudos) WHERE state = 'given';

CREATE TABLE kudos_joins (
    kudos  {{id}}        NOT NULL CONSTRAINT kudos_joins_kudos REFERENCES kudos (id),
    person {{id}}        NOT NULL,
    at     {{timestamp}} NOT NULL,
    PRIMARY KEY (kudos, person)
);

CREATE TABLE allowances (
    person {{id}}   NOT NULL,
    day    text    NOT NULL,
    spent  integer NOT NULL,
    PRIMARY KEY (person, day)
);

-- When each person was last thanked. A table of its own, so that thanks do not
-- touch the rows of people.
CREATE TABLE thanked (
    person {{id}}        NOT NULL PRIMARY KEY,
    at     {{timestamp}} NOT NULL
);
CREATE INDEX thanked_at ON thanked (at);

