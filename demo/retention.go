package demo

import "context"

func (t *Tale) retentionScenes() []scene {
	return []scene{
		{"2027-03-15 10:00", retaining, t.hannaSetsTerms},
		{"2027-03-16 10:00", retaining, t.hannaHolds},
		{"2027-04-01 11:00", retaining, t.hannaReadsReport},
		{"2027-04-01 14:00", retaining, t.hannaSaysDelete},
		{"2027-04-06 10:00", retaining, t.piaSeesPurged},
	}
}

// records opens the records of the people team.
func (t *Tale) records(ctx context.Context, handle string, words ...string) *hand {
	h := t.at(ctx, handle)
	h.types("/rapport", "records")
	h.sees(words...)
	return h
}

func (t *Tale) hannaSetsTerms(ctx context.Context) error {
	t.saysf("The works agreement says nine months for thanks in Germany. Hanna writes it into the terms; everywhere else they stay as long as before.")
	hanna := t.records(ctx, hr, "How long they stay")
	hanna.presses("How long they stay")
	hanna.sees("Other terms, one a line")
	hanna.fills("Other terms, one a line", "DE/kudos: 9")
	hanna.sends()
	return hanna.closes()
}

func (t *Tale) hannaHolds(ctx context.Context) error {
	t.saysf("A question about Tom's bonus is open. Hanna holds all records in which he stands until the end of September; nothing of them is deleted meanwhile.")
	hanna := t.records(ctx, hr, "Hold records")
	hanna.presses("Hold records")
	hanna.sees("Whose records?")
	hanna.fills("Whose records?", "Tom Becker", "Why?", t.hidden("A question about the bonus of last year is open."), "Until which day?", "2027-09-30")
	hanna.sends()
	hanna.sees("Held until")
	return hanna.closes()
}

func (t *Tale) hannaReadsReport(ctx context.Context) error {
	t.saysf("On the first of the month Rapport has counted what has come to its end. Hanna reads how many of which kind, from which country, and how many are held. Nothing is deleted before somebody has read that.")
	hanna := t.records(ctx, hr, "Thanks, ", "held", "the oldest since")
	return hanna.closes()
}

func (t *Tale) hannaSaysDelete(ctx context.Context) error {
	t.saysf("Hanna says yes. They are deleted, with what stands in Slack of them.")
	hanna := t.records(ctx, hr, "Delete them")
	hanna.presses("Delete them")
	hanna.sees("They are being deleted")
	return hanna.closes()
}

func (t *Tale) piaSeesPurged(ctx context.Context) error {
	t.saysf("Pia sees that it is done, and how many were held.")
	pia := t.records(ctx, "pia", "records were deleted", "held")
	return pia.closes()
}
