-- Who names whose manager, changes of managers, and where the sources differ.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (50, '0.1.0');

CREATE TABLE reporting_lines (
    person  {{id}}        NOT NULL,
    source  {{id}}        NOT NULL,
    manager {{id}}        NOT NULL,
    state   text         NOT NULL,
    at      {{timestamp}} NOT NULL,
    late_at {{timestamp}},
    PRIMARY KEY (person, source)
);
CREATE INDEX reporting_lines_late ON reporting_lines (late_at, person) WHERE state = 'asked';

CREATE TABLE manager_changes (
    id      {{id}}        NOT NULL PRIMARY KEY,
    person  {{id}}        NOT NULL,
    batch   {{id}}        NOT NULL,
    former  {{id}}        NOT NULL,
    manager {{id}}        NOT NULL,
    source  text         NOT NULL,
    author  {{id}}        NOT NULL,
    starts  text         NOT NULL,
    due_at  {{timestamp}} NOT NULL,
    done_at {{timestamp}},
    talks   integer      NOT NULL,
    dropped {{boolean}}   NOT NULL,
    at      {{timestamp}} NOT NULL
);
CREATE INDEX manager_changes_person ON manager_changes (person, at);
CREATE INDEX manager_changes_batch ON manager_changes (batch, id);
CREATE INDEX manager_changes_due ON manager_changes (due_at, id) WHERE done_at IS NULL AND NOT dropped;

CREATE TABLE line_differences (
    person     {{id}}        NOT NULL,
    source     {{id}}        NOT NULL,
    manager    {{id}}        NOT NULL,
    in_force   {{id}}        NOT NULL,
    loop       {{boolean}}   NOT NULL,
    at         {{timestamp}} NOT NULL,
    settled_at {{timestamp}},
    PRIMARY KEY (person, source, manager, in_force)
);
CREATE INDEX line_differences_open ON line_differences (at, person) WHERE settled_at IS NULL;

CREATE INDEX people_without_manager ON people (id) WHERE manager = '' AND active;
