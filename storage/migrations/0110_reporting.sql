-- One open change of manager a person, and one change of the line at a time.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (110, '0.1.0');

-- Of several that wait for one person the newest was meant.
UPDATE manager_changes SET dropped = true
WHERE done_at IS NULL AND NOT dropped AND EXISTS (
    SELECT 1 FROM manager_changes newer
    WHERE newer.person = manager_changes.person AND newer.done_at IS NULL AND NOT newer.dropped
    AND (newer.at > manager_changes.at OR newer.at = manager_changes.at AND newer.id > manager_changes.id)
);
CREATE UNIQUE INDEX manager_changes_open ON manager_changes (person) WHERE done_at IS NULL AND NOT dropped;

-- The one row that a change of managers takes, so that two changes cannot make
-- a loop together.
CREATE TABLE reporting_tree (
    id      integer NOT NULL PRIMARY KEY,
    changes bigint  NOT NULL
);
INSERT INTO reporting_tree (id, changes) VALUES (1, 0);
