-- Where two people see one of them stand on what is expected, once a quarter.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (156, '0.1.0');

-- Of one quarter the same two have one. With another partner there is another,
-- so that a new manager does not come upon what the former one marked.
CREATE TABLE skill_talks (
    id         {{id}}        NOT NULL PRIMARY KEY,
    person     {{id}}        NOT NULL,
    partner    {{id}}        NOT NULL,
    quarter    text         NOT NULL,
    person_at  {{timestamp}},
    partner_at {{timestamp}},
    at         {{timestamp}} NOT NULL,
    version    integer      NOT NULL
);
CREATE UNIQUE INDEX skill_talks_pair ON skill_talks (person, partner, quarter);

CREATE TABLE skill_marks (
    talk    {{id}}        NOT NULL,
    author  {{id}}        NOT NULL,
    marks   {{sealed}},
    at      {{timestamp}} NOT NULL,
    version integer      NOT NULL,
    PRIMARY KEY (talk, author)
);

-- What people chose to learn in a time is counted.
CREATE INDEX plan_items_at ON plan_items (at, id);
