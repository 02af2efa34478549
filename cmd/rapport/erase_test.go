package main

import (
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage/storagetest"
)

func TestPeopleErase(t *testing.T) {
	t.Parallel()
	c := storagetest.Config(t)
	bench := storagetest.PracticeOn(t, c)
	for name, active := range map[string]bool{"Grace Hopper": false, "Ada Lovelace": true} {
		first, _, _ := strings.Cut(strings.ToLower(name), " ")
		p := domain.Person{SlackID: "U" + first, Name: name, Email: first + "@example.com", Kind: domain.Member, Active: active}
		if _, err := (domain.PeopleService{Practice: bench.Practice}).Enrol(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := bench.DB.Close(); err != nil {
		t.Fatal(err)
	}
	env := []string{envDatabase + "=" + c.URL, envKey + "=" + base64.StdEncoding.EncodeToString(storagetest.Key), "RAPPORT_DATA=" + filepath.Join(t.TempDir(), "data")}
	for name, want := range map[string]struct {
		args     []string
		code     int
		out, err string
	}{
		"a look writes nothing":     {[]string{"grace@example.com"}, exitDone, "Nothing was erased; add --confirm", ""},
		"another name is refused":   {[]string{"grace@example.com", "--confirm", "Grace"}, exitUsage, "", "not the name that is shown"},
		"who is here is not erased": {[]string{"ada@example.com"}, exitFailed, "", "Ada Lovelace is still here"},
		"nobody is found":           {[]string{"bo@example.com"}, exitFailed, "", "Nobody is known"},
	} {
		if got := runIn(t, env, append([]string{"people", "erase"}, want.args...)...); got.code != want.code || !strings.Contains(got.out, want.out) || !strings.Contains(got.err, want.err) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := runIn(t, env, "people", "erase", "grace@example.com", "--confirm", "Grace Hopper", "--reason", "Her wish."); got.code != exitDone || !strings.Contains(got.out, "Erased.") {
		t.Fatalf("got %+v", got)
	}
	if got := runIn(t, env, "people", "erase", "grace@example.com"); got.code != exitFailed || !strings.Contains(got.err, "Nobody is known") {
		t.Errorf("then %+v", got)
	}
	if got := runIn(t, env, "verify"); got.code != exitDone {
		t.Errorf("verify gives %+v", got)
	}
}
