package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is a PostgreSQL of this run.
type cluster struct {
	bin      string // folder of the server programs
	dir      string // holds data, socket and password file
	password string
	port     int
	account  *syscall.Credential // whom the server runs as; nil is ourselves
}

// startPostgres gives the tests a PostgreSQL: the one named in the environment,
// or an own one. It answers on a random loopback port (tests put proxies before
// it) with a random password, and on a socket in its own folder.
func (c *checker) startPostgres(ctx context.Context) (string, error) {
	const variable = "RAPPORT_TEST_POSTGRES_URL"
	if given := c.getenv(variable); given != "" && !c.skipped["postgres"] {
		c.testEnv = append(c.testEnv, variable+"="+given)
		return "given by " + variable, nil
	}
	bin, err := c.use("postgres")
	if err != nil {
		return "", err
	}
	s, err := c.newCluster(ctx, bin)
	if err != nil {
		return "", err
	}
	if err := c.serveCluster(ctx, s); err != nil {
		return "", err
	}
	c.testEnv = append(c.testEnv, variable+"="+s.url())
	version, err := c.output(c.command(ctx, filepath.Join(bin, "postgres"), "--version"))
	return strings.TrimSpace(version), err
}

// newCluster makes an empty database cluster with initdb.
func (c *checker) newCluster(ctx context.Context, bin string) (*cluster, error) {
	dir, err := c.tempDir()
	if err != nil {
		return nil, err
	}
	s := &cluster{bin: bin, dir: filepath.Join(dir, "postgres"), password: secret()}
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	pwfile := filepath.Join(s.dir, "password")
	if err := os.WriteFile(pwfile, []byte(s.password), 0o600); err != nil {
		return nil, fmt.Errorf("write the database's password: %w", err)
	}
	if os.Geteuid() == 0 {
		// PostgreSQL refuses to run as root.
		if s.account, err = unprivileged(); err != nil {
			return nil, err
		}
		for _, path := range []string{s.dir, pwfile} {
			if err := os.Chown(path, int(s.account.Uid), int(s.account.Gid)); err != nil {
				return nil, fmt.Errorf("give the database its folder: %w", err)
			}
		}
	}
	// Tests connect thousands of times, and SCRAM's 4,096 rounds take a client
	// that is watched for races a third of their time.
	cmd := c.command(ctx, filepath.Join(bin, "initdb"), "--pgdata="+s.data(), "--username=rapport", "--pwfile="+pwfile,
		"--auth=md5", "--encoding=UTF8", "--locale=C", "--no-sync")
	s.become(cmd)
	if _, err := c.output(cmd); err != nil {
		return nil, err
	}
	return s, nil
}

// serveCluster starts the server. Between asking for a free port and using it
// somebody else may take it, hence the three attempts.
func (c *checker) serveCluster(ctx context.Context, s *cluster) error {
	var errs []error
	for range 3 {
		port, err := freePort(ctx)
		if err != nil {
			return err
		}
		s.port = port
		//nolint:noctx // the server outlives a cancelled run until its tests have ended; close stops it
		cmd := exec.Command(filepath.Join(s.bin, "postgres"), s.settings()...)
		cmd.SysProcAttr = ownGroup()
		s.become(cmd)
		p, err := c.start("postgres", syscall.SIGQUIT, cmd)
		if err != nil {
			return err
		}
		err = p.ready(ctx, time.Minute, s.probe)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
		if !p.ended() {
			break // it runs, and does not answer: another port would not help
		}
	}
	return errors.Join(errs...)
}

// settings are for tests: nothing survives a power cut, many small databases
// may be open at once, and nothing is kept long enough to be tidied.
func (s *cluster) settings() []string {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port)}
	for _, setting := range []string{
		"listen_addresses=127.0.0.1", "unix_socket_directories=" + s.dir, "max_connections=400",
		"fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "shared_buffers=128MB",
		"synchronous_commit=off", "autovacuum=off", "checkpoint_timeout=1d", "jit=off",
	} {
		args = append(args, "-c", setting)
	}
	return args
}

// probe says whether the server answers, by the last line but one of the file
// in which it tells its own pg_ctl the same.
func (s *cluster) probe() error {
	b, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return fmt.Errorf("read its state: %w", err)
	}
	lines := strings.Split(string(b), "\n")
	if len(lines) < 8 || strings.TrimSpace(lines[7]) != "ready" {
		return errors.New("it is still starting")
	}
	return nil
}

func (s *cluster) data() string { return filepath.Join(s.dir, "data") }

// url is how the tests reach the server.
func (s *cluster) url() string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword("rapport", s.password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)), Path: "/postgres", RawQuery: "sslmode=disable",
	}
	return u.String()
}

// become lets a command run as the cluster's owner, in a folder it may enter.
func (s *cluster) become(cmd *exec.Cmd) {
	cmd.Dir = s.dir
	if s.account != nil {
		cmd.SysProcAttr.Credential = s.account
	}
}

// unprivileged is the account that serves the database when this runs as root.
func unprivileged() (*syscall.Credential, error) {
	var errs []error
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("read the account %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("read the account %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("find an account that is not root for PostgreSQL: %w", errors.Join(errs...))
}
