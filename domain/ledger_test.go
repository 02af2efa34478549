package domain_test

import (
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

func TestLedgerHead(t *testing.T) {
	t.Parallel()
	whole := domain.LedgerHead{Number: 12, Hash: strings.Repeat("0f", 32)}
	if got, want := whole.String(), "12:"+strings.Repeat("0f", 16); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, text := range []string{whole.String(), " " + strings.ToUpper(whole.String()) + "\n", "12:" + whole.Hash} {
		got, err := domain.ParseLedgerHead(text)
		if err != nil || !got.Agrees(whole) || !whole.Agrees(got) {
			t.Errorf("%q: got %+v, %v; want it to agree with %+v", text, got, err, whole)
		}
	}
	for _, text := range []string{"", "12", "12:", "0:" + whole.Hash, "-1:" + whole.Hash, "12:0f0f", "12:" + whole.Hash + "0f", "12:" + strings.Repeat("xy", 16), "a:" + whole.Hash} {
		if got, err := domain.ParseLedgerHead(text); err == nil {
			t.Errorf("%q: got %+v, want a refusal", text, got)
		}
	}
	for _, other := range []domain.LedgerHead{{}, {Number: 12}, {Number: 13, Hash: whole.Hash}, {Number: 12, Hash: strings.Repeat("0e", 32)}} {
		if whole.Agrees(other) {
			t.Errorf("agrees with %+v", other)
		}
	}
}

func TestLedgerTail_Late(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		tail domain.LedgerTail
		late bool
	}{
		{domain.LedgerTail{}, false},
		{domain.LedgerTail{Count: 1, Since: now.Add(-domain.SealedLate)}, false},
		{domain.LedgerTail{Count: 1, Since: now.Add(-domain.SealedLate - time.Second)}, true},
	} {
		if got := tt.tail.Late(now); got != tt.late {
			t.Errorf("%+v: got %v, want %v", tt.tail, got, tt.late)
		}
	}
}
