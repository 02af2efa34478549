package bot

import (
	"context"
	"strconv"

	"rapport/domain"
	"rapport/sentence"
)

// roundAnswerRoutes are the ways to answer in a round. Of the form with the answers
// nothing is kept but the answers.
func (b *Bot) roundAnswerRoutes() []Route {
	quote := []string{FieldRoundWords, FieldRoundSource, FieldRoundOn}
	return []Route{
		{Kind: Press, ID: PressRoundAnswer, Speed: Opening, Handle: b.openRoundAnswer},
		{Kind: Submit, ID: RoundAnswerForm, Speed: Doing, Unkept: true, Fields: roundFields(), Handle: b.submitRoundAnswer},
		{Kind: Press, ID: PressRoundDecline, Speed: Doing, Handle: b.declineRound},
		{Kind: Submit, ID: RoundQuoteForm, Speed: Doing, Fields: quote, Handle: b.submitRoundQuote},
	}
}

// roundFields are the fields of a form with as many questions as there can be.
func roundFields() []string {
	fields := []string{FieldRoundKeep, FieldRoundTry}
	for i := range domain.MaxRoundQuestions {
		fields = append(fields, markField(i))
	}
	return fields
}

// markField is the field of a question, by its place from 0.
func markField(place int) string { return FieldRoundMark + strconv.Itoa(place+1) }

// openRoundAnswer shows what is asked, and who will see what.
func (b *Bot) openRoundAnswer(ctx context.Context, req Request) (Reply, error) {
	f, err := b.rounds.Form(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	switch {
	case f.Answered:
		return notice(req, "round.answered_already"), nil
	case f.As == domain.AsCustomer:
		return Open(roundQuoteForm(req.Voice, f, b.formMetadata(f.Round.ID, 0))), nil
	}
	return Open(roundAnswerForm(req.Voice, f, req.Person.ID, b.formMetadata(f.Round.ID, 0))), nil
}

// submitRoundAnswer puts the answers in. Sent twice, they count once.
func (b *Bot) submitRoundAnswer(ctx context.Context, req Request) (Reply, error) {
	answers := domain.RoundAnswers{Marks: map[int]int{}, Keep: req.Values.Text(FieldRoundKeep), Try: req.Values.Text(FieldRoundTry)}
	for i := range domain.MaxRoundQuestions {
		chosen := req.Values.Choice(markField(i))
		if chosen == "" {
			continue
		}
		mark, err := strconv.Atoi(chosen)
		if err != nil {
			return Reply{}, domain.RefuseField(markField(i), "form.choice_unknown")
		}
		answers.Marks[i] = mark
	}
	fresh, err := b.rounds.Answer(ctx, req.Person.ID, req.Metadata.Subject, answers)
	switch {
	case err != nil:
		return Reply{}, err
	case !fresh:
		return notice(req, "round.answered_already"), nil
	}
	return notice(req, "round.answered"), nil
}

func (b *Bot) declineRound(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.rounds.Decline(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	return settled(req, "round.declined"), nil
}

func (b *Bot) submitRoundQuote(ctx context.Context, req Request) (Reply, error) {
	q := domain.RoundQuote{Words: req.Values.Text(FieldRoundWords), Source: req.Values.Text(FieldRoundSource), On: req.Values.Date(FieldRoundOn)}
	receipt, err := b.rounds.Quote(ctx, req.Act, req.Metadata.Subject, q)
	if err != nil {
		return Reply{}, err
	}
	return notice(req, "round.quoted", "Limit", domain.MaxRoundQuotes, "Day", req.Voice.Date(receipt.Round.AnswerBy)), nil
}

// roundAnswerRow asks somebody to answer, until they have.
func (b *Bot) roundAnswerRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	f, err := b.rounds.Form(ctx, view.Person.ID, ask.Subject)
	switch {
	case domain.CodeOf(err) == domain.Conflict:
		return cardRow{}, nil // closed, or declined
	case err != nil || f.Answered:
		return cardRow{}, err
	}
	return roundAnswerCard(v, f), nil
}
