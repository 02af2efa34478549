package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// openPlan proposes times in both people's hours.
func (b *Bot) openPlan(ctx context.Context, req Request) (Reply, error) {
	id := domain.ID(req.Value)
	talk, err := b.talks.See(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	times, err := b.talks.Proposals(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	meta := b.formMetadata(id, talk.Conversation.Version)
	other := talk.People[talk.Conversation.Other(req.Person.ID)]
	offered := proposals{times: times, now: b.practice.Clock.Now()}
	return Open(planForm(req.Voice, other, offered, meta)), nil
}

// submitPlan sets the day: the one proposed, or the one typed.
func (b *Bot) submitPlan(ctx context.Context, req Request) (Reply, error) {
	at, problems := plannedTime(req)
	if problems != nil {
		return Errors(problems), nil
	}
	if _, err := b.talks.PlanMeeting(ctx, req.Act, req.Metadata.Subject, at); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) {
		talk, err := b.talks.See(ctx, req.Person.ID, req.Metadata.Subject)
		if err != nil {
			return Reply{}, err
		}
		other := talk.People[talk.Conversation.Other(req.Person.ID)]
		when := bothTimes(req.Voice, talk.Conversation.MeetAt, other, b.practice.Clock.Now())
		return notice(req, "conversation.planned_done", "Name", other.Name, "When", when), nil
	}), nil
}

// plannedTime reads what was chosen; the own day and time go before a proposal.
func plannedTime(req Request) (time.Time, map[string]string) {
	day := req.Values.Date(FieldTalkDay)
	at, typed := req.Values.Time(FieldTalkTime)
	if day.IsZero() != !typed {
		return time.Time{}, map[string]string{FieldTalkDay: req.Voice.Say("conversation.day_and_time")}
	}
	if typed {
		return day.In(req.Voice.Zone(), at), nil
	}
	unix, err := strconv.ParseInt(strings.TrimSpace(req.Values.Choice(FieldTalkProposal)), 10, 64)
	if err != nil {
		return time.Time{}, map[string]string{FieldTalkDay: req.Voice.Say("conversation.day_missing")}
	}
	return time.Unix(unix, 0).UTC(), nil
}

func (b *Bot) submitHeld(ctx context.Context, req Request) (Reply, error) {
	out, err := b.talks.SayHeld(ctx, req.Act, req.Metadata.Subject, req.Values.Date(FieldTalkDay))
	if err != nil {
		return Reply{}, err
	}
	if out.Word == "held" {
		return notice(req, "conversation.held_both"), nil
	}
	return notice(req, "conversation.held_asked"), nil
}

func (b *Bot) confirmHeld(ctx context.Context, req Request) (Reply, error) {
	_, err := b.talks.AnswerHeld(ctx, req.Act, domain.ID(req.Value), true)
	return notice(req, "conversation.held_both"), err
}

func (b *Bot) denyHeld(ctx context.Context, req Request) (Reply, error) {
	_, err := b.talks.AnswerHeld(ctx, req.Act, domain.ID(req.Value), false)
	return notice(req, "conversation.held_not"), err
}

func (b *Bot) submitLeaveOut(ctx context.Context, req Request) (Reply, error) {
	out, err := b.talks.LeaveOut(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldTalkWhy))
	if err != nil {
		return Reply{}, err
	}
	if out.Word == "leave_out_asked" {
		return notice(req, "conversation.leave_out_asked"), nil
	}
	return notice(req, "conversation.leave_out_done"), nil
}

func (b *Bot) agreeLeaveOut(ctx context.Context, req Request) (Reply, error) {
	_, err := b.talks.AnswerLeaveOut(ctx, req.Act, domain.ID(req.Value), true)
	return notice(req, "conversation.leave_out_done"), err
}

func (b *Bot) declineLeaveOut(ctx context.Context, req Request) (Reply, error) {
	_, err := b.talks.AnswerLeaveOut(ctx, req.Act, domain.ID(req.Value), false)
	return notice(req, "conversation.leave_out_kept"), err
}

// answerRest does what the employee chose for a talk that did not come about.
func (b *Bot) answerRest(ctx context.Context, req Request) (Reply, error) {
	choice, id, _ := strings.Cut(req.Value, ":")
	rest := domain.Rest(choice)
	if _, err := b.talks.AnswerRest(ctx, req.Act, domain.ID(id), rest); err != nil {
		return Reply{}, err
	}
	switch rest {
	case domain.AskAgain:
		return notice(req, "conversation.rest_asked"), nil
	case domain.SomebodyElse:
		return b.saved(ctx, req, func() (Reply, error) { return b.openTalkAsk(ctx, req) }), nil
	case domain.LetItRest:
	}
	return notice(req, "conversation.rest_done"), nil
}
