-- What is written around a person's part in a season: drafts and inputs, what the
-- summary rests on, replies and decisions.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (166, '0.1.0');

CREATE TABLE season_texts (
    season_case {{id}}        NOT NULL,
    author      {{id}}        NOT NULL,
    text        {{sealed}},
    given_at    {{timestamp}},
    at          {{timestamp}} NOT NULL,
    version     integer      NOT NULL,
    PRIMARY KEY (season_case, author)
);

CREATE TABLE season_citations (
    season_case {{id}}        NOT NULL,
    kind        text         NOT NULL,
    record      {{id}}        NOT NULL,
    place       integer      NOT NULL,
    expectation {{id}}        NOT NULL,
    cited_by    {{id}}        NOT NULL,
    at          {{timestamp}} NOT NULL,
    PRIMARY KEY (season_case, kind, record)
);

CREATE TABLE season_replies (
    id          {{id}}        NOT NULL PRIMARY KEY,
    season_case {{id}}        NOT NULL,
    author      {{id}}        NOT NULL,
    text        {{sealed}},
    late        {{boolean}}   NOT NULL,
    at          {{timestamp}} NOT NULL
);
CREATE INDEX season_replies_case ON season_replies (season_case, at, id);

CREATE TABLE season_decisions (
    id           {{id}}        NOT NULL PRIMARY KEY,
    season_case  {{id}}        NOT NULL,
    kind         text         NOT NULL,
    what         {{sealed}},
    why          {{sealed}},
    decided_by   {{id}}        NOT NULL,
    at           {{timestamp}} NOT NULL,
    confirmed_by {{id}}        NOT NULL,
    confirmed_at {{timestamp}}
);
CREATE INDEX season_decisions_case ON season_decisions (season_case, at, id);
