package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"rapport/tools/service"
)

// A part of a bench runs in a process of its own, so that its memory is not that
// of the bench. It is this program again, told by the environment what to do:
// a command line could be read by everybody, and an address holds a password.
const (
	envPart  = "RAPPORT_BENCH_PART"  // the name of the part
	envOrder = "RAPPORT_BENCH_ORDER" // what it needs to know, as JSON
)

// order is what a part needs to know.
type order struct {
	Database string    // the address
	Slack    string    // the address of the Web API
	Now      time.Time // practice time
	Command  []string  // to be run by it
}

// deed is what a part says of itself when it has ended.
type deed struct {
	Took time.Duration
	// Peak is the most memory that was in use at once, in bytes: what the system
	// gave to the process, program text included.
	Peak int64
	Done int
}

// parts are the parts by name.
var parts = map[string]func(ctx context.Context, o order) (deed, error){
	"digest":    digestPart,
	"directory": directoryPart,
}

// inPart runs the part that the environment names, in the process that is one.
func inPart(ctx context.Context, name string, out io.Writer) error {
	var o order
	if err := json.Unmarshal([]byte(os.Getenv(envOrder)), &o); err != nil {
		return fmt.Errorf("read the order of part %s: %w", name, err)
	}
	do, known := parts[name]
	if !known {
		return fmt.Errorf("there is no part %q", name)
	}
	began := time.Now()
	d, err := do(ctx, o)
	if err != nil {
		return err
	}
	d.Took = time.Since(began)
	if d.Peak == 0 {
		if d.Peak, err = peak(); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(out).Encode(d); err != nil {
		return fmt.Errorf("tell how part %s went: %w", name, err)
	}
	return nil
}

// partCommand is how a part is run.
func partCommand(ctx context.Context, name string, o order) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("write the order of part %s: %w", name, err)
	}
	cmd := service.Command(ctx, program)
	cmd.Env = append(os.Environ(), envPart+"="+name, envOrder+"="+string(text))
	return cmd, nil
}

// apart runs a part and waits for its end.
func apart(ctx context.Context, name string, o order) (deed, error) {
	cmd, err := partCommand(ctx, name, o)
	if err != nil {
		return deed{}, err
	}
	var words, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &words, &faults
	if err := service.Run(cmd); err != nil {
		return deed{}, fmt.Errorf("part %s: %w: %s", name, err, strings.TrimSpace(faults.String()))
	}
	var d deed
	if err := json.Unmarshal(words.Bytes(), &d); err != nil {
		return deed{}, fmt.Errorf("part %s says %q: %w", name, words.String(), err)
	}
	return d, nil
}

// peak is the most memory that this process ever had at once, as Linux counts
// it, in bytes.
func peak() (int64, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("read how much memory was in use: %w", err)
	}
	_, rest, found := strings.Cut(string(text), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
	if !found || err != nil {
		return 0, errors.New("read how much memory was in use: the system does not tell")
	}
	return kilobytes << 10, nil
}
