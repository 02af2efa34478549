-- Rounds that the people team begins about a group.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (151, '0.1.0');

CREATE TABLE round_launches (
    id          {{id}}        NOT NULL PRIMARY KEY,
    launched_by {{id}}        NOT NULL,
    area        text         NOT NULL,
    location    text         NOT NULL,
    manager     {{id}}        NOT NULL,
    named       text         NOT NULL,
    nominate_by text         NOT NULL,
    answer_by   text         NOT NULL,
    release_on  text         NOT NULL,
    -- The last person of the group who was looked at, and how many got a round.
    worked      {{id}}        NOT NULL,
    done        {{boolean}}   NOT NULL,
    begun       integer      NOT NULL,
    left_out    integer      NOT NULL,
    at          {{timestamp}} NOT NULL
);
CREATE INDEX round_launches_open ON round_launches (at, id) WHERE NOT done;
CREATE INDEX round_launches_at ON round_launches (at, id);
