-- What a person and the other side agreed on beside the role, the sentence on how
-- the role serves the company, and what cites an expectation.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (141, '0.1.0');

CREATE TABLE adaptations (
    id          {{id}}        NOT NULL PRIMARY KEY,
    person      {{id}}        NOT NULL,
    profile     {{id}}        NOT NULL,
    kind        text         NOT NULL,
    about       {{id}}        NOT NULL,
    dimension   text         NOT NULL,
    was         {{sealed}},
    text        {{sealed}},
    why         {{sealed}},
    answer      {{sealed}},
    state       text         NOT NULL,
    proposed_by {{id}}        NOT NULL,
    answered_by {{id}}        NOT NULL,
    wording     integer      NOT NULL,
    at          {{timestamp}} NOT NULL,
    settled_at  {{timestamp}},
    version     integer      NOT NULL
);
CREATE INDEX adaptations_person ON adaptations (person, profile, at, id);
CREATE INDEX adaptations_agreed ON adaptations (profile, person, at, id) WHERE state = 'agreed';
-- One proposal at a time about the same thing.
CREATE UNIQUE INDEX adaptations_open ON adaptations (person, about) WHERE state IN ('proposed', 'answered');

CREATE TABLE purposes (
    person  {{id}}        NOT NULL PRIMARY KEY,
    profile {{id}}        NOT NULL,
    seen    integer      NOT NULL,
    text    {{sealed}},
    at      {{timestamp}} NOT NULL,
    version integer      NOT NULL
);

-- A record cites one wording of one expectation of one person.
CREATE TABLE citations (
    kind        text         NOT NULL,
    record      {{id}}        NOT NULL,
    person      {{id}}        NOT NULL,
    expectation {{id}}        NOT NULL,
    owner       {{id}}        NOT NULL,
    version     integer      NOT NULL,
    cited_by    {{id}}        NOT NULL,
    at          {{timestamp}} NOT NULL,
    PRIMARY KEY (kind, record)
);
CREATE INDEX citations_expectation ON citations (person, expectation, at, kind, record);
