-- Which processes serve, and the ids of the keys they have: sealing anew waits for
-- those that would go on with an older one.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (176, '0.1.0');

CREATE TABLE replicas (
    name    text         NOT NULL PRIMARY KEY,
    seals   text         NOT NULL,
    knows   text         NOT NULL,
    seen_at {{timestamp}} NOT NULL
);
