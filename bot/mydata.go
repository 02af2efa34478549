package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// myDataRoutes give people everything about themselves.
func (b *Bot) myDataRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandRapportMyData, Alone: true, Speed: Doing, Handle: b.wantMyData},
		{Kind: Press, ID: PressMyData, Speed: Doing, Handle: b.wantMyData},
	}
}

func (b *Bot) myDataRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.MyDataReady: b.renderMyData}
}

// wantMyData has the files made for whoever asks, and for nobody else: there is no
// way to name another person.
func (b *Bot) wantMyData(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.mydata.Want(ctx, req.Act); err != nil {
		return Reply{}, err
	}
	return notice(req, "mydata.wanted"), nil
}

// renderMyData is what the files go behind.
func (b *Bot) renderMyData(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, _, err := b.readerAnd(ctx, m.Recipient, "")
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	return because(v, sentences(v, "", v.Say("mydata.ready"), v.Say("mydata.ready_seen")), "mydata.ready_why"), nil
}

// myDataLine is in the settings, and below who sees what.
func myDataLine(v *sentence.Voice) blockkit.Block {
	return blockkit.SectionWith(say(v, "mydata.line"), button(v, PressMyData, "", "mydata.button"))
}
