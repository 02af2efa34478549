package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/sandbox"
)

// seeded is what the demo's company begins with.
type seeded struct {
	people []domain.Person
	talks  []domain.Conversation
	thanks []domain.Kudos
	goals  []domain.Goal
	posts  []*sandbox.Message
}

// seedDemo opens the demo on an empty database and reads everything.
func seedDemo(t *testing.T) seeded {
	t.Helper()
	d, err := newStory(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rapport.db"), shell{out: io.Discard, err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	var s seeded
	err = d.app.db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
		if s.people, err = tx.People(ctx, domain.PersonFilter{Active: true, Limit: 100}); err != nil {
			return err
		}
		for _, p := range s.people {
			talks, err := tx.Conversations(ctx, domain.TalkFilter{Employee: p.ID, Limit: 100})
			if err != nil {
				return err
			}
			thanks, err := tx.ListKudos(ctx, domain.KudosFilter{Giver: p.ID, Limit: 100})
			if err != nil {
				return err
			}
			goals, err := tx.Goals(ctx, domain.GoalFilter{Owner: p.ID, Limit: 100})
			if err != nil {
				return err
			}
			s.talks, s.thanks, s.goals = append(s.talks, talks...), append(s.thanks, thanks...), append(s.goals, goals...)
		}
		return nil
	})
	s.posts = d.space.Channel("thanks").Messages()
	if err := errors.Join(err, d.app.Close(), d.server.Close()); err != nil {
		t.Fatal(err)
	}
	return s
}

// The company of the demo is the one that its page and the README describe.
func TestDemo_Company(t *testing.T) {
	t.Parallel()
	s := seedDemo(t)
	zones, areas, top := map[string]bool{}, map[string]int{}, 0
	for _, p := range s.people {
		zones[p.Zone] = true
		areas[p.Team]++
		if p.Manager == "" {
			top++
		}
	}
	small := 0
	for _, people := range areas {
		if people < 5 {
			small++
		}
	}
	for _, want := range []struct {
		what     string
		got, are int
	}{
		{"people", len(s.people), 42}, {"zones", len(zones), 3}, {"areas", len(areas), 6},
		{"areas too small to be shown alone", small, 1}, {"people at the top", top, 1},
	} {
		if want.got != want.are {
			t.Errorf("got %d %s, want %d", want.got, want.what, want.are)
		}
	}
}

// A database with people in it is left as it is.
func TestDemo_WantsAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	database := "sqlite:" + filepath.Join(t.TempDir(), "rapport.db")
	silent := shell{out: io.Discard, err: io.Discard}
	d, err := newStory(t.Context(), database, silent)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.app.Close(), d.server.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := newStory(t.Context(), database, silent); !errors.Is(err, errNotEmpty) {
		t.Errorf("got %v, want %v", err, errNotEmpty)
	}
}

// Six months of it are written, each month with conversations and thanks.
func TestDemo_History(t *testing.T) {
	t.Parallel()
	s := seedDemo(t)
	talked, thanked := map[string]bool{}, map[domain.Date]bool{}
	for _, c := range s.talks {
		if !c.HeldOn.IsZero() {
			talked[c.Period] = true
		}
	}
	for _, k := range s.thanks {
		thanked[domain.DateOf(k.At, k.At.Location()).MonthStart()] = true
		if k.At.After(demoBegins) {
			t.Errorf("thanks of %v, after the demo begins", k.At)
		}
	}
	if len(talked) != 6 || len(thanked) < 6 {
		t.Errorf("got %d months with conversations and %d with thanks, want six", len(talked), len(thanked))
	}
	for _, g := range s.goals {
		open := false
		for _, m := range g.Measure.Milestones {
			if open && m.Done {
				t.Errorf("%q: %q is reached before what comes first", g.Title, m.Title)
			}
			open = open || !m.Done
		}
	}
}

// The channel holds the public thanks of the last weeks, oldest first and each at
// its time.
func TestDemo_ChannelHasHistory(t *testing.T) {
	t.Parallel()
	s := seedDemo(t)
	var public []domain.Kudos
	for _, k := range s.thanks {
		if k.Public() {
			public = append(public, k)
		}
	}
	slices.SortFunc(public, func(a, b domain.Kudos) int { return a.At.Compare(b.At) })
	if len(public) < 20 || len(public) != len(s.posts) {
		t.Fatalf("got %d posts of %d public thanks, want all of more than 20", len(s.posts), len(public))
	}
	for i, k := range public {
		if post := s.posts[i].Text(); !strings.Contains(post, k.Text) || !strings.HasPrefix(s.posts[i].TS, strconv.FormatInt(k.At.Unix(), 10)) {
			t.Errorf("post %d of %s is %q, want %q of %d", i, s.posts[i].TS, post, k.Text, k.At.Unix())
		}
	}
}

// Everybody who opens the demo sees the same company.
func TestDemo_IsTheSameEachTime(t *testing.T) {
	t.Parallel()
	first, second := seedDemo(t), seedDemo(t)
	if len(first.thanks) != len(second.thanks) {
		t.Fatalf("got %d thanks, then %d", len(first.thanks), len(second.thanks))
	}
	for i, k := range first.thanks {
		again := second.thanks[i]
		if k.ID != again.ID || k.Text != again.Text || !k.At.Equal(again.At) {
			t.Errorf("got %q of %v, then %q of %v", k.Text, k.At, again.Text, again.At)
		}
	}
}

// Where figures are shown only from a number of people on, the company has enough
// of them for something to stand there.
func TestDemo_FiguresHaveSomethingToShow(t *testing.T) {
	t.Parallel()
	d, err := newStory(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rapport.db"), shell{out: io.Discard, err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := errors.Join(d.app.Close(), d.server.Close()); err != nil {
			t.Error(err)
		}
	}()
	var hanna, lee domain.Person
	err = d.app.db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) (err error) {
		if hanna, err = tx.PersonBySlack(ctx, "U0HANNA"); err != nil {
			return err
		}
		lee, err = tx.PersonBySlack(ctx, "U0LEE")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	practice := d.app.practice
	card, err := domain.ScorecardService{Practice: practice}.Show(t.Context(), hanna.ID, "")
	if f := card.Card.Figures; err != nil || len(card.Before) == 0 || f.Goals.Reached().Whole < domain.LeastArea {
		t.Errorf("the scorecard has %d quarters before it and %+v, %v", len(card.Before), f.Goals, err)
	}
	areas, err := domain.GrowthService{Practice: practice}.Areas(t.Context(), hanna.ID)
	if err != nil || len(areas.Roles) != 2 {
		t.Errorf("got learning areas of %d roles, %v; want 2", len(areas.Roles), err)
	}
	fairness, err := domain.FairnessService{Practice: practice}.Report(t.Context(), hanna.ID)
	if err != nil || fairness.All.Actionable.Part == 0 || len(fairness.Divisions[0].Groups) < 5 {
		t.Errorf("got %+v, %v", fairness.All, err)
	}
	mirror, err := domain.MirrorService{Practice: practice}.Show(t.Context(), lee.ID)
	if err != nil || mirror.Team.Thanked == 0 || mirror.Team.Told == 0 || mirror.All.Thanked == 0 || mirror.All.Told == 0 {
		t.Errorf("got %+v, %v", mirror, err)
	}
	launches, err := domain.RoundService{Practice: practice}.Launches(t.Context(), hanna.ID)
	if err != nil || len(launches.Launches) != 1 || launches.Counts[launches.Launches[0].ID][domain.RoundOut] != launches.Launches[0].Begun {
		t.Errorf("got %+v, %v", launches.Counts, err)
	}
}
