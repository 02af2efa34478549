package main

import (
	"errors"
	"fmt"

	"rapport/calendar"
)

// holidays reads the file of own holidays that a setting names; each bad line is
// a problem of its own.
func (e *environment) holidays(name string) []calendar.Day {
	path := e.text(name, "")
	if path == "" {
		return nil
	}
	days, err := calendar.ReadFile(path)
	if bad, ok := errors.AsType[*calendar.FileError](err); ok {
		for _, p := range bad.Problems {
			e.wrong(name, fmt.Sprintf("line %d of %s: %s.", p.Line, path, p.Text), "Write a line as 2026-12-24,DE,Christmas Eve.")
		}
		return nil
	}
	if err != nil {
		e.wrong(name, fmt.Sprintf("the file cannot be read (%v).", err), "Correct the path, or let the user that runs rapport read it.")
	}
	return days
}
