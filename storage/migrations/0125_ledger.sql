-- The numbers of the ledger without what has none.

-- +goose Up
INSERT INTO schema_floor (migration, oldest) VALUES (125, '0.1.0');

-- SQLite took this index, too, to look for what is not sealed yet, and sorted all
-- of it for each batch.
DROP INDEX ledger_number;
CREATE UNIQUE INDEX ledger_number ON ledger (number) WHERE number IS NOT NULL;
