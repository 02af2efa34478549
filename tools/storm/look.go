package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"strings"

	"rapport/sandbox"
)

// found is what is in the database and in Slack after the storm.
type found struct {
	kudos, goals map[string][]string       // ids of records by mark
	undone       map[string]bool           // kudos that were taken back, by mark
	channel      map[string]string         // where kudos are posted, by mark; "" for private ones
	posts        map[string][]string       // marks in each channel, in the order of the posts
	direct       map[string]map[string]int // by mark and receiver: how many messages
	settled      map[string][2]int         // by person: doubts resolved as saved, as lost
	stuck        map[string]int            // messages that are dead or unclear, by state and reason
	outbox       map[letter]string         // what became of each message: state and reason
}

// letter names one message: about what, and to whom or where.
type letter struct{ subject, to string }

// markIn finds the words by which a deed is known again.
var markIn = regexp.MustCompile(`deed-\d{6}\.`)

// look reads the database and all that people can read.
func (st *stage) look(ctx context.Context) (*found, error) {
	f := &found{
		kudos: map[string][]string{}, goals: map[string][]string{}, undone: map[string]bool{}, channel: map[string]string{}, posts: map[string][]string{},
		direct: map[string]map[string]int{}, settled: map[string][2]int{}, stuck: map[string]int{}, outbox: map[letter]string{},
	}
	for _, step := range []func(context.Context, *stage) error{f.readKudos, f.readGoals, f.readOutbox} {
		if err := step(ctx, st); err != nil {
			return nil, err
		}
	}
	for _, place := range st.town.Places {
		for _, m := range st.town.Channel(place).Messages() {
			if mark := markIn.FindString(m.Text()); mark != "" {
				f.posts[place] = append(f.posts[place], mark)
			}
		}
	}
	for _, id := range st.town.People {
		f.readDirect(id, st.town.As(id).DM())
	}
	return f, nil
}

// readDirect counts what one person reads.
func (f *found) readDirect(id string, messages []*sandbox.Message) {
	for _, m := range messages {
		text := m.Text()
		count := f.settled[id]
		switch {
		case strings.Contains(text, settledSaved):
			count[0]++
		case strings.Contains(text, settledLost):
			count[1]++
		}
		f.settled[id] = count
		// A doubt that is resolved as lost gives the words back; they are no kudos.
		if mark := markIn.FindString(text); mark != "" && !strings.Contains(text, settledLost) {
			if f.direct[mark] == nil {
				f.direct[mark] = map[string]int{}
			}
			f.direct[mark][id]++
		}
	}
}

func (f *found) readKudos(ctx context.Context, st *stage) error {
	return st.rows(ctx, `SELECT id, text, state || ' ' || channel FROM kudos`, func(row [3]string) {
		mark := markIn.FindString(row[1])
		f.kudos[mark] = append(f.kudos[mark], row[0])
		state, channel, _ := strings.Cut(row[2], " ")
		f.undone[mark], f.channel[mark] = state != "given", channel
	})
}

func (f *found) readGoals(ctx context.Context, st *stage) error {
	return st.rows(ctx, `SELECT id, title, state FROM goals`, func(row [3]string) {
		mark := markIn.FindString(row[1])
		f.goals[mark] = append(f.goals[mark], row[0])
	})
}

// readOutbox reads what became of the messages, those about one thing to one
// place in their order.
func (f *found) readOutbox(ctx context.Context, st *stage) error {
	return st.rows(ctx, `SELECT o.subject || ' ' || o.kind || ' ' || CASE WHEN o.channel <> '' THEN o.channel ELSE coalesce(p.slack_id, '') END, o.state, o.reason
		FROM outbox o LEFT JOIN people p ON p.id = o.recipient ORDER BY o.seq`, func(row [3]string) {
		var subject, kind, to string
		if _, err := fmt.Sscan(row[0], &subject, &kind, &to); err != nil {
			return // about nobody and nothing: no message of a deed
		}
		if row[1] != "dropped" && row[1] != "sent" {
			f.stuck[row[1]+" "+kind+": "+row[2]]++
		}
		about := letter{subject, to}
		f.outbox[about] = strings.TrimPrefix(f.outbox[about]+", "+row[1]+" "+row[2], ", ")
	})
}

// rows reads three columns of text.
func (st *stage) rows(ctx context.Context, query string, each func([3]string)) error {
	rows, err := st.db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to the end, or failed before
	for rows.Next() {
		var row [3]string
		if err := rows.Scan(&row[0], &row[1], &row[2]); err != nil {
			return fmt.Errorf("look into the database: %w", err)
		}
		each(row)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	return nil
}

// valuesOf are the values of a map.
func valuesOf[K comparable, V any](m map[K]V) iter.Seq[V] { return maps.Values(m) }
