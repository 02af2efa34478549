// Package scheduler is the passing of time: it looks, each minute, for what
// has become due, and has the domain do it.
//
// What is due is a row in the database, never an entry in a list in memory, so
// that a missed minute, a restart or three days of downtime lose nothing: the
// next tick finds the same rows. Cron therefore does one thing only, which is
// to call Tick. Tests and the demo call Tick themselves, after they have moved
// the clock to where Next says that something happens.
//
// A sweep takes its rows in batches, each in a transaction of its own, and says
// whether there are more. Several replicas may sweep at once: the rows are
// claimed in the database.
package scheduler
