package bot

import (
	"context"
	"encoding/json"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// kudosNote is a kudos on its way to being sent: in the value of a button that
// asks first, or in a form.
type kudosNote struct {
	Users      []string           `json:"u,omitempty"`
	Groups     []string           `json:"g,omitempty"`
	Unresolved []string           `json:"n,omitempty"`
	Broadcast  bool               `json:"b,omitempty"`
	Text       string             `json:"t,omitempty"`
	Tags       []string           `json:"v,omitempty"`
	Private    bool               `json:"p,omitempty"`
	About      domain.MessageLink `json:"m,omitzero"`
	Sure       bool               `json:"s,omitempty"`
}

// readKudos takes what was typed after the command apart. Names in the middle
// of a sentence stay readable: they are read from the directory. Only a tag that
// is a value leaves the words, since a form shows it in its own field.
func (b *Bot) readKudos(ctx context.Context, text string, c domain.KudosChoices) kudosNote {
	typed := blockkit.ParseCommand(text)
	n := kudosNote{Users: typed.Users, Unresolved: typed.Unresolved, Broadcast: len(typed.Broadcasts) > 0}
	for _, tag := range typed.Tags {
		if value := c.Tag(tag); value != "" {
			n.Tags = append(n.Tags, value)
		} else if !typed.IsChannel(tag) {
			n.Tags = append(n.Tags, tag)
		}
	}
	for _, g := range typed.Groups {
		n.Groups = append(n.Groups, g.ID)
	}
	n.Text = typed.Message(blockkit.Wording{
		Tag: func(tag string) bool { return c.Tag(tag) != "" },
		Name: func(id string) string {
			p, err := b.people.Meet(ctx, id)
			if err != nil {
				return "" // the word behind the id serves; Give reports what is wrong
			}
			return p.Name
		},
	})
	return n
}

// nobody tells that a text names no one at all: it is no kudos yet.
func (n kudosNote) nobody() bool {
	return len(n.Users) == 0 && len(n.Groups) == 0 && len(n.Unresolved) == 0 && !n.Broadcast
}

// draft is what the domain takes.
func (n kudosNote) draft() domain.KudosDraft {
	return domain.KudosDraft{
		Users: n.Users, Groups: n.Groups, Unresolved: n.Unresolved, Broadcast: n.Broadcast,
		Text: n.Text, Tags: n.Tags, Private: n.Private, About: n.About, Sure: n.Sure,
	}
}

// value writes the note for a button; false where it is too long for one.
func (n kudosNote) value() (string, bool) {
	raw, err := json.Marshal(n)
	const room = 60 // for the mark of a button that counts once
	return string(raw), err == nil && blockkit.Units(string(raw))+room <= blockkit.LimitValue
}

// kudosNoteOf reads a button's value. An empty value is an empty note; one that
// cannot be read is not of this version.
func kudosNoteOf(value string) (kudosNote, error) {
	var n kudosNote
	if value == "" {
		return n, nil
	}
	if err := json.Unmarshal([]byte(value), &n); err != nil {
		return n, domain.Refuse(domain.NotFound, "request.unknown")
	}
	return n, nil
}

// resolved is the note with typed names replaced by the people whom they fit.
// False where a name fits nobody or several.
func (b *Bot) resolved(ctx context.Context, n kudosNote) (kudosNote, []domain.Person, error) {
	var people []domain.Person
	rest := n.Unresolved
	n.Unresolved = nil
	for _, name := range rest {
		found, err := b.kudos.Named(ctx, name)
		if err != nil {
			return n, nil, err
		}
		if len(found) != 1 {
			n.Unresolved = append(n.Unresolved, name)
			continue
		}
		people = append(people, found[0])
		n.Users = append(n.Users, found[0].SlackID)
		n.Text = withoutName(n.Text, name, found[0].Name)
	}
	return n, people, nil
}

// withoutName drops what is left of a full name in front of the message: of
// "@Grace Hopper for …" Slack leaves "@Grace" unresolved and "Hopper for …".
func withoutName(text, typed, name string) string {
	first, rest, found := strings.Cut(name, " ")
	if !found || !strings.EqualFold(first, typed) || len(text) < len(rest) || !strings.EqualFold(text[:len(rest)], rest) {
		return text
	}
	return strings.TrimLeft(text[len(rest):], " ,;:–—-")
}
