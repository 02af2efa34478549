// Package storage keeps the rows: GORM on PostgreSQL and SQLite, migrations,
// sealed columns, the outbox with its lanes, and what Redis helps with. It
// knows how things are stored and no rule of the practice.
//
// # The way of a noun
//
// A noun of the domain has its rows in the file of the same name. To add one:
//
//  1. Write migrations/NNNN_noun.sql, once for both databases. What differs is
//     a word in double braces: id (a record's or Slack's id), timestamp,
//     boolean, bytes, sealed (free text), bigserial (a numbered primary key).
//     Dates are text as domain.Date writes them. Where one database needs more,
//     use {{if postgres}}…{{end}}. The first statement records the oldest
//     release that may still run beside it:
//
//     INSERT INTO schema_floor (migration, oldest) VALUES (NNNN, '0.1.0');
//
//     Columns are NOT NULL, with an empty text for nobody; only times and
//     sealed texts may be null. What two people must not do at once gets a
//     unique index or a guard row. There is no way down: a mistake is mended by
//     a further migration, and what old code needs goes one release later.
//
//  2. Write nounRow, a struct with the columns and TableName, and two mapping
//     functions. On the way in free text goes through
//     box.Seal(table, id, column, text), whose result is the only thing that a
//     field of type sealed takes; times through instant, or optional where they
//     may be missing; other text from outside through plain. On the way out an
//     opener opens the sealed columns and keeps the first error, timeOf and
//     dayOf read times and dates.
//
//  3. Add the methods of the domain's NounRows interface to *tx. Use t.g(ctx),
//     Take or Find and never First, "ON CONFLICT DO NOTHING" rather than a
//     failed insert (which ends the whole transaction on PostgreSQL), and the
//     row's version in the WHERE of an update. Wrap errors with tried, turn "no
//     such row" into a fault with found, and ask duplicate about broken keys.
//
//  4. Add the row to writings in sentinel_test.go with a sentinel in each text,
//     and write noun_test.go with storagetest.Each, which runs the same tests
//     on both databases.
//
// # Times
//
// Practice time is frozen when a transaction begins (tx.Now), in microseconds
// and UTC. Machine time (leases, back-off, pace) is the database's own clock.
package storage
