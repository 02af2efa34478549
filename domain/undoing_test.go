package domain_test

import (
	"context"
	"testing"

	"rapport/domain"
)

// give lets somebody thank others in public.
func (b *bureau) give(by domain.Person, to ...domain.Person) domain.Kudos {
	b.t.Helper()
	draft := domain.KudosDraft{Text: "for the notes", Sure: true}
	for _, p := range to {
		draft.Users = append(draft.Users, p.SlackID)
	}
	given, err := b.kudos().Give(b.t.Context(), b.act(by), draft)
	if err != nil || !given.Kudos.Public() {
		b.t.Fatalf("got %+v, %v; want a public kudos", given, err)
	}
	return given.Kudos
}

// Nobody takes a kudos back as HR that is theirs or of somebody above them:
// another one does, or the deputy where none is left.
func TestKudos_RetractedByNobodyConcerned(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	ina := b.hire("ina", b.lee.ID)
	dora := b.hire("dora", "")
	b.kudos()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Version++
		v.Policy.PeopleTeam.Members, v.Policy.PeopleTeam.Deputies = []string{"ina@example.com"}, []string{"dora@example.com"}
		return tx.SavePolicy(ctx, v)
	})
	for name, c := range map[string]struct {
		by, giver, receiver domain.Person
		want                domain.Code
	}{
		"of two others":                 {b.hanna, b.grace, b.ada, ""},
		"given by the one who acts":     {b.hanna, b.hanna, b.ada, domain.Forbidden},
		"given to the one who acts":     {b.hanna, b.grace, b.hanna, domain.Forbidden},
		"given to the manager above":    {b.hanna, b.grace, b.mara, domain.Forbidden},
		"of a colleague in the team":    {ina, b.grace, b.hanna, ""},
		"of the team, by its deputy":    {dora, b.grace, b.hanna, ""},
		"above the team, by its deputy": {dora, b.grace, b.mara, ""},
		"of two others, by the deputy":  {dora, b.grace, b.ada, domain.Forbidden},
		"of the deputy, by the deputy":  {dora, dora, b.hanna, domain.Forbidden},
		"of two others, by a manager":   {b.lee, b.grace, b.ada, domain.Forbidden},
	} {
		k := b.give(c.giver, c.receiver)
		wrong, err := b.kudos().Wrong(t.Context(), c.by.ID, k.ID)
		if err != nil || wrong.MayRetract != (c.want == "") {
			t.Errorf("%s: it is offered: %t, %v", name, wrong.MayRetract, err)
		}
		act := b.act(c.by)
		act.Reason = "It names a customer."
		_, err = b.kudos().Retract(t.Context(), act, k.ID)
		b.want(domain.Outcome{}, err, c.want, "")
	}
}

// A correction makes a public kudos private and takes its post away; a private
// one stays private, whatever is chosen.
func TestKudos_CorrectedStaysOrBecomesPrivate(t *testing.T) {
	t.Parallel()
	for name, firstPrivate := range map[string]bool{"from public": false, "to public": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			act := b.act(b.grace)
			draft := domain.KudosDraft{Users: []string{b.ada.SlackID}, Text: "for the note", Private: firstPrivate}
			if _, err := b.kudos().Give(t.Context(), act, draft); err != nil {
				t.Fatal(err)
			}
			draft.Text, draft.Private = "for the notes", !firstPrivate
			got, err := b.kudos().Give(t.Context(), act, draft)
			if err != nil || got.Word != "edited" || got.Kudos.Text != "for the notes" {
				t.Fatalf("got %+v, %v; want the correction", got, err)
			}
			if got.Kudos.Public() || !got.Kudos.Receivers[0].Private {
				t.Errorf("got %+v, want it private", got.Kudos)
			}
			if posts := b.waiting(domain.Person{}, domain.KudosPosted); posts > 0 {
				t.Errorf("%d posts are still on their way", posts)
			}
		})
	}
}
