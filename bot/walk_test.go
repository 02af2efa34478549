package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/storage/storagetest"
)

// Ids that come back from Slack prove nothing: whoever has another's may not do
// more with them than the table of permissions says. Here the demo's company lives
// for some weeks. What those who have the rights are offered, by Home, commands,
// messages and forms, comes from others too, before it is used: they read a refusal,
// nothing is written, and no word of anybody's reaches them.
//
// A new route has to be offered somewhere in these weeks, or stand in byHand; it has
// to refuse strangers, or say in walkOpen why not.

// The bounds of the walk.
const (
	walkRounds = 7
	walkDays   = 6 // between two rounds
	walkEach   = 3 // offers of one route that others try
	walkTries  = 2 // offers of one route that are used in a round, by those who may
)

// walker lets others try what is offered.
type walker struct {
	*crawl

	tried  map[string]int // offers that others tried, by route
	used   map[string]int // and that who may used
	rounds int
	left   []offer           // of routes for everybody, for the end
	words  map[string]string // what people wrote that is nobody else's, and whose
	own    map[string]map[string]bool
	shared map[string]bool // goals of teams and the company

	grace, hanna string // ids
}

func TestWalk_NobodyWithoutTheRight(t *testing.T) {
	t.Parallel()
	w := &walker{
		crawl: newCrawl(walkCompany(t)), tried: map[string]int{}, used: map[string]int{},
		own: map[string]map[string]bool{},
	}
	w.letters()
	for range walkRounds {
		w.round()
	}
	w.afterYears()
	w.tryByHand()
	w.tryTyped()
	w.tryOpen()
	for name, r := range w.routes {
		if r.Kind == bot.Event { // in which nobody is named but who caused it
			continue
		}
		if w.tried[name] == 0 {
			t.Errorf("%s was offered to nobody: let it be offered, or write it into byHand", name)
		}
	}
	for by, routes := range map[string]map[string]bool{"U0HANNA": walkOffice, "U0YUKI": walkManager} {
		for name := range routes {
			if w.tried[by+" "+name] == 0 {
				t.Errorf("%s had no chance to try %s", by, name)
			}
		}
	}
	for name := range walkOpen {
		if _, known := w.routes[name]; !known {
			t.Errorf("%s is no route", name)
		}
	}
}

// round is some days of the company: what is offered now is tried by others, and
// some of it is used by those to whom it was offered.
func (w *walker) round() {
	w.t.Helper()
	w.rounds++
	w.pass()
	w.seen = map[string]int{}
	for i, user := range walkers {
		w.take(user, homeOpened(w.bench, user))
		if (i+w.rounds)%3 == 0 { // what is typed leads mostly to what Home leads to
			w.begin(user, "<@U0GRACE>")
		}
	}
	w.run()
	w.takeCommand("U0HANNA", "/rapport person", "<@UGUEST>")
	w.takeCommand("U0MARA", "/rapport person", "<@U0HANNA>")
	w.takeCommand("U0PIA", "/rapport person", "<@U0HANNA>")
	w.takeCommand("U0GRACE", "/kudos", "@lin for the walk")
	w.letters()
	w.run()
	w.know()
	w.tryAll()
	w.use(w.rounds > walkRounds-2)
}

// tryAll lets others try what is offered now. What somebody around may do, and what
// everybody may, waits for the end.
func (w *walker) tryAll() {
	w.t.Helper()
	before := storagetest.Dump(w.t, w.Config)
	for _, name := range slices.Sorted(maps.Keys(w.offers)) {
		for _, o := range w.offers[name] {
			for _, by := range w.close(o) {
				w.tried[by+" "+name]++
				w.try(o, by)
			}
			if w.tried[name] >= walkEach {
				continue
			}
			w.tried[name]++
			if open, everybody := walkOpen[name]; everybody && (o.subject() == "" || open != forAll) {
				w.left = append(w.left, o)
				continue
			}
			for _, by := range strangers {
				if !w.may(o, by) {
					w.try(o, by)
				}
			}
		}
	}
	w.same(before)
}

// same fails where anything is written.
func (w *walker) same(before []storagetest.Table) {
	w.t.Helper()
	for i, table := range storagetest.Dump(w.t, w.Config) {
		if !walkRefused[table.Name] && !slices.EqualFunc(table.Rows, before[i].Rows, slices.Equal[[]string]) {
			w.t.Errorf("round %d: others wrote into %s:\n%s", w.rounds, table.Name, difference(before[i].Rows, table.Rows))
		}
	}
}

// difference is what stands in after and not in before, at most three rows.
func difference(before, after [][]string) string {
	known := map[string]bool{}
	for _, row := range before {
		known[strings.Join(row, "\x00")] = true
	}
	var lines []string
	for _, row := range after {
		if !known[strings.Join(row, "\x00")] && len(lines) < 3 {
			lines = append(lines, fmt.Sprintf("%.200q", row))
		}
	}
	return strings.Join(lines, "\n")
}

// try lets somebody come with what was offered to another.
func (w *walker) try(o offer, by string) {
	w.t.Helper()
	if refused, said := w.refused(o, by); !refused {
		w.t.Errorf("round %d: %s (%q, offered to %s) is not refused to %s: %v\n%.300s", w.rounds, o.route(), o.value, o.to, by, said.codes, said.words)
	}
}

// said is what somebody got to see.
type said struct {
	codes []string
	words string
}

// refused tells whether somebody was refused what was offered to another, or where
// the route has no voice, that nothing was said. Words of others fail the test.
func (w *walker) refused(o offer, by string) (bool, said) {
	w.t.Helper()
	envelope, payload := o.payload(by)
	shown, refusals := w.show(envelope, payload)
	var s said
	s.codes = slices.Sorted(maps.Keys(refusals))
	for _, view := range shown {
		s.words += view.words() + "\n"
		for _, words := range view.errors() {
			s.words += words + "\n"
		}
	}
	w.leaks(o.route(), by, s.words)
	if strings.Contains(s.words, "earlier version of Rapport") {
		w.t.Errorf("%s of %s did not reach its handler: %.200s", o.route(), by, s.words)
	}
	kind := w.routes[o.route()]
	if kind.Speed == bot.Noting || o.kind == bot.Suggest {
		return strings.TrimSpace(s.words) == "", s
	}
	ok := slices.Equal(s.codes, []string{string(domain.Forbidden)}) || slices.Equal(s.codes, []string{string(domain.NotFound)})
	return ok && strings.TrimSpace(s.words) != "", s
}

// leaks fails where somebody reads what another wrote.
func (w *walker) leaks(route, by, read string) {
	w.t.Helper()
	for words, whose := range w.words {
		if !w.own[by][words] && strings.Contains(read, words) {
			w.t.Errorf("round %d: %s tells %s what is of %s: %q\n%.300s", w.rounds, route, by, whose, words, read)
		}
	}
}

// use lets those to whom something was offered do it: the rest of the company's
// life.
func (w *walker) use(last bool) {
	w.t.Helper()
	had := map[string]int{}
	for name, list := range w.offers {
		had[name] = len(list)
	}
	order := slices.Sorted(maps.Keys(had))
	if w.rounds%2 == 0 {
		slices.Reverse(order) // what is agreed to in one round is declined in another
	}
	for _, name := range order {
		r := w.routes[name]
		if r.Speed != bot.Doing && r.Kind != bot.Submit || walkLate[name] && !last {
			continue
		}
		most := walkTries
		if walkMenus[name] {
			most = offersKept
		}
		for i := range min(had[name], most) {
			if w.used[name] >= 2*most {
				break
			}
			o := w.offers[name][(i+w.rounds)%had[name]]
			envelope, payload := o.payload(o.to)
			shown, refusals := w.show(envelope, payload)
			for _, s := range shown {
				w.keep(o.to, s.object)
			}
			if len(refusals) == 0 {
				w.used[name]++
			}
			if refusals[string(domain.Internal)] > 0 {
				w.t.Errorf("round %d: %s of %s breaks", w.rounds, name, o.to)
			}
		}
	}
	w.run()
	for name, n := range had {
		w.offers[name] = w.offers[name][n:]
	}
}

// pass lets days pass, with all that the scheduler does in them.
func (w *walker) pass() {
	w.t.Helper()
	w.Clock.Advance(walkDays * 24 * time.Hour)
	w.sweep()
	p, ctx := w.Practice, w.t.Context()
	for _, do := range []func(context.Context, int) (int, error){
		domain.RoundService{Practice: p}.Spread, domain.RoundService{Practice: p}.Advance, domain.SeasonService{Practice: p}.Work, domain.SeasonService{Practice: p}.Advance,
		domain.FundService{Practice: p}.AskHelp, domain.GrowthService{Practice: p}.Remind, domain.GoalService{Practice: p}.Remind,
		domain.DigestService{Practice: p, Directory: w.slack}.Make, domain.ReportingService{Practice: p}.Carry, domain.AccessService{Practice: p}.Release,
	} {
		if _, err := do(ctx, 50); err != nil {
			w.t.Fatal(err)
		}
	}
	w.retain()
	w.sweep()
}

// afterYears is when records have come to the end of their life.
func (w *walker) afterYears() {
	w.t.Helper()
	w.Clock.Advance(4 * 365 * 24 * time.Hour)
	w.retain()
	for _, user := range []string{"U0HANNA", "U0PIA"} {
		w.take(user, homeOpened(w.bench, user))
	}
	w.run()
	w.letters()
	w.run()
	w.know()
	w.tryAll()
}

// letters delivers what waits, as the courier would; who is nobody's stranger
// reads it.
func (w *walker) letters() {
	w.t.Helper()
	outbox, renders := w.DB.Outbox(), w.bot.Renders()
	for {
		claimed, err := outbox.Claim(w.t.Context(), 100, time.Minute)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return
		}
		for _, c := range claimed {
			s := domain.Settlement{State: domain.Sent}
			if c.Message.Deed == domain.Post || c.Message.Deed == domain.Update {
				words, err := renders[c.Message.Kind](w.t.Context(), c.Message)
				switch {
				case err == nil:
					w.arrives(c.Message, words)
				case domain.CodeOf(err) != domain.NotFound: // what is gone is not sent
					w.t.Fatalf("render %s: %v", c.Message.Kind, err)
				}
			}
			if c.Message.Deed == domain.Post {
				s.Delivery = w.delivery(c.Message)
			}
			if err := outbox.Settle(w.t.Context(), c, s); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// arrives keeps what a message offers to its reader; those in channels are Grace's.
func (w *walker) arrives(m domain.Message, words blockkit.Message) {
	w.t.Helper()
	to := "U0GRACE"
	if m.Recipient != "" {
		to = w.slackIDOf(m.Recipient)
	}
	if !slices.Contains(strangers, to) {
		w.keep(to, lookAt(w.t, words).object)
	}
}

func (w *walker) delivery(m domain.Message) *domain.Delivery {
	channel := m.Channel
	if channel == "" {
		channel = "D" + string(m.Recipient)
	}
	d := &domain.Delivery{Kind: m.Kind, Subject: m.Subject, Recipient: m.Recipient, Channel: channel, TS: w.unique("1."), At: w.Clock.Now()}
	if m.Kind == domain.KudosPosted {
		w.post = *d
	}
	return d
}

// know reads who wrote what.
func (w *walker) know() {
	w.t.Helper()
	w.words, w.grace, w.hanna = map[string]string{}, string(w.present("U0GRACE").ID), string(w.present("U0HANNA").ID)
	w.shared = map[string]bool{}
	w.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, level := range []domain.GoalLevel{domain.TeamGoal, domain.CompanyGoal} {
			goals, err := tx.Goals(ctx, domain.GoalFilter{Level: level})
			if err != nil {
				return err
			}
			for _, g := range goals {
				w.shared[string(g.ID)] = true
			}
		}
		return nil
	})
	for _, user := range []string{"U0GRACE", "U0LEE", "U0HANNA"} {
		for words := range w.written(user) {
			w.words[words] = user
		}
	}
	for _, user := range slices.Concat(strangers, []string{"U0HANNA", "U0YUKI"}) {
		if user != "ULEFT" {
			w.own[user] = w.written(user)
		}
	}
}

// written is what somebody reads in the own data that somebody wrote and that is
// not for all.
func (w *walker) written(slackID string) map[string]bool {
	w.t.Helper()
	data, err := domain.MyDataService{Practice: w.Practice}.Gather(w.t.Context(), w.present(slackID).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	words := map[string]bool{}
	for _, section := range data.Sections {
		for _, r := range section.Records {
			for _, f := range r.Fields {
				if text, is := f.Value.(string); is && f.Words && len(text) > 12 && !strings.HasPrefix(text, "https://example.com/") {
					words[text] = true
				}
			}
		}
	}
	return words
}

// subject is the record that an offer carries in its form.
func (o offer) subject() string {
	var meta struct {
		Subject string `json:"s"`
	}
	if o.kind != bot.Submit || json.Unmarshal([]byte(o.value), &meta) != nil {
		return ""
	}
	return meta.Subject
}
