package rapport_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// instructions lists the arguments of a Dockerfile's instruction, in order.
func instructions(t *testing.T, name string) []string {
	t.Helper()
	var list []string
	text := strings.ReplaceAll(string(mustRead(t, "Dockerfile")), "\\\n", "")
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			list = append(list, strings.TrimSpace(rest))
		}
	}
	return list
}

func TestDockerfile(t *testing.T) {
	t.Parallel()

	t.Run("is built by the Go that go.mod names", func(t *testing.T) {
		t.Parallel()
		match := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mustRead(t, "go.mod"))
		if match == nil {
			t.Fatal("go.mod names no version")
		}
		want := []string{"golang:" + string(match[1]) + " AS build", "scratch"}
		if got := instructions(t, "FROM"); !slices.Equal(got, want) {
			t.Errorf("got stages %v, want %v", got, want)
		}
	})

	t.Run("holds a static binary that runs as nobody in particular and says whether it is ready", func(t *testing.T) {
		t.Parallel()
		if got := instructions(t, "RUN"); !strings.HasPrefix(got[len(got)-1], "CGO_ENABLED=0 go build ") {
			t.Errorf("got %q, want a build without cgo", got)
		}
		if got := instructions(t, "USER"); len(got) != 1 || strings.HasPrefix(got[0], "0") || strings.HasPrefix(got[0], "root") {
			t.Errorf("got user %v, want one that is not root", got)
		}
		if got := instructions(t, "HEALTHCHECK"); len(got) != 1 || !strings.HasSuffix(got[0], `CMD ["/rapport", "doctor", "--ready"]`) {
			t.Errorf("got %v, want the check of readiness", got)
		}
	})

	t.Run("is given every file that the binary is built from, and nothing secret", func(t *testing.T) {
		t.Parallel()
		lines := strings.Fields(string(mustRead(t, ".dockerignore")))
		for _, file := range append(builtFrom(t), "go.mod", "go.sum") {
			top, _, _ := strings.Cut(file, "/")
			if !slices.Contains(lines, "!"+top) || strings.Contains(file, "testdata/") {
				t.Errorf("%s does not reach the build", file)
			}
		}
		if !slices.Contains(lines, "*") || slices.Contains(lines, "!secrets") {
			t.Errorf("got %v, want all left out but what is named", lines)
		}
	})
}

// builtFrom lists the files of ours that go into the program, embedded ones
// included, by their slash-separated paths from the root.
func builtFrom(t *testing.T) []string {
	t.Helper()
	const format = `{{$p := .}}{{with .Module}}{{if .Main}}{{range $p.GoFiles}}{{$p.Dir}}/{{.}}
{{end}}{{range $p.EmbedFiles}}{{$p.Dir}}/{{.}}
{{end}}{{end}}{{end}}`
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", format, "./cmd/rapport").Output()
	if err != nil {
		t.Fatalf("list what the program is built from: %v", err)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for path := range strings.FieldsSeq(string(out)) {
		file, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.ToSlash(file))
	}
	if !slices.Contains(files, "cmd/rapport/main.go") {
		t.Fatalf("got %d files without the program itself", len(files))
	}
	return files
}

// compose is the part of compose.yaml that these tests look at.
type compose struct {
	Services map[string]struct {
		Image       string            `yaml:"image"`
		ReadOnly    bool              `yaml:"read_only"`
		Environment map[string]string `yaml:"environment"`
		Secrets     []string          `yaml:"secrets"`
		Ports       []any             `yaml:"ports"`
		HealthCheck *struct {
			Test []string `yaml:"test"`
		} `yaml:"healthcheck"`
		DependsOn map[string]struct {
			Condition string `yaml:"condition"`
		} `yaml:"depends_on"`
	} `yaml:"services"`
	Secrets map[string]struct {
		File string `yaml:"file"`
	} `yaml:"secrets"`
}

func TestCompose(t *testing.T) {
	t.Parallel()
	var c compose
	if err := yaml.Unmarshal(mustRead(t, "compose.yaml"), &c); err != nil {
		t.Fatal(err)
	}

	t.Run("every service is read-only, publishes no port, and others wait for its health", func(t *testing.T) {
		t.Parallel()
		for name, s := range c.Services {
			if !s.ReadOnly || len(s.Ports) > 0 {
				t.Errorf("%s: got read_only %t and ports %v", name, s.ReadOnly, s.Ports)
			}
			if s.HealthCheck == nil && name != "rapport" { // its image has one
				t.Errorf("%s has no health check", name)
			}
			for other, d := range s.DependsOn {
				if d.Condition != "service_healthy" {
					t.Errorf("%s waits for %s to be %q, want healthy", name, other, d.Condition)
				}
			}
		}
	})

	t.Run("secrets come as files, and each file is named once below", func(t *testing.T) {
		t.Parallel()
		for name, s := range c.Services {
			for variable, value := range s.Environment {
				secret, isFile := strings.CutPrefix(value, "/run/secrets/")
				if isFile && (!strings.HasSuffix(variable, "_FILE") || !slices.Contains(s.Secrets, secret)) {
					t.Errorf("%s: %s=%s is no secret of this service", name, variable, value)
				}
				if !isFile && regexp.MustCompile("PASSWORD|TOKEN|KEY|DATABASE_URL").MatchString(variable) {
					t.Errorf("%s: %s stands in the open", name, variable)
				}
			}
			for _, secret := range s.Secrets {
				if c.Secrets[secret].File != "./secrets/"+secret {
					t.Errorf("%s: got file %q for %s", name, c.Secrets[secret].File, secret)
				}
			}
		}
	})

	t.Run("sets only what Rapport reads", func(t *testing.T) {
		t.Parallel()
		settings := string(mustRead(t, "cmd/rapport/settings.go"))
		for variable := range c.Services["rapport"].Environment {
			if name := strings.TrimSuffix(variable, "_FILE"); !strings.Contains(settings, `"`+name+`"`) {
				t.Errorf("Rapport reads no %s", name)
			}
		}
	})
}

func TestContinuousIntegration(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(".ci/run")
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode()&0o111 == 0 {
		t.Error(".ci/run cannot be executed")
	}
	if text := string(mustRead(t, ".ci/run")); !strings.HasSuffix(text, "\nexec make test\n") {
		t.Errorf("got %q, want it to run what a developer runs", text)
	}
	if text := string(mustRead(t, ".github/workflows/test.yaml")); !strings.Contains(text, "run: .ci/run") || !strings.Contains(text, "go-version-file: go.mod") {
		t.Error("the workflow does not run .ci/run by the Go of go.mod")
	}
}
