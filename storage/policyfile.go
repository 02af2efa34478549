package storage

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rapport/domain"
)

// FormatPolicy writes the policy as the YAML that people review and that
// ParsePolicy reads.
func FormatPolicy(p domain.Policy) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(p), encoder.Close()); err != nil {
		return nil, fmt.Errorf("write the policy as yaml: %w", err)
	}
	return out.Bytes(), nil
}

// PolicyProblem is one thing that is wrong with a policy file.
type PolicyProblem struct {
	Line int
	// Text says what is wrong, and how it might have been meant.
	Text string
}

// PolicyProblems are all problems of a policy file, by line.
type PolicyProblems []PolicyProblem

// Error gives one line for each problem.
func (p PolicyProblems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = fmt.Sprintf("line %d: %s", problem.Line, problem.Text)
	}
	return strings.Join(lines, "\n")
}

// ParsePolicy reads a policy file over the defaults. It takes all of it or
// nothing: every key that it does not know is reported with its line and the
// nearest name, and so is every value of a wrong kind. Whether the values make
// sense is the domain's business.
func ParsePolicy(text []byte) (domain.Policy, error) {
	policy := domain.DefaultPolicy()
	if err := readFile(text, &policy, "the policy"); err != nil {
		return domain.Policy{}, err
	}
	ownLists(reflect.ValueOf(&policy).Elem())
	return policy, nil
}

// readFile reads a YAML file into the struct that into points to, over what
// stands in it. It takes all of it or nothing.
func readFile(text []byte, into any, name string) error {
	var file yaml.Node
	if err := yaml.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if len(file.Content) == 0 {
		return nil
	}
	var reader policyReader
	reader.value(file.Content[0], reflect.ValueOf(into).Elem(), name)
	if len(reader.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(reader.problems, func(a, b PolicyProblem) int { return a.Line - b.Line })
	return reader.problems
}

// policyReader walks a file beside the struct that it is read into.
type policyReader struct {
	problems PolicyProblems
}

func (r *policyReader) faultf(node *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, PolicyProblem{Line: node.Line, Text: fmt.Sprintf(format, args...)})
}

// value reads one node. Structs are walked, so that each fault has its line;
// everything else the YAML library decodes.
func (r *policyReader) value(node *yaml.Node, into reflect.Value, name string) {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch {
	case into.Kind() == reflect.Struct && hasFields(into.Type()):
		r.fields(node, into, name)
	case into.Kind() == reflect.Slice && node.Kind == yaml.SequenceNode && hasFields(into.Type().Elem()):
		list := reflect.MakeSlice(into.Type(), len(node.Content), len(node.Content))
		for i, item := range node.Content {
			r.value(item, list.Index(i), name)
		}
		into.Set(list)
	case into.Kind() == reflect.Map && node.Kind == yaml.MappingNode && holdsFields(into.Type().Elem()):
		r.entries(node, into, name)
	default:
		if into.Kind() == reflect.Map || into.Kind() == reflect.Slice {
			into.SetZero() // the file replaces a default list, it adds nothing to it
		}
		if err := node.Decode(into.Addr().Interface()); err != nil {
			r.faultf(node, "%s: %q does not fit, want %s", name, node.Value, kindWord(into.Type()))
		}
	}
}

// entries reads a map whose values have fields, so that each fault has its line.
func (r *policyReader) entries(node *yaml.Node, into reflect.Value, name string) {
	all := reflect.MakeMap(into.Type())
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, entry := reflect.ValueOf(node.Content[i].Value), reflect.New(into.Type().Elem()).Elem()
		if all.MapIndex(key).IsValid() {
			r.faultf(node.Content[i], "%q stands twice", node.Content[i].Value)
		}
		r.value(node.Content[i+1], entry, name)
		all.SetMapIndex(key, entry)
	}
	into.Set(all)
}

// holdsFields tells a struct of the policy, or a list of such.
func holdsFields(t reflect.Type) bool {
	return hasFields(t) || t.Kind() == reflect.Slice && hasFields(t.Elem())
}

func (r *policyReader) fields(node *yaml.Node, into reflect.Value, name string) {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return
	}
	if node.Kind != yaml.MappingNode {
		r.faultf(node, "%s: want keys with values", name)
		return
	}
	keys := policyKeys(into.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		field, known := keys[key.Value]
		switch {
		case !known:
			r.faultf(key, "unknown key %q%s", key.Value, meant(key.Value, keys))
		case seen[key.Value]:
			r.faultf(key, "%q stands twice", key.Value)
		default:
			r.value(node.Content[i+1], into.Field(field), key.Value)
		}
		seen[key.Value] = true
	}
}

// policyKeys maps the YAML keys of a struct to its fields.
func policyKeys(t reflect.Type) map[string]int {
	keys := map[string]int{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			keys[name] = i
		}
	}
	return keys
}

// hasFields tells a struct of the policy from a value such as a date.
func hasFields(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && len(policyKeys(t)) > 0
}

// kindWord names what a value has to be, for people.
func kindWord(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Map:
		return "keys with values"
	case reflect.Struct:
		return "a date such as 2026-11-30"
	default:
		return "a text"
	}
}

// meant names the key that was probably meant, or nothing.
func meant(word string, keys map[string]int) string {
	known := sortedKeys(keys)
	if near := domain.Nearest(word, known); near != "" {
		return fmt.Sprintf(", perhaps %q", near)
	}
	return ", known here are " + strings.Join(known, ", ")
}

func sortedKeys(keys map[string]int) []string {
	names := make([]string, 0, len(keys))
	for name := range keys {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
