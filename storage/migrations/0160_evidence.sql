-- What is evidence about a person: when the person first saw words that no
-- message holds, and what was put in from the own file.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (160, '0.1.0');

CREATE TABLE sights (
    person  {{id}}        NOT NULL,
    record  {{id}}        NOT NULL,
    -- Of the words that were seen; 0 where they never change.
    version integer      NOT NULL,
    at      {{timestamp}} NOT NULL,
    PRIMARY KEY (person, record, version)
);

-- When its owner put something kept into a packet or a preparation; null while
-- it is private.
ALTER TABLE kept ADD COLUMN shared_at {{timestamp}};

-- What was taken back; the rest has an index of its own.
CREATE INDEX feedback_taken_back ON feedback (receiver, at, id) WHERE state <> 'given';
CREATE INDEX kudos_taken_back ON kudos_receivers (person, at, kudos) WHERE state <> 'given';
