package domain_test

import (
	"testing"

	"rapport/domain"
)

func TestPolicyOf(t *testing.T) {
	t.Parallel()
	for subject, want := range map[domain.ID]int{"policy-0": 0, "policy-12": 12} {
		if got, err := domain.PolicyOf(subject); err != nil || got != want {
			t.Errorf("%s: got %d, %v; want %d", subject, got, err, want)
		}
	}
	for _, subject := range []domain.ID{"", "12", "policy-", "policy-twelve", "other-12"} {
		if got, err := domain.PolicyOf(subject); domain.CodeOf(err) != domain.NotFound {
			t.Errorf("%q: got %d, %v; want not found", subject, got, err)
		}
	}
}
