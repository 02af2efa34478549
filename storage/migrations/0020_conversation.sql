-- Conversations, preparations, summaries, promises, notes.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (20, '0.1.0');

CREATE TABLE conversations (
    id              {{id}}        NOT NULL PRIMARY KEY,
    employee        {{id}}        NOT NULL,
    partner         {{id}}        NOT NULL,
    kind            text         NOT NULL,
    period          {{id}}        NOT NULL,
    ordinal         integer      NOT NULL,
    state           text         NOT NULL,
    ending          text         NOT NULL,
    opens_at        {{timestamp}} NOT NULL,
    rule_day        text         NOT NULL,
    rule_at         integer      NOT NULL,
    rule_zone       text         NOT NULL,
    rule_basis      integer      NOT NULL,
    opened_at       {{timestamp}},
    due_on          text         NOT NULL,
    employee_shared {{timestamp}},
    partner_shared  {{timestamp}},
    rather_talk     {{boolean}}   NOT NULL,
    turn            text         NOT NULL,
    turn_ends       {{timestamp}},
    meet_at         {{timestamp}},
    said_held_by    {{id}}        NOT NULL,
    said_held_at    {{timestamp}},
    said_held_for   text         NOT NULL,
    held_on         text         NOT NULL,
    left_out_why    {{sealed}},
    leave_out_asked {{timestamp}},
    about           {{sealed}},
    rest_asked_at   {{timestamp}},
    silent_at       {{timestamp}},
    due_at          {{timestamp}},
    closed_at       {{timestamp}},
    version         integer      NOT NULL
){{if postgres}} WITH (fillfactor = 80){{end}};
CREATE UNIQUE INDEX conversations_once ON conversations (employee, period, ordinal);
CREATE INDEX conversations_due ON conversations (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX conversations_employee ON conversations (employee, opens_at);
CREATE INDEX conversations_partner ON conversations (partner, opens_at);
CREATE INDEX conversations_opened ON conversations (opens_at);

CREATE TABLE preparations (
    conversation {{id}}   NOT NULL,
    author       {{id}}   NOT NULL,
    shared       {{timestamp}},
    version      integer NOT NULL,
    PRIMARY KEY (conversation, author)
);

CREATE TABLE answers (
    conversation {{id}}   NOT NULL,
    author       {{id}}   NOT NULL,
    question     {{id}}   NOT NULL,
    place        integer NOT NULL,
    prompt       {{sealed}},
    text         {{sealed}},
    typed_at     text    NOT NULL,
    PRIMARY KEY (conversation, author, question)
);

CREATE TABLE summaries (
    conversation {{id}}        NOT NULL PRIMARY KEY,
    author       {{id}}        NOT NULL,
    text         {{sealed}},
    proposed_at  {{timestamp}} NOT NULL,
    confirmed_at {{timestamp}},
    added        {{sealed}},
    silent       {{boolean}}   NOT NULL,
    version      integer      NOT NULL
);

CREATE TABLE commitments (
    id           {{id}}        NOT NULL PRIMARY KEY,
    conversation {{id}}        NOT NULL,
    employee     {{id}}        NOT NULL,
    who          {{id}}        NOT NULL,
    what         {{sealed}},
    due_by       text         NOT NULL,
    state        text         NOT NULL,
    done_at      {{timestamp}},
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX commitments_conversation ON commitments (conversation, at, id);
CREATE INDEX commitments_open ON commitments (employee, at, id) WHERE state = 'open';
CREATE INDEX commitments_who ON commitments (who, at, id) WHERE state = 'open';

-- Answers to "Was it worth the time?".
CREATE TABLE usefulness (
    conversation {{id}}        NOT NULL,
    person       {{id}}        NOT NULL,
    answer       text         NOT NULL,
    at           {{timestamp}} NOT NULL,
    PRIMARY KEY (conversation, person)
);
CREATE INDEX usefulness_at ON usefulness (at);

CREATE TABLE notes (
    id      {{id}}        NOT NULL PRIMARY KEY,
    author  {{id}}        NOT NULL,
    about   {{id}}        NOT NULL,
    text    {{sealed}},
    at      {{timestamp}} NOT NULL,
    version integer      NOT NULL
);
CREATE INDEX notes_author ON notes (author, about, at, id);

-- People whose conversations have to be planned again.
CREATE TABLE planning (
    person {{id}}        NOT NULL PRIMARY KEY,
    at     {{timestamp}} NOT NULL
);
CREATE INDEX planning_at ON planning (at, person);
