-- Requests, ledger, lanes and outbox, deliveries, policy, offices and people.

-- +goose Up
CREATE TABLE schema_floor (
    migration bigint NOT NULL PRIMARY KEY,
    oldest    text   NOT NULL
);
INSERT INTO schema_floor (migration, oldest) VALUES (1, '0.1.0');

-- The ids of the keys that some stored text may be sealed with.
CREATE TABLE box_keys (
    id         text         NOT NULL PRIMARY KEY,
    first_used {{timestamp}} NOT NULL
);

CREATE TABLE requests (
    actor   {{id}}        NOT NULL,
    key     {{id}}        NOT NULL,
    digest  text         NOT NULL,
    outcome text         NOT NULL,
    subject {{id}}        NOT NULL,
    at      {{timestamp}} NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX requests_at ON requests (at);

CREATE TABLE ledger (
    id         {{id}}        NOT NULL PRIMARY KEY,
    at         {{timestamp}} NOT NULL,
    actor      {{id}}        NOT NULL,
    act        text         NOT NULL,
    subject    {{id}}        NOT NULL,
    person     {{id}}        NOT NULL,
    version    integer      NOT NULL,
    reason     {{sealed}},
    content    {{sealed}},
    salt       {{sealed}},
    commitment {{bytes}}     NOT NULL,
    number     bigint,
    hash       {{bytes}}
);
CREATE INDEX ledger_subject ON ledger (subject, at, id);
CREATE INDEX ledger_person ON ledger (person, at, id) WHERE person <> '';
CREATE UNIQUE INDEX ledger_number ON ledger (number);
-- The tail that has no number yet, in the order in which it will get one.
CREATE INDEX ledger_unsealed ON ledger (at, id) WHERE number IS NULL;

-- A lane is there exactly as long as a message is queued in it or it rests.
CREATE TABLE lanes (
    lane    {{id}}        NOT NULL PRIMARY KEY,
    class   integer      NOT NULL,
    next_at {{timestamp}} NOT NULL,
    fence   bigint       NOT NULL
){{if postgres}} WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000){{end}};
CREATE INDEX lanes_due ON lanes (class, next_at);

CREATE TABLE outbox (
    seq        {{bigserial}},
    lane       {{id}}        NOT NULL,
    -- The lane while the message waits its turn there; null while it is held,
    -- and when it is finished.
    queued     {{id}}        CONSTRAINT outbox_queued_lane REFERENCES lanes (lane),
    kind       text         NOT NULL,
    deed       text         NOT NULL,
    class      text         NOT NULL,
    recipient  {{id}}        NOT NULL,
    channel    {{id}}        NOT NULL,
    subject    {{id}}        NOT NULL,
    detail     text         NOT NULL,
    nonce      text         NOT NULL,
    state      text         NOT NULL,
    reason     text         NOT NULL,
    attempts   integer      NOT NULL,
    at         {{timestamp}} NOT NULL,
    hold_until {{timestamp}},
    begun_at   {{timestamp}},
    ended_at   {{timestamp}}
){{if postgres}} WITH (fillfactor = 80){{end}};
CREATE INDEX outbox_queue ON outbox (queued, seq) WHERE queued IS NOT NULL;
CREATE INDEX outbox_held ON outbox (hold_until, seq) WHERE hold_until IS NOT NULL;
CREATE INDEX outbox_open ON outbox (subject) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_backlog ON outbox (state, seq) WHERE state NOT IN ('sent', 'dropped');
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE state IN ('sent', 'dropped');
CREATE INDEX outbox_recipient ON outbox (recipient, at);

CREATE TABLE deliveries (
    channel   {{id}}        NOT NULL,
    ts        {{id}}        NOT NULL,
    kind      text         NOT NULL,
    subject   {{id}}        NOT NULL,
    recipient {{id}}        NOT NULL,
    at        {{timestamp}} NOT NULL,
    PRIMARY KEY (channel, ts)
);
CREATE INDEX deliveries_subject ON deliveries (subject, kind);
CREATE INDEX deliveries_recipient ON deliveries (recipient);

CREATE TABLE policies (
    version  integer      NOT NULL PRIMARY KEY,
    document text         NOT NULL,
    author   {{id}}        NOT NULL,
    at       {{timestamp}} NOT NULL
);

CREATE TABLE offices (
    office   text NOT NULL,
    slack_id {{id}} NOT NULL,
    PRIMARY KEY (office, slack_id)
);

CREATE TABLE people (
    id         {{id}}        NOT NULL PRIMARY KEY,
    slack_id   {{id}}        NOT NULL,
    team_id    {{id}}        NOT NULL,
    name       text         NOT NULL,
    handle     text         NOT NULL,
    email      text         NOT NULL,
    zone       text         NOT NULL,
    locale     text         NOT NULL,
    kind       text         NOT NULL,
    active     {{boolean}}   NOT NULL,
    manager    {{id}}        NOT NULL,
    team       text         NOT NULL,
    area       text         NOT NULL,
    role       text         NOT NULL,
    location   text         NOT NULL,
    starts     text         NOT NULL,
    leaves     text         NOT NULL,
    cadence    text         NOT NULL,
    pattern    text         NOT NULL,
    takes_part {{boolean}}   NOT NULL,
    privately  {{boolean}}   NOT NULL,
    met        {{timestamp}},
    home_seen  {{timestamp}},
    joined_at  {{timestamp}} NOT NULL,
    version    integer      NOT NULL,
    -- What people are found by, in lower case.
    email_key  {{id}}        NOT NULL,
    name_key   {{id}}        NOT NULL,
    first_key  {{id}}        NOT NULL,
    handle_key {{id}}        NOT NULL
){{if postgres}} WITH (fillfactor = 85){{end}};
CREATE UNIQUE INDEX people_slack_id ON people (slack_id);
CREATE INDEX people_manager ON people (manager, id) WHERE manager <> '';
CREATE INDEX people_area ON people (area, id);
CREATE INDEX people_location ON people (location, id);
CREATE INDEX people_email ON people (email_key) WHERE email_key <> '';
CREATE INDEX people_name ON people (name_key);
CREATE INDEX people_first ON people (first_key);
CREATE INDEX people_handle ON people (handle_key);
CREATE INDEX people_home ON people (home_seen) WHERE home_seen IS NOT NULL;

