package service

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// FindRedis finds the Redis server.
func FindRedis() (string, error) { return LookPath("redis-server", "valkey-server") }

// FindPostgres finds the folder of PostgreSQL's server programs. Debian keeps
// them out of PATH, one folder a version; the newest wins.
func FindPostgres() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if target, err := filepath.EvalSymlinks(path); err == nil && serverDir(filepath.Dir(target)) {
			return filepath.Dir(target), nil
		}
	}
	return newestServerDir("/usr/lib/postgresql")
}

// newestServerDir finds the newest VERSION/bin below root that can serve.
func newestServerDir(root string) (string, error) {
	dirs, err := filepath.Glob(filepath.Join(root, "*", "bin"))
	if err != nil {
		return "", fmt.Errorf("look for PostgreSQL: %w", err)
	}
	dirs = slices.DeleteFunc(dirs, func(dir string) bool { return !serverDir(dir) })
	if len(dirs) == 0 {
		return "", fmt.Errorf("look for PostgreSQL: none below %s", root)
	}
	return slices.MaxFunc(dirs, func(a, b string) int { return major(a) - major(b) }), nil
}

// major is the version in /usr/lib/postgresql/VERSION/bin, 0 where there is none.
func major(bin string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	if err != nil {
		return 0
	}
	return n
}

// serverDir says whether a folder has what it takes to make a database and to serve it.
func serverDir(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// LookPath finds the first of several programs.
func LookPath(names ...string) (string, error) {
	var errs []error
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err == nil {
			return path, nil
		}
		errs = append(errs, err)
	}
	return "", errors.Join(errs...)
}
