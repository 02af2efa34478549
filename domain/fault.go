package domain

import (
	"errors"
	"strings"
)

// Code says what kind of refusal a Fault is. Machines branch on it; people
// read the sentence.
type Code string

// The codes. Whatever is not a Fault counts as Internal.
const (
	Invalid     Code = "invalid"     // the input can be corrected by the person who typed it
	Forbidden   Code = "forbidden"   // the permission table has no rule that allows it
	NotFound    Code = "not_found"   // the thing is not there, or not for this person
	Conflict    Code = "conflict"    // somebody else changed it meanwhile, or its time has passed
	Confirm     Code = "confirm"     // allowed once the person has said so a second time
	NotSaved    Code = "not_saved"   // nothing was written, and it is known
	Unclear     Code = "unclear"     // COMMIT was sent and no answer came
	Unavailable Code = "unavailable" // a part that is needed does not answer
	Internal    Code = "internal"    // a bug or a broken machine; shown as a reference
)

// Fault is one thing that stands in the way, in words that the catalogue
// holds. It carries no sentence itself, so that logs never show private text
// and each reader gets the own language.
type Fault struct {
	// Code tells how callers treat it.
	Code Code
	// Field names the form field that the fault belongs to, or is empty when
	// it concerns the whole.
	Field string
	// Sentence is the key of the text in the catalogue, such as
	// "kudos.recipient_bot".
	Sentence string
	// Args fills the sentence. It may hold names and typed text, and is never
	// printed by Error.
	Args map[string]any
}

// Error names the code, the sentence and the field, and nothing a person wrote.
func (f Fault) Error() string {
	text := string(f.Code) + ": " + f.Sentence
	if f.Field != "" {
		text += " (" + f.Field + ")"
	}
	return text
}

// Refuse makes a Fault that concerns the whole. Args come in pairs of a name
// and a value.
func Refuse(code Code, sentence string, args ...any) Fault {
	return Fault{Code: code, Sentence: sentence, Args: pairs(args)}
}

// RefuseField makes an Invalid fault for one field of a form.
func RefuseField(field, sentence string, args ...any) Fault {
	return Fault{Code: Invalid, Field: field, Sentence: sentence, Args: pairs(args)}
}

func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			m[name] = args[i+1]
		}
	}
	return m
}

// Faults are all problems of one input, told at once.
type Faults []Fault

// Error joins the faults' own lines.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "; ")
}

// Err is nil where there is no fault, so that a service can write
// "if err := faults.Err(); err != nil".
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// FaultsOf gives the faults that an error carries, or none when it is not one
// of ours.
func FaultsOf(err error) Faults {
	if many, ok := errors.AsType[Faults](err); ok {
		return many
	}
	if one, ok := errors.AsType[Fault](err); ok {
		return Faults{one}
	}
	return nil
}

// CodeOf gives the code of an error: that of its first fault, and Internal for
// every foreign error. It is empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if faults := FaultsOf(err); len(faults) > 0 {
		return faults[0].Code
	}
	return Internal
}
