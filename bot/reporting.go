package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// reportingRoutes are the ways to change who reports to whom.
func (b *Bot) reportingRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressLineWork, Speed: Opening, Handle: b.openLineWork},
		{Kind: Submit, ID: LineWorkForm, Speed: Doing, Handle: b.submitLineWork},
		{Kind: Press, ID: PressLineAssign, Speed: Opening, Handle: b.openAssign},
		{Kind: Submit, ID: LineAssignForm, Speed: Doing, Fields: []string{FieldManager, FieldManagerOn}, Handle: b.submitAssign},
		{Kind: Press, ID: PressLineTop, Speed: Doing, Handle: b.pressTop},
		{Kind: Press, ID: PressLineOpen, Speed: Opening, Handle: b.openChoose},
		{Kind: Submit, ID: LineChooseForm, Speed: Doing, Fields: []string{FieldManager}, Handle: b.submitChoose},
		{Kind: Press, ID: PressLineYes, Speed: Doing, Handle: b.pressLineYes},
		{Kind: Press, ID: PressLineNo, Speed: Doing, Handle: b.pressLineNo},
	}
}

func (b *Bot) reportingRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.LineMoved:    b.renderLineMoved,
		domain.LineTold:     b.renderLineTold,
		domain.LineAnswered: b.renderLineAnswered,
		domain.LineImported: b.toReader(renderLineImported),
	}
}

// openLineWork opens what waits for the people team about reporting lines.
func (b *Bot) openLineWork(ctx context.Context, req Request) (Reply, error) {
	work, err := b.lines.Work(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	people := make([]domain.ID, len(work.Differences))
	for i, d := range work.Differences {
		people[i] = d.Person
	}
	meta, err := b.formMetadata("", 0).With(people)
	if err != nil {
		return Reply{}, err
	}
	return Open(lineWorkView(req.Voice, work, meta)), nil
}

// submitLineWork leaves the differences that were shown as they are.
func (b *Bot) submitLineWork(ctx context.Context, req Request) (Reply, error) {
	var people []domain.ID
	if err := req.Metadata.Read(&people); err != nil {
		return Reply{}, err
	}
	if _, err := b.lines.Looked(ctx, req.Act, people); err != nil {
		return Reply{}, err
	}
	return Clear(), nil
}

// openAssign lays the form for one person on top of the list.
func (b *Bot) openAssign(ctx context.Context, req Request) (Reply, error) {
	person, err := b.lines.PrepareAssign(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	today := domain.DateOf(b.practice.Clock.Now(), req.Voice.Zone())
	return Open(assignForm(req.Voice, person, today, b.formMetadata(person.ID, 0))), nil
}

func (b *Bot) submitAssign(ctx context.Context, req Request) (Reply, error) {
	a := domain.Assignment{Person: req.Metadata.Subject, On: req.Values.Date(FieldManagerOn)}
	if users := req.Values.Users(FieldManager); len(users) > 0 {
		a.Manager = users[0]
	}
	if _, err := b.lines.Assign(ctx, req.Act, a); err != nil {
		return Reply{}, err
	}
	return notice(req, "reporting.assigned"), nil
}

// pressTop says that nobody stands above a person.
func (b *Bot) pressTop(ctx context.Context, req Request) (Reply, error) {
	id := domain.ID(req.Value)
	if _, err := b.lines.Assign(ctx, req.Act, domain.Assignment{Person: id, Top: true}); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		_, person, err := b.readerAnd(ctx, req.Person.ID, id)
		return settled(req, "reporting.assigned_top", "Name", person.Name), err
	}), nil
}

// openChoose opens "Your manager".
func (b *Bot) openChoose(ctx context.Context, req Request) (Reply, error) {
	mine, err := b.lines.Mine(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(chooseForm(req.Voice, mine, b.formMetadata("", 0))), nil
}

func (b *Bot) submitChoose(ctx context.Context, req Request) (Reply, error) {
	named := ""
	if users := req.Values.Users(FieldManager); len(users) > 0 {
		named = users[0]
	}
	out, err := b.lines.Choose(ctx, req.Act, named)
	if err != nil {
		return Reply{}, err
	}
	key := "reporting.chosen_there"
	if out.Word != "there" {
		key = "reporting.chosen"
		b.touch(out.Subject)
	}
	return b.saved(ctx, req, func() (Reply, error) {
		_, manager, err := b.readerAnd(ctx, req.Person.ID, out.Subject)
		return notice(req, key, "Name", manager.Name), err
	}), nil
}

func (b *Bot) pressLineYes(ctx context.Context, req Request) (Reply, error) {
	return b.answerLine(ctx, req, true)
}

func (b *Bot) pressLineNo(ctx context.Context, req Request) (Reply, error) {
	return b.answerLine(ctx, req, false)
}

// answerLine is what the manager named says.
func (b *Bot) answerLine(ctx context.Context, req Request, yes bool) (Reply, error) {
	id := domain.ID(req.Value)
	out, err := b.lines.Answer(ctx, req.Act, id, yes)
	if err != nil {
		return Reply{}, err
	}
	b.touch(id)
	key := "reporting.declined"
	switch out.Word {
	case "agreed":
		key = "reporting.agreed"
	case "differs":
		return notice(req, "reporting.agreed_differs"), nil
	}
	return b.saved(ctx, req, func() (Reply, error) {
		_, person, err := b.readerAnd(ctx, req.Person.ID, id)
		return notice(req, key, "Name", person.Name), err
	}), nil
}

// managerRow asks somebody whether they are a person's manager.
func (b *Bot) managerRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	person, err := b.lines.NamedBy(ctx, view.Person.ID, ask.Subject)
	if err != nil {
		return cardRow{}, err
	}
	return managerCard(v, person), nil
}

// renderLineMoved tells a manager, once for all, who comes and who goes.
func (b *Bot) renderLineMoved(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	news, err := b.lines.Moves(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return movedMessage(b.voiceOf(news.Reader), news), nil
}

// renderLineTold tells a person who the manager is from a day on.
func (b *Bot) renderLineTold(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	news, err := b.lines.Told(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return toldMessage(b.voiceOf(news.Reader), news), nil
}

// renderLineAnswered tells a person that the manager named said no.
func (b *Bot) renderLineAnswered(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, manager, err := b.readerAnd(ctx, m.Recipient, domain.ID(m.Detail))
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	msg := sentences(v, "", v.Say("reporting.told_no", "Name", manager.Name))
	msg.Blocks = append(msg.Blocks, blockkit.Actions(button(v, PressLineOpen, "", "reporting.choose_button")))
	return because(v, msg, "reporting.told_no_why"), nil
}

// renderLineImported tells the people team what an import changed. The detail
// is how many people, and of how many the manager.
func renderLineImported(v *sentence.Voice, m domain.Message) blockkit.Message {
	changed, moved, _ := strings.Cut(m.Detail, ":")
	lines := []string{v.Say("reporting.imported", "Count", countIn(changed))}
	if n := countIn(moved); n > 0 {
		lines = append(lines, v.Say("reporting.imported_lines", "Count", n))
	}
	msg := sentences(v, "", lines...)
	msg.Blocks = append(msg.Blocks, blockkit.Actions(button(v, PressLineWork, "", "reporting.look_button")))
	return msg
}

// countIn reads a count of a message's detail, which our own code wrote.
func countIn(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
