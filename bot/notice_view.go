package bot

import (
	"rapport/bot/blockkit"
	"rapport/sentence"
)

// noticeView says something in a small modal, where there is no message beside
// which to say it.
func noticeView(v *sentence.Voice, m blockkit.Message) blockkit.Modal {
	blocks := m.Blocks
	if len(blocks) == 0 {
		blocks = []blockkit.Block{blockkit.Section(m.Fallback)}
	}
	return blockkit.Modal{
		ID: NoticeView, Title: blockkit.App(v.Say("rapport.title")),
		Close: blockkit.App(v.Say("rapport.close_button")), Blocks: blocks,
	}
}

// loadingView stands while data is read.
func loadingView(v *sentence.Voice) blockkit.Modal {
	return blockkit.Modal{
		ID: LoadingView, Title: blockkit.App(v.Say("rapport.title")),
		Close:  blockkit.App(v.Say("rapport.close_button")),
		Blocks: []blockkit.Block{blockkit.Section(blockkit.App(v.Say("rapport.loading")))},
	}
}

// sentences is a message of plain sentences, each on its line, and below them
// what was typed, so that nothing has to be written twice.
func sentences(v *sentence.Voice, typed string, lines ...string) blockkit.Message {
	texts := make([]blockkit.Text, len(lines))
	for i, line := range lines {
		texts[i] = blockkit.App(line)
	}
	m := blockkit.Message{
		Fallback: blockkit.Separated(" ", texts...),
		Blocks:   []blockkit.Block{blockkit.Section(blockkit.Lines(texts...))},
		More:     blockkit.App(v.Say("rapport.more")),
	}
	if typed != "" {
		m.Blocks = append(m.Blocks,
			blockkit.Context(blockkit.App(v.Say("rapport.you_typed"))), blockkit.Quote(blockkit.User(typed)))
	}
	return m
}
