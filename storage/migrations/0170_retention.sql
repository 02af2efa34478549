-- How long records are kept: runs that count and purge, and what they counted.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (170, '0.1.0');

-- Since when somebody is gone: what is kept for a time after that counts from it.
ALTER TABLE people ADD COLUMN left_at {{timestamp}};
UPDATE people SET left_at = (SELECT max(at) FROM ledger WHERE act = 'person.leave' AND person = people.id) WHERE NOT active;
-- When somebody was erased: the row stays, so that what others keep still points
-- to it and the directory does not bring the person back.
ALTER TABLE people ADD COLUMN erased_at {{timestamp}};
CREATE INDEX people_left ON people (left_at, id) WHERE left_at IS NOT NULL;

CREATE TABLE retention_runs (
    id          {{id}}        NOT NULL PRIMARY KEY,
    state       text         NOT NULL,
    -- The terms that it counts by, shortened: it ends where they change.
    terms       text         NOT NULL,
    as_of       {{timestamp}} NOT NULL,
    -- How far it has come: the record type, the place of its rows, the row.
    type        text         NOT NULL,
    place       integer      NOT NULL,
    row_at      {{timestamp}},
    row_id      {{id}}        NOT NULL,
    reported_at {{timestamp}},
    seen_by     {{id}}        NOT NULL,
    seen_at     {{timestamp}},
    yes_by      {{id}}        NOT NULL,
    yes_at      {{timestamp}},
    second_by   {{id}}        NOT NULL,
    second_at   {{timestamp}},
    ended_by    {{id}}        NOT NULL,
    ended_at    {{timestamp}},
    version     integer      NOT NULL
);
-- One at a time.
CREATE UNIQUE INDEX retention_runs_open ON retention_runs ((1)) WHERE ended_at IS NULL;
CREATE INDEX retention_runs_at ON retention_runs (as_of);

CREATE TABLE retention_counts (
    run     {{id}}        NOT NULL,
    type    text         NOT NULL,
    country text         NOT NULL,
    due     integer      NOT NULL,
    held    integer      NOT NULL,
    purged  integer      NOT NULL,
    oldest  {{timestamp}} NOT NULL,
    PRIMARY KEY (run, type, country)
);

-- Where each kind of record comes to its end, in the order of its age.
CREATE INDEX kudos_undone ON kudos (at, id) WHERE state <> 'given';
CREATE INDEX feedback_at ON feedback (at, id);
CREATE INDEX feedback_requests_at ON feedback_requests (at, id);
CREATE INDEX feedback_asked_at ON feedback_asked (at);
CREATE INDEX concerns_answered ON concerns (answered_at, id) WHERE answered_at IS NOT NULL;
CREATE INDEX conversations_closed ON conversations (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX commitments_ended ON commitments (at, id) WHERE state <> 'open';
CREATE INDEX notes_at ON notes (at, id);
CREATE INDEX goals_closed ON goals (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX absences_over ON absences (ends, id);
CREATE INDEX digests_made ON digests (made_at, id) WHERE made_at IS NOT NULL;
CREATE INDEX manager_changes_at ON manager_changes (at, id);
CREATE INDEX deliveries_at ON deliveries (at);
CREATE INDEX letters_at ON letters (at);
CREATE INDEX asks_ended ON asks (at, id) WHERE state NOT IN ('waiting', 'told');
CREATE INDEX cards_at ON cards (at, id);
CREATE INDEX ask_weeks_week ON ask_weeks (week);
CREATE INDEX allowances_day ON allowances (day);
CREATE INDEX sights_at ON sights (at);
