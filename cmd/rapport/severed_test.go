package main

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage/storagetest"
)

func TestSevered(t *testing.T) {
	t.Parallel()
	clock := storagetest.NewClock()
	s := &severed{clock: clock, meter: newMetrics()}
	asked := 0
	judge := s.judge(func(context.Context, domain.Message) (domain.Verdict, error) {
		asked++
		return domain.Verdict{Send: true}, nil
	})

	if v, err := judge(t.Context(), domain.Message{}); err != nil || !v.Send || asked != 1 || s.ask(t.Context()) != nil {
		t.Fatalf("before anything happened: got %+v, %v", v, err)
	}
	s.note("app_uninstalled")
	v, err := judge(t.Context(), domain.Message{Deed: domain.Update})
	want := domain.Verdict{Until: clock.Now().Add(15 * time.Minute), Reason: "app_uninstalled"}
	if err != nil || v != want || asked != 1 {
		t.Errorf("got %+v, %v; want %+v, and nobody asked further", v, err, want)
	}
	if s.ask(t.Context()) == nil {
		t.Error("it is ready all the same")
	}
}
