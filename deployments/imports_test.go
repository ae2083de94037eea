// Package deployments_test holds the house rules that a linter cannot ask: who may import whom in Go and in TypeScript, how deep
// imports go, and what no file of this repository may carry.
package deployments_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	module   = "github.com/esteira/esteira"
	maxChain = 10 // packages, from a program down to the last of ours
)

// row says which of our packages the packages of a folder, and of the folders below it that have no row themselves, may import.
// What falls under the same row is always allowed.
// In folder a * stands for one name. In may a name is one package, and name/... all below it too. tests may import testMay as well.
type row struct {
	folder       string
	may, testMay []string
}

// table is the import table of CONTRIBUTING.md. The row with the most names in its folder is the one that counts.
var table = slices.Concat([]row{
	{folder: "schemas", testMay: []string{"builder/..."}}, // that the schemas describe the Go types is a test

	{folder: "builder/rule", may: []string{"schemas/..."}},
	{folder: "builder/definition", may: []string{"schemas/..."}},
	{folder: "builder/field", may: []string{"schemas/...", "builder/rule"}},
	{folder: "builder/*", may: []string{"schemas/...", "builder/definition", "builder/field", "builder/rule"}},
	{folder: "builder/pipeline", may: []string{"schemas/...", "builder/..."}},
	{folder: "builder/library", may: []string{"schemas/...", "builder/..."}},
}, leftwards("runtime", []string{"schemas/...", "builder/..."},
	"cases", "screening", "check", "document", "message", "paper", "task", "integration", "signature", "request", "submission", "standing", "portal", "migration", "queue", "cockpit", "conveyor", "audit",
	"importing", "collection"), []row{
	{folder: "plugins", may: []string{"schemas/...", "builder/field", "runtime/..."}},
	{folder: "plugins/*", may: []string{"schemas/...", "builder/field", "runtime/...", "plugins"}, testMay: []string{"plugins/plugintest"}},
	{folder: "plugins/plugintest", may: []string{"schemas/...", "builder/field", "builder/form", "runtime/...", "plugins"}},
	{folder: "plugins/all", may: []string{"plugins/..."}},

	{folder: "server", may: []string{"schemas/...", "server/app", "server/config"}},
	{folder: "server/app", may: []string{"..."}},
	{folder: "server/config"},
	{folder: "server/tenant", may: []string{"schemas/...", "builder/definition", "builder/library", "builder/pipeline", "builder/refactor", "runtime/document", "runtime/message", "runtime/screening"}},
	{folder: "server/session", may: []string{"schemas/...", "server/tenant"}},
	{folder: "server/access", may: []string{"schemas/...", "builder/...", "runtime/...", "server/tenant"}},
	// store keeps what these three ask for: they own the interfaces, it has the rows.
	{folder: "server/store", may: []string{"schemas/...", "builder/...", "runtime/...", "server/access", "server/session", "server/tenant"}},
	{folder: "server/jobs", may: []string{"schemas/...", "builder/...", "runtime/..."}, testMay: []string{"server/store/...", "server/tenant"}},
	{folder: "server/pdf", may: []string{"schemas/...", "builder/...", "runtime/..."}},
	{folder: "server/scan", may: []string{"schemas/...", "runtime/document"}},
	{folder: "server/blob", may: []string{"schemas/...", "builder/...", "runtime/..."}},
	{folder: "server/httpapi", may: []string{"schemas/...", "builder/...", "runtime/...", "server/access", "server/qr", "server/session", "server/sheet", "server/tenant"}},
	{folder: "server/qr"},
	{folder: "server/sheet"},
	{folder: "server/web", may: []string{"ui"}},

	{folder: "deployments", may: []string{"schemas/..."}},
	{folder: "deployments/load", may: []string{"..."}}, // prepares in process what it measures
	{folder: "ui"},
})

// leftwards makes rows in which each package may also import those named before it, so that imports go one way.
func leftwards(parent string, may []string, names ...string) []row {
	rows := make([]row, 0, len(names))
	for _, name := range names {
		folder := path.Join(parent, name)
		rows = append(rows, row{folder: folder, may: slices.Clone(may)})
		may = append(may, folder+"/...")
	}
	return rows
}

// homes says which folders may import a technology: replacing one is work in its home alone.
var homes = map[string][]string{
	"cel.dev/cel-go":                        {"builder/rule"},
	"codeberg.org/go-pdf/fpdf":              {"server/pdf"},
	"github.com/casbin/casbin":              {"server/access"},
	"github.com/getkin/kin-openapi":         {"server/httpapi"},
	"github.com/jackc/pgx":                  {"server/store", "server/jobs"}, // River's driver takes a pgx pool
	"github.com/labstack/echo":              {"server/httpapi"},
	"github.com/oapi-codegen/runtime":       {"server/httpapi"},
	"github.com/minio/minio-go":             {"server/blob"},
	"github.com/pressly/goose":              {"server/store"},
	"github.com/riverqueue/river":           {"server/jobs"},
	"github.com/santhosh-tekuri/jsonschema": {"schemas"},
	"github.com/xuri/excelize":              {"server/sheet"},
	"github.com/versity/versitygw":          {"server/blob"},
	"github.com/skip2/go-qrcode":            {"server/qr"},
	"gorm.io":                               {"server/store"},
	"modernc.org/sqlite":                    {"server/store"},
}

// goPackage is what `go list` says of one; paths of ours are cut to the part after the module.
type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestGoImportsFollowTheTable(t *testing.T) {
	for _, p := range listGo(t) {
		r, self, found := rowOf(p.ImportPath)
		if !found {
			t.Errorf("%s has no row in the import table: add one to deployments/imports_test.go and CONTRIBUTING.md", p.ImportPath)
			continue
		}
		checkGo(t, p.ImportPath, self, p.Imports, r.may)
		checkGo(t, p.ImportPath+" (tests)", self, slices.Concat(p.TestImports, p.XTestImports), slices.Concat(r.may, r.testMay))
	}
}

func checkGo(t *testing.T, from, self string, imports, may []string) {
	t.Helper()
	for _, to := range imports {
		own, ours := cut(to)
		if _, home, _ := rowOf(own); home == self {
			continue
		}
		if ours && !slices.ContainsFunc(may, func(m string) bool { return allows(m, own) }) {
			t.Errorf("%s imports %s: the import table does not allow it", from, own)
		}
	}
}

func TestEachTechnologyHasOneHome(t *testing.T) {
	for _, p := range listGo(t) {
		for _, to := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for tech, folders := range homes {
				if within(to, tech) && !slices.ContainsFunc(folders, func(f string) bool { return within(p.ImportPath, f) }) {
					t.Errorf("%s imports %s, which belongs in %s", p.ImportPath, to, strings.Join(folders, " and "))
				}
			}
		}
	}
}

func TestImportChainsStayShort(t *testing.T) {
	imports := map[string][]string{}
	for _, p := range listGo(t) {
		for _, to := range p.Imports {
			if own, ours := cut(to); ours {
				imports[p.ImportPath] = append(imports[p.ImportPath], own)
			}
		}
	}
	longest := map[string][]string{}
	var chain func(string) []string
	chain = func(p string) []string { // Go allows no cycle, so this ends
		if known, ok := longest[p]; ok {
			return known
		}
		var below []string
		for _, to := range imports[p] {
			if c := chain(to); len(c) > len(below) {
				below = c
			}
		}
		longest[p] = slices.Concat([]string{p}, below)
		return longest[p]
	}
	for p := range imports {
		if c := chain(p); len(c) > maxChain {
			t.Errorf("import chain of %d, at most %d: %s", len(c), maxChain, strings.Join(c, " → "))
		}
	}
}

// uiTable is the same for ui/src. Files directly in ui/src are the entries and may import every folder, except apply's.
var uiTable = map[string][]string{
	"api":     {},
	"i18n":    {},
	"design":  {},
	"fields":  {"design"},
	"runtime": {"design", "fields"},
	"builder": {"design", "fields", "runtime", "desk"}, // stands in the desk's shell
	"desk":    {"design", "fields", "runtime"},
	"admin":   {"design", "fields", "runtime", "desk"}, // stands in the desk's shell
	"cockpit": {"design", "fields", "runtime", "desk"}, // stands in the desk's shell
	"apply":   {"design", "fields", "runtime"},
}

var tsImport = regexp.MustCompile(`(?m)^\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]`)

func TestUIImportsFollowTheTable(t *testing.T) {
	src := filepath.Join("..", "ui", "src")
	err := filepath.WalkDir(src, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".ts", ".tsx"}, path.Ext(file)) {
			return err
		}
		text, err := os.ReadFile(file)
		name := strings.TrimPrefix(filepath.ToSlash(file), "../ui/src/")
		for _, to := range uiImports(name, string(text)) {
			checkUI(t, name, to)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// uiImports gives the files under ui/src that a file there imports, as paths below ui/src.
func uiImports(name, text string) []string {
	var found []string
	for _, m := range tsImport.FindAllStringSubmatch(text, -1) {
		to := m[1] + m[2] + m[3]
		if !strings.HasPrefix(to, ".") {
			continue // a package, and the house has no alias for its own folders
		}
		if to = path.Join(path.Dir(name), to); !strings.HasPrefix(to, "..") {
			found = append(found, to)
		}
	}
	return found
}

func checkUI(t *testing.T, name, to string) {
	t.Helper()
	from, _, nested := strings.Cut(name, "/")
	if !nested {
		from, _, _ = strings.Cut(name, ".")
		if from != "apply" {
			return
		}
	}
	may, known := uiTable[from]
	folder, _, _ := strings.Cut(to, "/")
	folder, _, _ = strings.Cut(folder, ".")
	switch {
	case !known:
		t.Errorf("ui/src/%s has no row in the import table: add one to deployments/imports_test.go and CONTRIBUTING.md", from)
	case folder != from && folder != "api" && folder != "i18n" && !slices.Contains(may, folder):
		t.Errorf("ui/src/%s imports %s: the import table does not allow it", name, to)
	}
}

func listGo(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		p.ImportPath, _ = cut(p.ImportPath)
		all = append(all, p)
	}
}

// cut takes the module off the path of a package of ours.
func cut(importPath string) (own string, ours bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// rowOf finds the row of a package, and the folder that the row stands for there.
func rowOf(pkg string) (best row, self string, found bool) {
	names := strings.Split(pkg, "/")
	depth := 0
	for _, r := range table {
		want := strings.Split(r.folder, "/")
		if len(want) < depth || len(want) > len(names) || (found && len(want) == depth && strings.Contains(r.folder, "*")) {
			continue
		}
		if ok, _ := path.Match(r.folder, path.Join(names[:len(want)]...)); ok {
			best, self, depth, found = r, path.Join(names[:len(want)]...), len(want), true
		}
	}
	return best, self, found
}

func allows(may, pkg string) bool {
	if may == "..." {
		return true
	}
	folder, deep := strings.CutSuffix(may, "/...")
	return pkg == folder || deep && within(pkg, folder)
}

func within(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }

func TestUIImportsAreFound(t *testing.T) {
	const text = `import { a,
  b } from '../design/button'
import type { C } from "./c"
import './style.css'
export * from '../../../schemas/x.json'
import React from 'react'
const lazy = () => import('../runtime/page')
`
	want := []string{"design/button", "fields/c", "fields/style.css", "runtime/page"}
	if have := uiImports("fields/a.tsx", text); !slices.Equal(have, want) {
		t.Errorf("have %q, want %q", have, want)
	}
}
