package blockkit

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/slack-go/slack"
)

// ErrMetadata is returned for a view whose private metadata is longer than Slack
// keeps. It cannot be cut, since it would come back as something else.
var ErrMetadata = errors.New("private metadata is longer than 3000 characters")

// Modal is a dialog.
type Modal struct {
	ID     string // callback id
	Title  Text   // cut at 24 characters
	Submit Text   // needed when there is an input; "OK" if it is missing then
	Close  Text
	Blocks []Block
	// Metadata comes back with what the person does. It is visible to the
	// client: ids and nonces, never rights.
	Metadata      string
	ExternalID    string
	NotifyOnClose bool
	ClearOnClose  bool
	More          Text // says that something was left out
}

// Request returns the modal as slack-go wants it for views.open, views.push and
// views.update: at most 100 blocks and 250 KB. The only error is ErrMetadata.
func (m Modal) Request() (slack.ModalViewRequest, error) {
	if units(m.Metadata) > LimitMetadata {
		return slack.ModalViewRequest{}, fmt.Errorf("build modal %s: %w", m.ID, ErrMetadata)
	}
	l := layout{where: inModal, blocks: LimitViewBlocks, bytes: LimitViewBytes, more: m.More}
	view := slack.ModalViewRequest{
		Type:            slack.VTModal,
		Title:           m.Title.label(LimitTitle),
		Close:           m.Close.line(LimitTitle),
		Submit:          m.Submit.line(LimitTitle),
		Blocks:          slack.Blocks{BlockSet: slackBlocks(l.fit(m.Blocks))},
		PrivateMetadata: m.Metadata,
		CallbackID:      ident(m.ID),
		ExternalID:      ident(m.ExternalID),
		NotifyOnClose:   m.NotifyOnClose,
		ClearOnClose:    m.ClearOnClose,
	}
	if view.Submit == nil && hasInput(view.Blocks.BlockSet) {
		view.Submit = textOf("OK")
	}
	return view, nil
}

// Plain returns the modal with sections in the place of what Slack may refuse.
func (m Modal) Plain() Modal {
	m.Blocks = plainBlocks(m.Blocks)
	return m
}

func hasInput(blocks []slack.Block) bool {
	for _, b := range blocks {
		if b.BlockType() == slack.MBTInput {
			return true
		}
	}
	return false
}

// Home is a person's Home tab.
type Home struct {
	ID         string // callback id
	Blocks     []Block
	Metadata   string
	ExternalID string
	More       Text
}

// Request returns the tab as slack-go wants it for views.publish: at most 100
// blocks and 250 KB, charts as words. The only error is ErrMetadata.
func (h Home) Request() (slack.HomeTabViewRequest, error) {
	if units(h.Metadata) > LimitMetadata {
		return slack.HomeTabViewRequest{}, fmt.Errorf("build home %s: %w", h.ID, ErrMetadata)
	}
	l := layout{where: inHome, blocks: LimitViewBlocks, bytes: LimitViewBytes, more: h.More}
	return slack.HomeTabViewRequest{
		Type:            slack.VTHomeTab,
		Blocks:          slack.Blocks{BlockSet: slackBlocks(l.fit(h.Blocks))},
		PrivateMetadata: h.Metadata,
		CallbackID:      ident(h.ID),
		ExternalID:      ident(h.ExternalID),
	}, nil
}

// Plain returns the tab with sections in the place of what Slack may refuse.
func (h Home) Plain() Home {
	h.Blocks = plainBlocks(h.Blocks)
	return h
}

// FormErrors is the ack that keeps a modal open and puts a text under inputs; the
// keys are the ids of their Fields. Slack answers an id that is no input with
// "trouble connecting", and the person may lose what was typed.
func FormErrors(texts map[string]Text) *slack.ViewSubmissionResponse {
	out := make(map[string]string, len(texts))
	for id, t := range texts {
		out[id] = t.label(LimitFormError).Text
	}
	return slack.NewErrorsViewSubmissionResponse(out)
}

// Updated is the ack that shows another view in the place of the submitted one,
// and Pushed the one that lays it on top. Both are only for small views: see
// FitsAck.
func Updated(m Modal) (*slack.ViewSubmissionResponse, error) {
	view, err := m.Request()
	if err != nil {
		return nil, err
	}
	return slack.NewUpdateViewSubmissionResponse(&view), nil
}

// Pushed is the ack that lays a view on top of the submitted one.
func Pushed(m Modal) (*slack.ViewSubmissionResponse, error) {
	view, err := m.Request()
	if err != nil {
		return nil, err
	}
	return slack.NewPushViewSubmissionResponse(&view), nil
}

// Cleared is the ack that closes all views of the stack.
func Cleared() *slack.ViewSubmissionResponse { return slack.NewClearViewSubmissionResponse() }

// ackFrame is what surrounds a payload in an ack: the names and an envelope id.
const ackFrame = 200

// FitsAck reports whether a payload is small enough to be sent inside an ack.
// Slack loses larger ones without a word; they go by a call of their own.
func FitsAck(payload any) bool {
	raw, err := json.Marshal(payload)
	return err == nil && len(raw)+ackFrame < LimitAckBytes
}
