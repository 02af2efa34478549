-- Goals and their news.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (30, '0.1.0');

CREATE TABLE goals (
    id          {{id}}        NOT NULL PRIMARY KEY,
    owner       {{id}}        NOT NULL,
    level       text         NOT NULL,
    team        text         NOT NULL,
    parent      {{id}}        NOT NULL,
    weight      integer      NOT NULL,
    dimension   text         NOT NULL,
    title       {{sealed}},
    why         {{sealed}},
    standard    {{sealed}},
    measure     text         NOT NULL,
    unit        {{sealed}},
    start_at    double precision NOT NULL,
    target      double precision NOT NULL,
    milestones  {{sealed}},
    due         text         NOT NULL,
    state       text         NOT NULL,
    proposed_by {{id}}        NOT NULL,
    agreed_at   {{timestamp}},
    confidence  text         NOT NULL,
    value       double precision NOT NULL,
    last_news   {{timestamp}},
    ask_at      {{timestamp}},
    lesson      {{sealed}},
    closed_at   {{timestamp}},
    at          {{timestamp}} NOT NULL,
    version     integer      NOT NULL
);
CREATE INDEX goals_owner ON goals (owner, due, id);
CREATE INDEX goals_parent ON goals (parent, due, id) WHERE parent <> '';
CREATE INDEX goals_level ON goals (level, team, due, id) WHERE level <> 'person';
CREATE INDEX goals_ask ON goals (ask_at, id) WHERE ask_at IS NOT NULL;

CREATE TABLE goal_updates (
    id         {{id}}        NOT NULL PRIMARY KEY,
    goal       {{id}}        NOT NULL,
    author     {{id}}        NOT NULL,
    value      double precision NOT NULL,
    confidence text         NOT NULL,
    no_change  {{boolean}}   NOT NULL,
    why        {{sealed}},
    next       {{sealed}},
    at         {{timestamp}} NOT NULL
);
CREATE INDEX goal_updates_goal ON goal_updates (goal, at, id);

-- The one row that a change of parents takes, so that two changes cannot make
-- a loop together.
CREATE TABLE goal_tree (
    id      integer NOT NULL PRIMARY KEY,
    changes bigint  NOT NULL
);
INSERT INTO goal_tree (id, changes) VALUES (1, 0);
