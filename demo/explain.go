package demo

import "context"

func (t *Tale) explainScenes() []scene {
	return []scene{
		{"2026-11-03 16:10", explaining, t.graceReadsWho},
		{"2026-11-03 16:20", explaining, t.graceAsksWhy},
	}
}

func (t *Tale) graceReadsWho(ctx context.Context) error {
	t.saysf("Grace types /rapport privacy, and reads who sees what: the table by which Rapport decides, in words.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "privacy")
	grace.sees("Who sees what")
	return grace.closes()
}

func (t *Tale) graceAsksWhy(ctx context.Context) error {
	t.saysf("Grace types /rapport why @hanna, and reads what Hanna may do with what is about her, and by which line.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "why @hanna")
	grace.sees("What Hanna Weiss may do")
	return grace.closes()
}
