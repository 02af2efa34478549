package demo

import (
	"context"
	"fmt"

	"rapport/sandbox"
)

func (t *Tale) myDataScenes() []scene {
	return []scene{{"2027-04-20 11:00", owning, t.adaWantsAll}}
}

func (t *Tale) adaWantsAll(ctx context.Context) error {
	t.saysf("Ada types /rapport my-data. A page and a file for machines come to her messages: everything about her that she may read, who wrote it, who opened it, and how long it stays.")
	ada := t.at(ctx, "ada")
	ada.types("/rapport", "my-data")
	ada.step("wait for the page", func() error {
		_, err := ada.p.AwaitDM(ctx, func(m *sandbox.Message) bool {
			return len(m.Files) == 2 || showsAll(m.Text(), []string{"Here is everything about you"})
		})
		if err != nil {
			return fmt.Errorf("wait for own data: %w", err)
		}
		return nil
	})
	return ada.err
}
