package domain_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// entries are what the ledger holds about a subject, as "actor act content".
func (b *bureau) entries(subject domain.ID) []string {
	b.t.Helper()
	names := map[domain.ID]string{b.mara.ID: "mara", b.lee.ID: "lee", b.grace.ID: "grace", b.ada.ID: "ada", b.hanna.ID: "hanna", "": "rapport"}
	var list []string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		all, err := tx.EntriesOf(ctx, subject)
		for _, e := range all {
			list = append(list, strings.TrimSpace(names[e.Actor]+" "+e.Act+" "+strings.ReplaceAll(e.Content, "\n", " | ")))
		}
		return err
	})
	return list
}

// mustEntries fails unless the ledger holds just these about a subject.
func (b *bureau) mustEntries(subject domain.ID, want ...string) {
	b.t.Helper()
	if got := b.entries(subject); !slices.Equal(got, want) {
		b.t.Errorf("got entries %q, want %q", got, want)
	}
}

// must is for what has to succeed.
func (b *bureau) must(_ any, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// Whoever looks at a person's records by an office or from far above gives a
// reason and leaves an entry; the person, the manager and the partner do not.
func TestLedger_KeepsWhoLooked(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		ctx := t.Context()
		stages, goals := domain.StageService{Practice: b.Practice}, domain.GoalService{Practice: b.Practice}
		b.mayLook(b.hanna, b.grace, domain.ArrangedSheet)
		b.mayLook(b.mara, b.grace, domain.GoalSheet)
		for _, who := range []domain.Person{b.lee, b.hanna} {
			b.must(stages.Card(ctx, who.ID, b.grace.ID))
			b.must(b.away.Plan(ctx, who.ID, b.grace.ID))
		}
		b.must(b.away.Plan(ctx, b.grace.ID, b.grace.ID))
		page := domain.GoalPage{Level: domain.PersonGoal, Person: b.grace.ID}
		for _, who := range []domain.Person{b.grace, b.lee, b.mara} {
			b.must(goals.List(ctx, who.ID, page))
		}
		if _, err := stages.Card(ctx, b.hanna.ID, b.ada.ID); !errors.Is(err, domain.ReasonNeeded{Person: b.ada.ID, Sheet: domain.ArrangedSheet}) {
			t.Errorf("got %v, want it to need a reason", err)
		}
		b.mustEntries(b.grace.ID, "hanna person.look", "hanna absence.look", "mara goal.look")

		goal, err := goals.Save(ctx, b.act(b.grace), domain.GoalDraft{
			Owner: b.grace.ID, Title: "Restore in an hour", Why: "customers wait", Due: b.today().AddDays(30), Measure: domain.Measure{Kind: domain.YesNoMeasure},
		})
		b.must(goal, err)
		for _, who := range []domain.Person{b.grace, b.lee, b.mara} {
			b.must(goals.Show(ctx, who.ID, goal.Subject))
		}
		b.mustEntries(goal.Subject, "grace goal.proposed Restore in an hour | customers wait | due 2026-12-24 | yes_no", "mara goal.look")
	})
}

func TestLedger_KeepsWhomADigestNamed(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	digests := domain.DigestService{Practice: b.Practice}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateDigest(ctx, domain.Digest{
			ID: "d1", Week: b.today().WeekStart(), Day: b.today(), MadeAt: tx.Now(), Figures: domain.DigestFigures{Pairs: [][2]domain.ID{{b.grace.ID, b.lee.ID}}},
		})
	})
	b.must(digests.Read(t.Context(), b.hanna.ID, "d1"))
	b.mustEntries("d1")
	b.must(digests.Pairs(t.Context(), b.hanna.ID, "d1"))
	b.mustEntries("d1", "hanna digest.pairs", "hanna digest.pairs")
	if _, err := digests.Pairs(t.Context(), b.lee.ID, "d1"); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v, want it forbidden", err)
	}
	b.mustEntries("d1", "hanna digest.pairs", "hanna digest.pairs")
}

// What people set for themselves and for others is in the ledger, with what it is
// now.
func TestLedger_KeepsWhatWasSet(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	ctx := t.Context()
	people, lines := domain.PeopleService{Practice: b.Practice}, domain.ReportingService{Practice: b.Practice}
	b.must(nil, people.WantPrivately(ctx, b.act(b.ada), true))
	b.must(nil, people.WantPrivately(ctx, b.act(b.ada), true)) // nothing changes
	b.must(nil, people.WantQuieter(ctx, b.act(b.ada), true))
	b.must(lines.Assign(ctx, b.act(b.hanna), domain.Assignment{Person: b.ada.ID, Manager: b.mara.SlackID, On: b.today().AddDays(9)}))
	b.mustEntries(b.ada.ID, "ada person.privately true", "ada person.quieter true", "hanna person.assign "+string(b.mara.ID))

	var change domain.ManagerChange
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		waiting, err := tx.WaitingManagerChanges(ctx, b.ada.ID)
		change = waiting[b.ada.ID]
		return err
	})
	b.must(lines.Assign(ctx, b.act(b.hanna), domain.Assignment{Person: b.ada.ID, Manager: b.lee.SlackID}))
	who := string(b.lee.ID) + " -> " + string(b.mara.ID)
	b.mustEntries(change.ID, "hanna person.plan_manager "+who+" 2026-12-03", "rapport person.drop_manager "+who)

	note, err := b.talks.WriteNote(ctx, b.act(b.lee), domain.Note{About: b.ada.ID, Text: "asked for a mentor"})
	b.must(note, err)
	b.mustEntries(note.Subject, "lee note.write")

	profile := b.ada
	profile.Name = "Ada King"
	b.must(people.Enrol(ctx, profile))
	joiner := domain.Person{SlackID: "UNEW", Name: "Nia", Kind: domain.Member, Active: true}
	nia, err := people.Enrol(ctx, joiner)
	b.must(nia, err)
	if got := b.entries(b.ada.ID); !slices.Contains(got, "rapport person.profile") {
		t.Errorf("got %q, want what Slack says anew", got)
	}
	b.mustEntries(nia.ID, "rapport person.enrol")
}

// A conversation's record is in the ledger as it was agreed, and so is how it
// ended without anybody.
func TestLedger_KeepsWhatWasAgreed(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	ctx := t.Context()
	talk := b.open()
	draft := domain.SummaryDraft{Text: "Restore time first.", HeldOn: b.today(), Promises: []domain.PromiseDraft{{Who: b.lee.ID, What: "ask Legal", By: b.today()}}}
	b.must(b.talks.Propose(ctx, b.act(b.lee), talk.ID, draft))
	b.until(b.today().AddDays(30)) // Grace says nothing
	got := b.entries(talk.ID)
	for _, want := range []string{
		"rapport conversation.open",
		"lee conversation.summarised Restore time first. | " + string(b.lee.ID) + ": ask Legal " + draft.HeldOn.String(),
		"rapport conversation.silent",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
}
