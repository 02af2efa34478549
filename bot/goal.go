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

// goalFields are the fields of the goal's form.
var goalFields = []string{
	FieldGoalTitle, FieldGoalMeasure, FieldGoalUnit, FieldGoalStart, FieldGoalTarget, FieldGoalSteps,
	FieldGoalDue, FieldGoalWhy, FieldGoalParent, FieldGoalDimension, FieldGoalStandard, FieldGoalLevel,
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
		{Kind: Submit, ID: GoalForm, Speed: Doing, Fields: goalFields, Handle: b.submitGoal},
		{Kind: Press, ID: PressGoalUpdate, Speed: Opening, Handle: b.openGoalNews},
		{Kind: Submit, ID: GoalNewsForm, Speed: Doing, Fields: news, Handle: b.submitGoalNews},
		{Kind: Press, ID: PressGoalSame, Speed: Doing, Handle: b.goalUnchanged},
		{Kind: Press, ID: PressGoalOpen, Speed: Opening, Handle: b.openGoal},
		{Kind: Press, ID: PressGoalClose, Speed: Opening, Handle: b.openGoalClose},
		{Kind: Submit, ID: GoalCloseForm, Speed: Doing, Fields: []string{FieldGoalEnding, FieldGoalLesson}, Handle: b.submitGoalClose},
	}
}

func (b *Bot) goalRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.GoalNews: b.renderGoalTold}
}

// renderGoalTold tells the owner what somebody else did with their goal.
func (b *Bot) renderGoalTold(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	detail, by, word, err := b.goals.ShowTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	g := detail.Goals[0]
	return goalTold(b.voiceOf(detail.People[g.Owner]), g, by, word), nil
}

// listGoals lists the own goals, or those of a person who was named.
func (b *Bot) listGoals(ctx context.Context, req Request) (Reply, error) {
	named := blockkit.ParseCommand(req.Text)
	if len(named.Users) == 0 {
		if strings.TrimSpace(req.Text) != "" {
			return b.explainGoals(ctx, req)
		}
		list, err := b.goals.Mine(ctx, req.Person.ID)
		if err != nil {
			return Reply{}, err
		}
		return Say(goalList(req.Voice, list, "goal.list_mine", "")), nil
	}
	person, err := b.people.Meet(ctx, named.Users[0])
	if err != nil {
		return Reply{}, err
	}
	list, err := b.goals.Of(ctx, req.Person.ID, person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Say(goalList(req.Voice, list, "goal.list_of", person.Name)), nil
}

func (b *Bot) listTeamGoals(ctx context.Context, req Request) (Reply, error) {
	list, err := b.goals.Team(ctx, req.Person.ID, req.Person.Team)
	if err != nil {
		return Reply{}, err
	}
	return Say(goalList(req.Voice, list, "goal.list_team", req.Person.Team)), nil
}

func (b *Bot) listCompanyGoals(ctx context.Context, req Request) (Reply, error) {
	list, err := b.goals.Company(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Say(goalList(req.Voice, list, "goal.list_company", "")), nil
}

func (b *Bot) explainGoals(_ context.Context, req Request) (Reply, error) {
	return Say(sentences(req.Voice, "", req.Voice.Say("goal.help_line"), req.Voice.Say("goal.help_more"))), nil
}

// openGoals shows the own goals in a modal, from Home and from preparing.
func (b *Bot) openGoals(ctx context.Context, req Request) (Reply, error) {
	list, err := b.goals.Mine(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	m := goalList(req.Voice, list, "goal.list_mine", "")
	return Open(blockkit.Modal{
		ID: GoalView, Title: say(req.Voice, "goal.list_mine", "Name", ""), Close: say(req.Voice, "rapport.close_button"),
		Blocks: m.Blocks[1:], More: say(req.Voice, "rapport.more"),
	}), nil
}

// openGoalForm opens the form for a new goal, or for one that is changed.
func (b *Bot) openGoalForm(ctx context.Context, req Request) (Reply, error) {
	draft := domain.GoalDraft{Owner: req.Person.ID, Level: domain.PersonGoal, Measure: domain.Measure{Kind: domain.NumberMeasure}}
	if req.Value != "" {
		detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
		if err != nil {
			return Reply{}, err
		}
		draft = draftOfGoal(detail.Goals[0])
	}
	parents, levels, err := b.goalPlaces(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	return Open(goalForm(req.Voice, draft, parents, levels, b.formMetadata(draft.ID, draft.Version))), nil
}

// goalPlaces are the goals that a goal may serve, and the levels on which the
// person may add one.
func (b *Bot) goalPlaces(ctx context.Context, req Request) ([]domain.Goal, []domain.GoalLevel, error) {
	company, err := b.goals.Company(ctx, req.Person.ID)
	if err != nil {
		return nil, nil, err
	}
	parents := company.Goals
	if req.Person.Team != "" {
		team, err := b.goals.Team(ctx, req.Person.ID, req.Person.Team)
		if err != nil {
			return nil, nil, err
		}
		parents = append(parents, team.Goals...)
	}
	levels, err := b.goals.Levels(ctx, req.Person.ID)
	return parents, levels, err
}

func draftOfGoal(g domain.Goal) domain.GoalDraft {
	return domain.GoalDraft{
		ID: g.ID, Version: g.Version, Level: g.Level, Owner: g.Owner, Team: g.Team, Parent: g.Parent, Weight: g.Weight,
		Dimension: g.Dimension, Title: g.Title, Why: g.Why, Measure: g.Measure, Standard: g.Standard, Due: g.Due,
	}
}

// submitGoal saves the goal and says which letters of SMART are still weak.
func (b *Bot) submitGoal(ctx context.Context, req Request) (Reply, error) {
	draft, problems := readGoal(req)
	if problems != nil {
		return Errors(problems), nil
	}
	if _, err := b.goals.Save(ctx, req.Act, draft); err != nil {
		return Reply{}, err
	}
	weak := draft.Weaknesses(domain.DateOf(b.practice.Clock.Now(), req.Voice.Zone()))
	return Say(goalSaved(req.Voice, draft, weak)), nil
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
	if draft.Parent == noParent {
		draft.Parent = ""
	}
	problems := map[string]string{}
	if draft.Measure.Kind == domain.NumberMeasure {
		draft.Measure.Start = readNumber(req, FieldGoalStart, problems)
		draft.Measure.Target = readNumber(req, FieldGoalTarget, problems)
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

// readNumber takes a comma or a point.
func readNumber(req Request, field string, problems map[string]string) float64 {
	text := strings.ReplaceAll(strings.TrimSpace(req.Values.Text(field)), ",", ".")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != n || n > 1e15 || n < -1e15 {
		problems[field] = req.Voice.Say("goal.no_number")
		return 0
	}
	return n
}

// openGoalNews opens the form for news.
func (b *Bot) openGoalNews(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	goal := detail.Goals[0]
	if goal.Closed() {
		return Open(goalView(req.Voice, detail)), nil
	}
	return Open(goalNewsForm(req.Voice, goal, b.formMetadata(goal.ID, goal.Version))), nil
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
	detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(goalView(req.Voice, detail)), nil
}

func (b *Bot) openGoalClose(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.goals.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	goal := detail.Goals[0]
	return Open(goalCloseForm(req.Voice, goal, b.formMetadata(goal.ID, goal.Version))), nil
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
	return goalCard(v, detail.Goals[0]), nil
}
