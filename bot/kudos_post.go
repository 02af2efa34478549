package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// kudosRenders are the messages about kudos. Each reads the kudos as it stands
// now, so that an edit and a late post say the same.
func (b *Bot) kudosRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.KudosReceived:  b.renderKudosReceived,
		domain.KudosPosted:    b.renderKudosPosted,
		domain.KudosTakenBack: b.renderKudosTakenBack,
	}
}

// kudosLetter is a kudos with everything that its messages show.
type kudosLetter struct {
	domain.KudosReceipt
	Values []string // names of the company's values
	Reader domain.ID
	Home   string // the workspace's address, empty where it is unknown
}

func (b *Bot) kudosLetter(ctx context.Context, m domain.Message) (kudosLetter, error) {
	receipt, err := b.kudos.Show(ctx, m.Subject)
	if err != nil {
		return kudosLetter{}, err
	}
	values, err := b.kudos.ValueNames(ctx, receipt.Kudos.Values)
	if err != nil {
		return kudosLetter{}, err
	}
	return kudosLetter{KudosReceipt: receipt, Values: values, Reader: m.Recipient, Home: b.home.URL}, nil
}

func (b *Bot) renderKudosReceived(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	letter, err := b.kudosLetter(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return kudosReceived(b.voiceOf(letter.People[m.Recipient]), letter), nil
}

// renderKudosPosted speaks the language of the workspace, since many read it.
func (b *Bot) renderKudosPosted(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	letter, err := b.kudosLetter(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return kudosPosted(b.book.In(""), letter), nil
}

func (b *Bot) renderKudosTakenBack(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	letter, err := b.kudosLetter(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	choices, err := b.kudos.Choices(ctx, m.Recipient)
	if err != nil {
		return blockkit.Message{}, err
	}
	return kudosTakenBack(b.voiceOf(letter.People[m.Recipient]), letter, choices.Team), nil
}
