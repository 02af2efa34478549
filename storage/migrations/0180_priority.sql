-- What leaders publish of what the company puts first, with all its versions; which
-- goals serve it; and who had a question about it on which day.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (180, '0.1.0');

CREATE TABLE priority_lists (
    version integer      NOT NULL PRIMARY KEY,
    period  text         NOT NULL,
    starts  text         NOT NULL,
    worded  integer      NOT NULL,
    author  {{id}}        NOT NULL,
    at      {{timestamp}} NOT NULL,
    tell_at {{timestamp}},
    told    {{id}}        NOT NULL
);
CREATE INDEX priority_lists_starts ON priority_lists (starts, version);

CREATE TABLE priorities (
    list  integer NOT NULL,
    place integer NOT NULL,
    id    {{id}}   NOT NULL,
    owner {{id}}   NOT NULL,
    text  {{sealed}},
    PRIMARY KEY (list, place)
);
CREATE INDEX priorities_id ON priorities (id, list);

CREATE TABLE priority_questions (
    priority {{id}} NOT NULL,
    asker    {{id}} NOT NULL,
    day      text  NOT NULL,
    PRIMARY KEY (priority, asker, day)
);

ALTER TABLE goals ADD COLUMN priority {{id}} NOT NULL DEFAULT '';
ALTER TABLE purposes ADD COLUMN priorities integer NOT NULL DEFAULT 0;
