package schemas_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

func messages(t *testing.T, locale string) map[string]string {
	t.Helper()
	body, err := fs.ReadFile(schemas.Files, "messages/"+locale+".json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(body, &texts); err != nil {
		t.Fatalf("%s: %v", locale, err)
	}
	return texts
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// Each language says the same things, about the same parameters.
func TestMessagesAgree(t *testing.T) {
	t.Parallel()
	english := messages(t, "en")
	for _, locale := range []string{"en", "pt-BR", "es", "ar"} {
		texts := messages(t, locale)
		for key, text := range texts {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", locale, key)
			}
			if english[key] == "" {
				t.Errorf("%s: %s is not in en", locale, key)
			}
		}
		for key, text := range english {
			if got, want := placeholders(texts[key]), placeholders(text); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, en has %v", locale, key, got, want)
			}
		}
	}
}

// Whoever adds a key adds its sentence.
func TestEveryKeyHasASentence(t *testing.T) {
	t.Parallel()
	texts := messages(t, "en")
	used := keysOfTree(t, "..")
	if len(used) < 200 {
		t.Fatalf("only %d keys found: the scan misses some", len(used))
	}
	for key, place := range used {
		if texts[key] == "" {
			t.Errorf("%s: no sentence for %q in schemas/messages", place, key)
		}
	}
}

// sayer is a function that takes the key of a message, after what it puts before it.
type sayer struct {
	arg    int
	prefix string
}

// sayers are the functions beside fault.New, by folder and name.
var sayers = map[string]sayer{
	"schemas refuse":         {arg: 1},
	"builder/field wrong":    {},
	"builder/rule report":    {arg: 1},
	"builder/form add":       {arg: 1},
	"builder/form warn":      {arg: 1},
	"builder/form late":      {arg: 1},
	"builder/checklist add":  {arg: 1},
	"builder/pipeline fail":  {arg: 1, prefix: "pipeline."},
	"builder/pipeline warn":  {arg: 1, prefix: "pipeline."},
	"builder/pipeline named": {arg: 1, prefix: "pipeline."},
	"builder/pipeline wants": {prefix: "pipeline."},
	"runtime/cases invalid":  {arg: 1},
	"runtime/cases emit":     {prefix: "event."},
	"runtime/conveyor note":  {prefix: "event."},
	"server/tenant note":     {prefix: "event."},
	"server/store notFound":  {},
	"server/store stale":     {},
	"server/store conflict":  {},
}

// keysOfTree returns the keys written out in the program below a folder, each with a place that uses it.
func keysOfTree(t *testing.T, root string) map[string]string {
	t.Helper()
	s := scan{files: token.NewFileSet(), keys: map[string]string{}}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		base := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && (base[0] == '.' || slices.Contains([]string{"ui", "testdata", "node_modules"}, base)):
			return filepath.SkipDir
		case entry.IsDir() || path.Ext(base) != ".go" || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		return s.file(root, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.keys
}

type scan struct {
	files  *token.FileSet
	folder string
	keys   map[string]string
}

func (s *scan) file(root, name string) error {
	tree, err := parser.ParseFile(s.files, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	folder, err := filepath.Rel(root, filepath.Dir(name))
	s.folder = filepath.ToSlash(folder)
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.call(n)
		case *ast.CompositeLit:
			s.literal(n)
		}
		return true
	})
	return err
}

func (s *scan) call(call *ast.CallExpr) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		if isFault(f, "New") {
			s.add(call.Args, sayer{arg: 1})
			return
		}
		name = f.Sel.Name
	}
	if known, ok := sayers[s.folder+" "+name]; ok {
		s.add(call.Args, known)
	}
}

// literal finds the keys in fault.Violation{…}, and in lists of it that leave the type out.
func (s *scan) literal(lit *ast.CompositeLit) {
	if isFault(lit.Type, "Violation") {
		s.violation(lit)
	}
	list, ok := lit.Type.(*ast.ArrayType)
	if !ok || !isFault(list.Elt, "Violation") {
		return
	}
	for _, element := range lit.Elts {
		if inner, ok := element.(*ast.CompositeLit); ok && inner.Type == nil {
			s.violation(inner)
		}
	}
}

func (s *scan) violation(lit *ast.CompositeLit) {
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if name, ok := pair.Key.(*ast.Ident); ok && name.Name == "Key" {
			s.add([]ast.Expr{pair.Value}, sayer{})
		}
	}
}

func (s *scan) add(args []ast.Expr, how sayer) {
	if how.arg >= len(args) {
		return
	}
	lit, ok := args[how.arg].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	if key, err := strconv.Unquote(lit.Value); err == nil {
		s.keys[how.prefix+key] = s.files.Position(lit.Pos()).String()
	}
}

func isFault(e ast.Expr, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	return ok && from.Name == "fault"
}
