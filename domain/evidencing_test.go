package domain_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// dossier is the use cases around the own file and packets.
func (b *bureau) dossier() domain.DossierService { return domain.DossierService{Practice: b.Practice} }

// thisYear is the period in which everything of a test happens.
func (b *bureau) thisYear() domain.DateRange {
	return domain.DateRange{Start: domain.NewDate(b.today().Year, time.January, 1), End: b.today().AddDays(1)}
}

// evidence is what somebody may see about Grace.
func (b *bureau) evidence(reader domain.Person) []domain.Evidence {
	b.t.Helper()
	list, err := b.dossier().EvidenceOf(b.t.Context(), reader.ID, b.grace.ID, b.thisYear())
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

// line is one of the lines that Grace sees.
func (b *bureau) line(kind domain.EvidenceKind, id domain.ID) domain.Evidence {
	b.t.Helper()
	list := b.evidence(b.grace)
	i := slices.IndexFunc(list, func(e domain.Evidence) bool { return e.Ref() == domain.EvidenceRef{Kind: kind, ID: id} })
	if i < 0 {
		b.t.Fatalf("no %s %s among %d lines", kind, id, len(list))
	}
	return list[i]
}

// evident lists what somebody may see about Grace, by kind and first words.
func (b *bureau) evident(reader domain.Person) []string {
	b.t.Helper()
	var lines []string
	for _, e := range b.evidence(reader) {
		text := e.Text(domain.TextPart) + e.Text(domain.SituationPart)
		if !e.Standing() {
			text += "withdrawn"
		}
		lines = append(lines, fmt.Sprint(e.Kind, ": ", text))
	}
	slices.Sort(lines)
	return lines
}

// aYearOfGrace has every kind of evidence about her, and gives the feedback by Ada
// that Lee may read, too.
func (b *bureau) aYearOfGrace() domain.Feedback {
	b.t.Helper()
	b.assign("Engineer", &b.grace)
	b.mustApply(engineer())
	role := b.role("Engineer")
	draft := b.draft(b.grace)
	draft.Serves, draft.ServesAsked = role.Expectations[0].ID, true
	goal := b.mustSave(b.lee, draft)
	b.must(b.goals().Tell(b.t.Context(), b.act(b.grace), goal.ID, domain.GoalWord{Value: 20, Confidence: domain.OnTrack, Why: "the queue is gone"}))
	b.must(b.kudos().Give(b.t.Context(), b.act(b.ada), domain.KudosDraft{Users: []string{b.grace.SlackID}, Text: "posted"}))
	b.mustThank(b.ada, b.grace, "in private")
	fb := aFeedback(b.grace.ID)
	fb.Reader, fb.Goal = b.lee.ID, ""
	given := b.mustGive(b.ada, fb)
	b.must(b.dossier().Keep(b.t.Context(), b.act(b.grace), domain.KeptDraft{Words: "kept"}))
	learning := domain.PlanDraft{What: "Incident command", Why: "shorter nights", Due: b.today().AddDays(90)}
	b.must(domain.GrowthService{Practice: b.Practice}.Save(b.t.Context(), b.act(b.grace), learning))
	talk := b.open()
	b.agree(b.lee, talk.ID, domain.PromiseDraft{Who: b.lee.ID, What: "ask Legal", By: b.today().AddDays(7)})
	return given
}

func TestEvidence_IsWhatTheTableLetsOneSee(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.aYearOfGrace()
		work := []string{
			"expectation: Says early when a plan does not hold", "expectation: Takes the cause of incidents away", "expectation: Tests before mending",
			"goal: Shorter waits", "goal_news: Shorter waits",
		}
		manager := slices.Concat(work, []string{"feedback: ", "growth: Incident command", "kudos: posted", "promise: ask Legal", "summary: We agreed."})
		own := slices.Concat(manager, []string{"kudos: in private", "kept: kept"})
		slices.Sort(manager)
		slices.Sort(own)
		hr := append(slices.Clone(work), "kudos: posted")
		slices.Sort(hr)
		for reader, want := range map[domain.ID][]string{b.grace.ID: own, b.lee.ID: manager, b.hanna.ID: hr} {
			if got := b.evident(domain.Person{ID: reader}); !slices.Equal(got, want) {
				t.Errorf("%s sees %q, want %q", reader, got, want)
			}
		}
		for _, other := range []domain.Person{b.ada, b.mara} {
			if _, err := b.dossier().EvidenceOf(t.Context(), other.ID, b.grace.ID, b.thisYear()); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s: got %v, want forbidden", other.Name, err)
			}
		}
		// Each line leads to its entry, which has a number once it is sealed.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.SealEntries(ctx, 1000)
			return err
		})
		for _, e := range b.evidence(b.grace) {
			if e.Entry.ID == "" || e.Entry.Number == 0 || e.Entry.Actor != e.Author || !e.Entry.At.Equal(e.RecordedAt) {
				t.Errorf("%s has the entry %+v, recorded at %s by %s", e.Kind, e.Entry, e.RecordedAt, e.Author)
			}
		}
	})
}

// Nobody is to be surprised: what Grace never saw cannot be cited, whoever else
// has read it.
func TestEvidence_CannotBeCitedUnseen(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	given := b.aYearOfGrace()
	may := func(kind domain.EvidenceKind, id domain.ID, want domain.Uncitable) {
		t.Helper()
		if got := b.line(kind, id).MayCite(b.Clock.Now()); got != want {
			t.Errorf("the %s may be cited: %q, want %q", kind, got, want)
		}
	}
	may(domain.FeedbackEvidence, given.ID, domain.NeverSeen)
	b.must(b.feedback().Open(t.Context(), b.act(b.lee), given.ID))
	may(domain.FeedbackEvidence, given.ID, domain.NeverSeen) // the other reader did, and she did not
	b.Clock.Set(b.Clock.Now().Add(time.Hour))
	b.must(b.feedback().Open(t.Context(), b.act(b.grace), given.ID))
	may(domain.FeedbackEvidence, given.ID, domain.CanBeCited)
	if e := b.line(domain.FeedbackEvidence, given.ID); !e.SeenAt.Equal(b.Clock.Now()) || e.MayCite(b.Clock.Now().Add(-time.Minute)) != domain.NeverSeen {
		t.Errorf("seen at %s, want %s and not before", e.SeenAt, b.Clock.Now())
	}
	// What she answered she knows; what is answered to her she has to open.
	b.must(b.feedback().Reply(t.Context(), b.act(b.grace), given.ID, domain.ReplyIntent, "Which plan?"))
	b.must(b.feedback().Reply(t.Context(), b.act(b.ada), given.ID, domain.ReplyWords, "The second."))
	replies := map[domain.ID]domain.Uncitable{b.grace.ID: domain.CanBeCited, b.ada.ID: domain.NeverSeen}
	for _, e := range b.evidence(b.grace) {
		if e.Kind == domain.ReplyEvidence && e.MayCite(b.Clock.Now()) != replies[e.Author] {
			t.Errorf("a reply by %s: %q, want %q", e.Author, e.MayCite(b.Clock.Now()), replies[e.Author])
		}
	}

	// A goal that was set for her counts from when she opened it, and her manager's
	// news on it likewise.
	goal := b.mustSave(b.lee, b.draft(b.grace))
	may(domain.GoalEvidence, goal.ID, domain.NeverSeen)
	b.must(b.goals().Tell(t.Context(), b.act(b.lee), goal.ID, domain.GoalWord{Value: 25, Confidence: domain.AtRisk}))
	b.must(b.goals().Open(t.Context(), b.grace.ID, goal.ID))
	may(domain.GoalEvidence, goal.ID, domain.CanBeCited)
	for _, e := range b.evidence(b.grace) {
		if e.Kind == domain.GoalNewsEvidence && e.About == goal.ID && e.MayCite(b.Clock.Now()) != domain.CanBeCited {
			t.Error("she has seen the news and it cannot be cited")
		}
	}

	// Thanks count from when their message reached her, or she opened the list.
	thanks := b.mustThank(b.ada, b.grace, "for the night")
	may(domain.KudosEvidence, thanks.ID, domain.NeverSeen)
	b.must(b.kudos().Received(t.Context(), b.grace.ID, ""))
	may(domain.KudosEvidence, thanks.ID, domain.CanBeCited)

	// The role's words count once she has opened them.
	expected := b.role("Engineer").Expectations[0].ID
	may(domain.ExpectationEvidence, expected, domain.NeverSeen)
	b.must(b.expected().Open(t.Context(), b.grace.ID, b.grace.ID))
	may(domain.ExpectationEvidence, expected, domain.CanBeCited)
}

func TestEvidence_OfAConversationIsSeenByWhoConfirmsOrOpens(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	talk := b.open()
	out, err := b.talks.Propose(t.Context(), b.act(b.lee), talk.ID, domain.SummaryDraft{Text: "We agreed."})
	b.want(out, err, "", "summarised")
	if e := b.line(domain.SummaryEvidence, talk.ID); e.MayCite(b.Clock.Now()) != domain.NeverSeen || e.State != "waiting" {
		t.Errorf("got %q, %s; want it unseen and waiting", e.MayCite(b.Clock.Now()), e.State)
	}
	b.must(b.talks.Open(t.Context(), b.grace.ID, talk.ID))
	if e := b.line(domain.SummaryEvidence, talk.ID); e.MayCite(b.Clock.Now()) != domain.CanBeCited {
		t.Error("she opened it")
	}
	// Other words were not seen by that.
	b.Clock.Set(b.Clock.Now().Add(time.Minute))
	out, err = b.talks.Propose(t.Context(), b.act(b.lee), talk.ID, domain.SummaryDraft{Text: "We agreed otherwise.", Version: 1})
	b.want(out, err, "", "summarised")
	if e := b.line(domain.SummaryEvidence, talk.ID); e.MayCite(b.Clock.Now()) != domain.NeverSeen {
		t.Error("she has seen other words")
	}
	out, err = b.talks.Confirm(t.Context(), b.act(b.grace), talk.ID, b.yes(talk.ID, "", ""))
	b.want(out, err, "", "confirmed")
	if e := b.line(domain.SummaryEvidence, talk.ID); e.MayCite(b.Clock.Now()) != domain.CanBeCited || e.State != "confirmed" {
		t.Errorf("got %q, %s", e.MayCite(b.Clock.Now()), e.State)
	}
}

func TestEvidence_TakenBackHasNoWords(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		given := b.mustGive(b.ada, aFeedback(b.grace.ID))
		thanks := b.mustThank(b.ada, b.grace, "for the night")
		b.Clock.Set(b.Clock.Now().Add(time.Minute))
		b.must(b.feedback().Withdraw(t.Context(), b.act(b.ada), given.ID))
		b.must(b.kudos().Undo(t.Context(), b.act(b.ada), thanks.ID))
		for _, ref := range []domain.EvidenceRef{{Kind: domain.FeedbackEvidence, ID: given.ID}, {Kind: domain.KudosEvidence, ID: thanks.ID}} {
			e := b.line(ref.Kind, ref.ID)
			if len(e.Parts) > 0 || !e.WithdrawnAt.Equal(b.Clock.Now()) || e.MayCite(b.Clock.Now()) != domain.WasWithdrawn {
				t.Errorf("%s: got %+v", ref.Kind, e)
			}
			if e.MayCite(b.Clock.Now().Add(-time.Second)) == domain.WasWithdrawn {
				t.Errorf("%s counts as withdrawn before it was", ref.Kind)
			}
		}
	})
}

// A former manager sees the time in which they were the manager.
func TestEvidence_FormerManagerSeesTheirTime(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	early := b.draft(b.grace)
	early.Title = "In Lee's time"
	b.mustSave(b.grace, early)
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 7))
	reporting := domain.ReportingService{Practice: b.Practice}
	b.must(reporting.Assign(t.Context(), b.act(b.hanna), domain.Assignment{Person: b.grace.ID, Manager: b.mara.SlackID}))
	b.tick()
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 7))
	late := b.draft(b.grace)
	late.Title = "In Mara's time"
	b.mustSave(b.grace, late)
	if got, want := b.evident(b.lee), []string{"goal: In Lee's time"}; !slices.Equal(got, want) {
		t.Errorf("the former manager sees %q, want %q", got, want)
	}
	if got, want := b.evident(b.mara), []string{"goal: In Lee's time", "goal: In Mara's time"}; !slices.Equal(got, want) {
		t.Errorf("the manager sees %q, want %q", got, want)
	}
}

func TestEvidence_Late(t *testing.T) {
	t.Parallel()
	at := officeTuesday
	e := domain.Evidence{HappenedAt: at, RecordedAt: at.AddDate(0, 0, 30)}
	if e.Late(30) {
		t.Error("thirty days are not over thirty")
	}
	e.RecordedAt = e.RecordedAt.Add(time.Second)
	if !e.Late(30) || e.Late(31) {
		t.Error("a second more is over thirty days, and not over thirty-one")
	}
}

// What is about an old message happened when that was written.
func TestEvidence_HappenedWhenTheMessageWasWritten(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	fb := aFeedback(b.grace.ID)
	old := b.Clock.Now().AddDate(0, -2, 0).Truncate(time.Second)
	fb.About = domain.MessageLink{Channel: "C1", TS: fmt.Sprintf("%d.000200", old.Unix())}
	given := b.mustGive(b.ada, fb)
	if e := b.line(domain.FeedbackEvidence, given.ID); !e.HappenedAt.Equal(old) || !e.Late(30) {
		t.Errorf("happened at %s, want %s, and late", e.HappenedAt, old)
	}
}
