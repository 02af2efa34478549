package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"rapport/bot"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
	"rapport/storage"
)

// previewDays is how far a preview looks where no end is given.
const previewDays = 30

// previewOptions are the flags of preview.
type previewOptions struct{ person, from, to string }

// previewCommand prints what somebody would be sent, and sends nothing.
func previewCommand(sh shell) *cobra.Command {
	var o previewOptions
	c := &cobra.Command{
		Use:   "preview --person @NAME|EMAIL",
		Short: "Print what a person would be sent, and send nothing",
		Long: "Print what a person would be sent between two days, and send nothing.\n\n" +
			"It goes through everything that becomes due for the person as if nobody answered anything, in a transaction\n" +
			"that is always rolled back: nothing is sent and nothing is kept. With SQLite nobody else can save meanwhile, so\n" +
			"look on a copy, or while nobody presses. Thanks and whatever else people will do cannot be foreseen, and a\n" +
			"digest goes where the policy says. Days are written 2026-12-04, or as people say them: Friday, 4 December.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.person == "" {
				return usageError{errors.New("say whom with --person @name or --person email")}
			}
			return sh.preview(cmd.Context(), o)
		},
	}
	c.Flags().StringVar(&o.person, "person", "", "whom: @name as in Slack, or an email")
	c.Flags().StringVar(&o.from, "from", "", "the first day (today)")
	c.Flags().StringVar(&o.to, "to", "", "the last day (30 days later)")
	return c
}

// stage is the clock of a rehearsal.
type stage struct{ now time.Time }

// Now fulfils domain.Clock.
func (s *stage) Now() time.Time { return s.now }

// preview rehearses the days and prints them.
func (sh shell) preview(ctx context.Context, o previewOptions) error {
	return sh.withDatabase(ctx, func(c Config, db *storage.DB) error { return sh.rehearse(ctx, c, db, o) })
}

func (sh shell) rehearse(ctx context.Context, c Config, db *storage.DB, o previewOptions) error {
	clock := &stage{now: systemClock{}.Now().UTC()}
	var told []domain.Message
	return db.Rehearse(ctx, clock, func(m domain.Message) { told = append(told, m) }, func(store domain.Store) error {
		service := domain.PreviewService{
			Practice: c.practice(store, clock),
			Move:     func(to time.Time) { clock.now = to },
			Told: func() []domain.Message {
				taken := told
				told = nil
				return taken
			},
		}
		return sh.printPreview(ctx, service, o)
	})
}

// printPreview finds the person and prints a line a message.
func (sh shell) printPreview(ctx context.Context, s domain.PreviewService, o previewOptions) error {
	person, err := findPerson(ctx, s.Practice, o.person, domain.PersonFilter{Active: true, Limit: foundPeople})
	if err != nil {
		return err
	}
	zone, err := s.Zone(ctx, person.ID)
	if err != nil {
		return err
	}
	days, err := previewRange(o, domain.DateOf(s.Clock.Now(), zone))
	if err != nil {
		return err
	}
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	if err := sh.printf("What %s would be sent from %s to %s, in %s, if nobody answered anything:\n\n", person.Name, days.Start, days.End, zone); err != nil {
		return err
	}
	l := foreseenList{
		zone: zone, days: days, table: tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0),
		renders: bot.New(bot.Config{Practice: s.Practice, Book: book, Logger: slog.New(slog.DiscardHandler)}).Renders(),
	}
	err = s.Foresee(ctx, person.ID, days.End.In(zone, domain.EndOfDay), func(f domain.Foreseen) error { return l.add(ctx, f) })
	if err != nil {
		return err
	}
	if err := l.table.Flush(); err != nil {
		return fmt.Errorf("print the preview: %w", err)
	}
	end := "\nNothing was sent, and nothing was written.\n"
	if l.lines == 0 {
		end = "Nothing.\n" + end
	}
	return sh.printf("%s", end)
}

// foreseenList prints messages as lines of a table.
type foreseenList struct {
	zone    *time.Location
	days    domain.DateRange
	renders map[string]courier.Render
	table   *tabwriter.Writer
	lines   int
}

// add prints a message of one of the days: its line of notification, or why it
// would not be sent.
func (l *foreseenList) add(ctx context.Context, f domain.Foreseen) error {
	at := f.At.In(l.zone)
	if !l.days.Contains(domain.DateOf(at, l.zone)) {
		return nil
	}
	words := "(" + f.Reason + ")"
	if render, known := l.renders[f.Message.Kind]; known && !f.Dropped {
		m, err := render(ctx, f.Message)
		if err != nil {
			return fmt.Errorf("write a %s: %w", f.Message.Kind, err)
		}
		words = m.FallbackText()
	}
	l.lines++
	if _, err := fmt.Fprintf(l.table, "%s\t%s\t%s\t%s\n", at.Format("Mon 2006-01-02"), at.Format("15:04"), f.Message.Kind, words); err != nil {
		return fmt.Errorf("print a message: %w", err)
	}
	return nil
}

// previewRange reads the two days.
func previewRange(o previewOptions, today domain.Date) (domain.DateRange, error) {
	days := domain.DateRange{Start: today}
	var err error
	if o.from != "" {
		if days.Start, err = domain.ParseSaidDay(o.from, today); err != nil {
			return days, usageError{fmt.Errorf("%q is no day; write 2026-12-04", o.from)}
		}
	}
	days.End = days.Start.AddDays(previewDays)
	if o.to != "" {
		if days.End, err = domain.ParseSaidDay(o.to, today); err != nil {
			return days, usageError{fmt.Errorf("%q is no day; write 2026-12-04", o.to)}
		}
	}
	if days.Start.Before(today) || days.End.Before(days.Start) {
		return days, usageError{fmt.Errorf("from %s to %s is not ahead; what was sent stands in Home", days.Start, days.End)}
	}
	return days, nil
}

// foundPeople is how many people who are called the same are named.
const foundPeople = 5

// findPerson finds one person of a filter by an email, or by a name as in Slack.
func findPerson(ctx context.Context, p domain.Practice, said string, filter domain.PersonFilter) (domain.Person, error) {
	if name, isName := strings.CutPrefix(said, "@"); isName || !strings.Contains(said, "@") {
		filter.Named = name
	} else {
		filter.Emails = []string{said}
	}
	var people []domain.Person
	err := p.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		var err error
		people, err = tx.People(ctx, filter)
		return err
	})
	switch {
	case err != nil:
		return domain.Person{}, fmt.Errorf("look for %s: %w", said, err)
	case len(people) == 0:
		who := "nobody"
		if filter.Active {
			who = "nobody active"
		}
		return domain.Person{}, usageError{fmt.Errorf("%s is called %s", who, said)}
	case len(people) > 1:
		emails := make([]string, len(people))
		for i, who := range people {
			emails[i] = who.Email
		}
		return domain.Person{}, usageError{fmt.Errorf("%s fits several people: %s", said, strings.Join(emails, ", "))}
	}
	return people[0], nil
}
