package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"rapport/tools/service"
)

// What a replica may take that has nothing to do.
const (
	idleRound     = 60 * time.Second // at least
	idleSettle    = 10 * time.Second // after the last message has gone
	mostResident  = 60.0             // megabytes
	mostProcessor = 0.5              // percent of a core
	mostStart     = 1.0              // seconds
	mostBinary    = 60.0             // megabytes
)

const megabytes = 1 << 20

// idle measures what a replica takes that is connected and has nothing to do.
func idle(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	info, err := os.Stat(s.binary)
	if err != nil {
		return nil, fmt.Errorf("look at the binary: %w", err)
	}
	figures = []figure{{what: "the binary", unit: "MB", reached: float64(info.Size()) / megabytes, limit: mostBinary, most: true}}
	list, err := idleOnPostgres(ctx, s, out)
	if err != nil {
		return nil, fmt.Errorf("on PostgreSQL: %w", err)
	}
	figures = append(figures, list...)
	if list, err = idleOnSQLite(ctx, s, out); err != nil {
		return nil, fmt.Errorf("on SQLite: %w", err)
	}
	return append(figures, list...), nil
}

func idleOnPostgres(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newPopulated(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	h, err := g.serve(ctx, s, "idle")
	defer func() { err = errors.Join(err, h.close()) }()
	if err != nil {
		return nil, err
	}
	return h.idle(ctx, s, "PostgreSQL", out)
}

func idleOnSQLite(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	folder, err := service.Folder("rapport-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	h, err := newServed(ctx, s, folder, "sqlite:"+filepath.Join(folder, "served.db"))
	defer func() { err = errors.Join(err, h.close()) }()
	if err != nil {
		return nil, err
	}
	return h.idle(ctx, s, "SQLite", out)
}

// idle measures on one database, after everything was done that a new company
// brings with it.
func (h *served) idle(ctx context.Context, s settings, name string, out io.Writer) ([]figure, error) {
	if err := h.drained(ctx); err != nil {
		return nil, err
	}
	var starts []float64
	for range s.rounds {
		if err := h.stop(); err != nil {
			return nil, err
		}
		took, err := h.start(ctx)
		if err != nil {
			return nil, err
		}
		starts = append(starts, took.Seconds())
	}
	if err := errors.Join(h.drained(ctx), rest(ctx, idleSettle)); err != nil {
		return nil, err
	}
	before, err := usageOf(h.process.PID())
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := rest(ctx, max(s.round, idleRound)); err != nil {
		return nil, err
	}
	after, err := usageOf(h.process.PID())
	if err != nil {
		return nil, err
	}
	busy := 100 * (after.processor - before.processor).Seconds() / time.Since(began).Seconds()
	fmt.Fprintf(out, "idle, %s: ready after %.2f s, resident %.1f MB (most %.1f MB), %.2f %% of a core\n",
		name, starts, after.resident, after.peak, busy)
	return []figure{
		{what: "the start of a replica on " + name + ", until it is ready", unit: "s", reached: median(starts), limit: mostStart, most: true,
			detail: fmt.Sprintf("%d people, %d starts", townPeople, len(starts))},
		{what: "an idle replica on " + name + ", resident", unit: "MB", reached: after.resident, limit: mostResident, most: true,
			detail: fmt.Sprintf("%.0f MB at most since its start", after.peak)},
		{what: "an idle replica on " + name + ", of a core", unit: "%", reached: busy, limit: mostProcessor, most: true,
			detail: fmt.Sprintf("over %.0f s, connected to Slack", time.Since(began).Seconds())},
	}, nil
}

// rest waits.
func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait: %w", ctx.Err())
	}
}

// usage is what a process takes.
type usage struct {
	resident, peak float64 // megabytes
	processor      time.Duration
}

// tick is the unit in which Linux counts the time of a processor.
const tick = 10 * time.Millisecond

// usageOf asks Linux about a process.
func usageOf(pid int) (usage, error) {
	var u usage
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return u, fmt.Errorf("ask what a process takes: %w", err)
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, fmt.Errorf("ask what a process takes: %w", err)
	}
	return parseUsage(string(status), string(stat))
}

// parseUsage reads the two files of /proc.
func parseUsage(status, stat string) (usage, error) {
	var u usage
	for line := range strings.SplitSeq(status, "\n") {
		name, value, _ := strings.Cut(line, ":")
		if name != "VmRSS" && name != "VmHWM" {
			continue
		}
		kilobytes, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
		if err != nil {
			return u, fmt.Errorf("read what a process takes: %w", err)
		}
		if name == "VmRSS" {
			u.resident = kilobytes / 1024
		} else {
			u.peak = kilobytes / 1024
		}
	}
	// The name in brackets may hold spaces; the times are fields 14 and 15.
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	const before = 2 // the fields up to the name
	if len(fields) < 15-before || u.resident == 0 {
		return u, errors.New("read what a process takes: /proc has another form")
	}
	for _, field := range fields[14-1-before : 15-before] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return u, fmt.Errorf("read what a process takes: %w", err)
		}
		u.processor += time.Duration(ticks) * tick
	}
	return u, nil
}
