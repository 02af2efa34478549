-- What people put aside for their own file.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (60, '0.1.0');

CREATE TABLE kept (
    id           {{id}}        NOT NULL PRIMARY KEY,
    owner        {{id}}        NOT NULL,
    words        {{sealed}},
    quote        {{sealed}},
    link_channel {{id}}        NOT NULL,
    link_ts      {{id}}        NOT NULL,
    link_url     text         NOT NULL,
    link_private {{boolean}}   NOT NULL,
    at           {{timestamp}} NOT NULL,
    version      integer      NOT NULL
);
CREATE INDEX kept_owner ON kept (owner, at, id);
