package demo

import (
	"context"
	"fmt"
	"time"

	"rapport/domain"
)

// The round that was held about Grace: how long ago it came out, in months, and
// how many days it ran.
const (
	roundMonths = 4
	roundDays   = 24
)

// seenIn are words of a round, as peers of such a company write them.
var seenIn = map[int][]string{
	domain.KeepText: {
		"Asks what the customer has tried before anybody talks about solutions.", "Her notes after an outage. I learn from each.",
		"Stays calm when three people talk at once.", "Says no early, with a reason.", "Takes the time to explain the restore to whoever is new.",
	},
	domain.TryText: {
		"Hand the drill to somebody else once.", "Tell us a day earlier when a plan slips.", "Ask for help before the third evening.",
		"Say more in the planning; you know it best.", "Write down what you decided on the phone.",
	},
}

// rounds writes the one that was held about Grace, whose report she and Lee have
// read, and those of the people of Tom, which HR began.
func (s *seeder) rounds(ctx context.Context) error {
	out := domain.DateOf(s.now, time.UTC).AddMonths(-roundMonths)
	grace, err := s.round(ctx, "grace", out)
	if err != nil {
		return err
	}
	grace.By = grace.Subject
	if err := s.tx.CreateRound(ctx, grace); err != nil {
		return err
	}
	quote := domain.RoundQuote{
		ID: s.practice.IDs.New(), Round: grace.ID, Author: s.ids["ines"], Source: "Kestrel Shipping, who runs their warehouse", On: out.AddDays(-20), At: grace.DueAt.AddDate(0, 0, -8),
		Words: "She told us at six in the morning what would not work today. That was the first time that somebody did.",
	}
	if err := s.tx.CreateRoundQuote(ctx, quote); err != nil {
		return err
	}
	past := domain.Entry{Act: "round.quote", Subject: grace.ID, Actor: quote.Author, Person: grace.Subject, At: quote.At, Version: 1, Content: quote.Words}
	if err := s.recorded(ctx, past, ""); err != nil {
		return err
	}
	if err := s.came(ctx, grace); err != nil {
		return err
	}
	return s.roundsOfTom(ctx)
}

// roundsOfTom are those of a group, begun by HR two months ago.
func (s *seeder) roundsOfTom(ctx context.Context) error {
	out := domain.DateOf(s.now, time.UTC).AddMonths(-2)
	l := domain.RoundLaunch{
		ID: s.practice.IDs.New(), By: s.ids[hr], Group: domain.Group{Manager: s.ids["tom"]}, Done: true, Begun: len(s.reports["tom"]),
		At: out.AddDays(-roundDays).In(time.UTC, domain.NewTimeOfDay(9, 0)),
	}
	for _, handle := range s.reports["tom"] {
		r, err := s.round(ctx, handle, out)
		if err != nil {
			return err
		}
		l.RoundDates, l.Worked, r.Launch, r.By = r.RoundDates, r.Subject, l.ID, l.By
		if err := s.tx.CreateRound(ctx, r); err != nil {
			return err
		}
		if err := s.came(ctx, r); err != nil {
			return err
		}
	}
	return s.tx.CreateRoundLaunch(ctx, l)
}

// came keeps that a report came out.
func (s *seeder) came(ctx context.Context, r domain.Round) error {
	return s.recorded(ctx, domain.Entry{Act: "round.release", Subject: r.ID, Person: r.Subject, At: r.DueAt, Version: 1}, "")
}

// round is one whose report came out on a day and was read in two hours, with
// answers of the person, the manager and peers.
func (s *seeder) round(ctx context.Context, handle string, out domain.Date) (domain.Round, error) {
	var of member
	for _, m := range s.members {
		if m.handle == handle {
			of = m
		}
	}
	r := domain.Round{
		ID: s.practice.IDs.New(), Subject: s.ids[handle], Reader: s.ids[of.boss], State: domain.RoundOut,
		RoundDates: domain.RoundDates{NominateBy: out.AddDays(7 - roundDays), AnswerBy: out.AddDays(-3), ReleaseOn: out},
		DueAt:      out.In(time.UTC, domain.NewTimeOfDay(9, 0)), ReadAt: out.In(time.UTC, domain.NewTimeOfDay(11, 0)),
		At: out.AddDays(-roundDays).In(time.UTC, domain.NewTimeOfDay(9, 0)), Numbers: domain.LeastNumbers, Texts: domain.LeastTexts,
	}
	role, err := s.tx.RoleProfileOf(ctx, of.role)
	if err != nil && domain.CodeOf(err) != domain.NotFound {
		return r, err
	}
	for _, e := range role.Expectations[:min(domain.MaxRoundQuestions, len(role.Expectations))] {
		r.Questions = append(r.Questions, domain.RoundQuestion{Expectation: e.ID, Version: e.Version})
	}
	r.Report = domain.SumUp(s.answers(len(r.Questions)), len(r.Questions), []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer}, r.Numbers, r.Texts)
	return r, nil
}

// answers are what was put into the box of a round.
func (s *seeder) answers(questions int) []domain.RoundAnswer {
	var answers []domain.RoundAnswer
	peers := len(seenIn[domain.KeepText])
	for q := range questions {
		answers = append(answers, domain.RoundAnswer{As: domain.AsSelf, Question: q, Mark: 2 + s.rand.IntN(2)}, domain.RoundAnswer{As: domain.AsManager, Question: q, Mark: 3})
		for range peers {
			answers = append(answers, domain.RoundAnswer{As: domain.AsPeer, Question: q, Mark: 2 + s.rand.IntN(3)})
		}
	}
	for question, texts := range seenIn {
		for _, text := range texts {
			answers = append(answers, domain.RoundAnswer{As: domain.AsPeer, Question: question, Text: text})
		}
	}
	return answers
}

// roundScenes tell of four rounds: one that was held before, one about Bo, one about
// Cem in which too few answer, and two that the people team begins for a group. Lars
// learns that he leads too few people for one from below.
func (t *Tale) roundScenes() []scene {
	return []scene{
		{"2026-11-05 15:00", rounding, t.graceLooksBack},
		{"2027-01-18 10:00", rounding, t.boBegins},
		{"2027-01-19 17:00", rounding, t.leeApprovesBo},
		{"2027-01-27 16:30", rounding, t.answersAboutBo},
		{"2027-02-12 10:00", rounding, t.boReads},
		{"2027-02-12 16:00", rounding, t.leeReadsBo},
		{"2027-03-01 10:00", rounding, t.cemBegins},
		{"2027-03-02 17:00", rounding, t.leeApprovesCem},
		{"2027-03-10 16:30", rounding, t.answersAboutCem},
		{"2027-03-25 10:00", rounding, t.cemReads},
		{"2027-04-12 10:00", rounding, t.hannaLaunches},
		{"2027-04-14 10:30", rounding, t.adaAndSamName},
		{"2027-04-15 17:00", rounding, t.leeApprovesBoth},
		{"2027-04-27 16:30", rounding, t.answersAboutBoth},
		{"2027-05-14 16:00", rounding, t.bothRead},
		{"2027-06-08 10:00", rounding, t.larsHasOne},
	}
}

// The questions of the form in which peers are named.
const (
	askedPeers  = "Which peers see your work often?"
	askedOwners = "Who can bring what customers said?"
)

func (t *Tale) boBegins(ctx context.Context) error {
	t.saysf("Bo types /rapport round, and begins one about himself. With three peers nobody's answers could hide among others, so the form asks for more; he names five, and Ines, who can say what customers said.")
	bo := t.at(ctx, "bo")
	bo.types("/rapport", "round")
	bo.sees("Begin a round", "Nobody, Rapport included, can tell")
	bo.presses("Begin a round")
	bo.sees(askedPeers)
	bo.fills(askedPeers, []string{"Ada Lovelace", "Cem Aydin", "Grace Hopper"})
	bo.refused("Name at least 4 peers")
	bo.fills(askedPeers, []string{"Ada Lovelace", "Cem Aydin", "Grace Hopper", "Sam Ortiz", "Lin Wu"}, askedOwners, []string{"Ines Costa"})
	bo.sends()
	bo.sees("nobody is asked before")
	return bo.closes()
}

// approves lets Lee look at whom somebody named, and agree.
func (t *Tale) approves(ctx context.Context, name string) error {
	lee := t.at(ctx, "lee")
	lee.opens("Look", name+" has named peers")
	lee.sees("Peers who are asked")
	lee.sends()
	lee.sees("the report comes out on")
	return lee.closes()
}

func (t *Tale) leeApprovesBo(ctx context.Context) error {
	t.saysf("Lee looks at whom Bo named, and agrees. Now everybody is asked.")
	return t.approves(ctx, "Bo Lindqvist")
}

// answers lets somebody answer in a round, in marks and words.
func (t *Tale) answers(ctx context.Context, handle, about string, mark, keep string) error {
	h := t.at(ctx, handle)
	h.opens("Answer", about)
	h.sees("Send, once")
	if mark != "" { // a role without a profile is asked about in words alone
		h.fills("mark_1", mark, "mark_2", "Often")
	}
	h.fills("keep", t.hidden(keep))
	h.sends()
	h.sees("Nobody can tell any more which are yours")
	if err := h.closes(); err != nil {
		return fmt.Errorf("let %s answer: %w", handle, err)
	}
	return nil
}

// saidOf are words about somebody in a round.
type saidOf struct{ handle, mark, keep string }

// allAnswer lets several people answer about somebody.
func (t *Tale) allAnswer(ctx context.Context, about string, all []saidOf) error {
	for _, a := range all {
		if err := t.answers(ctx, a.handle, about, a.mark, a.keep); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tale) answersAboutBo(ctx context.Context) error {
	t.saysf("Five peers answer about Bo in marks and words, Lee as his manager, Bo about himself. Before the first question the form says who will read what. Ines brings what a customer said, with name and day.")
	err := t.allAnswer(ctx, "Bo Lindqvist would like your view", []saidOf{
		{"ada", "Often", "Bo tells us a day earlier when something slips."}, {"cem", "Nearly always", "He draws what he means."},
		{"grace", "Often", "His notes are short, and nothing is missing."}, {"sam", "Sometimes", "He asks before he changes my part."},
		{"lin", "Often", "He answers Tokyo before his own breakfast."}, {"lee", "Often", "He takes the dull half without being asked."},
	})
	if err != nil {
		return err
	}
	if err := t.answers(ctx, "bo", "how do you see yourself?", "Sometimes", "I want to write less and call more."); err != nil {
		return err
	}
	ines := t.at(ctx, "ines")
	ines.opens("Answer", "bring what customers said")
	ines.sees("In their words")
	ines.fills("In their words", t.hidden("He stayed on the line until our last branch was back."), "Who said it?", t.hidden("Fjord Shipping, head of operations"), "When?", "2026-12-09")
	ines.sends()
	return ines.closes()
}

// readsReport lets somebody read the own report.
func (t *Tale) readsReport(ctx context.Context, handle string, words ...string) error {
	h := t.at(ctx, handle)
	h.opens("Read", "The report of your feedback round is there")
	h.sees(words...)
	return h.closes()
}

func (t *Tale) boReads(ctx context.Context) error {
	t.saysf("Bo reads his report: himself, Lee by name, five peers together, and what the customer said. Lee can read it from now on.")
	return t.readsReport(ctx, "bo", "Self: Sometimes", "Lee Park: Often", "Peers (5): Often", "Fjord Shipping")
}

func (t *Tale) leeReadsBo(ctx context.Context) error {
	t.saysf("Lee is told that Bo has read it, and reads it, too. One thing to keep and one to try stand in their next preparation.")
	lee := t.at(ctx, "lee")
	lee.opens("Read", "Bo Lindqvist has read the report of the feedback round")
	lee.sees("Peers (5)", "may choose what to speak about")
	return lee.closes()
}

func (t *Tale) cemBegins(ctx context.Context) error {
	t.saysf("Cem begins a round, too, and names four peers.")
	cem := t.at(ctx, "cem")
	cem.types("/rapport", "round")
	cem.sees("Begin a round")
	cem.presses("Begin a round")
	cem.sees(askedPeers)
	cem.fills(askedPeers, []string{"Ada Lovelace", "Bo Lindqvist", "Grace Hopper", "Sam Ortiz"})
	cem.sends()
	return cem.closes()
}

func (t *Tale) leeApprovesCem(ctx context.Context) error {
	t.saysf("Lee agrees.")
	return t.approves(ctx, "Cem Aydin")
}

func (t *Tale) answersAboutCem(ctx context.Context) error {
	t.saysf("Three of the four answer about Cem, and Lee. His role has no profile yet, so there are words only. Sam does not; nobody is told who did.")
	return t.allAnswer(ctx, "Cem Aydin would like your view", []saidOf{
		{"ada", "", "Cem shows two drawings where others show one."}, {"bo", "", "He listens with a pencil."},
		{"grace", "", "He asks what it is for."}, {"lee", "", "He throws his own drafts away."},
	})
}

func (t *Tale) cemReads(ctx context.Context) error {
	t.saysf("Cem reads his report. Fewer than four peers answered, so nothing of theirs stands in it by itself: Lee's answers are there, and the reason why no others are.")
	return t.readsReport(ctx, "cem", "Fewer than 4 peers answered", "He throws his own drafts away.")
}

func (t *Tale) hannaLaunches(ctx context.Context) error {
	t.saysf("Hanna begins rounds about two people by name, with the same days for both. She will see how many run, and nothing of them.")
	hanna := t.at(ctx, hr)
	hanna.home("Rounds")
	hanna.presses("round.launches")
	hanna.sees("Begin for a group")
	hanna.presses("Begin for a group")
	hanna.sees("People by name")
	hanna.fills("People by name", []string{"Ada Lovelace", "Sam Ortiz"})
	hanna.sends()
	return hanna.closes()
}

func (t *Tale) adaAndSamName(ctx context.Context) error {
	t.saysf("Ada and Sam each name five peers.")
	for _, n := range []struct {
		handle string
		peers  []string
	}{
		{"ada", []string{"Bo Lindqvist", "Cem Aydin", "Grace Hopper", "Sam Ortiz", "Lin Wu"}},
		{"sam", []string{"Ada Lovelace", "Bo Lindqvist", "Cem Aydin", "Grace Hopper", "Lin Wu"}},
	} {
		h := t.at(ctx, n.handle)
		h.types("/rapport", "round")
		h.sees("Name peers")
		h.presses("Name peers")
		h.sees(askedPeers)
		h.fills(askedPeers, n.peers)
		h.sends()
		if err := h.closes(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tale) leeApprovesBoth(ctx context.Context) error {
	t.saysf("Lee agrees to both.")
	for _, name := range []string{"Ada Lovelace", "Sam Ortiz"} {
		if err := t.approves(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tale) answersAboutBoth(ctx context.Context) error {
	t.saysf("Those who were asked answer, each once.")
	about := map[string][]saidOf{
		"Ada Lovelace would like your view": {
			{"bo", "Often", "Ada says what nobody dares to say, kindly."}, {"cem", "Often", "She reads before she answers."},
			{"grace", "Nearly always", "Her questions save a week."}, {"sam", "Often", "She keeps a promise on a Friday, too."}, {"lin", "Often", "She writes for those who sleep while she works."},
		},
		"Sam Ortiz would like your view": {
			{"ada", "Sometimes", "Sam shares a fault before it is found."}, {"bo", "Often", "He tidies up after himself and others."},
			{"cem", "Often", "He says when a drawing cannot be built."}, {"grace", "Often", "He found the gap in step four."}, {"lin", "Sometimes", "He leaves the build green for Tokyo."},
		},
	}
	for _, name := range []string{"Ada Lovelace would like your view", "Sam Ortiz would like your view"} {
		if err := t.allAnswer(ctx, name, about[name]); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tale) bothRead(ctx context.Context) error {
	t.saysf("Both reports came out in one morning. Ada and Sam read theirs.")
	if err := t.readsReport(ctx, "ada", "Peers (5)"); err != nil {
		return err
	}
	return t.readsReport(ctx, "sam", "Peers (5)")
}

func (t *Tale) larsHasOne(ctx context.Context) error {
	t.saysf("Lars begins a round. Only Una reports to him, and one person cannot hide among others, so she is not asked; he asks for a talk that the people team holds instead, and calls the round off.")
	lars := t.at(ctx, deputy)
	lars.types("/rapport", "round")
	lars.sees("Begin a round")
	lars.presses("Begin a round")
	lars.sees("Too few people report to you")
	lars.step("close the form", func() error { return lars.view.Dismiss(ctx) })
	lars.types("/rapport", "round")
	lars.sees("Ask for the talk")
	lars.presses("Ask for the talk")
	lars.sees("Asked.")
	lars.step("close the answer", func() error { return lars.p.Modal().Dismiss(ctx) })
	lars.types("/rapport", "round")
	lars.sees("Call it off")
	lars.presses("Call it off")
	lars.sees("Called off.")
	return lars.closes()
}

func (t *Tale) graceLooksBack(ctx context.Context) error {
	t.saysf("Grace types /rapport round, and reads again what came back to her in the summer.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "round")
	grace.sees("Report of")
	grace.presses("Read")
	grace.sees("Peers (5)")
	return grace.closes()
}
