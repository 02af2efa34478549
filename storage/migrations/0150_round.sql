-- Feedback rounds. What is answered and who answers have nothing in common here:
-- no key, no time, no order.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (150, '0.1.0');

CREATE TABLE rounds (
    id          {{id}}        NOT NULL PRIMARY KEY,
    subject     {{id}}        NOT NULL,
    -- The group it belongs to; empty where the person began it.
    launch      {{id}}        NOT NULL,
    begun_by    {{id}}        NOT NULL,
    -- The manager who reads the report next; empty where there is none.
    reader      {{id}}        NOT NULL,
    state       text         NOT NULL,
    ending      text         NOT NULL,
    nominate_by text         NOT NULL,
    answer_by   text         NOT NULL,
    release_on  text         NOT NULL,
    due_at      {{timestamp}} NOT NULL,
    numbers     integer      NOT NULL,
    texts       integer      NOT NULL,
    questions   text         NOT NULL,
    report      {{sealed}},
    read_at     {{timestamp}},
    at          {{timestamp}} NOT NULL,
    version     integer      NOT NULL
);
CREATE UNIQUE INDEX rounds_open ON rounds (subject) WHERE state IN ('nominating', 'approving', 'answering');
CREATE INDEX rounds_subject ON rounds (subject, at, id);
CREATE INDEX rounds_reader ON rounds (reader, at, id) WHERE reader <> '';
CREATE INDEX rounds_launch ON rounds (launch, id) WHERE launch <> '';
CREATE INDEX rounds_due ON rounds (due_at, id) WHERE state IN ('nominating', 'approving', 'answering');

-- Who is named and asked. It is written when a round starts, and when somebody
-- declines, and not when somebody answers.
CREATE TABLE round_givers (
    round       {{id}}      NOT NULL CONSTRAINT round_givers_round REFERENCES rounds (id),
    person      {{id}}      NOT NULL,
    perspective text       NOT NULL,
    declined    {{boolean}} NOT NULL,
    PRIMARY KEY (round, person)
);
CREATE INDEX round_givers_person ON round_givers (person, round);

-- The ballot box of a round that takes answers: a key of its own, and under it
-- the hashes of those who have answered, in the order of the hashes. It is the
-- row by which two who answer at once wait for each other, and it is deleted when
-- the round closes.
CREATE TABLE round_boxes (
    round    {{id}}    NOT NULL PRIMARY KEY CONSTRAINT round_boxes_round REFERENCES rounds (id),
    secret   {{sealed}},
    answered {{sealed}}
);

-- One answer to one question. All of a round are written anew with each that
-- comes, in the order of new random ids; they are deleted when the round closes.
CREATE TABLE round_answers (
    id      {{id}}    NOT NULL PRIMARY KEY,
    round   {{id}}    NOT NULL CONSTRAINT round_answers_round REFERENCES rounds (id),
    content {{sealed}}
);
CREATE INDEX round_answers_round ON round_answers (round);

-- What customers said, brought by a named person.
CREATE TABLE round_quotes (
    id      {{id}}        NOT NULL PRIMARY KEY,
    round   {{id}}        NOT NULL CONSTRAINT round_quotes_round REFERENCES rounds (id),
    author  {{id}}        NOT NULL,
    words   {{sealed}},
    source  {{sealed}},
    said_on text         NOT NULL,
    at      {{timestamp}} NOT NULL
);
CREATE INDEX round_quotes_round ON round_quotes (round, at, id);
