package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// address is where a replica answers probes: it took a free port and said so in
// its log. Empty while it has not said so yet.
func (s ship) address() (string, error) {
	log, err := os.Open(s.log)
	if err != nil {
		return "", fmt.Errorf("look for a replica's port: %w", err)
	}
	defer func() { _ = log.Close() }() // it was only read
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Address != "" {
			return line.Address, nil
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("look for a replica's port: %w", err)
	}
	return "", nil
}

// errNoPort is a replica that has not said yet where it answers.
var errNoPort = errors.New("it does not answer probes yet")

// get asks a replica for a page of its local port.
func (s ship) get(ctx context.Context, path string) (string, error) {
	address, err := s.address()
	if err == nil && address == "" {
		err = errNoPort
	}
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil) //nolint:gosec // a replica that we have started said so
	if err != nil {
		return "", fmt.Errorf("ask %s: %w", path, err)
	}
	answer, err := http.DefaultClient.Do(request) //nolint:gosec // as above
	if err != nil {
		return "", fmt.Errorf("ask %s: %w", path, err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", fmt.Errorf("ask %s: %w", path, err)
	}
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %d: %s", path, answer.StatusCode, text)
	}
	return string(text), nil
}

// ready waits until a replica would serve a click, whichever process it is by
// then.
func (f *fleet) ready(ctx context.Context, i int) error {
	for {
		s := f.ship(i)
		err := errors.New("it has ended")
		if !s.process.Ended() {
			_, err = s.get(ctx, "/readyz")
		}
		if err == nil {
			return nil
		}
		if waited := pause(ctx, 100*time.Millisecond); waited != nil {
			return fmt.Errorf("replica %d is not ready: %w: %s", i, err, s.lastWords())
		}
	}
}
