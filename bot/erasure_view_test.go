package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// erasureSamples are the forms and the view of an erasure.
func erasureSamples(v *sentence.Voice) map[string]any {
	plan := domain.ErasurePlan{Person: aGrace, Counts: []domain.ErasureCount{{Type: domain.RecordKudos, Gone: 12, Stays: 3}, {Type: domain.RecordNote, Gone: 2}}}
	meta := Metadata{Nonce: "n1", Subject: aGrace.ID}
	return map[string]any{
		"erasure_find": erasureFind(v, meta), "erasure_form": erasureForm(v, plan, meta),
		"erasure_view": erasureView(v, domain.Erasure{ID: "e1", Person: aGrace.ID, Reason: "She *asked* for it."}, plan),
	}
}
