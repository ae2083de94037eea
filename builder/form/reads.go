package form

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// CheckRead is one rule of a form that depends on what a check came to.
type CheckRead struct {
	Check string       // key of the check
	At    string       // JSON Pointer of the rule
	Paths []string     // of the fields that it decides about
	Label schemas.Text // of the first of them, or of the page
	Staff bool         // only the team sees what it decides
}

// ChecksRead lists the rules of the form that read checks.<key>.result, in the order of asking.
func (c *Compiled) ChecksRead() []CheckRead {
	g := reads{tree: c.tree, names: c.tree.seen()}
	f := c.tree.form
	for i, p := range f.Pages {
		var paths []string
		for _, n := range c.tree.roots[i] {
			paths = append(paths, n.path)
		}
		g.rule(p.VisibleWhen, CheckRead{At: pagePath(i) + "/visibleWhen", Paths: paths, Label: p.Title, Staff: p.StaffOnly})
		for _, n := range c.tree.nodes {
			if n.page == i {
				g.node(n)
			}
		}
	}
	for i := range f.Validations {
		read := CheckRead{At: checkPath(i) + "/rule"}
		if n := c.tree.byPath[f.Validations[i].Field]; n != nil {
			read.Paths, read.Label, read.Staff = []string{n.path}, n.field.Label, n.staff
		}
		g.rule(&f.Validations[i].Rule, read)
	}
	return g.found
}

// reads gathers the rules that read checks.
type reads struct {
	tree  *tree
	names []rule.Name
	found []CheckRead
}

func (g *reads) node(n *node) {
	f := n.field
	at := CheckRead{Paths: []string{n.path}, Label: f.Label, Staff: n.staff}
	for _, r := range []struct {
		name string
		rule *rule.Rule
	}{{"visibleWhen", f.VisibleWhen}, {"requiredWhen", f.RequiredWhen}, {"formula", f.Formula}} {
		at.At = n.document + "/" + r.name
		g.rule(r.rule, at)
	}
	for i := range f.Validations {
		at.At = n.document + "/validations/" + strconv.Itoa(i) + "/rule"
		g.rule(&f.Validations[i].Rule, at)
	}
}

func (g *reads) rule(r *rule.Rule, at CheckRead) {
	if r == nil {
		return
	}
	for _, path := range r.Fields(rule.Scope{Names: g.names}) {
		if key, ok := CheckKey(path); ok {
			at.Check = key
			g.found = append(g.found, at)
		}
	}
}

// pending is the result of a check that has none yet.
const pending = "pending"

// WithPending are the results of checks as rules read them; of these keys, those that were never asked are pending, so
// that "is not passed" holds of them.
func WithPending(known map[string]any, keys []string) map[string]any {
	out := make(map[string]any, len(known)+len(keys))
	for _, key := range keys {
		out[key] = map[string]any{"result": pending}
	}
	maps.Copy(out, known)
	return out
}

// CheckKey is the key of the check whose result a path of a rule is: checks.<key>.result.
func CheckKey(path string) (string, bool) {
	key, ok := strings.CutPrefix(path, checks+".")
	if !ok {
		return "", false
	}
	key, ok = strings.CutSuffix(key, ".result")
	return key, ok && !strings.Contains(key, ".")
}

// SparedBy are the checks on which it depends whether a place is asked: its own rule, and those of what it stands in.
func (c *Compiled) SparedBy(path string) []string {
	var out []string
	for _, read := range c.ChecksRead() {
		decides := strings.HasSuffix(read.At, "/visibleWhen") || strings.HasSuffix(read.At, "/requiredWhen")
		above := slices.ContainsFunc(read.Paths, func(p string) bool {
			return p == path || strings.HasPrefix(path, p+".") || strings.HasPrefix(path, p+"[]")
		})
		if decides && above && !slices.Contains(out, read.Check) {
			out = append(out, read.Check)
		}
	}
	return out
}
