package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
	"rapport/sentence"
)

// disclosures are the views of each thing that figures may give away, as far as
// they show it: the words that would be read.
var disclosures = map[domain.Disclosure]func(b *bench) []string{
	domain.NamedPairs: func(b *bench) []string {
		return append(b.givesAway("UHANNA", pressed{ID: bot.PressDigestPairs, Value: "d1"}, "Grace Hopper"), b.homeGivesAway("UHANNA", bot.PressDigestPairs)...)
	},
	domain.UsefulByArea: func(b *bench) []string {
		return b.givesAway("UHANNA", pressed{ID: bot.PressDigestMore, Value: "d1"}, "7 yes")
	},
	domain.ManagerMirror: func(b *bench) []string {
		return append(b.givesAway("ULEE", pressed{ID: bot.PressMirror}, "Grace Hopper"), b.homeGivesAway("ULEE", bot.PressMirror)...)
	},
	domain.PersonFigures: func(b *bench) []string {
		d := domain.DossierService{Practice: b.Practice}
		of := domain.PacketDraft{
			Person: b.present("UGRACE").ID, Format: domain.PacketView, Reason: "to look",
			Period: domain.DateRange{Start: domain.DateOf(start, time.UTC).AddDays(-90), End: domain.DateOf(start, time.UTC)},
		}
		var shown []string
		packet, err := d.Order(b.t.Context(), domain.Act{Actor: b.present("UHANNA").ID, Key: b.unique("packet")}, of)
		if err != nil {
			b.t.Fatal(err)
		}
		made, err := d.Unpack(b.t.Context(), b.present("UHANNA").ID, packet.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(made.Coverage.Rows) > 0 {
			shown = append(shown, "the map in a packet of the people team")
		}
		exported, err := d.Export(b.t.Context(), of)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(exported.Coverage.Rows) > 0 {
			shown = append(shown, "the map in a packet from the command line")
		}
		return shown
	},
}

// givesAway tells whether somebody reads words behind a press.
func (b *bench) givesAway(user string, p pressed, words string) []string {
	b.t.Helper()
	shown, _ := b.show(socket.TypeInteraction, b.pressPayload(user, p))
	if slices.ContainsFunc(shown, func(s seen) bool { return strings.Contains(s.words(), words) }) {
		return []string{p.ID}
	}
	return nil
}

// homeGivesAway tells whether somebody's Home leads there.
func (b *bench) homeGivesAway(user, id string) []string {
	b.t.Helper()
	if b.homeOf(user).has(id) {
		return []string{"the Home of " + user}
	}
	return nil
}

// With the works council's preset every view that showed something about single
// people does not, and the page that is signed says so.
func TestWorksCouncil_EveryViewAndThePage(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	b := engineers(t)
	b.counted(b.present("UGRACE"), b.present("ULEE"))
	for _, d := range domain.Disclosures {
		views, known := disclosures[d]
		if !known {
			t.Errorf("no view is tried for %s", d)
			continue
		}
		page := func() string { return strings.Join(book.In("").Disclosed(b.policyNow().Policy), "\n") }
		shows, holds := book.In("").Say("privacy.discloses_"+string(d)), book.In("").Say("privacy.withholds_"+string(d))
		if got := views(b); len(got) == 0 || !strings.Contains(page(), shows) {
			t.Errorf("%s is shown in %q without the preset, and the page says:\n%s", d, got, page())
		}
		b.policy(func(p *domain.Policy) { p.WorksCouncil = true })
		if got := views(b); len(got) > 0 || !strings.Contains(page(), holds) || strings.Contains(page(), shows) {
			t.Errorf("%s is still shown in %q with the preset, and the page says:\n%s", d, got, page())
		}
		b.policy(func(p *domain.Policy) { p.WorksCouncil = false })
	}
}

// counted writes a digest that names a pair and says what was worth the time by area.
func (b *bench) counted(grace, lee domain.Person) {
	b.t.Helper()
	figures := domain.DigestFigures{
		All: domain.AreaFigures{People: 20}, Groups: []domain.AreaFigures{{Areas: []string{"Engineering"}, People: 20}},
		Pairs:    [][2]domain.ID{{grace.ID, lee.ID}},
		Opinions: domain.Opinions{All: domain.Opinion{Yes: 9}, Groups: []domain.AreaOpinion{{Areas: []string{"Engineering"}, Opinion: domain.Opinion{Yes: 7}}}},
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		day := domain.DateOf(start, time.UTC)
		return tx.CreateDigest(ctx, domain.Digest{ID: "d1", Week: day.WeekStart(), Day: day, MadeAt: tx.Now(), Figures: figures})
	})
}
