package form

import (
	"strconv"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
)

// node is one field in its place: pages and the containers above it are known, and its order of asking.
type node struct {
	field    field.Field
	typ      field.Type // nil when the type is unknown
	path     string     // "owners[].share"
	document string     // "/pages/0/fields/2": where the form says it
	answer   string     // "/address/city": where its answer stands; "" inside a row
	index    int        // in tree.nodes, which is the order of asking
	page     int
	parent   *node
	children []*node
	rows     []string // the repeats it stands in, outermost first
	staff    bool     // it or something above it is for staff only
}

// top is the top-level key that the node's answer stands under.
func (n *node) top() string {
	for n.parent != nil {
		n = n.parent
	}
	return n.field.Key
}

// tree is a form with its fields found.
type tree struct {
	form   Form
	nodes  []*node
	roots  [][]*node // by page
	byPath map[string]*node
}

func grow(reg *field.Registry, f Form) *tree {
	t := &tree{form: f, byPath: map[string]*node{}, roots: make([][]*node, len(f.Pages))}
	for i, p := range f.Pages {
		page := &node{index: noField, page: i, staff: p.StaffOnly, document: "/pages/" + strconv.Itoa(i)}
		t.roots[i] = t.fields(reg, p.Fields, page)
	}
	return t
}

// noField is the index of a node that stands for a page.
const noField = -1

// fields adds the fields of a page or of a container.
func (t *tree) fields(reg *field.Registry, fields []field.Field, above *node) []*node {
	added := make([]*node, len(fields))
	for i, f := range fields {
		n := &node{
			field: f, page: above.page, index: len(t.nodes), staff: above.staff || f.StaffOnly,
			document: above.document + "/fields/" + strconv.Itoa(i),
		}
		n.typ, _ = reg.Get(f.Type)
		n.stand(above)
		t.nodes = append(t.nodes, n)
		if _, taken := t.byPath[n.path]; !taken {
			t.byPath[n.path] = n
		}
		added[i] = n
		n.children = t.fields(reg, f.Fields, n)
	}
	return added
}

// stand gives a node its paths below what is above it.
func (n *node) stand(above *node) {
	n.rows = above.rows
	switch {
	case above.index == noField:
		n.path, n.answer = n.field.Key, "/"+n.field.Key
		return
	case above.repeats():
		n.path = above.path + "[]." + n.field.Key
		n.rows = append(append([]string{}, above.rows...), above.path)
	default:
		n.path = above.path + "." + n.field.Key
		if above.answer != "" {
			n.answer = above.answer + "/" + n.field.Key
		}
	}
	n.parent = above
}

func (n *node) container() bool {
	_, ok := n.typ.(field.Container)
	return ok
}

func (n *node) repeats() bool {
	c, ok := n.typ.(field.Container)
	return ok && c.Repeats()
}

// groups tells whether it holds other fields, once.
func (n *node) groups() bool { return n.container() && !n.repeats() }

func (n *node) silent() bool {
	s, ok := n.typ.(field.Silent)
	return ok && s.Silent()
}

func (n *node) computed() bool { return n.field.Formula != nil }

// asked tells whether a person gives an answer here.
func (n *node) asked() bool {
	return n.typ != nil && !n.silent() && !n.computed() && !n.groups()
}

// owedAlways tells whether the answer is owed without a condition of its own.
func (n *node) owedAlways() bool { return n.field.Required && n.field.RequiredWhen == nil && n.asked() }

// find returns the field that a path of a rule reads. Members of a composite answer (bank account) are not fields:
// their path leads to the field they belong to.
func (t *tree) find(path string) *node {
	for path != "" {
		if n := t.byPath[path]; n != nil {
			return n
		}
		path = parentPath(path)
	}
	return nil
}

func parentPath(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' {
			return path[:i]
		}
	}
	return ""
}

// scope is what a rule sees that stands in a field; nil is the whole form.
func (t *tree) scope(names []rule.Name, n *node) rule.Scope {
	if n == nil {
		return rule.Scope{Names: names}
	}
	return rule.Scope{Names: names, Rows: n.rows}
}

// conditional tells whether it, or what it stands in, is shown only when a rule holds.
func (n *node) conditional(f Form) bool {
	for at := n; at != nil; at = at.parent {
		if at.field.VisibleWhen != nil {
			return true
		}
	}
	return f.Pages[n.page].VisibleWhen != nil
}
