package town

import (
	"slices"
	"testing"
)

func TestReadManifest(t *testing.T) {
	t.Parallel()
	scopes, events, err := readManifest("../../manifest.yaml")
	if err != nil || !slices.Contains(scopes, "commands") || !slices.Contains(scopes, "files:write") || len(scopes) < 10 {
		t.Errorf("got %v, %v", scopes, err)
	}
	if !slices.Contains(events, "app_home_opened") || len(events) < 5 {
		t.Errorf("got %v", events)
	}
}
