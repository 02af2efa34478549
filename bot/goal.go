package bot

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// goalFields are the fields of the goal's form.
var goalFields = []string{
	FieldGoalTitle, FieldGoalMeasure, FieldGoalUnit, FieldGoalStart, FieldGoalTarget, FieldGoalSteps,
	FieldGoalDue, FieldGoalWhy, FieldGoalParent, FieldGoalWeight, FieldGoalDimension, FieldGoalStandard, FieldGoalLevel,
	FieldGoalServes, FieldGoalPriority, FieldGoalReason,
}

// goalRoutes are the ways to goals.
func (b *Bot) goalRoutes() []Route {
	news := []string{FieldGoalValue, FieldGoalDone, FieldGoalConfidence, FieldGoalWhy, FieldGoalNext}
	return []Route{
		{Kind: Command, ID: CommandGoals, Speed: Answering, Handle: b.listGoals},
		{Kind: Command, ID: CommandGoalsHelp, Alone: true, Speed: Answering, Handle: b.explainGoals},
		{Kind: Command, ID: CommandGoalsNew, Alone: true, Speed: Opening, Handle: b.openGoalForm},
		{Kind: Command, ID: CommandGoalsTeam, Alone: true, Speed: Answering, Handle: b.listTeamGoals},
		{Kind: Command, ID: CommandGoalsCompany, Alone: true, Speed: Answering, Handle: b.listCompanyGoals},
		{Kind: Press, ID: PressGoals, Speed: Opening, Handle: b.openGoals},
		{Kind: Press, ID: PressGoalNew, Speed: Opening, Handle: b.openGoalForm},
		{Kind: Press, ID: PressGoalEdit, Speed: Opening, Handle: b.openGoalForm},
		{Kind: Submit, ID: GoalForm, Speed: Doing, Fields: goalFields, Handle: b.submitGoal, Again: b.openGoalForm},
		{Kind: Press, ID: PressGoalUpdate, Speed: Opening, Handle: b.openGoalNews},
		{Kind: Submit, ID: GoalNewsForm, Speed: Doing, Fields: news, Handle: b.submitGoalNews, Again: b.openGoalNews},
		{Kind: Press, ID: PressGoalSame, Speed: Doing, Handle: b.goalUnchanged},
		{Kind: Press, ID: PressGoalOpen, Speed: Opening, Handle: b.openGoal},
		{Kind: Press, ID: PressGoalClose, Speed: Opening, Handle: b.openGoalClose},
		{Kind: Submit, ID: GoalCloseForm, Speed: Doing, Fields: []string{FieldGoalEnding, FieldGoalLesson}, Handle: b.submitGoalClose, Again: b.openGoalClose},
	}
}

func (b *Bot) goalRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.GoalNews: b.renderGoalTold}
}

// renderGoalTold tells one side what the other did with a goal.
func (b *Bot) renderGoalTold(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	detail, by, word, err := b.goals.ShowTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	reader, _, err := b.readerAnd(ctx, m.Recipient, "")
	if err != nil {
		return blockkit.Message{}, err
	}
	return goalTold(b.voiceOf(reader), detail.Goals[0], goalDeed{reader: reader.ID, by: by, word: word}), nil
}

// listGoals lists the own goals, or those of a person who was named.
func (b *Bot) listGoals(ctx context.Context, req Request) (Reply, error) {
	named := blockkit.ParseCommand(req.Text)
	if len(named.Users) == 0 {
		if strings.TrimSpace(req.Text) != "" {
			return b.explainGoals(ctx, req)
		}
		return b.sayGoals(ctx, req, domain.GoalPage{})
	}
	person, err := b.people.Meet(ctx, named.Users[0])
	if err != nil {
		return Reply{}, err
	}
	return b.sayGoals(ctx, req, domain.GoalPage{Person: person.ID})
}

func (b *Bot) listTeamGoals(ctx context.Context, req Request) (Reply, error) {
	return b.sayGoals(ctx, req, domain.GoalPage{Level: domain.TeamGoal})
}

func (b *Bot) listCompanyGoals(ctx context.Context, req Request) (Reply, error) {
	return b.sayGoals(ctx, req, domain.GoalPage{Level: domain.CompanyGoal})
}

// sayGoals answers a command with a page of goals.
func (b *Bot) sayGoals(ctx context.Context, req Request, page domain.GoalPage) (Reply, error) {
	list, err := b.goals.List(ctx, req.Person.ID, page)
	if err != nil {
		return Reply{}, err
	}
	return Say(goalList(req.Voice, list, req.Person.ID)), nil
}

func (b *Bot) explainGoals(_ context.Context, req Request) (Reply, error) {
	return Say(sentences(req.Voice, "", req.Voice.Say("goal.help_line"), req.Voice.Say("goal.help_more"))), nil
}

// openGoals shows a page of goals in a modal: the own from Home and from
// preparing, others from a list.
func (b *Bot) openGoals(ctx context.Context, req Request) (Reply, error) {
	list, err := b.goals.List(ctx, req.Person.ID, parseGoalPage(req.Value))
	if err != nil {
		return Reply{}, err
	}
	m := goalList(req.Voice, list, req.Person.ID)
	return inPlace(req, blockkit.Modal{
		ID: GoalView, Title: say(req.Voice, "goal.list_short"), Close: say(req.Voice, "rapport.close_button"),
		Blocks: m.Blocks, More: say(req.Voice, "rapport.more"),
	}), nil
}

// inPlace shows a view in the place of the view of goals that was pressed in,
// since Slack lays only three on each other; elsewhere it opens it.
func inPlace(req Request, m blockkit.Modal) Reply {
	if req.Surface == InModal && req.View.Callback == GoalView {
		return Update(m)
	}
	return Open(m)
}

// openGoalForm opens the form for a new goal, or for one that is changed.
func (b *Bot) openGoalForm(ctx context.Context, req Request) (Reply, error) {
	draft := domain.GoalDraft{Owner: req.Person.ID, Level: domain.PersonGoal, Measure: domain.Measure{Kind: domain.NumberMeasure}}
	shown := goalFrame{reader: req.Person.ID}
	switch {
	case req.ID == PressGoalNew && req.Value != "":
		owner, err := b.goals.ProposeTo(ctx, req.Person.ID, domain.ID(req.Value))
		if err != nil {
			return Reply{}, err
		}
		draft.Owner, shown.owner = owner.ID, owner
	case req.Value != "":
		detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
		if err != nil {
			return Reply{}, err
		}
		goal := detail.Goals[0]
		draft = draftOfGoal(goal)
		if detail.Open.ID != "" { // what is proposed is what can be worded differently
			draft.Title, draft.Measure, draft.Due = detail.Open.Terms.Title, detail.Open.Terms.Measure, detail.Open.Terms.Due
		}
		shown.negotiated = goal.Level == domain.PersonGoal
	}
	places, err := b.goals.Places(ctx, req.Person.ID, domain.Goal{Parent: draft.Parent, Priority: draft.Priority})
	if err != nil {
		return Reply{}, err
	}
	if draft.Level == domain.PersonGoal {
		if places.Serves, draft.Serves, err = b.expected.Citable(ctx, req.Person.ID, draft.Owner, domain.CitedByGoal, draft.ID); err != nil {
			return Reply{}, err
		}
	}
	if draft.Owner != req.Person.ID {
		places.Levels = nil // it is that person's
	}
	shown.meta, err = b.formMetadata(draft.ID, draft.Version).With(goalNote{Owner: draft.Owner})
	if err != nil {
		return Reply{}, err
	}
	return inPlace(req, goalForm(req.Voice, draft, places, shown)), nil
}

// goalNote is whose goal a form is about.
type goalNote struct {
	Owner domain.ID `json:"o"`
}

func draftOfGoal(g domain.Goal) domain.GoalDraft {
	return domain.GoalDraft{
		ID: g.ID, Version: g.Version, Level: g.Level, Owner: g.Owner, Team: g.Team, Parent: g.Parent, Priority: g.Priority, Weight: g.Weight,
		Dimension: g.Dimension, Title: g.Title, Why: g.Why, Measure: g.Measure, Standard: g.Standard, Due: g.Due,
	}
}

// submitGoal saves the goal and says which letters of SMART are still weak.
func (b *Bot) submitGoal(ctx context.Context, req Request) (Reply, error) {
	draft, problems := readGoal(req)
	if problems != nil {
		return Errors(problems), nil
	}
	saved, err := b.goals.Save(ctx, req.Act, draft)
	if err != nil {
		return Reply{}, err
	}
	draft.ID = saved.Subject
	weak := draft.Weaknesses(domain.DateOf(b.practice.Clock.Now(), req.Voice.Zone()))
	return Say(goalSaved(req.Voice, draft, saved.Word, weak)), nil
}

// readGoal reads the form; numbers that are none are told under their fields.
func readGoal(req Request) (domain.GoalDraft, map[string]string) {
	v := req.Values
	draft := domain.GoalDraft{
		ID: req.Metadata.Subject, Version: req.Metadata.Version, Owner: req.Person.ID, Team: req.Person.Team,
		Level: domain.GoalLevel(v.Choice(FieldGoalLevel)), Parent: domain.ID(v.Choice(FieldGoalParent)),
		Dimension: domain.Dimension(v.Choice(FieldGoalDimension)), Title: v.Text(FieldGoalTitle), Why: v.Text(FieldGoalWhy),
		Standard: v.Text(FieldGoalStandard), Due: v.Date(FieldGoalDue),
		Measure: domain.Measure{Kind: domain.MeasureKind(v.Choice(FieldGoalMeasure)), Unit: v.Text(FieldGoalUnit)},
	}
	note := goalNote{Owner: draft.Owner}
	if err := req.Metadata.Read(&note); err == nil && note.Owner != "" {
		draft.Owner = note.Owner
	}
	if draft.Parent == noParent {
		draft.Parent = ""
	}
	draft.Reason = v.Text(FieldGoalReason)
	if draft.ServesAsked = v.Has(FieldGoalServes); draft.ServesAsked && v.Choice(FieldGoalServes) != noParent {
		draft.Serves = domain.ID(v.Choice(FieldGoalServes))
	}
	if draft.Priority = domain.ID(v.Choice(FieldGoalPriority)); draft.Priority == noParent {
		draft.Priority = ""
	}
	problems := map[string]string{}
	if draft.Measure.Kind == domain.NumberMeasure {
		draft.Measure.Start = readNumber(req, FieldGoalStart, problems)
		draft.Measure.Target = readNumber(req, FieldGoalTarget, problems)
	}
	if weight := strings.TrimSpace(v.Text(FieldGoalWeight)); weight != "" {
		n, err := strconv.Atoi(weight)
		if draft.Weight = n; err != nil || n < 1 || n > domain.MaxGoalWeight {
			problems[FieldGoalWeight] = req.Voice.Say("goal.weight", "Limit", domain.MaxGoalWeight)
		}
	}
	for line := range strings.SplitSeq(v.Text(FieldGoalSteps), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			draft.Measure.Milestones = append(draft.Measure.Milestones, domain.Milestone{Title: line})
		}
	}
	if len(problems) > 0 {
		return draft, problems
	}
	return draft, nil
}

// readNumber reads a number as people write it; what is none, or can be read in
// two ways, is told under its field.
func readNumber(req Request, field string, problems map[string]string) float64 {
	text := strings.TrimSpace(req.Values.Text(field))
	if text == "" {
		return 0
	}
	plain, certain := plainNumber(text)
	if !certain {
		problems[field] = req.Voice.Say("goal.two_numbers")
		return 0
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || n != n || n > 1e15 || n < -1e15 {
		problems[field] = req.Voice.Say("goal.no_number")
		return 0
	}
	return n
}

// plainNumber writes a number with a point for its fraction and nothing between
// its thousands. One sign alone before three digits is not clear: 10,000 and
// 10.000 are ten thousand to some and ten to others.
func plainNumber(text string) (plain string, certain bool) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, text)
	last := strings.LastIndexAny(text, ",.")
	if last < 0 {
		return text, true
	}
	sign := text[last : last+1]
	whole, fraction := text[:last], text[last+1:]
	switch {
	case !strings.ContainsAny(whole, ",."):
		zero := strings.TrimLeft(whole, "+-") == "0" || strings.TrimLeft(whole, "+-") == ""
		return whole + "." + fraction, len(fraction) != 3 || zero
	case strings.Contains(whole, sign): // one sign several times stands between thousands
		return strings.ReplaceAll(text, sign, ""), inThousands(text, sign)
	}
	other := strings.Trim(",.", sign)
	return strings.ReplaceAll(whole, other, "") + "." + fraction, inThousands(whole, other)
}

// inThousands tells whether a sign stands before each three digits.
func inThousands(text, sign string) bool {
	groups := strings.Split(strings.TrimLeft(text, "+-"), sign)
	for i, group := range groups {
		if i > 0 && len(group) != 3 || len(group) == 0 || len(group) > 3 || strings.ContainsAny(group, ",.") {
			return false
		}
	}
	return true
}

// openGoalNews opens the form for news.
func (b *Bot) openGoalNews(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	goal := detail.Goals[0]
	if goal.Closed() {
		return inPlace(req, goalView(req.Voice, detail)), nil
	}
	return inPlace(req, goalNewsForm(req.Voice, goal, b.formMetadata(goal.ID, goal.Version))), nil
}

func (b *Bot) submitGoalNews(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Show(ctx, req.Person.ID, req.Metadata.Subject)
	if err != nil {
		return Reply{}, err
	}
	goal := detail.Goals[0]
	word := domain.GoalWord{
		Version: req.Metadata.Version, Value: goal.Value, Confidence: domain.Confidence(req.Values.Choice(FieldGoalConfidence)),
		Why: req.Values.Text(FieldGoalWhy), Next: req.Values.Text(FieldGoalNext),
	}
	problems := map[string]string{}
	switch goal.Measure.Kind {
	case domain.MilestoneMeasure:
		word.Done = make([]bool, len(goal.Measure.Milestones))
		for _, place := range req.Values.Choices(FieldGoalDone) {
			if i, err := strconv.Atoi(place); err == nil && i >= 0 && i < len(word.Done) {
				word.Done[i] = true
			}
		}
	case domain.NumberMeasure:
		if strings.TrimSpace(req.Values.Text(FieldGoalValue)) != "" { // left empty, the last value stays
			word.Value = readNumber(req, FieldGoalValue, problems)
		}
	case domain.YesNoMeasure:
	}
	if len(problems) > 0 {
		return Errors(problems), nil
	}
	if _, err := b.goals.Tell(ctx, req.Act, goal.ID, word); err != nil {
		return Reply{}, err
	}
	return notice(req, "goal.news_kept"), nil
}

// goalUnchanged is "no change" in one tap.
func (b *Bot) goalUnchanged(ctx context.Context, req Request) (Reply, error) {
	_, err := b.goals.Tell(ctx, req.Act, domain.ID(req.Value), domain.GoalWord{NoChange: true})
	return notice(req, "goal.unchanged"), err
}

// openGoal shows one goal with its news.
func (b *Bot) openGoal(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Open(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return inPlace(req, goalView(req.Voice, detail)), nil
}

func (b *Bot) openGoalClose(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	goal := detail.Goals[0]
	return inPlace(req, goalCloseForm(req.Voice, goal, b.formMetadata(goal.ID, goal.Version))), nil
}

func (b *Bot) submitGoalClose(ctx context.Context, req Request) (Reply, error) {
	end := domain.GoalEnd{
		Version: req.Metadata.Version, State: domain.GoalState(req.Values.Choice(FieldGoalEnding)), Lesson: req.Values.Text(FieldGoalLesson),
	}
	if _, err := b.goals.Close(ctx, req.Act, req.Metadata.Subject, end); err != nil {
		return Reply{}, err
	}
	return notice(req, "goal.closed_done"), nil
}

// goalRow asks for news on one goal.
func (b *Bot) goalRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	detail, err := b.goals.Show(ctx, view.Person.ID, ask.Subject)
	if err != nil || detail.Goals[0].Closed() {
		return cardRow{}, err
	}
	return goalCard(v, detail.Goals[0], domain.DateOf(view.Now, v.Zone())), nil
}
