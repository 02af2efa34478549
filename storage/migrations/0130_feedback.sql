-- Feedback, and what is asked and said around it.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (130, '0.1.0');

CREATE TABLE feedback (
    id           {{id}}        NOT NULL PRIMARY KEY,
    giver        {{id}}        NOT NULL,
    receiver     {{id}}        NOT NULL,
    -- The one other person who may read it; empty where there is none.
    reader       {{id}}        NOT NULL,
    situation    {{sealed}},
    behaviour    {{sealed}},
    impact       {{sealed}},
    next         {{sealed}},
    goal         {{id}}        NOT NULL,
    tag          text         NOT NULL,
    link_channel {{id}}        NOT NULL,
    link_ts      {{id}}        NOT NULL,
    link_url     text         NOT NULL,
    link_private {{boolean}}   NOT NULL,
    state        text         NOT NULL,
    read_at      {{timestamp}},
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX feedback_giver ON feedback (giver, at, id) WHERE state = 'given';
CREATE INDEX feedback_receiver ON feedback (receiver, at, id) WHERE state = 'given';
CREATE INDEX feedback_reader ON feedback (reader, at, id) WHERE state = 'given' AND reader <> '';
