package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// What an operator pipes in was made by another program, or by hand in a hurry:
// whatever it is, the command does it or says in lines what is wrong.

// piped runs part of a command on a text that is piped in, and gives what it
// printed or said.
func piped(t *testing.T, text []byte, do func(sh shell) error) (said string, done bool) {
	t.Helper()
	var out bytes.Buffer
	err := do(shell{in: bytes.NewReader(text), out: &out, err: &out})
	if err != nil {
		fmt.Fprintln(&out, err)
	}
	if said = out.String(); strings.TrimSpace(said) == "" || !utf8.ValidString(said) {
		t.Errorf("%q is answered %q", text, said)
	}
	return said, err == nil
}

func FuzzPolicyFile(f *testing.F) {
	bench := storagetest.Practice(f)
	whole, err := storage.FormatPolicy(domain.DefaultPolicy())
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(whole), "", "kudos: {daily_allowance: 3}", "kudos: {channel: C1, channels: {a: C2}, values: [{tag: craft, name: Craft}]}", "a: &a [*a]",
		"x: &x {a: 1}\n<<: *x", "kudos: !!binary aGk=", "kudos: {daily_allowance: 1e999, undo_minutes: .nan}", "conversations: {start: 2026-11-30, cadence: monthly}",
		"asks: {per_week: -9223372036854775808}", "? [kudos]\n: 1", "---\nkudos:\n---\nasks:", "\ufeffkudos:", "kudos:\n\tchannel: C1", "people_team: {members: [\"\\0\", \"\\u202e\"]}",
		"%YAML 9.9\n---\n", strings.Repeat("- ", 500), strings.Repeat("{a: ", 500),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var policy domain.Policy
		_, read := piped(t, text, func(sh shell) (err error) {
			if policy, err = sh.readPolicy("-"); err != nil {
				return err
			}
			return sh.printDifferences(domain.DefaultPolicy(), policy)
		})
		if !read {
			return
		}
		for _, want := range []string{"in force", "Nothing differs"} {
			said, done := piped(t, text, func(sh shell) error { return applyPolicy(t.Context(), sh, bench.Practice, policy) })
			if !done || !strings.Contains(said, want) && !strings.Contains(said, "Nothing differs") {
				t.Errorf("%q: got %s, want %s", text, said, want)
			}
		}
	})
}

func FuzzPeopleFile(f *testing.F) {
	bench := storagetest.Practice(f)
	err := bench.Store.InTx(f.Context(), func(ctx context.Context, tx domain.Tx) error {
		for _, name := range []string{"ada", "bo", "cem"} {
			_, err := tx.CreatePerson(ctx, domain.Person{
				SlackID: "U" + strings.ToUpper(name), TeamID: "T1", Name: name, Handle: name, Email: name + "@x.org", Zone: "UTC", Locale: "en-US",
				Kind: domain.Member, Active: true,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"email,manager,team,role,area,location,start,cadence\nada@x.org,bo@x.org,T,R,A,DE-BY,2026-01-02,monthly\n",
		"email;manager\nada@x.org;bo@x.org\nbo@x.org;cem@x.org\ncem@x.org;ada@x.org\n", "email,manager\nada@x.org,ada@x.org\n", "email,manager\nada@x.org,-\n",
		"email,area\nada@x.org,\"A;B\nC\"\nADA@x.org,D\n", "\ufeffemail,cadence\nbo@x.org,every 99 weeks\n", "email\n\xff\n", "email,start\nbo@x.org,0000-00-00\n",
		"email,team\nada@x.org," + strings.Repeat("ö", 5000), "email,location\nbo@x.org,\u202e\n", "email\tteam\nada@x.org\tT", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, apply := range []bool{false, true, false} {
			said, done := piped(t, text, func(sh shell) error {
				return importPeople(t.Context(), sh, bench.Practice, rosterImport{roster: domain.ParseRoster(text), apply: apply})
			})
			if !done && !strings.Contains(said, "nothing was written: problems in the file") {
				t.Errorf("%q: got %s", text, said)
			}
		}
	})
}
