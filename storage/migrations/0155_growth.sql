-- What people want to learn, and what is said about it.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (155, '0.1.0');

CREATE TABLE plan_items (
    id           {{id}}        NOT NULL PRIMARY KEY,
    person       {{id}}        NOT NULL,
    what         {{sealed}},
    why          {{sealed}},
    steps        {{sealed}},
    -- The key of the people team's list; empty for the person's own.
    listed       text         NOT NULL,
    title        {{sealed}},
    link         {{sealed}},
    -- In the smallest unit of the currency.
    cost         bigint       NOT NULL,
    currency     text         NOT NULL,
    days         integer      NOT NULL,
    due          text         NOT NULL,
    state        text         NOT NULL,
    confidence   text         NOT NULL,
    supporter    {{id}}        NOT NULL,
    supported_at {{timestamp}},
    last_news    {{timestamp}},
    ask_at       {{timestamp}},
    reason       {{sealed}},
    lesson       {{sealed}},
    ended_at     {{timestamp}},
    ended_by     {{id}}        NOT NULL,
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX plan_items_open ON plan_items (person, due, id) WHERE state = 'open';
CREATE INDEX plan_items_ended ON plan_items (person, ended_at, id) WHERE state <> 'open';
CREATE INDEX plan_items_ended_at ON plan_items (ended_at, id) WHERE state <> 'open';
CREATE INDEX plan_items_ask ON plan_items (ask_at, id) WHERE ask_at IS NOT NULL;

CREATE TABLE plan_words (
    id         {{id}}        NOT NULL PRIMARY KEY,
    item       {{id}}        NOT NULL CONSTRAINT plan_words_item REFERENCES plan_items (id),
    author     {{id}}        NOT NULL,
    kind       text         NOT NULL,
    confidence text         NOT NULL,
    text       {{sealed}},
    at         {{timestamp}} NOT NULL
);
CREATE INDEX plan_words_item_at ON plan_words (item, at, id);
