-- What Rapport sends of its own accord is released as Slack takes it.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (121, '0.1.0');

-- What is in the lanes that no person waits for, to be counted by class.
CREATE INDEX outbox_own ON outbox (class) WHERE queued IS NOT NULL AND class IN ('ask', 'digest', 'bulk', 'quiet');

-- What is held, by class: those that there is no room for are passed over.
CREATE INDEX outbox_held_class ON outbox (class, hold_until, seq) WHERE hold_until IS NOT NULL;
