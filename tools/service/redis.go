package service

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Redis is a Redis of its owner, on a random loopback port. It keeps nothing on
// disk.
type Redis struct {
	program, conf, address, password string
	process                          *Process
}

// NewRedis writes the configuration of a server into a folder below dir;
// FindRedis finds the program.
func NewRedis(ctx context.Context, program, dir string) (*Redis, error) {
	dir = filepath.Join(dir, "redis")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the Redis folder: %w", err)
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s := &Redis{
		program: program, conf: filepath.Join(dir, "redis.conf"), password: secret(),
		address: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
	}
	// The password goes through a file: a command line can be read by everybody on the machine.
	text := fmt.Sprintf("bind 127.0.0.1\nport %d\ndir %s\nsave \"\"\nappendonly no\nrequirepass %s\n", port, dir, s.password)
	if err := os.WriteFile(s.conf, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("write the Redis configuration: %w", err)
	}
	return s, nil
}

// Start starts the server, the first time and again.
func (s *Redis) Start(ctx context.Context) error {
	//nolint:noctx // the server outlives a cancelled run until its users have ended; Stop stops it
	p, err := Start("redis", syscall.SIGKILL, exec.Command(s.program, s.conf))
	if err != nil {
		return err
	}
	s.process = p
	return p.Ready(ctx, 30*time.Second, func() error { return pingRedis(ctx, s.address, s.password) })
}

// Process is the server that was last started, nil before.
func (s *Redis) Process() *Process { return s.process }

// URL is how to reach the server.
func (s *Redis) URL() string {
	u := url.URL{Scheme: "redis", User: url.UserPassword("", s.password), Host: s.address, Path: "/0"}
	return u.String()
}

// Clients is how many are connected, less the one who asks.
func (s *Redis) Clients(ctx context.Context) (int, error) {
	answer, err := askRedis(ctx, s.address, s.password, "INFO clients", func(line string) bool { return strings.HasPrefix(line, "connected_clients:") })
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(answer, "connected_clients:"))
	if err != nil {
		return 0, fmt.Errorf("hear from Redis: %w", err)
	}
	return n - 1, nil
}

// Version is what the server says of itself.
func (s *Redis) Version(ctx context.Context) (string, error) { return version(ctx, s.program) }

// pingRedis asks a Redis whether it is ready to work.
func pingRedis(ctx context.Context, address, password string) error {
	answer, err := askRedis(ctx, address, password, "PING", func(string) bool { return true })
	if err == nil && answer != "+PONG" {
		err = fmt.Errorf("hear from Redis: %q where +PONG is due", answer)
	}
	return err
}

// askRedis sends a command and gives the first line of the answer that is
// wanted.
func askRedis(ctx context.Context, address, password, command string, wanted func(line string) bool) (string, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return "", fmt.Errorf("reach Redis: %w", err)
	}
	defer func() { _ = conn.Close() }() // read from only; nothing is lost
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return "", fmt.Errorf("reach Redis: %w", err)
	}
	if _, err := fmt.Fprintf(conn, "AUTH %s\r\n%s\r\n", password, command); err != nil {
		return "", fmt.Errorf("ask Redis: %w", err)
	}
	for lines, first := bufio.NewReader(conn), true; ; first = false {
		line, err := lines.ReadString('\n')
		line = strings.TrimSpace(line)
		switch {
		case err != nil:
			return "", fmt.Errorf("hear from Redis: %w", err)
		case first && line != "+OK":
			return "", fmt.Errorf("hear from Redis: %q where +OK is due", line)
		case !first && wanted(line):
			return line, nil
		}
	}
}

// freePort finds a loopback port that nobody listens on.
func freePort(ctx context.Context) (int, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	_, text, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	if err := l.Close(); err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return port, nil
}

// secret is a password for the servers of one run, safe in URLs and files.
func secret() string { return rand.Text() }
