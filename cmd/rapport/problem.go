package main

import (
	"errors"
	"fmt"
	"strings"
)

// The exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // a wrong command line or configuration: nothing was begun
)

// Problem is one thing that is wrong with the configuration, and what to do.
type Problem struct {
	// Variable is the name of the setting, or of what was looked at.
	Variable string
	// What is wrong, as a whole sentence that never repeats a secret.
	What string
	// Fix is what to do, as a whole sentence.
	Fix string
}

// Problems are all that is wrong, told at once.
type Problems []Problem

// Error lists one problem a line, each with its fix below it.
func (p Problems) Error() string {
	var b strings.Builder
	b.WriteString("the configuration cannot be used:")
	for _, problem := range p {
		fmt.Fprintf(&b, "\n  %s: %s\n      Fix: %s", problem.Variable, problem.What, problem.Fix)
	}
	return b.String()
}

// Err is nil where nothing is wrong.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// usageError marks a wrong command line.
type usageError struct{ err error }

// Error is the text of the wrong usage.
func (u usageError) Error() string { return u.err.Error() }

// Unwrap gives what was wrong.
func (u usageError) Unwrap() error { return u.err }

// exitCodeOf tells a wrong use or configuration from a failure.
func exitCodeOf(err error) int {
	var problems Problems
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &problems), errors.As(err, &usage):
		return exitUsage
	default:
		return exitFailed
	}
}
