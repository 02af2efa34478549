package rapport_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// room is a folder and what its files may import beside the standard library:
// of ours ("rapport/…") and of others. An entry allows what lies below it too.
// Tests may import what they like.
type room struct {
	name    string // as in .golangci.yaml
	folder  string
	alone   bool // the rule is for this folder and not for those below
	imports []string
}

// rooms is the picture of imports in CONTRIBUTING.md. The longest folder that
// holds a file decides; cmd, where all is wired, may import everything.
var rooms = []room{
	{name: "domain", folder: "domain"},
	{name: "sentence", folder: "sentence", imports: []string{
		"rapport/domain", "rapport/sentence", "github.com/nicksnyder/go-i18n", "golang.org/x/text"}},
	{name: "calendar", folder: "calendar", imports: []string{"rapport/domain", "rapport/calendar", "github.com/rickar/cal"}},
	{name: "storage", folder: "storage", imports: []string{
		"rapport/domain", "rapport/storage", "gorm.io", "github.com/jackc/pgx", "modernc.org/sqlite",
		"github.com/pressly/goose", "github.com/redis/go-redis", "github.com/google/uuid", "go.yaml.in/yaml"}},
	{name: "bot", folder: "bot", alone: true, imports: []string{
		"rapport/domain", "rapport/sentence", "rapport/bot", "github.com/slack-go/slack"}},
	{name: "blockkit", folder: "bot/blockkit", imports: []string{"github.com/slack-go/slack"}},
	{name: "socket", folder: "bot/socket", imports: []string{
		"rapport/domain", "github.com/slack-go/slack", "github.com/gorilla/websocket"}},
	{name: "courier", folder: "bot/courier", imports: []string{"rapport/domain", "rapport/bot/blockkit", "github.com/slack-go/slack"}},
	{name: "scheduler", folder: "scheduler", imports: []string{"rapport/domain", "github.com/robfig/cron"}},
	{name: "export", folder: "export", imports: []string{
		"rapport/domain", "rapport/sentence", "github.com/arran4/golang-ical", "github.com/xuri/excelize", "codeberg.org/go-pdf/fpdf", "golang.org/x/text"}},
	{name: "sandbox", folder: "sandbox", imports: []string{"rapport/sandbox", "github.com/gorilla/websocket"}},
	{name: "demo", folder: "demo", imports: []string{"rapport/domain", "rapport/sandbox", "rapport/demo"}},
	{name: "tools", folder: "tools", imports: []string{"rapport/tools/service"}},
	{name: "bench", folder: "tools/bench", imports: []string{
		"rapport/bot", "rapport/domain", "rapport/storage", "rapport/scheduler", "rapport/calendar", "rapport/sandbox",
		"rapport/tools/service", "rapport/tools/town", "rapport/tools/company",
		"github.com/jackc/pgx", "modernc.org/sqlite"}},
	{name: "storm", folder: "tools/storm", imports: []string{"rapport/sandbox", "rapport/tools/service", "rapport/tools/town", "github.com/jackc/pgx"}},
	{name: "town", folder: "tools/town", imports: []string{"rapport/sandbox"}},
}

// free are folders whose files may import what they like: cmd wires, and
// storagetest is the suite that tests of storage share.
var free = []string{"cmd", "storage/storagetest"}

// The budget of sizes, in lines.
const (
	mostFile      = 500
	mostFunction  = 80
	usualFile     = 300 // nine of ten are at most this long
	usualFunction = 45
)

// source is one parsed Go file that is no test.
type source struct {
	path  string // from the module's root, with slashes
	lines int
	set   *token.FileSet
	file  *ast.File
}

// at says where a node stands.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// length is how many lines a node takes.
func (s source) length(n ast.Node) int {
	return s.set.Position(n.End()).Line - s.set.Position(n.Pos()).Line + 1
}

// sources parses all Go files of the module that are no tests.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, p, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		list = append(list, source{path: filepath.ToSlash(p), lines: set.Position(f.FileEnd).Line, set: set, file: f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("no source found")
	}
	return list
}

// below says whether a path is a folder or lies in it.
func below(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

// roomOf finds the rule for a folder.
func roomOf(folder string) (room, bool) {
	var best room
	found := false
	for _, r := range rooms {
		fits := folder == r.folder || !r.alone && below(folder, r.folder)
		if fits && len(r.folder) >= len(best.folder) {
			best, found = r, true
		}
	}
	return best, found
}

// mayImport says whether a room may import a package.
func (r room) mayImport(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	standard := !strings.Contains(first, ".") && first != "rapport"
	return standard || slices.ContainsFunc(r.imports, func(allowed string) bool { return below(pkg, allowed) })
}

func TestHouse_Imports(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		folder := path.Dir(s.path)
		if folder == "." || slices.ContainsFunc(free, func(f string) bool { return below(folder, f) }) {
			continue
		}
		r, found := roomOf(folder)
		if !found {
			t.Errorf("%s: no rule says what %s may import; add one here and to the picture in CONTRIBUTING.md", s.path, folder)
			continue
		}
		for _, spec := range s.file.Imports {
			pkg, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !r.mayImport(pkg) {
				t.Errorf("%s: %s may not import %s", s.at(spec), r.folder, pkg)
			}
			if below(pkg, "rapport/storage/storagetest") {
				t.Errorf("%s: only tests may import %s", s.at(spec), pkg)
			}
		}
	}
}

func TestHouse_Rules(t *testing.T) {
	t.Parallel()

	t.Run("the linter is given the same picture", func(t *testing.T) {
		t.Parallel()
		var config struct {
			Linters struct {
				Settings struct {
					Depguard struct {
						Rules map[string]struct {
							Mode  string   `yaml:"list-mode"`
							Files []string `yaml:"files"`
							Allow []string `yaml:"allow"`
						} `yaml:"rules"`
					} `yaml:"depguard"`
				} `yaml:"settings"`
			} `yaml:"linters"`
		}
		if err := yaml.Unmarshal(mustRead(t, ".golangci.yaml"), &config); err != nil {
			t.Fatal(err)
		}
		for _, r := range rooms {
			rule := config.Linters.Settings.Depguard.Rules[r.name]
			want := append([]string{"$gostd"}, r.imports...)
			if diff := cmp.Diff(sorted(want), sorted(rule.Allow)); diff != "" || rule.Mode != "strict" {
				t.Errorf("%s: mode %q, allowed (-here +.golangci.yaml):\n%s", r.name, rule.Mode, diff)
			}
			glob := "**/" + r.folder + "/**"
			if r.alone {
				glob = "**/" + r.folder + "/*.go"
			}
			if !slices.Contains(rule.Files, glob) {
				t.Errorf("%s: got files %v, want %q among them", r.name, rule.Files, glob)
			}
		}
	})

	t.Run("a forbidden import would be noticed", func(t *testing.T) {
		t.Parallel()
		for _, tt := range []struct {
			folder, pkg string
			may         bool
		}{
			{"domain", "time", true},
			{"domain", "gorm.io/gorm", false},
			{"domain", "rapport/storage", false},
			{"bot", "rapport/bot/blockkit", true},
			{"bot", "rapport/storage", false},
			{"bot", "github.com/gorilla/websocket", false},
			{"bot/socket", "github.com/gorilla/websocket", true},
			{"bot/blockkit", "rapport/domain", false},
			{"scheduler", "rapport/bot", false},
			{"sandbox/web", "rapport/domain", false},
			{"storage", "github.com/slack-go/slack", false},
			{"tools/bench", "github.com/slack-go/slack", false},
			{"storage", "gorm.io/driver/postgres", true},
		} {
			r, found := roomOf(tt.folder)
			if !found || r.mayImport(tt.pkg) != tt.may {
				t.Errorf("%s importing %s: got rule %q and %t, want %t", tt.folder, tt.pkg, r.folder, !tt.may, tt.may)
			}
		}
		if _, found := roomOf("bot/other"); found {
			t.Error("got a rule for a folder below bot that has none")
		}
	})
}

func TestHouse_Sizes(t *testing.T) {
	t.Parallel()
	var files, functions []int
	for _, s := range sources(t) {
		files = append(files, s.lines)
		if s.lines > mostFile {
			t.Errorf("%s has %d lines, more than %d: split it by noun", s.path, s.lines, mostFile)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := s.length(f)
			functions = append(functions, n)
			if n > mostFunction {
				t.Errorf("%s: %s has %d lines, more than %d", s.at(f), f.Name.Name, n, mostFunction)
			}
		}
	}
	for _, limit := range []struct {
		what string
		got  int
		most int
	}{
		{"nine of ten files", percentile(files, 90), usualFile},
		{"nine of ten functions", percentile(functions, 90), usualFunction},
	} {
		if limit.got > limit.most {
			t.Errorf("%s: got %d lines, want at most %d", limit.what, limit.got, limit.most)
		}
	}
}

// percentile is the value below which p of a hundred lie.
func percentile(values []int, p int) int {
	if len(values) == 0 {
		return 0
	}
	ordered := slices.Sorted(slices.Values(values))
	return ordered[min(len(ordered)-1, len(ordered)*p/100)]
}

// begins says whether a node begins a goroutine: by go, or by the Go of a group
// that waits for it.
func begins(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		return ok && (f.Sel.Name == "Go" || f.Sel.Name == "AfterFunc")
	}
	return false
}

// TestHouse_Leaks wants every package that begins goroutines to look, after its
// tests, whether all of them have ended.
func TestHouse_Leaks(t *testing.T) {
	t.Parallel()
	where := map[string]string{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if begins(n) {
				where[path.Dir(s.path)] = s.at(n)
			}
			return true
		})
	}
	if len(where) < 8 {
		t.Fatalf("goroutines begin in %v alone; the search is broken", where)
	}
	for folder, at := range where {
		tests, err := filepath.Glob(folder + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		looks := slices.ContainsFunc(tests, func(file string) bool {
			return strings.Contains(string(mustRead(t, file)), "goleak.VerifyTestMain(m)")
		})
		if !looks {
			t.Errorf("%s: a goroutine begins, and no TestMain of %s looks with goleak whether it ends", at, folder)
		}
	}
}

func TestHouse_Comments(t *testing.T) {
	t.Parallel()
	packages := map[string]bool{}
	for _, s := range sources(t) {
		folder := path.Dir(s.path)
		packages[folder] = packages[folder] || s.file.Doc != nil
		for _, decl := range s.file.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s: %s has no comment", s.at(name), name.Name)
			}
		}
	}
	for folder, documented := range packages {
		if !documented && folder != "." {
			t.Errorf("%s: the package has no comment", folder)
		}
	}
}

// undocumented lists the exported names of a declaration that nobody explains:
// neither a comment of their own, nor one of their group, nor one at the end of
// their line. Methods of unexported types need none: nobody outside sees them.
func undocumented(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || exportedReceiver(d.Recv)) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
						names = append(names, name)
					}
				}
			}
		}
		return names
	}
	return nil
}

// exportedReceiver says whether a method belongs to an exported type.
func exportedReceiver(recv *ast.FieldList) bool {
	t := recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

func TestUndocumented(t *testing.T) {
	t.Parallel()
	const text = `package p

func Bare() {}

// Told is told.
func Told() {}

type Thing struct{}

func (t *Thing) Do() {}

type hidden struct{}

func (hidden) Do() {}

// The group explains itself.
const (
	A = 1
	B = 2
)

const (
	C = 1 // told
	D = 2
)
`
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, decl := range f.Decls {
		for _, name := range undocumented(decl) {
			got = append(got, name.Name)
		}
	}
	if want := []string{"Bare", "Thing", "Do", "D"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
