package domain_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// askedFor are the kinds of the open asks of a person.
func (b *bureau) askedFor(p domain.Person) []string {
	b.t.Helper()
	var kinds []string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		asks, err := tx.OpenAsks(ctx, p.ID)
		for _, a := range asks {
			kinds = append(kinds, a.Kind)
		}
		return err
	})
	return kinds
}

// tell runs the sweep that tells of changed profiles, an hour and more later.
func (b *bureau) tell() {
	b.t.Helper()
	b.Clock.Set(b.Clock.Now().Add(61 * time.Minute))
	for range 3 {
		if _, err := b.expected().TellRoles(b.t.Context(), 10); err != nil {
			b.t.Fatal(err)
		}
	}
}

func TestExpectationService_TellRoles(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace, &b.ada)
		b.mustApply(engineer())
		if _, err := b.expected().TellRoles(t.Context(), 10); err != nil || slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
			t.Fatalf("told while it is still being edited, %v", err)
		}
		b.tell()
		for _, p := range []domain.Person{b.grace, b.ada} {
			if !slices.Contains(b.askedFor(p), domain.AskPurpose) {
				t.Errorf("%s is not asked", p.Name)
			}
		}
		if slices.Contains(b.askedFor(b.lee), domain.AskPurpose) {
			t.Error("somebody of another role is asked")
		}
		// The sentence answers the ask; a change of the profile asks again.
		out, err := b.expected().Serve(t.Context(), b.act(b.grace), 0, "  Fewer nights\nfor all. ")
		b.want(out, err, "", "said")
		if e := b.show(b.lee, b.grace); e.Purpose.Text != "Fewer nights for all." || !e.UpToDate() || slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
			t.Errorf("got %+v, want the sentence and no ask", e.Purpose)
		}
		changed := b.role("Engineer")
		changed.Impact = "Customers sleep."
		b.mustApply(changed)
		b.tell()
		if e := b.show(b.grace, b.grace); e.UpToDate() || !slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
			t.Errorf("got %+v, want it asked again", e.Purpose)
		}
		out, err = b.expected().Keep(t.Context(), b.act(b.grace))
		b.want(out, err, "", "said")
		if e := b.show(b.grace, b.grace); !e.UpToDate() || e.Purpose.Text != "Fewer nights for all." {
			t.Errorf("got %+v, want that it holds", e.Purpose)
		}
		// A retired profile asks nobody any more.
		retired := b.role("Engineer")
		retired.Retired = true
		b.mustApply(retired)
		b.tell()
		if slices.Contains(b.askedFor(b.ada), domain.AskPurpose) || b.show(b.ada, b.ada).Role.ID != "" {
			t.Error("a retired profile still asks")
		}
		_, err = b.expected().Serve(t.Context(), b.act(b.ada), 0, "Something.")
		b.want(domain.Outcome{}, err, domain.NotFound, "")
	})
}

func TestExpectationService_TellsNobodyBeforeTheStart(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 2, Policy: domain.DefaultPolicy(), At: tx.Now()})
	})
	b.assign("Engineer", &b.grace)
	b.mustApply(engineer())
	b.tell()
	if slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
		t.Error("asked before the practice has started")
	}
	if at := b.role("Engineer").TellAt; !at.After(b.Clock.Now()) {
		t.Errorf("looks again at %v", at)
	}
}

// show is what is expected of a person, as a reader sees it.
func (b *bureau) show(reader, person domain.Person) domain.Expected {
	b.t.Helper()
	e, err := b.expected().Show(b.t.Context(), reader.ID, person.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

func TestExpectationService_ShowNotToAll(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.assign("Engineer", &b.grace)
	b.mustApply(engineer())
	b.mayLook(b.mara, b.grace, domain.ExpectedSheet)
	for _, reader := range []domain.Person{b.grace, b.lee, b.mara} {
		if e := b.show(reader, b.grace); len(e.Own.Expectations) != 3 || e.MayAgree != (reader.ID != b.mara.ID) {
			t.Errorf("%s reads %d, may agree %t", reader.Name, len(e.Own.Expectations), e.MayAgree)
		}
	}
	for _, reader := range []domain.Person{b.ada, b.hanna} {
		if _, err := b.expected().Show(t.Context(), reader.ID, b.grace.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s: got %v", reader.Name, err)
		}
	}
}
