package domain_test

import (
	"context"
	"slices"
	"testing"

	"rapport/domain"
)

func (b *bureau) coaching() domain.CoachingService {
	return domain.CoachingService{Practice: b.Practice}
}

// missing are the cards that are asked for before somebody judges others.
func (b *bureau) missing(p domain.Person) []domain.CoachCard {
	b.t.Helper()
	var cards []domain.CoachCard
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		cards, err = b.Coached(ctx, tx, p.ID)
		return err
	})
	return cards
}

func TestCoachingService(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		asked := b.missing(b.lee)
		if len(domain.CoachCards()) != 12 || len(asked) != 4 {
			t.Fatalf("%d cards, %v asked for", len(domain.CoachCards()), asked)
		}
		if _, err := b.coaching().Answer(t.Context(), b.act(b.lee), "astrology", "a"); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("got %v for a card that is none", err)
		}
		for i, card := range asked {
			answer, err := b.coaching().Answer(t.Context(), b.act(b.lee), card, "a")
			if err != nil || len(answer.Missing) != 3-i || answer.Fits != (answer.Right == "a") {
				t.Fatalf("%s: got %+v, %v", card, answer, err)
			}
		}
		if len(b.missing(b.lee)) > 0 || len(b.missing(b.mara)) != 4 {
			t.Error("the cards of one count for another, or for nobody")
		}
		c, err := b.coaching().Show(t.Context(), b.lee.ID)
		if err != nil || c.Next != domain.CoachCards()[0] || !c.Done["halo"] {
			t.Errorf("got %+v, %v; want one that was not read next", c, err)
		}
		b.Clock.Set(b.Clock.Now().AddDate(1, 0, 1))
		if got := b.missing(b.lee); len(got) != 4 {
			t.Errorf("a year later %v are asked for", got)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			v.Policy.Coaching.BeforeJudging, v.Version = false, v.Version+1
			if err != nil {
				return err
			}
			return tx.SavePolicy(ctx, v)
		})
		if got := b.missing(b.lee); len(got) > 0 {
			t.Errorf("%v are asked for though the policy does not", got)
		}
	})
}

func TestCoachingService_StandsOnTheCardOfWhoLeads(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.open()
	b.until(b.today().AddDays(14))
	for person, want := range map[*domain.Person]bool{&b.lee: true, &b.grace: false} {
		shown := false
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			asks, err := tx.OpenAsks(ctx, person.ID)
			for _, ask := range asks {
				cards, err := tx.CardsShowing(ctx, ask.Subject)
				if err != nil {
					return err
				}
				for _, card := range cards {
					if card.Person != person.ID {
						continue
					}
					view, err := b.asks.ShowCard(ctx, card.ID)
					if err != nil {
						return err
					}
					shown = shown || view.Coach != ""
				}
			}
			return err
		})
		if shown != want {
			t.Errorf("%s: shown %t, want %t", person.Name, shown, want)
		}
	}
}

func TestExpectationService_CitedByThanksAndPromises(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace)
		b.mustApply(engineer())
		cause := b.role("Engineer").Expectations[0]
		k := domain.Kudos{
			ID: b.IDs.New(), Giver: b.ada.ID, Text: "for the drill", State: domain.KudosGiven, At: b.Clock.Now(),
			Receivers: []domain.KudosReceiver{{Person: b.grace.ID, Private: true}, {Person: b.lee.ID}},
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error { return tx.CreateKudos(ctx, k) })
		kudos := domain.KudosService{Practice: b.Practice}
		_, err := kudos.Cite(t.Context(), b.act(b.ada), k.ID, cause.ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "") // the giver does not say what it shows
		_, err = kudos.Cite(t.Context(), b.act(b.grace), k.ID, "e-none")
		b.want(domain.Outcome{}, err, domain.Invalid, "")
		out, err := kudos.Cite(t.Context(), b.act(b.grace), k.ID, cause.ID)
		b.want(out, err, "", "cited")
		c := b.open()
		draft := domain.SummaryDraft{Text: "Fewer nights.", Promises: []domain.PromiseDraft{{Who: b.lee.ID, What: "asks Legal"}}, Serves: cause.ID, ServesAsked: true, HeldOn: b.today()}
		if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, draft); err != nil {
			t.Fatal(err)
		}
		for reader, want := range map[*domain.Person][]domain.CitationKind{
			&b.grace: {domain.CitedByKudos, domain.CitedByPromise},
			&b.lee:   {domain.CitedByKudos, domain.CitedByPromise}, // he was thanked by the same kudos
		} {
			list, err := b.expected().Cited(t.Context(), reader.ID, b.grace.ID)
			var kinds []domain.CitationKind
			for _, r := range list.Records[cause.ID] {
				kinds = append(kinds, r.Kind)
			}
			slices.Sort(kinds)
			if err != nil || !slices.Equal(kinds, want) {
				t.Errorf("%s reads %v, %v; want %v", reader.Name, kinds, err, want)
			}
		}
		if _, err := b.expected().Cited(t.Context(), b.hanna.ID, b.grace.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("the people team: %v", err)
		}
	})
}

// Whoever judges somebody is asked for the cards first, where the judging is done;
// nobody else is, and nothing waits for them.
func TestCoachingService_AsksBeforeJudging(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	c := b.caseOf(s.ID, b.grace)
	if view := b.look(b.lee, c); len(view.Missing) != 4 || !view.Mirrored {
		t.Errorf("who writes is asked for %v, mirror %t", view.Missing, view.Mirrored)
	}
	if view := b.look(b.grace, c); len(view.Missing) > 0 || view.Mirrored {
		t.Errorf("whom it is about is asked for %v, mirror %t", view.Missing, view.Mirrored)
	}
	comparison, err := b.seasons().Compare(t.Context(), b.lee.ID, s.ID)
	if err != nil || len(comparison.Missing) != 4 {
		t.Errorf("who compares is asked for %v, %v", comparison.Missing, err)
	}
	for maker, want := range map[*domain.Person]int{&b.lee: 4, &b.grace: 0} {
		packet, err := b.dossier().Order(t.Context(), b.act(*maker), b.packetOf(domain.PacketView, ""))
		if err != nil {
			t.Fatal(err)
		}
		if d, err := b.dossier().Unpack(t.Context(), maker.ID, packet.ID); err != nil || len(d.Missing) != want {
			t.Errorf("%s is asked for %v, %v", maker.Name, d.Missing, err)
		}
	}
	for _, card := range b.missing(b.lee) {
		b.must(b.coaching().Answer(t.Context(), b.act(b.lee), card, "a"))
	}
	if view := b.look(b.lee, c); len(view.Missing) > 0 || !view.Mirrored {
		t.Errorf("who has read them is asked for %v, mirror %t", view.Missing, view.Mirrored)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		v.Policy.WorksCouncil, v.Version = true, v.Version+1
		if err != nil {
			return err
		}
		return tx.SavePolicy(ctx, v)
	})
	if view := b.look(b.lee, c); view.Mirrored {
		t.Error("the mirror is offered with the works council's preset")
	}
}
