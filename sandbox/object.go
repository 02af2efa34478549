package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// object is a decoded JSON object as it travels on the wire. Objects that have
// been stored in the workspace are never written to again, so they can be
// handed out without copying.
type object = map[string]any

// decode reads exactly one JSON value and keeps numbers as they were written.
func decode(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode JSON: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("decode JSON: more than one value")
	}
	return v, nil
}

// mustEncode encodes what the sandbox itself has built out of maps, slices,
// strings, numbers and booleans, which cannot fail.
func mustEncode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("sandbox: encode own value: %v", err))
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// textOf returns the string under key, or "" when it is absent or no string.
func textOf(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// flagOf returns the boolean under key; absent means false.
func flagOf(o object, key string) bool {
	b, _ := o[key].(bool)
	return b
}

// objectOf returns the object under key, or nil.
func objectOf(o object, key string) object {
	v, _ := o[key].(object)
	return v
}

// listOf returns the array under key, or nil.
func listOf(o object, key string) []any {
	v, _ := o[key].([]any)
	return v
}

// objectsOf returns the objects of the array under key and leaves out what is
// no object.
func objectsOf(o object, key string) []object { return objectsIn(listOf(o, key)) }

func objectsIn(list []any) []object {
	var out []object
	for _, v := range list {
		if item, ok := v.(object); ok {
			out = append(out, item)
		}
	}
	return out
}

// numberOf returns the number under key. ok is false when there is none.
func numberOf(o object, key string) (n float64, ok bool) {
	switch v := o[key].(type) {
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// clone copies an object and everything inside it.
func clone(o object) object {
	out := make(object, len(o))
	for k, v := range o {
		out[k] = cloneValue(v)
	}
	return out
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case object:
		return clone(v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = cloneValue(item)
		}
		return out
	}
	return v
}

func cloneBlocks(blocks []object) []object {
	out := make([]object, len(blocks))
	for i, b := range blocks {
		out[i] = clone(b)
	}
	return out
}

// plain converts a value of the caller (a struct, a map) into decoded JSON.
func plain(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode value: %w", err)
	}
	return decode(data)
}

// asText prints a form value: strings as they are, numbers and booleans as JSON.
func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return string(mustEncode(v))
}
