-- Whether feedback can be acted on, as the coach's rules saw it when it was given;
-- unknown for what was given before. The time to answer is read by when a request
-- ended.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (183, '0.1.0');

ALTER TABLE feedback ADD COLUMN actionable {{boolean}};
CREATE INDEX feedback_requests_ended ON feedback_requests (ended_at) WHERE ended_at IS NOT NULL;
