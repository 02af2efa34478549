package main

import (
	"bytes"
	"strings"
	"testing"
)

// outcome is what a command left behind.
type outcome struct {
	code     int
	out, err string
}

// runIn runs a command line with an environment of its own.
func runIn(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, shell{env: env, in: strings.NewReader(""), out: &out, err: &errs})
	return outcome{code, out.String(), errs.String()}
}

func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		code int
		out  string // part of what is printed
		err  string // part of the complaint
	}{
		{"nothing shows help", nil, 0, "RAPPORT_DATABASE_URL[_FILE]", ""},
		{"help", []string{"--help"}, 0, "Available Commands", ""},
		{"version", []string{"version"}, 0, "rapport ", ""},
		{"an unknown command", []string{"serv"}, 2, "", `unknown command "serv"`},
		{"an unknown flag", []string{"version", "--loud"}, 2, "", "unknown flag: --loud"},
		{"an argument too many", []string{"version", "now"}, 2, "", "now"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := runIn(t, nil, test.args...)
			if got.code != test.code || !strings.Contains(got.out, test.out) || !strings.Contains(got.err, test.err) {
				t.Errorf("got %+v", got)
			}
		})
	}
}
