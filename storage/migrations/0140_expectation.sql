-- What is expected of people: role profiles with all their versions, and how an
-- expectation was worded in each of its versions.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (140, '0.1.0');

CREATE TABLE role_profiles (
    id       {{id}}        NOT NULL PRIMARY KEY,
    role     text         NOT NULL,
    retired  {{boolean}}   NOT NULL,
    document {{sealed}},
    author   {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    tell_at  {{timestamp}},
    told     {{id}}        NOT NULL,
    version  integer      NOT NULL
);
CREATE UNIQUE INDEX role_profiles_role ON role_profiles (role);
CREATE INDEX role_profiles_tell ON role_profiles (tell_at, id) WHERE tell_at IS NOT NULL;

CREATE TABLE role_versions (
    profile  {{id}}        NOT NULL,
    version  integer      NOT NULL,
    role     text         NOT NULL,
    retired  {{boolean}}   NOT NULL,
    document {{sealed}},
    author   {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL,
    PRIMARY KEY (profile, version)
);

-- The owner is the person who agreed on a wording, or empty for the role's.
CREATE TABLE wordings (
    id        {{id}}   NOT NULL,
    owner     {{id}}   NOT NULL,
    version   integer NOT NULL,
    dimension text    NOT NULL,
    text      {{sealed}},
    PRIMARY KEY (id, owner, version)
);

-- The people of a role are told, and counted.
CREATE INDEX people_role ON people (role, id) WHERE role <> '';
