-- What each quarter came to.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (184, '0.1.0');

CREATE TABLE scorecards (
    id      {{id}}        NOT NULL PRIMARY KEY,
    period  text         NOT NULL,
    made_at {{timestamp}} NOT NULL,
    figures {{sealed}}
);
CREATE UNIQUE INDEX scorecards_period ON scorecards (period);
