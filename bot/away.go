package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

var awayFields = []string{FieldAwayFrom, FieldAwayUntil}

// awayRoutes are the ways to say that somebody is away or back.
func (b *Bot) awayRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandAway, Alone: true, Speed: Opening, Handle: b.openAway},
		{Kind: Command, ID: CommandAway, Speed: Doing, Handle: b.typeAway},
		{Kind: Command, ID: CommandBack, Speed: Doing, Handle: b.sayBack},
		{Kind: Press, ID: PressAway, Speed: Opening, Handle: b.openAway},
		{Kind: Submit, ID: AwayForm, Speed: Doing, Fields: awayFields, Handle: b.submitAway},
		{Kind: Press, ID: PressAwayOff, Speed: Doing, Handle: b.callOffAway},
		{Kind: Press, ID: PressAwayYes, Speed: Doing, Handle: b.takeSuggestion},
		{Kind: Press, ID: PressAwayNo, Speed: Doing, Handle: b.declineSuggestion},
		{Kind: Press, ID: PressLetters, Speed: Opening, Handle: b.openLetters},
		{Kind: Press, ID: PressLettersRead, Speed: Doing, Handle: b.readLetters},
	}
}

func (b *Bot) awayRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.AwaySet: b.renderAwaySet}
}

// typeAway notes what was typed: until when, and for whom where somebody is
// named.
func (b *Bot) typeAway(ctx context.Context, req Request) (Reply, error) {
	who, text, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	today := domain.DateOf(b.practice.Clock.Now(), b.zones.Load(who.Zone))
	said, err := domain.ParseAway(text, today)
	if err != nil {
		return Reply{}, err
	}
	if said.Back {
		return b.back(ctx, req, who.ID)
	}
	receipt, err := b.away.Set(ctx, req.Act, who.ID, said.Days)
	if err != nil {
		return Reply{}, err
	}
	return Say(awayReceipt(req.Voice, req.Person.ID, b.touchLine(receipt))), nil
}

// touchLine touches the Homes on which an absence shows.
func (b *Bot) touchLine(r domain.AwayReceipt) domain.AwayReceipt {
	b.touch(r.Person.ID)
	b.touch(r.Person.Manager)
	return r
}

// named takes a mentioned person out of a command's text; without one it is
// the person who types.
func (b *Bot) named(ctx context.Context, req Request) (domain.Person, string, error) {
	users := blockkit.ParseCommand(req.Text).Users
	if len(users) == 0 {
		return req.Person, req.Text, nil
	}
	who, err := b.people.Meet(ctx, users[0])
	if err != nil {
		return domain.Person{}, "", err
	}
	before, rest, _ := strings.Cut(req.Text, "<@"+users[0])
	_, after, _ := strings.Cut(rest, ">")
	return who, strings.TrimSpace(before + " " + after), nil
}

func (b *Bot) sayBack(ctx context.Context, req Request) (Reply, error) {
	who, _, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	return b.back(ctx, req, who.ID)
}

func (b *Bot) back(ctx context.Context, req Request, person domain.ID) (Reply, error) {
	receipt, err := b.away.Back(ctx, req.Act, person)
	if err != nil {
		return Reply{}, err
	}
	return Say(backReceipt(req.Voice, req.Person.ID, b.touchLine(receipt))), nil
}

// openAway opens the form, for the person in the button's value or for who
// presses.
func (b *Bot) openAway(ctx context.Context, req Request) (Reply, error) {
	person := domain.ID(req.Value)
	if person == "" || req.Kind == Command {
		person = req.Person.ID
	}
	plan, err := b.away.Plan(ctx, req.Person.ID, person)
	if err != nil {
		return Reply{}, err
	}
	return Open(awayForm(req.Voice, req.Person.ID, plan, b.formMetadata(person, 0))), nil
}

func (b *Bot) submitAway(ctx context.Context, req Request) (Reply, error) {
	days := domain.DateRange{Start: req.Values.Date(FieldAwayFrom), End: req.Values.Date(FieldAwayUntil)}
	receipt, err := b.away.Set(ctx, req.Act, req.Metadata.Subject, days)
	if err != nil {
		return Reply{}, err
	}
	return Say(awayReceipt(req.Voice, req.Person.ID, b.touchLine(receipt))), nil
}

// callOffAway ends an absence: undone from the receipt, or earlier than
// planned.
func (b *Bot) callOffAway(ctx context.Context, req Request) (Reply, error) {
	receipt, err := b.away.CallOff(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Replace(backReceipt(req.Voice, req.Person.ID, b.touchLine(receipt))), nil
}

// takeSuggestion notes the absence that a Slack status suggested.
func (b *Bot) takeSuggestion(ctx context.Context, req Request) (Reply, error) {
	until, err := domain.ParseDate(req.Value)
	if err != nil {
		return Reply{}, err
	}
	receipt, err := b.away.Set(ctx, req.Act, req.Person.ID, domain.DateRange{End: until})
	if err != nil {
		return Reply{}, err
	}
	return Say(awayReceipt(req.Voice, req.Person.ID, b.touchLine(receipt))), nil
}

func (b *Bot) declineSuggestion(ctx context.Context, req Request) (Reply, error) {
	until, err := domain.ParseDate(req.Value)
	if err != nil {
		return Reply{}, err
	}
	return notice(req, "absence.suggestion_declined"), b.away.Decline(ctx, req.Act, until)
}

// suggestRow asks whether a Slack status that ends later means an absence.
func (b *Bot) suggestRow(_ context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	until, err := domain.ParseDate(string(ask.Subject))
	if err != nil {
		return cardRow{}, err
	}
	line := say(v, "absence.row_suggest", "Day", v.Day(until, view.Calendar.Today(view.Now)))
	return cardRow{
		Text: line, Fallback: line,
		Buttons: []blockkit.Element{
			button(v, PressAwayYes, until.String(), "absence.yes_button"),
			button(v, PressAwayNo, until.String(), "absence.no_button"),
		},
		Lines: []blockkit.Text{say(v, "absence.status_unread")},
	}, nil
}

// lettersRow leads to what arrived while its reader was away.
func (b *Bot) lettersRow(ctx context.Context, v *sentence.Voice, view domain.CardView, _ domain.Ask) (cardRow, error) {
	back, err := b.away.Returned(ctx, view.Person.ID)
	if err != nil || len(back.Letters) == 0 {
		return cardRow{}, err
	}
	line := say(v, "absence.row_letters", "Count", len(back.Letters))
	return cardRow{Text: line, Fallback: line, Buttons: []blockkit.Element{button(v, PressLetters, "", "conversation.read_button")}}, nil
}

// openLetters shows what arrived, each as it would have come.
func (b *Bot) openLetters(ctx context.Context, req Request) (Reply, error) {
	back, err := b.away.Returned(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	letters, err := b.letters(ctx, back)
	return Open(lettersView(req.Voice, letters, back.UpTo)), err
}

// letters renders what arrived. What cannot be shown any more is left out.
func (b *Bot) letters(ctx context.Context, back domain.Returned) ([]shownLetter, error) {
	renders := b.Renders()
	var letters []shownLetter
	for _, l := range back.Letters {
		render, known := renders[l.Kind]
		if !known {
			continue
		}
		m, err := render(ctx, l.Message())
		switch domain.CodeOf(err) {
		case "":
			letters = append(letters, shownLetter{l.Seq, m})
		case domain.NotFound, domain.Forbidden:
			// its subject is gone, or somebody else's by now
		default:
			return nil, fmt.Errorf("render %s: %w", l.Kind, err)
		}
	}
	return letters, nil
}

// readLetters forgets what was shown, and shows the rest in its place.
func (b *Bot) readLetters(ctx context.Context, req Request) (Reply, error) {
	upTo, err := strconv.ParseInt(req.Value, 10, 64)
	if err != nil {
		return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
	}
	if err := b.away.Read(ctx, req.Act, upTo); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		back, err := b.away.Returned(ctx, req.Person.ID)
		if err != nil || len(back.Letters) == 0 {
			return Replace(sentences(req.Voice, "", req.Voice.Say("absence.letters_read"))), err
		}
		letters, err := b.letters(ctx, back)
		return Update(lettersView(req.Voice, letters, back.UpTo)), err
	}), nil
}

// renderAwaySet tells somebody that another person noted their absence.
func (b *Bot) renderAwaySet(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	receipt, err := b.away.Show(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	_, by, err := b.readerAnd(ctx, m.Recipient, receipt.Absence.SetBy)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(receipt.Person)
	line := say(v, "absence.told", "Name", by.Name, "From", receipt.Absence.Days.Start, "Until", receipt.Absence.Days.End)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line),
			blockkit.Actions(button(v, PressAwayOff, string(receipt.Absence.ID), "absence.wrong_button")),
			blockkit.Context(say(v, "absence.nothing_sent")),
		},
	}, nil
}

// profile is what is read of a changed account: when its status ends.
type profile struct {
	User struct {
		Profile struct {
			StatusExpiration int64 `json:"status_expiration"`
		} `json:"profile"`
	} `json:"user"`
}

// watchStatus looks when the Slack status of a changed account ends, and at
// nothing else of it.
func (b *Bot) watchStatus(ctx context.Context, req Request, person domain.Person) error {
	var p profile
	if err := json.Unmarshal(req.Event, &p); err != nil {
		return fmt.Errorf("read when a status ends: %w", err)
	}
	if p.User.Profile.StatusExpiration == 0 || !person.Converses() {
		return nil
	}
	return b.away.SuggestFromStatus(ctx, person.ID, time.Unix(p.User.Profile.StatusExpiration, 0).UTC())
}
