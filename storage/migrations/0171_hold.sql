-- What keeps the records of somebody, or one record, from purge and erasure.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (171, '0.1.0');

CREATE TABLE holds (
    id        {{id}}        NOT NULL PRIMARY KEY,
    -- Whose records are held; empty where it is one record, whose kind and id
    -- follow.
    person    {{id}}        NOT NULL,
    type      text         NOT NULL,
    item      {{id}}        NOT NULL,
    reason    {{sealed}},
    ends      text         NOT NULL,
    set_by    {{id}}        NOT NULL,
    at        {{timestamp}} NOT NULL,
    lifted_by {{id}}        NOT NULL,
    lifted_at {{timestamp}},
    told_at   {{timestamp}}
);
CREATE INDEX holds_open ON holds (ends, id) WHERE lifted_at IS NULL;
CREATE INDEX holds_untold ON holds (ends, id) WHERE lifted_at IS NULL AND told_at IS NULL;
CREATE INDEX holds_ends ON holds (ends, id);
