package main

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

// startRedis gives the tests a Redis: the one named in the environment, or an
// own one on a random loopback port that keeps nothing on disk.
func (c *checker) startRedis(ctx context.Context) (string, error) {
	const variable = "RAPPORT_TEST_REDIS_URL"
	if given := c.getenv(variable); given != "" && !c.skipped["redis"] {
		c.testEnv = append(c.testEnv, variable+"="+given)
		return "given by " + variable, nil
	}
	program, err := c.use("redis")
	if err != nil {
		return "", err
	}
	base, err := c.tempDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(base, "redis")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the Redis folder: %w", err)
	}
	port, err := freePort(ctx)
	if err != nil {
		return "", err
	}
	password := secret()
	// The password goes through a file: a command line can be read by everybody on the machine.
	conf := filepath.Join(dir, "redis.conf")
	text := fmt.Sprintf("bind 127.0.0.1\nport %d\ndir %s\nsave \"\"\nappendonly no\nrequirepass %s\n", port, dir, password)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("write the Redis configuration: %w", err)
	}
	//nolint:noctx // the server outlives a cancelled run until its tests have ended; close stops it
	cmd := exec.Command(program, conf)
	cmd.SysProcAttr = ownGroup()
	p, err := c.start("redis", syscall.SIGKILL, cmd)
	if err != nil {
		return "", err
	}
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := p.ready(ctx, 30*time.Second, func() error { return pingRedis(ctx, address, password) }); err != nil {
		return "", err
	}
	u := url.URL{Scheme: "redis", User: url.UserPassword("", password), Host: address, Path: "/0"}
	c.testEnv = append(c.testEnv, variable+"="+u.String())
	version, err := c.output(c.command(ctx, program, "--version"))
	return strings.TrimSpace(version), err
}

// pingRedis asks a Redis whether it is ready to work.
func pingRedis(ctx context.Context, address, password string) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("reach Redis: %w", err)
	}
	defer func() { _ = conn.Close() }() // read from only; nothing is lost
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return fmt.Errorf("reach Redis: %w", err)
	}
	if _, err := fmt.Fprintf(conn, "AUTH %s\r\nPING\r\n", password); err != nil {
		return fmt.Errorf("ask Redis: %w", err)
	}
	r := bufio.NewReader(conn)
	for _, want := range []string{"+OK", "+PONG"} {
		got, err := r.ReadString('\n')
		if err != nil {
			return fmt.Errorf("hear from Redis: %w", err)
		}
		if strings.TrimSpace(got) != want {
			return fmt.Errorf("hear from Redis: %q where %q is due", strings.TrimSpace(got), want)
		}
	}
	return nil
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
