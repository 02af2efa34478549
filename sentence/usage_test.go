package sentence

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// saying are the functions that take a key of the catalogue, and in which
// place they take it and the first of its arguments.
var saying = map[string]struct{ key, args int }{
	"Say": {0, 1}, "say": {1, 2}, "button": {3, 4}, "Refuse": {1, 2}, "RefuseField": {1, 2},
	"found": {1, 3}, // of storage, for a row that is not there
}

// use is one place in code that says something.
type use struct {
	where  string
	key    string
	prefix bool     // the key is put together, and this is how it begins
	args   []string // names of the arguments, nil where they cannot be read
}

// codeOf reads all code of the module but tests, and gives the places that say
// something and every text in it.
func codeOf(t *testing.T) (uses []use, texts map[string]bool) {
	t.Helper()
	texts = map[string]bool{}
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "sandbox" || d.Name() == "tools") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse %s: %w", path, err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, ok := textOf(n); ok {
					texts[text] = true
				}
			case *ast.CallExpr:
				if u, ok := useOf(n); ok {
					u.where = set.Position(n.Pos()).String()
					uses = append(uses, u)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatalf("read the module's code: %v", err)
	}
	return uses, texts
}

// useOf reads a call that says something.
func useOf(call *ast.CallExpr) (use, bool) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	place, ok := saying[name]
	if !ok || len(call.Args) <= place.key {
		return use{}, false
	}
	u := use{args: namesIn(call, place.args)}
	switch key := call.Args[place.key].(type) {
	case *ast.BasicLit:
		u.key, ok = textOf(key)
	case *ast.BinaryExpr:
		first, isText := key.X.(*ast.BasicLit)
		if !isText {
			return use{}, false
		}
		u.key, ok = textOf(first)
		u.prefix = true
	default:
		return use{}, false // a variable: the text it comes from is looked at as a text
	}
	return u, ok && strings.Contains(u.key, ".")
}

// namesIn lists the names of the pairs behind the key.
func namesIn(call *ast.CallExpr, first int) []string {
	if call.Ellipsis.IsValid() {
		return nil
	}
	names := []string{}
	for i := first; i < len(call.Args); i += 2 {
		literal, ok := call.Args[i].(*ast.BasicLit)
		if !ok {
			return nil
		}
		if name, ok := textOf(literal); ok {
			names = append(names, name)
		}
	}
	return names
}

func textOf(literal *ast.BasicLit) (string, bool) {
	if literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

func TestCode_SaysOnlyWhatTheCatalogueHolds(t *testing.T) {
	t.Parallel()
	all := mustCatalogue(t)
	uses, _ := codeOf(t)
	if len(uses) < 50 {
		t.Fatalf("found only %d places that say something; the search is broken", len(uses))
	}
	for _, u := range uses {
		if u.prefix {
			if !slices.ContainsFunc(keysOf(all), func(id string) bool { return strings.HasPrefix(id, u.key) }) {
				t.Errorf("%s: no key begins with %q", u.where, u.key)
			}
			continue
		}
		e, there := all[u.key]
		if !there {
			t.Errorf("%s: the catalogue has no %q", u.where, u.key)
			continue
		}
		for _, name := range e.placeholders() {
			if u.args != nil && !slices.Contains(u.args, name) {
				t.Errorf("%s: %q needs %s, and is given %v", u.where, u.key, name, u.args)
			}
		}
	}
}

func TestCatalogue_HoldsOnlyWhatIsSaid(t *testing.T) {
	t.Parallel()
	uses, texts := codeOf(t)
	for _, id := range keysOf(mustCatalogue(t)) {
		said := texts[id] || slices.ContainsFunc(uses, func(u use) bool { return u.prefix && strings.HasPrefix(id, u.key) })
		if !said {
			t.Errorf("%q is in the catalogue and nothing says it", id)
		}
	}
}

func keysOf(all map[string]entry) []string {
	keys := make([]string, 0, len(all))
	for id := range all {
		keys = append(keys, id)
	}
	slices.Sort(keys)
	return keys
}
