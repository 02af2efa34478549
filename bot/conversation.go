package bot

import (
	"context"
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// conversationRoutes are the ways into and through a conversation.
func (b *Bot) conversationRoutes() []Route {
	questions := allPrompts()
	return []Route{
		{Kind: Command, ID: CommandCheckin, Speed: Answering, Handle: b.listTalks},
		{Kind: Command, ID: CommandCheckinHelp, Alone: true, Speed: Answering, Handle: b.explainTalks},
		{Kind: Command, ID: CommandCheckinAsk, Alone: true, Speed: Opening, Handle: b.openTalkAsk},

		{Kind: Press, ID: PressTalkPrepare, Speed: Opening, Handle: b.openPrepare},
		{Kind: Press, ID: PressTalkType, Speed: Noting, Handle: b.noteTyping},
		{Kind: Submit, ID: PrepareForm, Speed: Doing, Fields: append(questions, FieldTalkManner), Handle: b.submitPrepare},
		{Kind: Close, ID: PrepareForm, Speed: Noting, Fields: questions, Handle: b.keepPrepare},
		{Kind: Press, ID: PressTalkFacts, Speed: Opening, Handle: b.openFacts},
		{Kind: Press, ID: PressTalkMore, Speed: Doing, Handle: b.choosePrepare},
		{Kind: Press, ID: PressTalkElse, Speed: Doing, Handle: b.choosePrepare},

		{Kind: Press, ID: PressTalkRead, Speed: Opening, Handle: b.openTalk},
		{Kind: Press, ID: PressTalkPlan, Speed: Opening, Handle: b.openPlan},
		{Kind: Submit, ID: PlanForm, Speed: Doing, Fields: []string{FieldTalkProposal, FieldTalkDay, FieldTalkTime}, Handle: b.submitPlan},
		{Kind: Submit, ID: HeldForm, Speed: Doing, Fields: []string{FieldTalkDay}, Handle: b.submitHeld},
		{Kind: Press, ID: PressTalkHeldYes, Speed: Doing, Handle: b.confirmHeld},
		{Kind: Press, ID: PressTalkHeldNo, Speed: Doing, Handle: b.denyHeld},
		{Kind: Submit, ID: LeaveOutForm, Speed: Doing, Fields: []string{FieldTalkWhy}, Handle: b.submitLeaveOut},
		{Kind: Press, ID: PressTalkLeaveYes, Speed: Doing, Handle: b.agreeLeaveOut},
		{Kind: Press, ID: PressTalkLeaveNo, Speed: Doing, Handle: b.declineLeaveOut},
		{Kind: Press, ID: PressTalkRest, Speed: Doing, Handle: b.answerRest},

		{Kind: Press, ID: PressTalkRecord, Speed: Opening, Handle: b.openRecord},
		{Kind: Submit, ID: RecordForm, Speed: Doing, Fields: recordFields, Handle: b.submitRecord, Again: b.openRecord},
		{Kind: Press, ID: PressTalkConfirm, Speed: Opening, Handle: b.openConfirm},
		{Kind: Submit, ID: ConfirmForm, Speed: Doing, Fields: confirmFields, Handle: b.submitConfirm, Again: b.openConfirm},
		{Kind: Press, ID: PressPromiseKept, Speed: Doing, Handle: b.keepPromise},

		{Kind: Press, ID: PressTalkAsk, Speed: Opening, Handle: b.openTalkAsk},
		{Kind: Submit, ID: TalkAskForm, Speed: Doing, Fields: []string{FieldTalkWith, FieldTalkAbout}, Handle: b.submitTalkAsk},
		{Kind: Press, ID: PressTalkTeam, Speed: Opening, Handle: b.openTeam},
		{Kind: Press, ID: PressRecords, Speed: Opening, Handle: b.openRecords},
		{Kind: Press, ID: PressNotes, Speed: Opening, Handle: b.openNotes},
		{Kind: Submit, ID: NotesForm, Speed: Doing, Fields: []string{FieldNote}, Handle: b.submitNote},
	}
}

// listTalks is /checkin: the own conversations, and for a partner those of the
// team.
func (b *Bot) listTalks(ctx context.Context, req Request) (Reply, error) {
	mine, err := b.talks.Mine(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	team, err := b.talks.Team(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Say(talkList(req.Voice, mine, team, b.practice.Clock.Now())), nil
}

func (b *Bot) explainTalks(_ context.Context, req Request) (Reply, error) {
	return Say(sentences(req.Voice, "", req.Voice.Say("conversation.help_line"), req.Voice.Say("conversation.help_more"))), nil
}

// openTeam shows everybody whose conversations the reader holds.
func (b *Bot) openTeam(ctx context.Context, req Request) (Reply, error) {
	team, err := b.talks.Team(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(teamView(req.Voice, team, b.practice.Clock.Now())), nil
}

// openPrepare opens the questions, with what was typed before in them.
func (b *Bot) openPrepare(ctx context.Context, req Request) (Reply, error) {
	talk, facts, err := b.talk(ctx, req, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if talk.Conversation.State == domain.TalkClosed {
		return Open(talkView(req.Voice, req.Person.ID, talk, b.practice.Clock.Now())), nil
	}
	meta := b.formMetadata(talk.Conversation.ID, talk.Conversation.Version)
	return Open(prepareForm(req.Voice, req.Person.ID, talk, facts, meta)), nil
}

// talk reads a conversation with its facts.
func (b *Bot) talk(ctx context.Context, req Request, id domain.ID) (domain.Talk, domain.TalkFacts, error) {
	talk, err := b.talks.See(ctx, req.Person.ID, id)
	if err != nil {
		return domain.Talk{}, domain.TalkFacts{}, err
	}
	facts, err := b.talks.Facts(ctx, req.Person.ID, id)
	return talk, facts, err
}

// noteTyping keeps what stands in a field while somebody types.
func (b *Bot) noteTyping(ctx context.Context, req Request) (Reply, error) {
	answer := domain.PreparedAnswer{Question: req.Field, Text: req.Value}
	return Nothing(), b.talks.Draft(ctx, req.Person.ID, req.Metadata.Subject, answer, req.ActionTS)
}

// answers reads the form; the prompts are those that the form showed.
func (b *Bot) answers(ctx context.Context, req Request) ([]domain.PreparedAnswer, error) {
	talk, err := b.talks.See(ctx, req.Person.ID, req.Metadata.Subject)
	if err != nil {
		return nil, err
	}
	other := talk.People[talk.Conversation.Other(req.Person.ID)]
	var list []domain.PreparedAnswer
	for _, p := range talk.Prompts(req.Person.ID) {
		if req.Values.Has(p.ID) {
			list = append(list, domain.PreparedAnswer{Question: p.ID, Prompt: promptText(req.Voice, p, other), Text: req.Values.Text(p.ID)})
		}
	}
	return list, nil
}

func (b *Bot) submitPrepare(ctx context.Context, req Request) (Reply, error) {
	answers, err := b.answers(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	share := b.talks.Share
	if manner := req.Values.Choice(FieldTalkManner); manner != "" {
		share = func(ctx context.Context, act domain.Act, id domain.ID, answers []domain.PreparedAnswer) (domain.Outcome, error) {
			return b.talks.ShareAsJoiner(ctx, act, id, answers, manner == ReachPrivate)
		}
	}
	if _, err := share(ctx, req.Act, req.Metadata.Subject, answers); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		talk, err := b.talks.See(ctx, req.Person.ID, req.Metadata.Subject)
		other := talk.People[talk.Conversation.Other(req.Person.ID)]
		return notice(req, "conversation.shared_done", "Name", other.Name), err
	}), nil
}

// keepPrepare saves a form that was closed. Where Slack tells of the closing
// without what stood in the fields, what was noted while typing stays.
func (b *Bot) keepPrepare(ctx context.Context, req Request) (Reply, error) {
	if len(req.Values.Names()) == 0 {
		return Nothing(), nil
	}
	answers, err := b.answers(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	return Nothing(), b.talks.Keep(ctx, req.Person.ID, req.Metadata.Subject, answers)
}

// openFacts lays everything that happened since last time on top of the form.
func (b *Bot) openFacts(ctx context.Context, req Request) (Reply, error) {
	_, facts, err := b.talk(ctx, req, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Push(factsView(req.Voice, facts)), nil
}

// choosePrepare does what was chosen in the menu of a card, for one person.
func (b *Bot) choosePrepare(ctx context.Context, req Request) (Reply, error) {
	choice, id, _ := strings.Cut(req.Value, ":")
	talk := domain.ID(id)
	switch choice {
	case TalkLater, TalkTomorrow:
		return b.snooze(ctx, req, talk, choice)
	case TalkAway:
		return b.openAway(ctx, withValue(req, ""))
	case TalkRather:
		if _, err := b.talks.RatherTalk(ctx, req.Act, talk); err != nil {
			return Reply{}, err
		}
		return Say(sentences(req.Voice, "", req.Voice.Say("conversation.rather_done"))), nil
	case TalkHeld:
		see, err := b.talks.See(ctx, req.Person.ID, talk)
		if err != nil {
			return Reply{}, err
		}
		today := see.Calendar.Today(b.practice.Clock.Now())
		return Open(heldForm(req.Voice, see, req.Person.ID, today, b.formMetadata(talk, see.Conversation.Version))), nil
	case TalkMove:
		return b.openPlan(ctx, withValue(req, id))
	case TalkLeaveOut:
		see, err := b.talks.See(ctx, req.Person.ID, talk)
		if err != nil {
			return Reply{}, err
		}
		return Open(leaveOutForm(req.Voice, see, b.formMetadata(talk, see.Conversation.Version))), nil
	}
	return Reply{}, domain.Refuse(domain.NotFound, "request.unknown")
}

func withValue(req Request, value string) Request {
	req.Value = value
	return req
}

// The hours of the snooze: two hours later, or nine on the next day.
const (
	laterToday  = 2 * time.Hour
	nextMorning = 9
)

func (b *Bot) snooze(ctx context.Context, req Request, id domain.ID, choice string) (Reply, error) {
	now := b.practice.Clock.Now()
	until := now.Add(laterToday)
	if choice == TalkTomorrow {
		zone := req.Voice.Zone()
		until = domain.DateOf(now, zone).AddDays(1).In(zone, domain.NewTimeOfDay(nextMorning, 0))
	}
	at, err := b.talks.Snooze(ctx, req.Act, id, until)
	if err != nil {
		return Reply{}, err
	}
	return notice(req, "conversation.snoozed", "When", req.Voice.When(at, now)), nil
}

// openTalk shows a conversation: what both shared, the promises, the record.
func (b *Bot) openTalk(ctx context.Context, req Request) (Reply, error) {
	talk, err := b.talks.Open(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(talkView(req.Voice, req.Person.ID, talk, b.practice.Clock.Now())), nil
}

// openTalkAsk opens "Ask for a conversation now".
func (b *Bot) openTalkAsk(ctx context.Context, req Request) (Reply, error) {
	people, err := b.talks.Whom(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	if len(people) == 0 {
		return Open(noticeView(req.Voice, sentences(req.Voice, "", req.Voice.Say("conversation.ask_nobody")))), nil
	}
	return Open(talkAskForm(req.Voice, people, b.formMetadata("", 0))), nil
}

func (b *Bot) submitTalkAsk(ctx context.Context, req Request) (Reply, error) {
	with := domain.ID(req.Values.Choice(FieldTalkWith))
	if with == "" {
		return Errors(map[string]string{FieldTalkWith: req.Voice.Say("conversation.ask_whom")}), nil
	}
	if _, err := b.talks.AskNow(ctx, req.Act, with, req.Values.Text(FieldTalkAbout)); err != nil {
		return Reply{}, err
	}
	return Say(sentences(req.Voice, "", req.Voice.Say("conversation.asked_done"))), nil
}

// openNotes shows the reader's own notes about a person.
func (b *Bot) openNotes(ctx context.Context, req Request) (Reply, error) {
	about := domain.ID(req.Value)
	notes, err := b.talks.Notes(ctx, req.Person.ID, about)
	if err != nil {
		return Reply{}, err
	}
	return Open(notesForm(req.Voice, notes, b.formMetadata(about, 0))), nil
}

func (b *Bot) submitNote(ctx context.Context, req Request) (Reply, error) {
	note := domain.Note{About: req.Metadata.Subject, Text: req.Values.Text(FieldNote)}
	if _, err := b.talks.WriteNote(ctx, req.Act, note); err != nil {
		return Reply{}, err
	}
	return Say(sentences(req.Voice, "", req.Voice.Say("conversation.note_kept"))), nil
}

// notice is a small answer to a press.
func notice(req Request, key string, args ...any) Reply {
	return Say(sentences(req.Voice, "", req.Voice.Say(key, args...)))
}

// settled is notice in the place of the form in which the press was all that was
// to do: it could still be sent otherwise, and decide the same twice.
func settled(req Request, key string, args ...any) Reply {
	return Replace(sentences(req.Voice, "", req.Voice.Say(key, args...)))
}

// selectPeople are people as options, by our id.
func selectPeople(people []domain.Person) []blockkit.Option {
	options := make([]blockkit.Option, len(people))
	for i, p := range people {
		options[i] = blockkit.Option{Value: string(p.ID), Label: blockkit.Name(p.Name)}
	}
	return options
}
