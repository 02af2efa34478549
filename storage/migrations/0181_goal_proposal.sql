-- What one side proposed for a person's goal and how the other answered: the
-- goal's history.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (181, '0.1.0');

CREATE TABLE goal_proposals (
    id          {{id}}        NOT NULL PRIMARY KEY,
    goal        {{id}}        NOT NULL,
    was         {{sealed}},
    terms       {{sealed}},
    why         {{sealed}},
    answer      {{sealed}},
    state       text         NOT NULL,
    proposed_by {{id}}        NOT NULL,
    answered_by {{id}}        NOT NULL,
    at          {{timestamp}} NOT NULL,
    settled_at  {{timestamp}}
);
CREATE INDEX goal_proposals_goal ON goal_proposals (goal, at, id);
-- One at a time waits about a goal.
CREATE UNIQUE INDEX goal_proposals_open ON goal_proposals (goal) WHERE state = 'open';
