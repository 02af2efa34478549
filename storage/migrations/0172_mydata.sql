-- Whose rows are whose: for a person's own data, and for erasure.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (172, '0.1.0');

CREATE INDEX feedback_withdrawn ON feedback (giver) WHERE state <> 'given';
CREATE INDEX feedback_requests_given ON feedback_requests (giver);
CREATE INDEX feedback_requests_of ON feedback_requests (about);
CREATE INDEX concerns_raiser ON concerns (raiser);
CREATE INDEX preparations_author ON preparations (author);
CREATE INDEX answers_author ON answers (author);
CREATE INDEX commitments_employee ON commitments (employee);
CREATE INDEX commitments_of ON commitments (who);
CREATE INDEX notes_about ON notes (about);
CREATE INDEX absences_of ON absences (person);
CREATE INDEX asks_person ON asks (person);
CREATE INDEX plan_items_person ON plan_items (person);
CREATE INDEX wordings_owner ON wordings (owner) WHERE owner <> '';
