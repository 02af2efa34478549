package blockkit

import (
	"github.com/slack-go/slack"
)

// Message is what is posted into a channel or a conversation.
type Message struct {
	// Fallback is the whole message in a sentence: the notification, and what
	// screen readers read. It stands on lock screens: no private words in it.
	Fallback Text
	Blocks   []Block
	// More says that something was left out, if Slack's limits demand it.
	More Text
}

// Build returns the blocks within Slack's limits: at most 50, two charts, 10,000
// characters. A message without blocks consists of its fallback.
func (m Message) Build() []slack.Block { return slackBlocks(m.Fit().Blocks) }

// Fit returns the message as Build sends it, to be looked at or changed further.
// Fitting it again changes nothing.
func (m Message) Fit() Message {
	l := layout{where: inMessage, blocks: LimitMessageBlocks, text: LimitMessageText, charts: LimitCharts, more: m.More}
	if m.Blocks = l.fit(m.Blocks); len(m.Blocks) == 0 {
		m.Blocks = []Block{Section(m.Fallback.Or(App(placeholder)))}
	}
	return m
}

// FallbackText is the top-level text of the message. It is one line, escaped, and
// nothing in it can become a mention, a channel or a link.
func (m Message) FallbackText() string {
	shown := m.Fallback.Or(App(placeholder)).render(modeNotice, LimitFallback)
	return shown
}

// Options returns the message as slack-go wants it for chat.postMessage,
// chat.postEphemeral and chat.update. Links are not unfurled, since that would
// fetch what a person typed and make the message grow, and names are not linked.
func (m Message) Options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.FallbackText(), false),
		slack.MsgOptionBlocks(m.Build()...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionParse(false),
	}
}

// Plain returns the message with sections only: charts, tables and rich text as
// words. It is sent when Slack refuses the message with invalid_blocks, so that a
// block type that a workspace does not know never costs the whole message.
func Plain(m Message) Message {
	m.Blocks = plainBlocks(m.Blocks)
	return m
}

func plainBlocks(blocks []Block) []Block {
	var out []Block
	for _, b := range blocks {
		if len(b.simple) > 0 {
			out = append(out, simplified(b)...)
		} else if !b.Empty() {
			out = append(out, b)
		}
	}
	return out
}

// Answer is a message inside an ack or for a response_url.
type Answer struct {
	ResponseType    string        `json:"response_type"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
	ReplaceOriginal bool          `json:"replace_original"`
	DeleteOriginal  bool          `json:"delete_original,omitempty"`
}

// Ephemeral returns the message as the answer to a command or a press that only
// the person who acted can see. The type is always stated, since an answer into
// the channel would show what was typed. It stays beside the message that was
// pressed; see Replacing.
func (m Message) Ephemeral() Answer {
	return Answer{ResponseType: slack.ResponseTypeEphemeral, Text: m.FallbackText(), Blocks: m.Build()}
}

// Replacing returns the message in the place of the one whose button was pressed.
// It must be sent to the response_url; an ack cannot carry it.
func (m Message) Replacing() Answer {
	a := m.Ephemeral()
	a.ReplaceOriginal = true
	return a
}
