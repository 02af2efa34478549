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
    in_file      {{boolean}}   NOT NULL,
    read_at      {{timestamp}},
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX feedback_giver ON feedback (giver, at, id) WHERE state = 'given';
CREATE INDEX feedback_receiver ON feedback (receiver, at, id) WHERE state = 'given';
CREATE INDEX feedback_reader ON feedback (reader, at, id) WHERE state = 'given' AND reader <> '';

CREATE TABLE feedback_requests (
    id       {{id}}        NOT NULL PRIMARY KEY,
    asker    {{id}}        NOT NULL,
    about    {{id}}        NOT NULL,
    giver    {{id}}        NOT NULL,
    question {{sealed}},
    reader   {{id}}        NOT NULL,
    state    text         NOT NULL,
    why      {{sealed}},
    feedback {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    ended_at {{timestamp}}
);
CREATE INDEX feedback_requests_asker ON feedback_requests (asker, at, id);
CREATE INDEX feedback_requests_giver ON feedback_requests (giver) WHERE state = 'open';
CREATE INDEX feedback_requests_about ON feedback_requests (about) WHERE state = 'open';

-- When somebody was last asked about a person: the row that two askers at once
-- both need.
CREATE TABLE feedback_asked (
    giver {{id}}        NOT NULL,
    about {{id}}        NOT NULL,
    at    {{timestamp}} NOT NULL,
    PRIMARY KEY (giver, about)
);

CREATE TABLE feedback_replies (
    id       {{id}}        NOT NULL PRIMARY KEY,
    feedback {{id}}        NOT NULL CONSTRAINT feedback_replies_feedback REFERENCES feedback (id),
    author   {{id}}        NOT NULL,
    kind     text         NOT NULL,
    text     {{sealed}},
    at       {{timestamp}} NOT NULL
);
CREATE INDEX feedback_replies_feedback_at ON feedback_replies (feedback, at, id);
CREATE UNIQUE INDEX feedback_replies_thanks ON feedback_replies (feedback, author) WHERE kind = 'thanks';
