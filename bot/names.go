package bot

import "sync"

// mostNames bounds what is remembered: enough for whoever acts in a day.
const mostNames = 50_000

// names remembers what people are called, for the answers that are given while
// the database does not answer.
type names struct {
	mu   sync.Mutex
	byID map[string]string // by Slack's id
}

// note remembers a name.
func (n *names) note(slackID, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byID == nil || len(n.byID) >= mostNames {
		n.byID = map[string]string{}
	}
	n.byID[slackID] = name
}

// of is somebody's name, or Slack's id where it is not remembered: who has to
// write it again must see that somebody stood there.
func (n *names) of(slackID string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if name := n.byID[slackID]; name != "" {
		return "@" + name
	}
	return "@" + slackID
}
