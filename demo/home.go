package demo

import "context"

func (t *Tale) homeScenes() []scene {
	return []scene{{"2026-11-13 16:00", homecoming, t.graceLooks}}
}

func (t *Tale) graceLooks(ctx context.Context) error {
	t.saysf("Grace opens Home.")
	grace := t.at(ctx, "grace")
	grace.home("Next conversation")
	if grace.err == nil {
		t.linef("%s", indent(grace.view.Text()))
	}
	return grace.err
}
