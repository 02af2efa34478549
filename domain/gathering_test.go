package domain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rapport/domain"
)

func (b *bureau) mydata() domain.MyDataService { return domain.MyDataService{Practice: b.Practice} }

// dataOf is everything that somebody may read about themselves, as one text.
func (b *bureau) dataOf(p domain.Person) string {
	b.t.Helper()
	data, err := b.mydata().Gather(b.t.Context(), p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprintf("%+v", data)
}

// Each role looks for the words of others, and finds those that the table lets it
// read.
func TestMyDataService_ExactlyWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.mustThank(b.ada, b.grace, "for the secret kudos")
		f := b.mustGive(b.ada, aFeedback(b.grace.ID))
		k := b.mustThank(b.lee, b.grace, "for the doubtful words")
		if _, err := b.concerns().Raise(t.Context(), b.act(b.grace), domain.ConcernKudos, k.ID, "the concern of Grace"); err != nil {
			t.Fatal(err)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			for _, n := range []domain.Note{{ID: "n1", Author: b.lee.ID, About: b.grace.ID, Text: "a note by Lee", At: tx.Now()}} {
				if _, err := tx.SaveNote(ctx, n); err != nil {
					return err
				}
			}
			answer := domain.PreparedAnswer{Question: "q1", Prompt: "What?", Text: "a draft of Grace"}
			talk := domain.Conversation{ID: "talk1", Employee: b.grace.ID, Partner: b.lee.ID, Period: "2020-01", State: domain.TalkClosed}
			if err := tx.CreateConversation(ctx, talk); err != nil {
				return err
			}
			_, err := tx.SaveDraft(ctx, talk.ID, b.grace.ID, answer, "1.1")
			return err
		})
		for name, c := range map[string]struct {
			who   domain.Person
			reads bool
		}{
			"for the secret kudos": {b.grace, true}, f.Behaviour: {b.grace, true}, "the concern of Grace": {b.grace, true}, "a draft of Grace": {b.grace, true},
			"a note by Lee": {b.lee, true},
		} {
			for _, p := range []domain.Person{b.mara, b.lee, b.grace, b.ada, b.hanna} {
				gave := p.ID == b.ada.ID && (strings.Contains(name, "kudos") || name == f.Behaviour)
				if got, want := strings.Contains(b.dataOf(p), name), p.ID == c.who.ID || gave; got != want {
					t.Errorf("%s finds %q: %t, want %t", p.Name, name, got, want)
				}
			}
		}
		if text := b.dataOf(b.lee); strings.Contains(text, "concern") {
			t.Error("Lee finds that something was reported of him")
		}
	})
}

func TestMyDataService_LooksAndRights(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.mayLook(b.hanna, b.grace, domain.ArrangedSheet)
	if _, err := (domain.StageService{Practice: b.Practice}).Card(t.Context(), b.hanna.ID, b.grace.ID); err != nil {
		t.Fatal(err)
	}
	data, err := b.mydata().Gather(t.Context(), b.grace.ID)
	if err != nil || len(data.Looks) != 1 || data.Looks[0].Actor != b.hanna.ID {
		t.Errorf("Grace reads that %+v looked, %v", data.Looks, err)
	}
	for range 2 {
		if _, err := b.mydata().Want(t.Context(), b.act(b.grace)); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.waiting(b.grace, domain.MyDataReady); n != 2 {
		t.Errorf("%d messages", n)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, b.ada.ID)
		if err != nil {
			return err
		}
		p.Active = false
		_, err = tx.UpdatePerson(ctx, p)
		return err
	})
	if _, err := b.mydata().Gather(t.Context(), b.ada.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("who has left gets data with %v", err)
	}
}
