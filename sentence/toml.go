package sentence

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// forms are the plural forms of CLDR. A table that holds "other" is one
// sentence with its forms.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// entry is one sentence by plural form; "other" is always there.
type entry map[string]string

// parse reads the part of TOML that a catalogue needs: comments, tables, and
// keys with a text in double quotes. A reader of all of TOML would be one more
// dependency, for dates and arrays that no sentence has.
func parse(file, source string) (map[string]entry, error) {
	r := reader{file: file, entries: map[string]entry{}}
	for i, line := range strings.Split(source, "\n") {
		r.line = i + 1
		if err := r.take(strings.TrimSpace(line)); err != nil {
			return nil, err
		}
	}
	return r.entries, r.check()
}

type reader struct {
	file    string
	line    int
	table   string
	entries map[string]entry
}

func (r *reader) take(line string) error {
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		return nil
	case strings.HasPrefix(line, "["):
		return r.open(line)
	default:
		return r.assign(line)
	}
}

// open begins a table. All tables of a file belong to the noun in its name, so
// that two people never write the same key in two files.
func (r *reader) open(line string) error {
	name, found := strings.CutSuffix(strings.TrimPrefix(line, "["), "]")
	noun, _, _ := strings.Cut(name, ".")
	if !found || name == "" || noun != r.file {
		return r.errorf("table %s; this file holds [%s] and [%s.…]", line, r.file, r.file)
	}
	r.table = name
	return nil
}

func (r *reader) assign(line string) error {
	key, value, found := strings.Cut(line, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !found || r.table == "" || !plain(key) {
		return r.errorf("%q is no table, comment or key", line)
	}
	if len(value) < 2 || value[0] != '"' {
		return r.errorf("%s has no text in double quotes", key)
	}
	text, err := strconv.Unquote(value)
	if err != nil {
		return r.errorf("%s: the text cannot be read", key)
	}
	id, form := r.table+"."+key, "other"
	if slices.Contains(forms, key) {
		id, form = r.table, key
	}
	if r.entries[id] == nil {
		r.entries[id] = entry{}
	}
	if _, there := r.entries[id][form]; there {
		return r.errorf("%s stands here twice", id)
	}
	r.entries[id][form] = text
	return nil
}

// check finds sentences without their general form.
func (r *reader) check() error {
	for _, id := range slices.Sorted(maps.Keys(r.entries)) {
		if _, there := r.entries[id]["other"]; !there {
			return fmt.Errorf("read %s.toml: %s has no form \"other\"", r.file, id)
		}
	}
	return nil
}

func (r *reader) errorf(format string, args ...any) error {
	return fmt.Errorf("read %s.toml, line %d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

// plain tells whether a key is of lower-case letters, digits and underscores.
func plain(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
