-- Seasons, in which people look back on a stretch of time, with a case for each
-- of their people, and every change of them.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (165, '0.1.0');

CREATE TABLE seasons (
    id         {{id}}        NOT NULL PRIMARY KEY,
    kind       text         NOT NULL,
    name       {{sealed}},
    state      text         NOT NULL,
    from_on    text         NOT NULL,
    until_on   text         NOT NULL,
    facts_on   text         NOT NULL,
    draft_on   text         NOT NULL,
    compare_on text         NOT NULL,
    packet_on  text         NOT NULL,
    reply_on   text         NOT NULL,
    ack_on     text         NOT NULL,
    decide_on  text         NOT NULL,
    -- Whom it is about: an area, a location, a manager's people, people named, or
    -- one person.
    area       text         NOT NULL,
    location   text         NOT NULL,
    manager    {{id}}        NOT NULL,
    named      text         NOT NULL,
    person     {{id}}        NOT NULL,
    opened_by  {{id}}        NOT NULL,
    work       text         NOT NULL,
    work_at    {{timestamp}},
    worked     {{id}}        NOT NULL,
    at         {{timestamp}} NOT NULL,
    version    integer      NOT NULL
);
CREATE INDEX seasons_open ON seasons (decide_on, at, id) WHERE state = 'open';
CREATE INDEX seasons_work ON seasons (work_at, id) WHERE work_at IS NOT NULL;

CREATE TABLE season_comparers (
    season {{id}}   NOT NULL,
    person {{id}}   NOT NULL,
    place  integer NOT NULL,
    PRIMARY KEY (season, person)
);
CREATE INDEX season_comparers_person ON season_comparers (person, season);

CREATE TABLE season_cases (
    id          {{id}}        NOT NULL PRIMARY KEY,
    season      {{id}}        NOT NULL,
    person      {{id}}        NOT NULL,
    writer      {{id}}        NOT NULL,
    former      text         NOT NULL,
    state       text         NOT NULL,
    text        {{sealed}},
    handed_by   {{id}}        NOT NULL,
    handed_at   {{timestamp}},
    shared_at   {{timestamp}},
    shared_on   text         NOT NULL,
    reply_until text         NOT NULL,
    ack_until   text         NOT NULL,
    decide_from text         NOT NULL,
    worked      integer      NOT NULL,
    away        integer      NOT NULL,
    read_at     {{timestamp}},
    ack_at      {{timestamp}},
    silent_at   {{timestamp}},
    ending      text         NOT NULL,
    why         {{sealed}},
    due_at      {{timestamp}},
    at          {{timestamp}} NOT NULL,
    version     integer      NOT NULL
);
CREATE UNIQUE INDEX season_cases_person ON season_cases (season, person);
CREATE INDEX season_cases_of ON season_cases (person, id);
CREATE INDEX season_cases_writer ON season_cases (writer, person, id) WHERE state <> 'ended';
CREATE INDEX season_cases_due ON season_cases (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE season_changes (
    id         {{id}}        NOT NULL PRIMARY KEY,
    season     {{id}}        NOT NULL,
    about      {{id}}        NOT NULL,
    kind       text         NOT NULL,
    was        {{sealed}},
    became     {{sealed}},
    why        {{sealed}},
    changed_by {{id}}        NOT NULL,
    at         {{timestamp}} NOT NULL
);
CREATE INDEX season_changes_about ON season_changes (season, about, at, id);
