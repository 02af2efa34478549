-- Asks, cards, the days on which people were asked, and the log of it.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (40, '0.1.0');

CREATE TABLE asks (
    id         {{id}}        NOT NULL PRIMARY KEY,
    person     {{id}}        NOT NULL,
    kind       text         NOT NULL,
    subject    {{id}}        NOT NULL,
    urgency    integer      NOT NULL,
    not_before {{timestamp}} NOT NULL,
    expires    {{timestamp}},
    again      text         NOT NULL,
    plan_at    {{timestamp}} NOT NULL,
    state      text         NOT NULL,
    at         {{timestamp}} NOT NULL
);
CREATE UNIQUE INDEX asks_open ON asks (person, kind, subject) WHERE state IN ('waiting', 'told');
CREATE INDEX asks_plan ON asks (plan_at, person) WHERE state = 'waiting';
CREATE INDEX asks_subject ON asks (subject, kind) WHERE state IN ('waiting', 'told');

CREATE TABLE cards (
    id     {{id}}        NOT NULL PRIMARY KEY,
    person {{id}}        NOT NULL,
    day    text         NOT NULL,
    at     {{timestamp}} NOT NULL
);
CREATE UNIQUE INDEX cards_day ON cards (person, day);

CREATE TABLE card_asks (
    card {{id}}   NOT NULL,
    ask  {{id}}   NOT NULL,
    place integer NOT NULL,
    PRIMARY KEY (card, ask)
);
CREATE INDEX card_asks_ask ON card_asks (ask);


-- How many messages of asks a person got in a week: the guard of the week's
-- budget. That there is one a day is guarded by cards_day.
CREATE TABLE ask_weeks (
    person {{id}}   NOT NULL,
    week   text    NOT NULL,
    spent  integer NOT NULL,
    PRIMARY KEY (person, week)
);

CREATE TABLE ask_log (
    person  {{id}}        NOT NULL,
    kind    text         NOT NULL,
    subject {{id}}        NOT NULL,
    what    text         NOT NULL,
    reason  text         NOT NULL,
    until   {{timestamp}},
    at      {{timestamp}} NOT NULL
);
CREATE INDEX ask_log_person ON ask_log (person, at);
CREATE INDEX ask_log_at ON ask_log (at);
