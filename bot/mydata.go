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
	return map[string]courier.Render{domain.MyDataReady: b.toReader(renderMyData)}
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
func renderMyData(v *sentence.Voice, _ domain.Message) blockkit.Message {
	return because(v, sentences(v, "", v.Say("mydata.ready"), v.Say("mydata.ready_seen")), "mydata.ready_why")
}

// myDataLine is in the settings, and below who sees what.
func myDataLine(v *sentence.Voice) blockkit.Block {
	return blockkit.SectionWith(say(v, "mydata.line"), button(v, PressMyData, "", "mydata.button"))
}
