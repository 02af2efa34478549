-- Funds, what is asked of them, and whether it helped.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (158, '0.1.0');

CREATE TABLE funds (
    id            {{id}}            NOT NULL PRIMARY KEY,
    name          {{sealed}},
    purpose       text             NOT NULL,
    -- All amounts are in the smallest unit of the currency.
    amount        bigint           NOT NULL,
    currency      text             NOT NULL,
    period_start  text             NOT NULL,
    period_end    text             NOT NULL,
    owner         {{id}}            NOT NULL,
    areas         text             NOT NULL,
    locations     text             NOT NULL,
    measure       {{sealed}},
    unit          {{sealed}},
    measure_start double precision NOT NULL,
    target        double precision NOT NULL,
    value         double precision NOT NULL,
    value_on      text             NOT NULL,
    -- The row that all who grant at once need: what is granted and spent can
    -- never be more than there is, whatever asks.
    reserved      bigint           NOT NULL,
    spent         bigint           NOT NULL,
    ends_at       {{timestamp}},
    author        {{id}}            NOT NULL,
    at            {{timestamp}}     NOT NULL,
    version       integer          NOT NULL,
    CONSTRAINT funds_cover CHECK (reserved >= 0 AND spent >= 0 AND reserved + spent <= amount)
);
CREATE INDEX funds_period ON funds (period_end, id);
CREATE INDEX funds_owner ON funds (owner, period_end, id);
CREATE INDEX funds_ends ON funds (ends_at, id) WHERE ends_at IS NOT NULL;

CREATE TABLE fund_requests (
    id         {{id}}        NOT NULL PRIMARY KEY,
    fund       {{id}}        NOT NULL CONSTRAINT fund_requests_fund REFERENCES funds (id),
    person     {{id}}        NOT NULL,
    item       {{id}}        NOT NULL,
    what       {{sealed}},
    currency   text         NOT NULL,
    asked      bigint       NOT NULL,
    granted    bigint       NOT NULL,
    cost       bigint       NOT NULL,
    state      text         NOT NULL,
    decider    {{id}}        NOT NULL,
    reason     {{sealed}},
    at         {{timestamp}} NOT NULL,
    decided_at {{timestamp}},
    ended_at   {{timestamp}},
    version    integer      NOT NULL,
    CONSTRAINT fund_requests_amounts CHECK (asked > 0 AND granted >= 0 AND granted <= asked AND cost >= 0)
);
CREATE INDEX fund_requests_fund_at ON fund_requests (fund, at, id);
CREATE INDEX fund_requests_person ON fund_requests (person, at, id);
CREATE INDEX fund_requests_item ON fund_requests (item);
-- One live wish of an item for one fund.
CREATE UNIQUE INDEX fund_requests_live ON fund_requests (item, fund) WHERE state IN ('asked', 'granted');
CREATE INDEX fund_requests_ended ON fund_requests (fund, state, ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE helps (
    item     {{id}}        NOT NULL PRIMARY KEY,
    person   {{id}}        NOT NULL,
    other    {{id}}        NOT NULL,
    ended_on text         NOT NULL,
    ask_at   {{timestamp}}
);
CREATE INDEX helps_ask ON helps (ask_at, item) WHERE ask_at IS NOT NULL;

CREATE TABLE help_answers (
    item   {{id}}        NOT NULL CONSTRAINT help_answers_item REFERENCES helps (item),
    author {{id}}        NOT NULL,
    answer text         NOT NULL,
    words  {{sealed}},
    at     {{timestamp}} NOT NULL,
    PRIMARY KEY (item, author)
);
CREATE INDEX help_answers_at ON help_answers (at, item);
