-- Which cards of a minute somebody has read, and when last. Answers are not kept.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (182, '0.1.0');

CREATE TABLE coached (
    person {{id}}        NOT NULL,
    card   text         NOT NULL,
    at     {{timestamp}} NOT NULL,
    PRIMARY KEY (person, card)
);
