-- The chain of the ledger: its head, and with which key each entry is sealed.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (120, '0.1.0');

-- The id of the key; null while the entry is not sealed.
ALTER TABLE ledger ADD COLUMN seal_key text;

-- The one row that whoever seals holds: the last entry that is sealed. Before
-- the first the number is 0 and the hash is empty.
CREATE TABLE ledger_head (
    id     integer      NOT NULL PRIMARY KEY,
    number bigint       NOT NULL,
    hash   {{bytes}},
    at     {{timestamp}}
);
INSERT INTO ledger_head (id, number) VALUES (1, 0);

-- The ids of the keys that some entry is sealed with.
CREATE TABLE ledger_keys (
    id         text         NOT NULL PRIMARY KEY,
    first_used {{timestamp}} NOT NULL
);

-- What says that a record's words were erased, for each of its entries.
CREATE INDEX ledger_erased ON ledger (subject) WHERE act = 'ledger.erase';
