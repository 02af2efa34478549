// Package demo is a company to try Rapport with: 42 people in three time zones
// and six areas, sixteen of them with a story, and six months of history. It
// lives in a sandbox workspace and moves the clock from due time to due time,
// so that a month of moves reads as a month.
package demo
