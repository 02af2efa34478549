package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapport/sandbox"
	"rapport/tools/town"
)

// typeKudos thanks by a command.
func (c *crowd) typeKudos(ctx context.Context, person int, d *deed) {
	var words []string
	for _, other := range c.thank(person, d) {
		words = append(words, "@"+town.Handle(other))
	}
	words = append(words, "for", d.mark)
	reply, err := c.town.As(d.giver).Command(ctx, d.place, "/kudos", strings.Join(words, " "))
	if err != nil || reply.Ephemeral == nil {
		c.unanswered(d, err)
		return
	}
	c.told(d, told(reply.Ephemeral.Text()), reply.Ephemeral.Text())
	if d.verdict == saved {
		c.mu.Lock()
		c.receipts = append(c.receipts, receipt{person, d, reply.Ephemeral})
		c.mu.Unlock()
	}
}

// thank decides whom, and where it will be posted.
func (c *crowd) thank(person int, d *deed) []int {
	others := c.others(person)
	for _, other := range others {
		d.to = append(d.to, c.town.People[other])
	}
	d.place = c.town.PlaceOf(person)
	return others
}

// unanswered is a deed of which Slack says that the app did not answer.
func (c *crowd) unanswered(d *deed, err error) {
	switch {
	case err == nil, errors.Is(err, sandbox.ErrTrouble), errors.Is(err, context.DeadlineExceeded):
		c.told(d, silent, "")
	case strings.Contains(err.Error(), "is deactivated"): // the storm has locked this person out
		c.told(d, shown, "")
	default:
		c.told(d, other, err.Error())
	}
}

// fillKudos thanks by the form.
func (c *crowd) fillKudos(ctx context.Context, person int, d *deed) {
	if view := c.open(ctx, d, "/kudos", ""); view != nil {
		c.sendKudos(ctx, person, d, view)
	}
}

// pressKudos thanks by the form behind the button on Home.
func (c *crowd) pressKudos(ctx context.Context, person int, d *deed) {
	home, err := c.town.As(d.giver).OpenHome(ctx)
	if err != nil {
		c.told(d, silent, "")
		return
	}
	if err := home.Click(ctx, "Thank someone"); err != nil {
		c.unanswered(d, err)
		return
	}
	if view := c.form(ctx, d); view != nil {
		c.sendKudos(ctx, person, d, view)
	}
}

// sendKudos fills and sends the form.
func (c *crowd) sendKudos(ctx context.Context, person int, d *deed, view *sandbox.View) {
	var names []string
	for _, other := range c.thank(person, d) {
		names = append(names, town.Handle(other))
	}
	c.submit(ctx, d, view, map[string]any{"recipients": names, "text": d.mark})
}

// fillGoal adds a goal.
func (c *crowd) fillGoal(ctx context.Context, _ int, d *deed) {
	if view := c.open(ctx, d, "/goals", "new"); view != nil {
		c.submit(ctx, d, view, map[string]any{
			"title": d.mark, "measure": "yes_no", "due": time.Now().AddDate(0, 1, 0).Format(time.DateOnly),
		})
	}
}

// open types a command that opens a form, and waits for the form.
func (c *crowd) open(ctx context.Context, d *deed, command, text string) *sandbox.View {
	person := c.town.As(d.giver)
	reply, err := person.Command(ctx, c.town.Places[0], command, text)
	if err != nil {
		c.unanswered(d, err)
		return nil
	}
	if reply.Ephemeral != nil {
		c.told(d, told(reply.Ephemeral.Text()), reply.Ephemeral.Text())
		return nil
	}
	if reply.Failed != "" {
		c.told(d, silent, "")
		return nil
	}
	return c.form(ctx, d)
}

// form waits for a form, or for the view that says why there is none.
func (c *crowd) form(ctx context.Context, d *deed) *sandbox.View {
	isForm := func(v *sandbox.View) bool { return v.JSON()["submit"] != nil }
	view, err := c.town.As(d.giver).AwaitModal(ctx, func(v *sandbox.View) bool { return isForm(v) || told(v.Text()) == notSaved })
	switch {
	case err != nil:
		c.told(d, c.refusal(d), "")
		return nil
	case !isForm(view):
		c.told(d, notSaved, "")
		_ = view.Dismiss(ctx) // whether the app hears of it, nobody waits for
		return nil
	}
	return view
}

// refusal looks for the words that came instead of a form, where the person typed
// the command or in the own DM.
func (c *crowd) refusal(d *deed) verdict {
	person := c.town.As(d.giver)
	since := fmt.Sprintf("%d.", d.begun.Unix())
	for _, m := range slices.Concat(person.Ephemerals(c.town.Places[0]), person.DM()) {
		if m.TS >= since && told(m.Text()) == notSaved {
			return notSaved
		}
	}
	return silent
}

// submit fills a form and sends it.
func (c *crowd) submit(ctx context.Context, d *deed, view *sandbox.View, fields map[string]any) {
	for name, value := range fields {
		if err := view.Fill(name, value); err != nil {
			c.told(d, silent, "") // the form was closed from elsewhere
			return
		}
	}
	d.begun = time.Now()
	sent, err := view.Submit(ctx)
	switch {
	case err != nil:
		c.unanswered(d, err)
	case sent.Closed:
		c.told(d, saved, "")
	case sent.Updated:
		c.told(d, told(view.Text()), view.Text())
	default:
		words := strings.Join(slices.Sorted(valuesOf(sent.Errors)), " ")
		c.told(d, told(words), words)
	}
	if view.Open() {
		_ = view.Dismiss(ctx) // whether the app hears of it, nobody waits for
	}
}

// undoKudos takes one of the last kudos back.
func (c *crowd) undoKudos(ctx context.Context, _ int, d *deed) {
	c.mu.Lock()
	if len(c.receipts) == 0 {
		c.mu.Unlock()
		c.told(d, shown, "")
		return
	}
	i := c.dice.IntN(len(c.receipts))
	r := c.receipts[i]
	c.receipts = slices.Delete(c.receipts, i, i+1)
	c.mu.Unlock()
	d.giver = r.deed.giver
	v, words := silent, ""
	if err := r.message.Click(ctx, c.town.As(r.deed.giver), "Undo"); err == nil {
		// The receipt changes, or what went wrong stands below it.
		_, err = c.town.As(r.deed.giver).AwaitEphemeral(ctx, r.message.Channel, func(m *sandbox.Message) bool {
			words = m.Text()
			v = told(words)
			if m.TS == r.message.TS {
				return strings.HasPrefix(words, "Taken back")
			}
			return m.TS > r.message.TS && (v == notSaved || v == unclear || strings.Contains(words, "Something broke"))
		})
		if err != nil {
			v = silent
		}
	}
	c.told(d, v, words)
	c.mu.Lock()
	r.deed.undo, r.deed.undone = v, time.Now()
	c.mu.Unlock()
}

// joinKudos presses the button under the newest post of a channel.
func (c *crowd) joinKudos(ctx context.Context, person int, d *deed) {
	posts := c.town.Channel(c.town.PlaceOf(person)).Messages()
	d.verdict = shown
	if len(posts) == 0 {
		return
	}
	if err := posts[len(posts)-1].Click(ctx, c.town.As(d.giver), "Thank them too"); err != nil {
		c.unanswered(d, err)
		return
	}
	c.told(d, shown, "")
}

// openHome looks at Home.
func (c *crowd) openHome(ctx context.Context, _ int, d *deed) {
	if _, err := c.town.As(d.giver).OpenHome(ctx); err != nil {
		c.told(d, silent, "")
		return
	}
	c.told(d, shown, "")
}
