package main

import "testing"

func TestSevered(t *testing.T) {
	t.Parallel()
	s := &severed{meter: newMetrics()}
	if s.shut() || s.ask(t.Context()) != nil {
		t.Error("it is shut before anything happened")
	}
	s.note("app_uninstalled")
	if !s.shut() || s.ask(t.Context()) == nil {
		t.Error("it is open and ready all the same")
	}
}
