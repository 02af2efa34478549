package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// target is one fuzz test; go test fuzzes one at a time.
type target struct{ pkg, name string }

// minimize bounds how often an input that is new is tried again to make it
// smaller. Go takes a whole minute for that by default, in which nothing else is
// tried: one input whose coverage changes by itself would use up the time.
const minimize = "-fuzzminimizetime=100x"

// fuzz runs each fuzz target for the given time, and goes on after a failure,
// so that one run names all targets that fail.
func (c *checker) fuzz(ctx context.Context, each time.Duration) (string, error) {
	targets, err := c.fuzzTargets(ctx)
	if err != nil {
		return "", err
	}
	if len(targets) == 0 {
		return "", errors.New("no fuzz target found")
	}
	var errs []error
	for i, t := range targets {
		fmt.Fprintf(c.out, "%d of %d: %s %s\n", i+1, len(targets), t.pkg, t.name)
		err := c.stream(c.command(ctx, c.goTool, "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+each.String(), minimize, t.pkg))
		if ctx.Err() != nil {
			return "", fmt.Errorf("fuzz %s: %w", t.name, ctx.Err())
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s %s: %w", t.pkg, t.name, err))
		}
	}
	return fmt.Sprintf("%d targets, %s each", len(targets), each), errors.Join(errs...)
}

// fuzzTargets asks each package for its fuzz targets.
func (c *checker) fuzzTargets(ctx context.Context) ([]target, error) {
	out, err := c.output(c.command(ctx, c.goTool, "test", "-json", "-list=^Fuzz", "./..."))
	var targets []target
	for text := range strings.Lines(out) {
		var e event
		if json.Unmarshal([]byte(text), &e) != nil {
			continue // not an event: the go command's own words
		}
		if err != nil {
			fmt.Fprint(c.out, e.Output) // the compiler's words are events, too
		}
		if name := strings.TrimSpace(e.Output); strings.HasPrefix(name, "Fuzz") {
			targets = append(targets, target{pkg: e.Package, name: name})
		}
	}
	return targets, err
}
