package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"rapport/tools/service"
)

// need is something outside of Go that the tests want.
type need struct {
	name     string                           // as in RAPPORT_TEST_SKIP
	given    string                           // the environment variable that replaces it, if any
	packages []string                         // Debian's packages that bring it
	find     func(c *checker) (string, error) // where it is
}

// needs are in the order in which a person would think of them.
var needs = []need{
	{name: "race", packages: []string{"gcc", "libc6-dev"}, find: findCompiler},
	{name: "postgres", given: "RAPPORT_TEST_POSTGRES_URL", packages: []string{"postgresql"}, find: findPostgres},
	{name: "redis", given: "RAPPORT_TEST_REDIS_URL", packages: []string{"redis-server"}, find: findRedis},
	{name: "browser", given: "RAPPORT_TEST_CHROMIUM", packages: []string{"chromium-headless-shell"}, find: findChromium},
}

// prepare finds what the tests need outside of Go, and installs what is
// missing where that can be done without asking: as root on Debian.
func (c *checker) prepare(ctx context.Context) (string, error) {
	lacking := c.locate()
	if len(lacking) == 0 {
		return strings.Join(c.found(), ", "), nil
	}
	var names, packages []string
	for _, n := range lacking {
		names = append(names, n.name)
		packages = append(packages, n.packages...)
	}
	if !debianRoot() {
		return "", fmt.Errorf("%s: %w; %s", strings.Join(names, ", "), errMissing, howTo(names, packages))
	}
	if err := c.aptInstall(ctx, packages); err != nil {
		return "", err
	}
	if lacking = c.locate(); len(lacking) > 0 {
		return "", fmt.Errorf("%s: %w, though apt-get said so", lacking[0].name, errMissing)
	}
	return "installed " + strings.Join(packages, " "), nil
}

// locate notes where each need is, and returns those that are nowhere.
func (c *checker) locate() (lacking []need) {
	for _, n := range needs {
		if c.skipped[n.name] || n.given != "" && c.getenv(n.given) != "" {
			continue
		}
		path, err := n.find(c)
		if err != nil {
			lacking = append(lacking, n)
			continue
		}
		c.tools[n.name] = path
	}
	return lacking
}

// found lists what locate found.
func (c *checker) found() []string {
	var list []string
	for _, n := range needs {
		if path := c.tools[n.name]; path != "" {
			list = append(list, path)
		}
	}
	return list
}

// use says where a need is, or why a step that wants it cannot run.
func (c *checker) use(name string) (string, error) {
	if c.skipped[name] {
		return "", errLeftOut
	}
	path := c.tools[name]
	if path == "" {
		return "", errMissing
	}
	return path, nil
}

// debianRoot says whether packages can be installed here without asking.
func debianRoot() bool {
	_, err := os.Stat("/etc/debian_version")
	return err == nil && os.Geteuid() == 0
}

// howTo is the line to type where this program may not install by itself.
func howTo(names, packages []string) string {
	skip := "or leave them out with RAPPORT_TEST_SKIP=" + strings.Join(names, ",")
	if _, err := os.Stat("/etc/debian_version"); err == nil {
		return "type: sudo apt-get update && sudo apt-get install -y --no-install-recommends " + strings.Join(packages, " ") + "\n" + skip
	}
	return "install what Debian calls " + strings.Join(packages, " ") + "\n" + skip
}

// aptInstall installs Debian's packages. RUNLEVEL=1 keeps their servers from
// being started: this program starts its own.
func (c *checker) aptInstall(ctx context.Context, packages []string) error {
	install := append([]string{"install", "-y", "--no-install-recommends"}, packages...)
	for _, args := range [][]string{{"update"}, install} {
		cmd := c.command(ctx, "apt-get", args...)
		cmd.Env = append(cmd.Env, "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1")
		if err := c.stream(cmd); err != nil {
			return err
		}
	}
	return nil
}

// findCompiler finds the C compiler, which the race detector links with.
func findCompiler(c *checker) (string, error) {
	name := c.getenv("CC")
	if name == "" {
		name = "gcc"
	}
	return service.LookPath(name, "cc", "clang")
}

// findRedis finds the Redis server.
func findRedis(*checker) (string, error) { return service.FindRedis() }

// findPostgres finds the folder of PostgreSQL's server programs.
func findPostgres(*checker) (string, error) { return service.FindPostgres() }

// findChromium finds a browser that speaks Chromium's debugging protocol: first
// the one that never has a window, which needs half the time.
func findChromium(*checker) (string, error) {
	return service.LookPath("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
}
