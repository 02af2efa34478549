package storage_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestRoleTemplates(t *testing.T) {
	t.Parallel()
	templates, err := storage.RoleTemplates()
	if err != nil {
		t.Fatal(err)
	}
	perIndustry, texts, roles := map[string]int{}, map[string]string{}, map[string]bool{}
	once := func(role, text string) {
		if before, twice := texts[strings.ToLower(text)]; twice {
			t.Errorf("%s and %s say the same: %q", before, role, text)
		}
		texts[strings.ToLower(text)] = role
	}
	within := func(role, what string, n, least, most int) {
		if n < least || n > most {
			t.Errorf("%s: %d %s, want %d to %d", role, n, what, least, most)
		}
	}
	for _, template := range templates {
		p := template.Profile
		perIndustry[template.Industry]++
		if faults := p.Validate(); len(faults) > 0 || roles[p.Role] {
			t.Errorf("%s: %v, or it stands twice", p.Role, faults)
		}
		roles[p.Role] = true
		within(p.Role, "outcomes", len(p.Outcomes), 2, 4)
		within(p.Role, "processes", len(p.Processes), 3, 5)
		within(p.Role, "expectations", len(p.Expectations), 6, 9)
		within(p.Role, "figures", len(p.KPIs), 3, 5)
		within(p.Role, "levels", len(p.Levels), 3, 3)
		within(p.Role, "characters of impact", domain.Length(p.Impact), 50, domain.MaxImpact)
		once(p.Role, p.Impact)
		of := map[domain.Dimension]int{}
		for _, e := range p.Expectations {
			of[e.Dimension]++
			once(p.Role, e.Text)
			within(p.Role, "characters of "+e.Text, domain.Length(e.Text), 25, 120)
		}
		for _, d := range domain.Dimensions() {
			within(p.Role, string(d), of[d], 1, 4)
		}
		for _, line := range append(p.Outcomes, p.Processes...) {
			once(p.Role, line)
		}
		for _, k := range p.KPIs {
			once(p.Role, k.Name)
			if k.Unit == "" || k.Target == "" || k.Standard == "" {
				t.Errorf("%s: %q lacks unit, target or standard", p.Role, k.Name)
			}
		}
		for _, l := range p.Levels {
			once(p.Role, l.Differs)
		}
	}
	want := map[string]int{"technology": 4, "healthcare": 4, "finance": 4, "manufacturing": 4, "non_profit": 4}
	if diff := cmp.Diff(want, perIndustry); diff != "" {
		t.Error(diff)
	}
}

func TestRoleFile(t *testing.T) {
	t.Parallel()
	t.Run("what is written is read back as it was", func(t *testing.T) {
		t.Parallel()
		want := fullRole()
		for i := range want.Expectations {
			want.Expectations[i].Version = 0 // a file does not say it
		}
		want.By, want.ID = "", ""
		text, err := storage.FormatRoles([]domain.RoleProfile{want})
		if err != nil {
			t.Fatal(err)
		}
		got, err := storage.ParseRoles(text)
		if err != nil || len(got) != 1 {
			t.Fatalf("got %d profiles, %v", len(got), err)
		}
		want.At, want.TellAt = got[0].At, got[0].TellAt
		if diff := cmp.Diff(want, got[0]); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("all problems are told at once, with line and nearest name", func(t *testing.T) {
		t.Parallel()
		_, err := storage.ParseRoles([]byte(strings.Join([]string{
			"roles:",
			"  - role: Nurse",
			"    outcome: [care]",
			"    version: soon",
			"    expectations:",
			"      - {dimension: result, txt: Calm}",
			"    kpis: many",
			"    by: somebody",
		}, "\n")))
		problems, ok := errors.AsType[storage.PolicyProblems](err)
		if !ok {
			t.Fatalf("got %v, want problems", err)
		}
		want := storage.PolicyProblems{
			{Line: 3, Text: `unknown key "outcome", perhaps "outcomes"`},
			{Line: 4, Text: `version: "soon" does not fit, want a whole number`},
			{Line: 6, Text: `unknown key "txt", perhaps "text"`},
			{Line: 7, Text: `kpis: "many" does not fit, want a list`},
		}
		if diff := cmp.Diff(want, problems[:len(problems)-1]); diff != "" {
			t.Error(diff)
		}
		if last := problems[len(problems)-1]; last.Line != 8 || !strings.HasPrefix(last.Text, `unknown key "by"`) {
			t.Errorf("got %+v, want what only Rapport writes refused", last)
		}
	})
}

func FuzzParseRoles(f *testing.F) {
	f.Add([]byte("roles: [{role: Nurse, outcomes: [care], kpis: [{name: Falls, target: 0}]}]"))
	f.Add([]byte("roles: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		profiles, err := storage.ParseRoles(text)
		if err != nil {
			return
		}
		written, err := storage.FormatRoles(profiles)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := storage.ParseRoles(written); err != nil {
			t.Errorf("%q: what was written cannot be read: %v", text, err)
		}
	})
}
