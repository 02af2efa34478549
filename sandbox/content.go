package sandbox

import "unicode/utf8"

const (
	// postedText is where chat.postMessage stops to accept text; Slack asks for
	// 4,000 characters and cuts beyond 40,000.
	postedText = 40000
	// updatedText is the limit of chat.update.
	updatedText = 4000
	// blocksText is how many characters the texts of all blocks of a message
	// may have together, tables and charts apart. Slack documents the error,
	// not the number; 11,341 were seen refused.
	blocksText = 11000
	// metadataLimit is the biggest metadata, in bytes of JSON.
	metadataLimit = 8000
)

// contentLimits are the rules that differ between the ways to write a message.
type contentLimits struct {
	text int // runes; 0 for postedText
}

// content reads text, blocks, attachments and metadata from the arguments of a
// method or the payload of a response_url, and checks them.
func (w *Workspace) content(a args, limits contentLimits) (*Message, error) {
	setInt(&limits.text, postedText)
	m := &Message{Body: a.text("text"), ThreadTS: a.text("thread_ts")}
	blocks, err := a.blocks("blocks")
	if err != nil {
		return nil, err
	}
	if markdown := a.text("markdown_text"); markdown != "" {
		if m.Body != "" || len(blocks) > 0 {
			return nil, refuse("markdown_text_conflict")
		}
		if utf8.RuneCountInString(markdown) > markdownLimit {
			return nil, refuse("msg_too_long")
		}
		m.Body = markdown
	}
	if m.Attachments, err = a.attachments(); err != nil {
		return nil, err
	}
	if m.Metadata, err = a.metadata(); err != nil {
		return nil, err
	}
	switch {
	case m.Body == "" && len(blocks) == 0 && len(m.Attachments) == 0:
		return nil, refuse("no_text")
	case utf8.RuneCountInString(m.Body) > limits.text:
		return nil, refuse("msg_too_long")
	}
	if problems := w.validateMessage(blocks, "/blocks"); len(problems) > 0 {
		return nil, refuseWith("invalid_blocks", messagesOf(problems)...)
	}
	m.Blocks = w.withIDs(objectsIn(blocks))
	if textSize(m.Blocks) > blocksText {
		return nil, refuse("msg_blocks_too_long")
	}
	return m, nil
}

// textSize adds up what people read in blocks, tables and charts apart.
func textSize(blocks []object) int {
	n := 0
	for _, b := range blocks {
		switch textOf(b, "type") {
		case "table", "data_table", "data_visualization", "markdown":
			continue
		}
		for _, v := range b {
			n += textIn(v)
		}
	}
	return n
}

func textIn(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += textIn(item)
		}
	case object:
		if s, ok := v["text"].(string); ok {
			n += utf8.RuneCountInString(s)
		}
		for _, inner := range v {
			n += textIn(inner)
		}
	}
	return n
}

// blocks reads a list of blocks; nil when the argument is absent.
func (a args) blocks(key string) ([]any, error) {
	v, err := a.json(key)
	if err != nil {
		return nil, refuse("invalid_blocks_format")
	}
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, refuse("invalid_blocks_format")
	}
	return list, nil
}

func (a args) attachments() ([]object, error) {
	v, err := a.json("attachments")
	list, ok := v.([]any)
	switch {
	case err != nil || v != nil && !ok:
		return nil, refuse("invalid_attachments")
	case len(list) > 100:
		return nil, refuse("too_many_attachments")
	}
	return objectsIn(list), nil
}

// metadata wants an event_type and a payload of it. It is empty where nothing
// was given.
func (a args) metadata() (none object, err error) {
	if !a.has("metadata") {
		return none, nil
	}
	v, err := a.json("metadata")
	o, ok := v.(object)
	if err != nil || !ok {
		return nil, refuse("invalid_metadata_format")
	}
	if textOf(o, "event_type") == "" && objectOf(o, "event_payload") == nil {
		return none, nil // slack-go sends an empty one to a response_url
	}
	if textOf(o, "event_type") == "" || objectOf(o, "event_payload") == nil {
		return nil, refuse("invalid_metadata_schema")
	}
	if len(mustEncode(o)) > metadataLimit {
		return nil, refuse("metadata_too_large")
	}
	return o, nil
}
