package bot

import (
	"encoding/json"
	"fmt"

	"rapport/domain"
)

// Metadata is what a form carries in itself. It comes back from the reader's
// client: it names things and proves nothing, so rights are checked again when
// the form is sent.
type Metadata struct {
	// Nonce is the request key of the form, made when it was opened: sent twice
	// it has one effect.
	Nonce domain.ID `json:"n,omitempty"`
	// Subject is the record that the form is about.
	Subject domain.ID `json:"s,omitempty"`
	// Version is the record's version that the form shows.
	Version int `json:"v,omitempty"`
	// Note is what else the noun needs, such as the message thanked for.
	Note json.RawMessage `json:"x,omitempty"`
}

// formMetadata starts the metadata of a form that is being opened.
func (b *Bot) formMetadata(subject domain.ID, version int) Metadata {
	return Metadata{Nonce: b.practice.IDs.New(), Subject: subject, Version: version}
}

// With adds a note.
func (m Metadata) With(note any) (Metadata, error) {
	raw, err := json.Marshal(note)
	if err != nil {
		return m, fmt.Errorf("write form's note: %w", err)
	}
	m.Note = raw
	return m, nil
}

// Read reads the note; an absent one leaves the target alone, and one that
// cannot be read is not of this version.
func (m Metadata) Read(note any) error {
	if len(m.Note) == 0 {
		return nil
	}
	if err := json.Unmarshal(m.Note, note); err != nil {
		return domain.Refuse(domain.NotFound, "request.unknown")
	}
	return nil
}

// String is the form that goes into private_metadata.
func (m Metadata) String() string {
	raw, err := json.Marshal(m)
	if err != nil {
		return "" // two texts, a number, and JSON that was written above
	}
	return string(raw)
}

// metadataOf reads private_metadata. What is not ours is empty.
func metadataOf(text string) Metadata {
	var m Metadata
	if json.Unmarshal([]byte(text), &m) != nil {
		return Metadata{}
	}
	return m
}
