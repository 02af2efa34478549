package sandbox

import (
	"fmt"
	"maps"
	"time"
)

// trigger is the right to open one modal for a person who has just acted.
type trigger struct {
	user  string
	view  string // the view that the person acted in, "" outside modals
	ends  time.Time
	spent bool
}

// newTrigger makes a trigger_id.
func (w *Workspace) newTrigger(user, view string) string {
	w.prune()
	w.ids++
	id := fmt.Sprintf("%d.%d.%s", 1000000000+w.ids, time.Now().UnixMilli(), randomHex(8))
	w.triggers[id] = &trigger{user: user, view: view, ends: time.Now().Add(w.cfg.TriggerLife)}
	return id
}

// mostRights is how many triggers or response_urls are kept before those are
// dropped that nobody can use any more.
const mostRights = 2000

// prune forgets what has expired long ago. Until then an expired trigger is
// told from one that never was.
func (w *Workspace) prune() {
	w.mostTriggers = pruned(w.triggers, w.mostTriggers, func(t *trigger) time.Time { return t.ends })
	w.mostHooks = pruned(w.hooks, w.mostHooks, func(h *hook) time.Time { return h.ends })
}

// pruned drops what ended more than a minute ago, where there are more than so
// many, and gives how many there may be before it is worth looking again. That
// is twice what is left, since under load most of them can still be used, and to
// look at all of them each time took most of the sandbox's own time.
func pruned[T any](rights map[string]T, most int, ends func(T) time.Time) int {
	if len(rights) <= max(most, mostRights) {
		return most
	}
	maps.DeleteFunc(rights, func(_ string, right T) bool { return time.Since(ends(right)) > time.Minute })
	return 2 * len(rights)
}

// exchange uses up a trigger_id. It lives 3 s and works once.
func (w *Workspace) exchange(id string) (*trigger, error) {
	t := w.triggers[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.spent:
		return nil, refuse("exchanged_trigger_id")
	case time.Now().After(t.ends):
		return nil, refuse("expired_trigger_id")
	}
	t.spent = true
	return t, nil
}
