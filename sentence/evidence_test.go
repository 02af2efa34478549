package sentence_test

import (
	"testing"

	"rapport/domain"
	"rapport/sentence"
)

// Whatever can be in a packet and be cited has its names in both places.
func TestEvidence_EachKindHasItsNames(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range domain.EvidenceKinds() {
		for _, key := range []string{"dossier.section_", "dossier.head_", "season.kind_"} {
			if !book.Has(key + string(kind)) {
				t.Errorf("no sentence %s%s", key, kind)
			}
		}
	}
}
