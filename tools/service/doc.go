// Package service runs the servers that a check, a storm or a benchmark wants
// beside it: a PostgreSQL and a Redis of its own, in a temporary folder, on
// random loopback ports and with random passwords, and whatever other process
// has to end when its owner ends.
package service
