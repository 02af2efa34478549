package demo

import (
	"context"

	"rapport/sandbox"
)

func (t *Tale) kudosScenes() []scene {
	return []scene{
		{"2026-11-02 15:00", thanking, t.adaThanks},
		{"2026-11-02 16:00", thanking, t.boJoins},
	}
}

func (t *Tale) adaThanks(ctx context.Context) error {
	text := "@lin for the release notes: three customers understood them without calling us #craft"
	t.saysf("Ada types /kudos %s", text)
	ada := t.at(ctx, "ada")
	ada.step("type /kudos", func() error {
		_, err := ada.p.Command(ctx, "thanks", "/kudos", text)
		return err
	})
	return ada.err
}

func (t *Tale) boJoins(ctx context.Context) error {
	t.saysf("Bo presses “Thank them too” under Ada's post.")
	bo := t.at(ctx, "bo")
	bo.inChannel("thanks", "Thank them too", "Ada Lovelace thanked Lin Wu")
	return bo.err
}

// inChannel presses something under the newest post of a channel that holds all
// the words.
func (h *hand) inChannel(channel, button string, words ...string) {
	h.step("press "+button+" in #"+channel, func() error {
		m, err := h.post(channel, words...)
		if err != nil {
			return err
		}
		return m.Click(h.ctx, h.p, button)
	})
}

// post is the newest post of a channel that holds all the words.
func (h *hand) post(channel string, words ...string) (*sandbox.Message, error) {
	return newestOf(h.t.Space.Channel(channel).Messages(), words)
}
