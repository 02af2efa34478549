package domain_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// circle is a bureau in which Grace has peers and people who report to her: the
// people around whom rounds are held.
type circle struct {
	*bureau
	rounds         domain.RoundService
	peers, reports []domain.Person
}

func setupCircle(t *testing.T, peers, reports int) *circle {
	t.Helper()
	return circleOf(setupBureau(t), peers, reports)
}

func eachCircle(t *testing.T, test func(t *testing.T, c *circle)) {
	t.Helper()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		test(t, circleOf(setupBureauOn(t, config(t)), 6, 5))
	})
}

func circleOf(b *bureau, peers, reports int) *circle {
	c := &circle{bureau: b, rounds: domain.RoundService{Practice: b.Practice}}
	for i := range peers {
		c.peers = append(c.peers, b.hire(fmt.Sprintf("peer%d", i), b.lee.ID))
	}
	for i := range reports {
		c.reports = append(c.reports, b.hire(fmt.Sprintf("report%d", i), b.grace.ID))
	}
	c.describe(b.grace, "Explains decisions to those who have to live with them", "Answers customers within a day")
	return c
}

// describe gives somebody a role of which this is expected.
func (c *circle) describe(p domain.Person, expected ...string) {
	c.t.Helper()
	profile := domain.RoleProfile{ID: c.IDs.New(), Role: "Lead"}
	for _, text := range expected {
		profile.Expectations = append(profile.Expectations, domain.Expectation{ID: c.IDs.New(), Version: 1, Dimension: domain.BehaviourGoal, Text: text})
	}
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		saved, err := tx.SaveRoleProfile(ctx, profile)
		if err != nil {
			return err
		}
		for _, e := range saved.Expectations {
			if err := tx.KeepWording(ctx, e); err != nil {
				return err
			}
		}
		person, err := tx.Person(ctx, p.ID)
		if err != nil {
			return err
		}
		person.Role = "Lead"
		_, err = tx.UpdatePerson(ctx, person)
		return err
	})
}

func idsOf(people []domain.Person) []domain.ID {
	var ids []domain.ID
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

// begun is a round that Grace has begun.
func (c *circle) begun() domain.Round {
	c.t.Helper()
	r, err := c.rounds.Begin(c.t.Context(), c.act(c.grace))
	if err != nil {
		c.t.Fatal(err)
	}
	return r.Round
}

// running is one that Lee has approved.
func (c *circle) running(owners ...domain.Person) domain.Round {
	c.t.Helper()
	return c.approved(c.begun(), domain.RoundNames{Peers: idsOf(c.peers), Owners: idsOf(owners)})
}

// approved takes a round that was begun on to where answers are taken.
func (c *circle) approved(r domain.Round, names domain.RoundNames) domain.Round {
	c.t.Helper()
	named, err := c.rounds.Nominate(c.t.Context(), c.act(c.grace), r.ID, r.Version, names)
	if err != nil {
		c.t.Fatal(err)
	}
	started, err := c.rounds.Approve(c.t.Context(), c.act(c.lee), r.ID, named.Round.Version, names)
	if err != nil {
		c.t.Fatal(err)
	}
	return started.Round
}

// marks is a form with the same mark everywhere.
func marks(mark int, keep string) domain.RoundAnswers {
	return domain.RoundAnswers{Marks: map[int]int{0: mark, 1: mark}, Keep: keep}
}

func (c *circle) answer(r domain.Round, who domain.Person, a domain.RoundAnswers) {
	c.t.Helper()
	fresh, err := c.rounds.Answer(c.t.Context(), who.ID, r.ID, a)
	if err != nil || !fresh {
		c.t.Fatalf("%s: fresh %v, %v", who.Name, fresh, err)
	}
}

// close lets the day of release come.
func (c *circle) close(r domain.Round) domain.Round {
	c.t.Helper()
	c.Clock.Set(r.DueAt)
	if _, err := c.rounds.Advance(c.t.Context(), 10); err != nil {
		c.t.Fatal(err)
	}
	return c.round(r.ID)
}

func (c *circle) round(id domain.ID) domain.Round {
	c.t.Helper()
	var r domain.Round
	c.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		r, err = tx.Round(ctx, id)
		return err
	})
	return r
}

func (c *circle) refused(err error, code domain.Code, sentence string) {
	c.t.Helper()
	faults := domain.FaultsOf(err)
	if len(faults) == 0 || faults[0].Code != code || faults[0].Sentence != sentence {
		c.t.Errorf("got %v, want %s: %s", err, code, sentence)
	}
}

// From the wish to the report, on both databases.
func TestRoundService_FromBeginToReport(t *testing.T) {
	t.Parallel()
	eachCircle(t, func(t *testing.T, c *circle) {
		r := c.running(c.ada)
		if r.State != domain.RoundAnswering || r.Reader != c.lee.ID || len(r.Questions) != 2 {
			t.Fatalf("got %+v", r)
		}
		c.answer(r, c.grace, marks(4, "Own words"))
		c.answer(r, c.lee, marks(2, "Lee's words"))
		for i, p := range c.peers[:5] {
			c.answer(r, p, marks(1+i%2, fmt.Sprintf("peer says %d", i)))
		}
		for _, p := range c.reports[:4] {
			c.answer(r, p, marks(3, "report says"))
		}
		quote := domain.RoundQuote{Words: "She called back the same day.", Source: "ACME", On: domain.NewDate(2026, time.November, 20)}
		if _, err := c.rounds.Quote(t.Context(), c.act(c.ada), r.ID, quote); err != nil {
			t.Fatal(err)
		}
		out := c.close(r)
		if out.State != domain.RoundOut || c.waiting(c.grace, domain.RoundReleased) != 1 {
			t.Fatalf("got %s", out.State)
		}
		// Lee waits until Grace has read.
		_, err := c.rounds.Report(t.Context(), c.lee.ID, r.ID)
		c.refused(err, domain.Forbidden, "round.read_first")
		view, err := c.rounds.Report(t.Context(), c.grace.ID, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		line := view.Round.Report.Lines[0]
		want := []domain.RoundCell{{As: domain.AsPeer, People: 5, Halves: 3}, {As: domain.AsReport, People: 4, Halves: 6}, {As: domain.AsEverybody, People: 9, Halves: 4}}
		if line.Self != 4 || line.Manager != 2 || !slices.Equal(line.Others, want) {
			t.Errorf("got %+v, want %+v", line, want)
		}
		var shown []domain.Perspective
		for _, text := range view.Round.Report.Texts {
			shown = append(shown, text.As)
		}
		if !slices.Equal(shown, []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer}) || len(view.Quotes) != 1 {
			t.Errorf("texts of %v, quotes %v; the four who report stay under five", shown, view.Quotes)
		}
		if c.waiting(c.lee, domain.RoundShared) != 1 {
			t.Error("Lee is not told that it can be read now")
		}
		if _, err := c.rounds.Report(t.Context(), c.lee.ID, r.ID); err != nil {
			t.Error(err)
		}
		for _, other := range []domain.Person{c.mara, c.hanna, c.ada, c.peers[0], c.reports[0]} {
			_, err := c.rounds.Report(t.Context(), other.ID, r.ID)
			c.refused(err, domain.Forbidden, "permission.refused")
		}
	})
}

func TestRoundService_RefusesWhomItCannotHide(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 1)
	r := c.begun()
	nominate := func(names domain.RoundNames) error {
		_, err := c.rounds.Nominate(t.Context(), c.act(c.grace), r.ID, r.Version, names)
		return err
	}
	c.refused(nominate(domain.RoundNames{Peers: idsOf(c.peers[:3])}), domain.Invalid, "round.few_peers")
	c.refused(nominate(domain.RoundNames{}), domain.Invalid, "round.few_peers")
	for sentence, who := range map[string]domain.Person{
		"round.peer_self": c.grace, "round.peer_manager": c.lee, "round.peer_report": c.reports[0],
	} {
		c.refused(nominate(domain.RoundNames{Peers: append(idsOf(c.peers[:4]), who.ID)}), domain.Invalid, sentence)
	}
	c.refused(nominate(domain.RoundNames{Peers: idsOf(c.peers), Owners: idsOf(c.peers[:1])}), domain.Invalid, "round.owner_twice")
	// One report alone is not asked.
	running := c.approved(r, domain.RoundNames{Peers: idsOf(c.peers)})
	view, err := c.rounds.Show(t.Context(), c.grace.ID, running.ID)
	if err != nil || view.Reports != 1 || slices.ContainsFunc(view.Givers, func(g domain.RoundGiver) bool { return g.As == domain.AsReport }) {
		t.Errorf("got %+v, %v", view.Givers, err)
	}
	_, err = c.rounds.Answer(t.Context(), c.reports[0].ID, r.ID, marks(1, ""))
	c.refused(err, domain.Forbidden, "permission.refused")
	// A talk instead.
	if _, err := c.rounds.AskTalk(t.Context(), c.act(c.grace), r.ID); err != nil || c.waiting(c.hanna, domain.RoundTalk) != 1 {
		t.Errorf("the people team is not told: %v", err)
	}
}

//nolint:tparallel // the steps follow each other in one round
func TestRoundService_BadWill(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 5)
	r := c.running()
	c.answer(r, c.peers[0], marks(4, "first"))
	t.Run("who answers twice has answered once", func(t *testing.T) { //nolint:paralleltest // the same round
		fresh, err := c.rounds.Answer(t.Context(), c.peers[0].ID, r.ID, marks(1, "second"))
		if err != nil || fresh {
			t.Errorf("fresh %v, %v", fresh, err)
		}
	})
	t.Run("who has answered cannot decline", func(t *testing.T) { //nolint:paralleltest // the same round
		_, err := c.rounds.Decline(t.Context(), c.act(c.peers[0]), r.ID)
		c.refused(err, domain.Conflict, "round.answered_before")
	})
	t.Run("who declined cannot answer", func(t *testing.T) { //nolint:paralleltest // the same round
		if _, err := c.rounds.Decline(t.Context(), c.act(c.peers[1]), r.ID); err != nil {
			t.Fatal(err)
		}
		_, err := c.rounds.Answer(t.Context(), c.peers[1].ID, r.ID, marks(1, ""))
		c.refused(err, domain.Conflict, "round.declined_before")
	})
	t.Run("who is not asked cannot answer", func(t *testing.T) { //nolint:paralleltest // the same round
		_, err := c.rounds.Answer(t.Context(), c.hanna.ID, r.ID, marks(1, ""))
		c.refused(err, domain.Forbidden, "permission.refused")
	})
	t.Run("the person cannot change or call off what runs", func(t *testing.T) { //nolint:paralleltest // the same round
		_, err := c.rounds.Nominate(t.Context(), c.act(c.grace), r.ID, r.Version, domain.RoundNames{Peers: idsOf(c.peers)})
		c.refused(err, domain.Conflict, "round.named_before")
		_, err = c.rounds.CallOff(t.Context(), c.act(c.grace), r.ID)
		c.refused(err, domain.Conflict, "round.too_late")
	})
	t.Run("a second round waits", func(t *testing.T) { //nolint:paralleltest // the same round
		_, err := c.rounds.Begin(t.Context(), c.act(c.grace))
		c.refused(err, domain.Conflict, "round.runs")
	})
	t.Run("nobody sees who has answered", func(t *testing.T) { //nolint:paralleltest // the same round
		before, err := c.rounds.Show(t.Context(), c.grace.ID, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.answer(r, c.peers[2], marks(2, ""))
		after, err := c.rounds.Show(t.Context(), c.grace.ID, r.ID)
		if err != nil || fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("the view changes when somebody answers: %v", err)
		}
		_, err = c.rounds.Show(t.Context(), c.peers[0].ID, r.ID)
		c.refused(err, domain.Forbidden, "permission.refused")
	})
	out := c.close(r)
	t.Run("after the close nothing is taken", func(t *testing.T) { //nolint:paralleltest // the same round
		_, err := c.rounds.Answer(t.Context(), c.peers[3].ID, r.ID, marks(1, ""))
		c.refused(err, domain.Conflict, "round.closed")
	})
	t.Run("too few answered: nothing of theirs is shown", func(t *testing.T) { //nolint:paralleltest // the same round
		for _, line := range out.Report.Lines {
			if len(line.Others) > 0 {
				t.Errorf("two answered, and %+v is shown", line)
			}
		}
		if !slices.Equal(out.Report.Few, []domain.Perspective{domain.AsPeer, domain.AsReport}) {
			t.Errorf("got %v", out.Report.Few)
		}
	})
}

func TestRoundService_TimeEndsIt(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 0)
	r := c.begun()
	if out := c.close(r); out.State != domain.RoundOver || out.Ending != domain.RoundUnnamed || c.waiting(c.grace, domain.RoundEnded) != 1 {
		t.Errorf("got %+v", out)
	}
	r = c.begun() // one that came to nothing keeps nobody waiting
	named, err := c.rounds.Nominate(t.Context(), c.act(c.grace), r.ID, r.Version, domain.RoundNames{Peers: idsOf(c.peers)})
	if err != nil {
		t.Fatal(err)
	}
	if out := c.close(named.Round); out.Ending != domain.RoundUnapproved {
		t.Errorf("got %+v", out)
	}
	_, err = c.rounds.Approve(t.Context(), c.act(c.lee), r.ID, named.Round.Version, domain.RoundNames{Peers: idsOf(c.peers)})
	c.refused(err, domain.Conflict, "round.over")
}

func TestRoundService_Leavers(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 0)
	r := c.running()
	for i, p := range c.peers[:5] {
		c.answer(r, p, marks(1+i%4, ""))
	}
	people := domain.PeopleService{Practice: c.Practice}
	leave := func(p domain.Person) {
		c.tx(func(ctx context.Context, tx domain.Tx) error {
			known, err := tx.Person(ctx, p.ID)
			p = known
			return err
		})
		p.Active = false
		if _, err := people.Enrol(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	leave(c.peers[0]) // after answering
	leave(c.peers[5]) // before
	leave(c.lee)
	out := c.close(r)
	if out.Reader != "" || len(out.Report.Lines[0].Others) != 1 || out.Report.Lines[0].Others[0].People != 5 {
		t.Errorf("got %+v", out)
	}
}

// Whoever has answered is asked no more, though nothing was written down about it.
func TestRoundService_AsksOnce(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 0)
	r := c.running()
	c.answer(r, c.peers[0], marks(2, ""))
	for c.Clock.Now().Before(r.DueAt) {
		c.Clock.Set(c.Clock.Now().Add(6 * time.Hour))
		c.tick()
	}
	asked := map[string]int{}
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, p := range c.peers[:2] {
			log, err := tx.AskLogs(ctx, p.ID, 100)
			if err != nil {
				return err
			}
			for _, l := range log {
				if l.Kind == domain.AskRound && (l.What == "sent" || l.What == "merged") {
					asked[p.Name]++
				}
			}
		}
		return nil
	})
	if want := map[string]int{"peer1": 3}; !maps.Equal(asked, want) {
		t.Errorf("got %v, want %v", asked, want)
	}
}

// Another manager is asked to look, and the one before no more.
func TestRoundService_ManagerChanges(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 6, 0)
	r := c.begun()
	names := domain.RoundNames{Peers: idsOf(c.peers)}
	named, err := c.rounds.Nominate(t.Context(), c.act(c.grace), r.ID, r.Version, names)
	if err != nil {
		t.Fatal(err)
	}
	lines := domain.ReportingService{Practice: c.Practice}
	if _, err := lines.Assign(t.Context(), c.act(c.hanna), domain.Assignment{Person: c.grace.ID, Manager: c.mara.SlackID}); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[domain.ID]int{c.lee.ID: 0, c.mara.ID: 1} {
		waiting, err := c.asks.Waiting(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, a := range waiting.Asks {
			if a.Kind == domain.AskApprove {
				got++
			}
		}
		if got != want {
			t.Errorf("%s is asked %d times, want %d", who, got, want)
		}
	}
	_, err = c.rounds.Approve(t.Context(), c.act(c.lee), r.ID, named.Round.Version, names)
	c.refused(err, domain.Forbidden, "permission.refused")
	started, err := c.rounds.Approve(t.Context(), c.act(c.mara), r.ID, named.Round.Version, names)
	if err != nil || started.Round.Reader != c.mara.ID {
		t.Errorf("got %+v, %v", started.Round, err)
	}
}
