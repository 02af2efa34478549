package bot

import (
	"context"

	"rapport/domain"
)

// recordFields are the fields of the record's form: two promises each.
var recordFields = []string{
	FieldTalkSummary, FieldTalkDay, FieldTalkWorth, FieldTalkServes,
	FieldMyPromise, FieldMyPromiseBy, FieldMyPromise + "_2", FieldMyPromiseBy + "_2",
	FieldTheirPromise, FieldTheirPromiseBy, FieldTheirPromise + "_2", FieldTheirPromiseBy + "_2",
}

var confirmFields = []string{FieldTalkRight, FieldTalkAdded, FieldTalkWorth}

// openRecord opens "What did you agree?".
func (b *Bot) openRecord(ctx context.Context, req Request) (Reply, error) {
	talk, err := b.talks.Open(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !talk.Summary.ConfirmedAt.IsZero() || talk.Conversation.State == domain.TalkClosed {
		return Open(talkView(req.Voice, req.Person.ID, talk, b.practice.Clock.Now())), nil
	}
	if talk.Summary.Author != "" && talk.Summary.Author != req.Person.ID {
		return b.openConfirm(ctx, req)
	}
	meta := b.formMetadata(talk.Conversation.ID, talk.Summary.Version)
	today := talk.Calendar.Today(b.practice.Clock.Now())
	serves, now, err := b.servedBy(ctx, req, talk)
	if err != nil {
		return Reply{}, err
	}
	view := recordForm(req.Voice, req.Person.ID, talk, today, meta)
	return Open(withServes(req.Voice, view, serves, now)), nil
}

func (b *Bot) submitRecord(ctx context.Context, req Request) (Reply, error) {
	talk, err := b.talks.See(ctx, req.Person.ID, req.Metadata.Subject)
	if err != nil {
		return Reply{}, err
	}
	other := talk.Conversation.Other(req.Person.ID)
	draft := domain.SummaryDraft{
		Text: req.Values.Text(FieldTalkSummary), HeldOn: req.Values.Date(FieldTalkDay),
		Worth: domain.Usefulness(req.Values.Choice(FieldTalkWorth)), Version: req.Metadata.Version,
	}
	if draft.ServesAsked = req.Values.Has(FieldTalkServes); draft.ServesAsked && req.Values.Choice(FieldTalkServes) != noParent {
		draft.Serves = domain.ID(req.Values.Choice(FieldTalkServes))
	}
	for _, more := range []string{"", "_2"} {
		for _, p := range []domain.PromiseDraft{
			{Who: req.Person.ID, What: req.Values.Text(FieldMyPromise + more), By: req.Values.Date(FieldMyPromiseBy + more)},
			{Who: other, What: req.Values.Text(FieldTheirPromise + more), By: req.Values.Date(FieldTheirPromiseBy + more)},
		} {
			if domain.Tidy(p.What) != "" {
				draft.Promises = append(draft.Promises, p)
			}
		}
	}
	if _, err := b.talks.Propose(ctx, req.Act, req.Metadata.Subject, draft); err != nil {
		return Reply{}, err
	}
	return notice(req, "conversation.summary_sent", "Name", talk.People[other].Name), nil
}

// openConfirm shows the proposed record to the other.
func (b *Bot) openConfirm(ctx context.Context, req Request) (Reply, error) {
	talk, err := b.talks.Open(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if talk.Summary.Author == "" || !talk.Summary.ConfirmedAt.IsZero() || talk.Summary.Author == req.Person.ID {
		return Open(talkView(req.Voice, req.Person.ID, talk, b.practice.Clock.Now())), nil
	}
	return Open(confirmForm(req.Voice, req.Person.ID, talk, b.formMetadata(talk.Conversation.ID, talk.Summary.Version))), nil
}

func (b *Bot) submitConfirm(ctx context.Context, req Request) (Reply, error) {
	yes := domain.Confirmation{
		Added: req.Values.Text(FieldTalkAdded), Worth: domain.Usefulness(req.Values.Choice(FieldTalkWorth)), Version: req.Metadata.Version,
	}
	if req.Values.Choice(FieldTalkRight) == RightMore && domain.Tidy(yes.Added) == "" {
		return Errors(map[string]string{FieldTalkAdded: req.Voice.Say("conversation.added_missing")}), nil
	}
	if _, err := b.talks.Confirm(ctx, req.Act, req.Metadata.Subject, yes); err != nil {
		return Reply{}, err
	}
	return notice(req, "conversation.confirmed_done"), nil
}

// keepPromise marks a promise as kept.
func (b *Bot) keepPromise(ctx context.Context, req Request) (Reply, error) {
	_, err := b.talks.KeepPromise(ctx, req.Act, domain.ID(req.Value))
	return notice(req, "conversation.promise_kept"), err
}
