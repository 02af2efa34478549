package bot

import (
	"context"
	"encoding/json"
	"testing"
)

func nothing(context.Context, Request) (Reply, error) { return Nothing(), nil }

func asJSON(t *testing.T, sent any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(sent)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		t.Fatalf("read: %v", err)
	}
	return object
}

func TestRouter_Find(t *testing.T) {
	t.Parallel()
	r := newRouter([]Route{
		{Kind: Command, ID: "/kudos", Speed: Doing, Handle: nothing},
		{Kind: Command, ID: "/kudos", Alone: true, Speed: Opening, Handle: nothing},
		{Kind: Command, ID: "/kudos help", Alone: true, Speed: Answering, Handle: nothing},
		{Kind: Command, ID: "/goals new", Speed: Opening, Handle: nothing},
		{Kind: Command, ID: CommandRapport, Speed: Answering, Handle: nothing},
		{Kind: Press, ID: "kudos.undo", Speed: Doing, Handle: nothing},
	})
	for claim, c := range map[string]struct {
		req      Request
		id, text string
		alone    bool
		found    bool
	}{
		"a command with words":            {Request{Kind: Command, ID: "/kudos", Text: "<@U1> thanks"}, "/kudos", "<@U1> thanks", false, true},
		"a command alone":                 {Request{Kind: Command, ID: "/kudos"}, "/kudos", "", true, true},
		"a word of its own":               {Request{Kind: Command, ID: "/kudos", Text: "Help"}, "/kudos help", "", true, true},
		"the word with more behind it":    {Request{Kind: Command, ID: "/kudos", Text: "help <@U1>"}, "/kudos", "help <@U1>", false, true},
		"a word that takes words":         {Request{Kind: Command, ID: "/goals", Text: "new  Ship it"}, "/goals new", "Ship it", false, true},
		"/rapport X as /X":                {Request{Kind: Command, ID: "/rapport", Text: "kudos help"}, "/kudos help", "", true, true},
		"/rapport /X as /X":               {Request{Kind: Command, ID: "/rapport", Text: "/kudos"}, "/kudos", "", true, true},
		"/rapport with an unknown word":   {Request{Kind: Command, ID: "/rapport", Text: "frobnicate now"}, "/rapport", "frobnicate now", false, true},
		"/rapport rapport, which ends":    {Request{Kind: Command, ID: "/rapport", Text: "rapport"}, "/rapport", "rapport", false, true},
		"a press":                         {Request{Kind: Press, ID: "kudos.undo"}, "kudos.undo", "", false, true},
		"a press under another kind's id": {Request{Kind: Submit, ID: "kudos.undo"}, "kudos.undo", "", false, false},
		"a command that the code has not": {Request{Kind: Command, ID: "/other", Text: "x"}, "/other", "x", false, false},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			req := c.req
			route, found := r.find(&req)
			if found != c.found || req.ID != c.id || req.Text != c.text || route.Alone != c.alone {
				t.Errorf("got %v %q %q alone %v", found, req.ID, req.Text, route.Alone)
			}
		})
	}
}

func TestRouter_RefusesATableThatCannotWork(t *testing.T) {
	t.Parallel()
	good := Route{Kind: Press, ID: "a.b", Speed: Doing, Handle: nothing}
	for claim, rows := range map[string][]Route{
		"two rows of one key":     {good, good},
		"a row without a handler": {{Kind: Press, ID: "a.b", Speed: Doing}},
		"a row without a speed":   {{Kind: Press, ID: "a.b", Handle: nothing}},
		"a row without an id":     {{Kind: Press, Speed: Doing, Handle: nothing}},
		"a form that would open":  {{Kind: Submit, ID: "a.b", Speed: Opening, Handle: nothing}},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			newRouter(rows)
		})
	}
}
