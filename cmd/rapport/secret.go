package main

import (
	"encoding"
	"log/slog"
)

// Secret is a token, a key or an address that holds a password. Whatever
// prints, logs or marshals it shows that it is set, and nothing else.
type Secret struct{ value string }

var _ encoding.TextMarshaler = Secret{}

// Reveal gives the value itself, for the one call that needs it.
func (s Secret) Reveal() string { return s.value }

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.value != "" }

// String hides the value.
func (s Secret) String() string {
	if !s.IsSet() {
		return ""
	}
	return "[secret]"
}

// GoString hides the value from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the value from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the value from JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
