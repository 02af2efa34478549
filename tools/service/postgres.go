package service

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

// Volatile are settings for tests: nothing survives a power cut, many small
// databases may be open at once, and nothing is kept long enough to be tidied.
func Volatile() []string {
	return []string{
		"max_connections=400", "fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "shared_buffers=128MB",
		"synchronous_commit=off", "autovacuum=off", "checkpoint_timeout=1d", "jit=off",
	}
}

// Lasting are settings for storms and benchmarks: those of a server in
// production, except that it does not wait for a disk, which a temporary
// folder in memory has not. A commit survives the death of the server.
func Lasting() []string {
	return []string{"max_connections=200", "fsync=off", "shared_buffers=512MB", "jit=off"}
}

// Postgres is a PostgreSQL of its owner.
type Postgres struct {
	bin      string // folder of the server programs
	dir      string // holds data, socket and password file
	password string
	port     int
	settings []string
	account  *syscall.Credential // whom the server runs as; nil is ourselves
	process  *Process
}

// NewPostgres makes an empty database cluster below dir with initdb, by the
// programs in bin; FindPostgres finds them. It answers on a random loopback
// port (tests put proxies before it) with a random password, and on a socket in
// its own folder. What initdb says to its error output stands in the error.
func NewPostgres(ctx context.Context, bin, dir string, settings []string) (*Postgres, error) {
	s := &Postgres{bin: bin, dir: filepath.Join(dir, "postgres"), password: secret(), settings: settings}
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	pwfile := filepath.Join(s.dir, "password")
	if err := os.WriteFile(pwfile, []byte(s.password), 0o600); err != nil {
		return nil, fmt.Errorf("write the database's password: %w", err)
	}
	if os.Geteuid() == 0 {
		// PostgreSQL refuses to run as root.
		var err error
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
	cmd := Command(ctx, filepath.Join(bin, "initdb"), "--pgdata="+s.data(), "--username=rapport", "--pwfile="+pwfile,
		"--auth=md5", "--encoding=UTF8", "--locale=C", "--no-sync")
	s.become(cmd)
	words := &tail{}
	cmd.Stderr = words
	if err := Run(cmd); err != nil {
		return nil, fmt.Errorf("%w: %s", err, words)
	}
	return s, nil
}

// Start starts the server, the first time and again: it then has the port that
// it had. Between asking for a free port and using it somebody else may take
// it, hence the three attempts.
func (s *Postgres) Start(ctx context.Context) error {
	var errs []error
	for range 3 {
		if s.process == nil {
			port, err := freePort(ctx)
			if err != nil {
				return err
			}
			s.port = port
		}
		//nolint:noctx // the server outlives a cancelled run until its users have ended; Stop stops it
		cmd := exec.Command(filepath.Join(s.bin, "postgres"), s.arguments()...)
		cmd.SysProcAttr = ownGroup()
		s.become(cmd)
		p, err := Start("postgres", syscall.SIGQUIT, cmd)
		if err != nil {
			return err
		}
		err = p.Ready(ctx, time.Minute, s.probe)
		if err == nil {
			s.process = p
			return nil
		}
		errs = append(errs, err)
		if !p.Ended() {
			errs = append(errs, p.Stop())
			break // it runs, and does not answer: another port would not help
		}
	}
	return errors.Join(errs...)
}

// Process is the server that was last started, nil before.
func (s *Postgres) Process() *Process { return s.process }

func (s *Postgres) arguments() []string {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port)}
	for _, setting := range append([]string{"listen_addresses=127.0.0.1", "unix_socket_directories=" + s.dir}, s.settings...) {
		args = append(args, "-c", setting)
	}
	return args
}

// probe says whether the server answers, by the last line but one of the file
// in which it tells its own pg_ctl the same.
func (s *Postgres) probe() error {
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

func (s *Postgres) data() string { return filepath.Join(s.dir, "data") }

// URL is how to reach the server, at its database postgres.
func (s *Postgres) URL() string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword("rapport", s.password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)), Path: "/postgres", RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Version is what the server says of itself.
func (s *Postgres) Version(ctx context.Context) (string, error) {
	return version(ctx, filepath.Join(s.bin, "postgres"))
}

// version asks a program.
func version(ctx context.Context, program string) (string, error) {
	words, err := Command(ctx, program, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", filepath.Base(program), err)
	}
	return strings.TrimSpace(string(words)), nil
}

// become lets a command run as the cluster's owner, in a folder it may enter.
func (s *Postgres) become(cmd *exec.Cmd) {
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
