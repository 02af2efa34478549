package courier

import (
	"context"
	"fmt"
	"sync"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// mostAddresses bounds the address book. When it is full it starts empty again,
// which costs a look-up for each person who is written to after that.
const mostAddresses = 50_000

// addressBook remembers the DM channel of people. Slack never changes it.
type addressBook struct {
	mu  sync.Mutex
	dms map[domain.ID]string
}

func newAddressBook() *addressBook { return &addressBook{dms: map[domain.ID]string{}} }

func (b *addressBook) find(person domain.ID) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.dms[person]
}

func (b *addressBook) note(person domain.ID, channel string) {
	if person == "" || channel == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.dms) >= mostAddresses {
		clear(b.dms)
	}
	b.dms[person] = channel
}

// address is where to post: the channel, the DM where it is known, and else the
// person's Slack id. Slack takes that for the DM and answers with its channel,
// which saves conversations.open: that method allows 50 calls a minute, a sixth
// of what may be posted.
func (j *job) address(ctx context.Context) (string, error) {
	if j.m.Recipient == "" {
		return j.m.Channel, nil
	}
	if dm := j.book.find(j.m.Recipient); dm != "" {
		return dm, nil
	}
	return j.slackID(ctx)
}

func (j *job) slackID(ctx context.Context) (string, error) {
	var id string
	err := j.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, j.m.Recipient)
		id = p.SlackID
		return err
	})
	if err != nil {
		return "", fmt.Errorf("find whom to write to: %w", err)
	}
	return id, nil
}

// openDM asks Slack for the DM's channel where it is not known. The failure is
// nil where it is at hand.
func (j *job) openDM(ctx context.Context) (string, *failure, error) {
	if dm := j.book.find(j.m.Recipient); dm != "" {
		return dm, nil, nil
	}
	id, err := j.slackID(ctx)
	if err != nil {
		return "", nil, err
	}
	var dm *slack.Channel
	f := j.call(ctx, methodOpen, func(ctx context.Context) error {
		var err error
		dm, _, _, err = j.Client.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{id}, ReturnIM: true})
		return err
	})
	if f != nil {
		return "", f, nil
	}
	j.book.note(j.m.Recipient, dm.ID)
	return dm.ID, nil, nil
}
