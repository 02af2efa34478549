package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// expressions are those of the dashboard and of the alert rules.
func expressions(t *testing.T) []string {
	t.Helper()
	var board struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	var alerts struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	read := func(name string, into any) {
		text, err := os.ReadFile("../../docs/monitoring/" + name)
		if err != nil {
			t.Fatal(err)
		}
		// JSON is YAML.
		if err := yaml.Unmarshal(text, into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	read("dashboard.json", &board)
	read("alerts.yaml", &alerts)
	var list []string
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			list = append(list, target.Expr)
		}
	}
	for _, g := range alerts.Groups {
		for _, r := range g.Rules {
			list = append(list, r.Expr)
		}
	}
	return list
}

// TestMonitoring finds rules and panels about what is not measured: they would
// stay empty, and nobody would notice.
func TestMonitoring(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, folder := range []string{"bot", "bot/socket", "bot/courier", "scheduler", "storage", "cmd/rapport"} {
		files, err := filepath.Glob("../../" + folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(text)
		}
	}
	metric := regexp.MustCompile(`rapport_[a-z_]+`)
	name := regexp.MustCompile(`name=~?"([^"]+)"`)
	known := func(word string) bool { return strings.Contains(code.String(), `"`+word+`"`) }
	list := expressions(t)
	if len(list) < 20 {
		t.Fatalf("got %d expressions", len(list))
	}
	for _, expr := range list {
		for _, m := range metric.FindAllString(expr, -1) {
			base := m
			for _, part := range []string{"_bucket", "_count", "_sum"} {
				base = strings.TrimSuffix(base, part)
			}
			if !known(base) {
				t.Errorf("%s is measured nowhere, in %s", base, expr)
			}
		}
		for _, m := range name.FindAllStringSubmatch(expr, -1) {
			for one := range strings.SplitSeq(m[1], "|") {
				// Some names are made of two parts: courier.post, sweep.failed.
				family, _, _ := strings.Cut(one, ".")
				if !known(one) && !known(family+".") {
					t.Errorf("%s is measured nowhere, in %s", one, expr)
				}
			}
		}
	}
}
