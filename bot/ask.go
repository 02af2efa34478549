package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// cardRow is what one ask shows on a card or on Home.
type cardRow struct {
	// Text says what waits, in one line.
	Text blockkit.Text
	// Buttons are the one thing to do, and where the row stands alone on the
	// card what else can be done.
	Buttons []blockkit.Element
	// Both are the buttons where the row stands among others and is a question
	// with two answers; elsewhere it is the first button.
	Both []blockkit.Element
	// Lines stand below it where the row is alone on the card.
	Lines []blockkit.Text
	// Aside is said once below the rows, whichever of them bring it.
	Aside blockkit.Text
	// Choices are what else can be done, for the card's one menu.
	Choices []blockkit.Option
	// Name heads the choices in the menu: the person concerned.
	Name string
	// Fallback is the notification where the row is alone on the card.
	Fallback blockkit.Text
	// Conversation is true for rows that the card counts as conversations.
	Conversation bool
}

// rowMaker renders one kind of ask. A row without text is left out: what it
// asks for was done meanwhile.
type rowMaker func(context.Context, *sentence.Voice, domain.CardView, domain.Ask) (cardRow, error)

// rowMakers are the kinds of asks, noun by noun.
func (b *Bot) rowMakers() map[string]rowMaker {
	return map[string]rowMaker{
		domain.AskSuggest:  b.suggestRow,
		domain.AskReturned: b.lettersRow,

		domain.AskPrepare:  b.prepareRow,
		domain.AskPartner:  b.partnerRow,
		domain.AskRest:     b.restRow,
		domain.AskHeld:     b.heldRow,
		domain.AskSummary:  b.summaryRow,
		domain.AskGoal:     b.goalRow,
		domain.AskManager:  b.managerRow,
		domain.AskPurpose:  b.purposeRow,
		domain.AskFeedback: b.feedbackRow,

		domain.AskSeasonDraft: b.seasonDraftRow,
		domain.AskSeasonRead:  b.seasonReadRow,

		domain.AskPlan:        b.growthRow,
		domain.AskPlanSupport: b.growthSupportRow,
		domain.AskNominate:    b.roundRow,
		domain.AskApprove:     b.roundRow,
		domain.AskRound:       b.roundAnswerRow,
		domain.AskFundDecide:  b.decideRow,
		domain.AskFundCost:    b.costRow,
		domain.AskFundMeasure: b.measureRow,
		domain.AskHelp:        b.helpedRow,
		domain.AskSkill:       b.skillRow,
	}
}

func (b *Bot) askRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.AskCard: b.renderCard}
}

// renderCard shows what waits for a person now, however long ago the card was
// sent. NotFound where a card that was not sent yet would show nothing.
func (b *Bot) renderCard(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	view, err := b.asks.ShowCard(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(view.Person)
	rows, err := b.rows(ctx, v, view)
	if err != nil {
		return blockkit.Message{}, err
	}
	if len(rows) == 0 && m.Deed == domain.Post {
		return blockkit.Message{}, domain.Refuse(domain.NotFound, "ask.card_gone") // nobody is sent that nothing waits
	}
	return withCoach(v, cardMessage(v, rows, view.Tally), view.Coach), nil
}

// openWaiting shows everything that waits, with all that can be done about it.
func (b *Bot) openWaiting(ctx context.Context, req Request) (Reply, error) {
	rows, err := b.waiting(ctx, req.Voice, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(waitingView(req.Voice, rows)), nil
}

// waiting renders everything that waits for a person.
func (b *Bot) waiting(ctx context.Context, v *sentence.Voice, person domain.ID) ([]cardRow, error) {
	view, err := b.asks.Waiting(ctx, person)
	if err != nil {
		return nil, err
	}
	return b.rows(ctx, v, view)
}

// rows renders the asks of a view, leaving out what was done meanwhile.
func (b *Bot) rows(ctx context.Context, v *sentence.Voice, view domain.CardView) ([]cardRow, error) {
	makers := b.rowMakers()
	var rows []cardRow
	for _, ask := range view.Asks {
		render, known := makers[ask.Kind]
		if !known {
			continue
		}
		row, err := render(ctx, v, view, ask)
		switch domain.CodeOf(err) {
		case "":
		case domain.NotFound, domain.Forbidden:
			continue // its subject is gone, or somebody else's by now
		default:
			return nil, err
		}
		if !row.Text.Empty() {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
