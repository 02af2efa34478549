package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rapport/domain"
	"rapport/sandbox"
	"rapport/storage"
	"rapport/tools/town"
)

// The company whose people team presses the pause in the middle of a long
// queue.
const (
	firstAsked  = 100 // the number of the first person who is asked something
	askedAtOnce = 500 // people whom something is asked when Rapport starts
	askedLater  = 200 // people whom something is asked a little later, one after the other
	pressAfter  = 100 // asks that have arrived when the pause is pressed
	answered    = 50  // asks that are answered while they wait
	usualPace   = 300 // posts a minute, what Rapport takes for Slack's limit if nobody tells it

	askedOver  = 3 * time.Minute  // how long after the start the last is asked
	pauseWatch = 80 * time.Second // how long the pause is watched before it is ended
	mostAfter  = 60.0             // seconds after the press
	mostADay   = 1.0              // messages of asks to one person
	mostPace   = 1.1              // of the pace; within a minute some are early
)

// pause measures what the people team's pause does under load: when the last ask
// leaves, whether thanks still travel, and what comes when it is over.
func pause(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newPopulated(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	h, err := g.serve(ctx, s, "pause")
	defer func() { err = errors.Join(err, h.close()) }()
	if err != nil {
		return nil, err
	}
	db, err := storage.Open(ctx, g.config(h.database, workers))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	p := &pausing{served: h, db: db}
	if err := p.prepare(ctx); err != nil {
		return nil, err
	}
	if err := p.play(ctx); err != nil {
		return nil, err
	}
	return p.figures(out), nil
}

// pausing is one pause, from the queue before it to the last ask after it.
type pausing struct {
	*served
	db              *storage.DB
	subjects        map[string]domain.ID // what was asked, by the user id of who was asked
	over            map[domain.ID]bool   // those that were answered while they waited
	waiting         int                  // asks in the queue when the pause was pressed
	pressed, lifted time.Time
	thanks          []thanked
}

// thanked is one kudos that was confirmed.
type thanked struct {
	mark string
	to   int
	at   time.Time
}

// prepare files the asks while nobody serves, so that the first tick finds all
// of them.
func (p *pausing) prepare(ctx context.Context) error {
	// Everybody works all the time, so that it can be measured at any time.
	if err := p.operate(ctx, p.town.Policy()+"time:\n  hours: mon-sun 0:00-24:00\n", "policy", "apply", "-"); err != nil {
		return err
	}
	if err := errors.Join(p.drained(ctx), p.stop()); err != nil {
		return err
	}
	p.subjects = map[string]domain.ID{}
	err := p.db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		clear(p.subjects)
		for n := range askedAtOnce + askedLater {
			user := p.town.People[firstAsked+n]
			at := tx.Now()
			if later := n - askedAtOnce; later >= 0 {
				at = at.Add(time.Duration(later) * askedOver / askedLater)
			}
			goal, err := p.ask(ctx, tx, user, at)
			if err != nil {
				return err
			}
			p.subjects[user] = goal
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("file the asks: %w", err)
	}
	p.pace = usualPace
	_, err = p.start(ctx)
	return err
}

// ask lets somebody be asked about a goal.
func (p *pausing) ask(ctx context.Context, tx domain.Tx, user string, from time.Time) (domain.ID, error) {
	person, err := tx.PersonBySlack(ctx, user)
	if err != nil {
		return "", err
	}
	goal, err := tx.CreateGoal(ctx, domain.Goal{
		ID: storage.IDs{}.New(), Owner: person.ID, ProposedBy: person.ID, Level: domain.PersonGoal, Dimension: domain.ResultGoal, Weight: 1,
		Title: "Launch a rocket", Measure: domain.Measure{Kind: domain.YesNoMeasure}, State: domain.GoalAgreed, Confidence: domain.OnTrack,
		Due: domain.DateOf(tx.Now(), time.UTC).AddDays(90), LastNews: tx.Now(), AgreedAt: tx.Now(), At: tx.Now(),
	})
	if err != nil {
		return "", err
	}
	return goal.ID, tx.FileAsk(ctx, domain.Ask{
		ID: storage.IDs{}.New(), Person: person.ID, Kind: domain.AskGoal, Subject: goal.ID, Urgency: domain.WheneverYouCan, NotBefore: from, At: tx.Now(),
	})
}

// The rows that are waited for.
const (
	cardsSent = `SELECT count(*) FROM outbox WHERE kind = 'ask.card' AND deed = 'post' AND state = 'sent'`
	cardsLeft = `SELECT count(*) FROM outbox WHERE kind = 'ask.card' AND deed = 'post' AND state IN ('waiting', 'sending') AND hold_until IS NULL`
	asksLeft  = `SELECT count(*) FROM asks WHERE state = 'waiting' AND plan_at <= now() + interval '5 minutes'`
)

// play lets the pause be pressed in the middle, looks on, and lets it be ended,
// while people thank each other all the time.
func (p *pausing) play(ctx context.Context) error {
	thanking, enough := context.WithCancel(ctx)
	var running sync.WaitGroup
	var fault error
	running.Go(func() { fault = p.keepThanking(thanking) })
	err := p.pressAndLift(ctx)
	enough()
	running.Wait()
	return errors.Join(err, fault, p.drained(ctx))
}

func (p *pausing) pressAndLift(ctx context.Context) error {
	if err := p.until(ctx, "the first asks", `SELECT CASE WHEN n < `+strconv.Itoa(pressAfter)+` THEN 1 ELSE 0 END FROM (`+cardsSent+`) AS sent (n)`); err != nil {
		return err
	}
	if err := p.press(ctx); err != nil {
		return err
	}
	if p.waiting < askedAtOnce/2 {
		return fmt.Errorf("press the pause: only %d asks were in the queue, which is not the middle", p.waiting)
	}
	if err := rest(ctx, pauseWatch/2); err != nil {
		return err
	}
	if err := p.answerSome(ctx); err != nil {
		return err
	}
	if err := rest(ctx, pauseWatch/2); err != nil {
		return err
	}
	if err := p.lift(ctx); err != nil {
		return err
	}
	// What was held is planned by the next tick, then sent at the pace.
	return errors.Join(p.until(ctx, "the asks to be planned", asksLeft), p.until(ctx, "the asks to be sent", cardsLeft))
}

// press pauses everything by the button on Home, and says yes to the second
// question.
func (p *pausing) press(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	hr := p.town.As(p.town.People[0])
	home, err := hr.OpenHome(within)
	if err != nil {
		return fmt.Errorf("open Home: %w", err)
	}
	if err := home.Click(within, "Pause …"); err != nil {
		return fmt.Errorf("press the pause: %w", err)
	}
	form, err := hr.AwaitModal(within, titled("For whom?"))
	if err != nil {
		return fmt.Errorf("fill the pause: %w", err)
	}
	if err := form.Fill("until", time.Now().UTC().AddDate(0, 0, 14).Format(time.DateOnly)); err != nil {
		return fmt.Errorf("fill the pause: %w", err)
	}
	if _, err := form.Submit(within); err != nil {
		return fmt.Errorf("fill the pause: %w", err)
	}
	sure, err := hr.AwaitModal(within, titled("up to and including"))
	if err != nil {
		return fmt.Errorf("answer the second question: %w", err)
	}
	if err := p.served.db.QueryRowContext(ctx, cardsLeft).Scan(&p.waiting); err != nil {
		return fmt.Errorf("count the queue: %w", err)
	}
	p.pressed = time.Now()
	if _, err := sure.Submit(within); err != nil {
		return fmt.Errorf("answer the second question: %w", err)
	}
	if _, err := hr.AwaitModal(within, titled("Paused up to")); err != nil {
		return fmt.Errorf("read that it is paused: %w", err)
	}
	return nil
}

// titled looks for words in a view.
func titled(words string) func(*sandbox.View) bool {
	return func(v *sandbox.View) bool { return strings.Contains(v.Text(), words) }
}

// answerSome ends asks that wait, as their people do on Home.
func (p *pausing) answerSome(ctx context.Context) error {
	p.over = map[domain.ID]bool{}
	err := p.db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		clear(p.over)
		for n := range answered { // the last of those who were asked at once have not been sent theirs
			goal := p.subjects[p.town.People[firstAsked+askedAtOnce-1-n]]
			if _, err := tx.CloseAsks(ctx, goal, domain.AskGoal, "", domain.AskAnswer); err != nil {
				return err
			}
			p.over[goal] = true
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("answer some: %w", err)
	}
	return nil
}

// lift ends the pause by its button.
func (p *pausing) lift(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	home, err := p.town.As(p.town.People[0]).OpenHome(within)
	if err != nil {
		return fmt.Errorf("open Home: %w", err)
	}
	p.lifted = time.Now()
	if err := home.Click(within, "End the pause"); err != nil {
		return fmt.Errorf("end the pause: %w", err)
	}
	return p.until(within, "the pause to end", `SELECT count(*) FROM pauses WHERE ended_at IS NULL`)
}

// keepThanking types a kudos each second.
func (p *pausing) keepThanking(ctx context.Context) error {
	each := time.NewTicker(time.Second)
	defer each.Stop()
	for n := 0; ; n++ {
		select {
		case <-each.C:
		case <-ctx.Done():
			return nil
		}
		giver, to := n%firstAsked, firstAsked+askedAtOnce+askedLater+n%firstAsked
		mark := fmt.Sprintf("rocket %d.", n)
		text := "@" + town.Handle(to) + " for the launch of " + mark
		reply, err := p.town.As(p.town.People[giver]).Command(context.WithoutCancel(ctx), p.town.PlaceOf(giver), "/kudos", text)
		if err != nil || reply.Ephemeral == nil {
			return fmt.Errorf("type a kudos: %w", errors.Join(err, errors.New("it was not answered")))
		}
		if strings.HasPrefix(reply.Ephemeral.Text(), "Sent to") {
			p.thanks = append(p.thanks, thanked{mark, to, time.Now()})
		}
	}
}

// sentAt are the times at which somebody was sent asks.
func (p *pausing) sentAt(user string) []time.Time {
	var times []time.Time
	for _, m := range p.town.As(user).DM() {
		if at, err := strconv.ParseFloat(m.TS, 64); err == nil && m.BotID != "" {
			times = append(times, time.UnixMicro(int64(at*1e6)))
		}
	}
	return times
}

// figures reads what people were sent.
func (p *pausing) figures(out io.Writer) []figure {
	var before, after, overSent, most int
	var last time.Duration // after the press
	var later []time.Time  // after the end
	for user, goal := range p.subjects {
		times := p.sentAt(user)
		most = max(most, len(times))
		for _, at := range times {
			switch {
			case at.After(p.lifted):
				later = append(later, at)
			case at.After(p.pressed):
				after++
				last = max(last, at.Sub(p.pressed))
			default:
				before++
			}
			if p.over[goal] {
				overSent++
			}
		}
	}
	busiest := busiestMinute(later)
	fmt.Fprintf(out, "pause: %d asks sent before the press, %d in the queue, %d after it, %d after its end, at most %d a minute\n",
		before, p.waiting, after, len(later), busiest)
	queue := fmt.Sprintf("%d asks had been sent, %d were in the queue; %d left after the press", before, p.waiting, after)
	ended := fmt.Sprintf("%d people were asked, %d of them after the pause was ended", before+after+len(later), len(later))
	return append(p.thanksFigures(),
		figure{what: "the last ask after the people team paused everything", unit: "s", reached: last.Seconds(), limit: mostAfter, most: true, detail: queue},
		figure{what: "messages of asks to one person, over a pause and its end", reached: float64(most), limit: mostADay, most: true, detail: ended},
		figure{what: "asks within a minute after a pause was ended, of the pace of posts", reached: float64(busiest) / usualPace, limit: mostPace, most: true,
			detail: fmt.Sprintf("%d of %d a minute", busiest, usualPace)},
		figure{what: "asks that came after a pause and were answered in it", reached: float64(overSent), most: true,
			detail: fmt.Sprintf("%d were answered while they waited", len(p.over))})
}

// thanksFigures tells whether thanks travelled while the practice was paused.
func (p *pausing) thanksFigures() []figure {
	var before, during []float64
	given := 0
	for _, k := range p.thanks {
		paused := k.at.After(p.pressed) && k.at.Before(p.lifted)
		if paused {
			given++
		}
		for _, m := range p.town.As(p.town.People[k.to]).DM() {
			at, err := strconv.ParseFloat(m.TS, 64)
			if err != nil || !strings.Contains(m.Text(), k.mark) {
				continue
			}
			took := max(0, time.UnixMicro(int64(at*1e6)).Sub(k.at).Seconds())
			if paused {
				during = append(during, took)
			} else if k.at.Before(p.pressed) {
				before = append(before, took)
			}
		}
	}
	share := 100 * float64(len(during)) / float64(max(1, given))
	return []figure{{
		what: "kudos given while prompts are paused, that arrived", unit: "%", reached: share, limit: 100,
		detail: fmt.Sprintf("%d of %d, the slowest after %.1f s; before the pause %.1f s", len(during), given, slices.Max(append(during, 0)), slices.Max(append(before, 0))),
	}}
}

// busiestMinute is how many of the times fall into one minute at most.
func busiestMinute(times []time.Time) int {
	slices.SortFunc(times, time.Time.Compare)
	most, first := 0, 0
	for i, at := range times {
		for at.Sub(times[first]) >= time.Minute {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}
