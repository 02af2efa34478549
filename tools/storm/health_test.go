package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// probed answers every probe that all is well, at the address it returns.
func probed(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func TestShip_Address(t *testing.T) {
	t.Parallel()
	for claim, tt := range map[string]struct{ log, want string }{
		"it is in the log":     {"{\"msg\":\"rapport starts\"}\n{\"msg\":\"health and metrics\",\"address\":\"127.0.0.1:7\"}\n", "127.0.0.1:7"},
		"it is not yet there":  {"{\"msg\":\"rapport starts\"}\n", ""},
		"the log is no JSON":   {"rapport: it is broken\n", ""},
		"nothing was said yet": {"", ""},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			s := ship{log: filepath.Join(t.TempDir(), "log")}
			if err := os.WriteFile(s.log, []byte(tt.log), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := s.address(); err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
	if _, err := (ship{log: "no/such/file"}).address(); err == nil {
		t.Error("a log that is not there has an address")
	}
}
