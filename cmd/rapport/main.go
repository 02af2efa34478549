// Command rapport runs Rapport: it parses, wires and runs, and stops in the
// reverse order. Everything else is in the packages that it wires.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	// Time zones travel with the binary, since a container may hold none and
	// every due time is computed from a person's zone.
	_ "time/tzdata"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal begins the stop; a second one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], shell{env: os.Environ(), in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
