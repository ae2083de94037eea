package form

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/field"
)

// FieldAt returns the field at a JSON Pointer into the answers, with the group and the staff mark that it has from
// what it stands in.
func (c *Compiled) FieldAt(pointer string) (field.Field, bool) { return c.FieldOf(Path(pointer)) }

// FieldOf returns the field of a path of keys (owners[].share), as FieldAt does.
func (c *Compiled) FieldOf(path string) (field.Field, bool) {
	n := c.tree.byPath[path]
	if n == nil || n.silent() {
		return field.Field{}, false
	}
	f := n.field
	f.Group, f.StaffOnly = n.group(), n.staff
	return f, true
}

// PageOf returns the key of the page that asks for the place at a JSON Pointer, or "".
func (c *Compiled) PageOf(pointer string) string {
	if n := c.tree.byPath[Path(pointer)]; n != nil {
		return c.tree.form.Pages[n.page].Key
	}
	return ""
}

// Pointer returns the JSON Pointer of a path of keys that leads through no repeat: address.city is /address/city.
func (c *Compiled) Pointer(path string) string {
	if n := c.tree.byPath[path]; n != nil {
		return n.answer
	}
	return ""
}

// group is the field group that permissions are asked for: its own, or that of what it stands in.
func (n *node) group() string {
	for at := n; at != nil; at = at.parent {
		if at.field.Group != "" {
			return at.field.Group
		}
	}
	return GeneralGroup
}

// GeneralGroup is the group of fields that name none.
const GeneralGroup = "general"

// Path turns a JSON Pointer into a path of keys: /owners/0/share is owners[].share.
func Path(pointer string) string {
	var out strings.Builder
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if token != "" && token[0] >= '0' && token[0] <= '9' {
			out.WriteString("[]")
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('.')
		}
		out.WriteString(token)
	}
	return out.String()
}

// ForGroups returns the form as one may have it who reads only some field groups.
func (c *Compiled) ForGroups(reads func(group string) bool) (json.RawMessage, error) {
	f := c.tree.form
	out := f
	out.Pages = []Page{}
	for i, p := range f.Pages {
		if p.Fields = readableFields(c.tree.roots[i], reads); len(p.Fields) > 0 {
			out.Pages = append(out.Pages, p)
		}
	}
	out.Validations = slices.DeleteFunc(slices.Clone(f.Validations), func(check Check) bool {
		n := c.tree.byPath[check.Field]
		return n != nil && !reads(n.group())
	})
	return json.Marshal(out)
}

func readableFields(nodes []*node, reads func(string) bool) []field.Field {
	kept := []field.Field{}
	for _, n := range nodes {
		f := n.field
		f.Fields = readableFields(n.children, reads)
		if len(n.children) > 0 && len(f.Fields) > 0 || len(n.children) == 0 && reads(n.group()) {
			kept = append(kept, f)
		}
	}
	return kept
}

// Readable returns of the answers those of fields whose group may be read. Masked answers are masked.
func (c *Compiled) Readable(answers map[string]any, reads func(group string) bool) map[string]any {
	r := reader{members: c.members, reads: reads}
	return r.level(answers, "")
}

type reader struct {
	members map[string]map[string]*node
	reads   func(string) bool
	sees    func(group string, staff bool) bool // nil sees what it reads
	plain   bool                                // masks nothing
}

func (r reader) level(answers map[string]any, container string) map[string]any {
	out := map[string]any{}
	for key, value := range answers {
		n := r.members[container][key]
		if n == nil {
			continue
		}
		if kept, ok := r.value(n, value); ok {
			out[key] = kept
		}
	}
	return out
}

func (r reader) value(n *node, value any) (any, bool) {
	if !n.container() {
		if !r.reads(n.group()) || r.sees != nil && !r.sees(n.group(), n.staff) {
			return nil, false
		}
		if !r.plain && n.field.Masked && n.typ != nil {
			return n.typ.Mask(n.field, value), true
		}
		return value, true
	}
	switch v := value.(type) {
	case map[string]any:
		return r.level(v, n.path), true
	case []any:
		rows := make([]any, 0, len(v))
		for _, row := range v {
			members, _ := row.(map[string]any)
			rows = append(rows, r.level(members, n.path))
		}
		return rows, true
	}
	return nil, false
}

// Groups returns the field groups of the form, each once, in the order of asking.
func (c *Compiled) Groups() []string {
	seen := map[string]bool{GeneralGroup: true}
	groups := []string{GeneralGroup}
	for _, n := range c.tree.nodes {
		if g := n.group(); !seen[g] {
			seen[g] = true
			groups = append(groups, g)
		}
	}
	return groups
}

// MaskedGroups returns the field groups that hold a masked field, each once, in the order of asking.
func (c *Compiled) MaskedGroups() []string {
	masked := map[string]bool{}
	for _, n := range c.tree.nodes {
		masked[n.group()] = masked[n.group()] || n.field.Masked
	}
	return slices.DeleteFunc(c.Groups(), func(group string) bool { return !masked[group] })
}

// Unconditional says whether the field of a place is shown whatever is answered.
func (c *Compiled) Unconditional(pointer string) bool {
	n := c.tree.byPath[Path(pointer)]
	return n != nil && !n.conditional(c.tree.form)
}

// HoldsFiles says whether a top-level field is for documents or has one below it.
func (c *Compiled) HoldsFiles(key string) bool {
	n := c.tree.byPath[key]
	return n != nil && n.holdsFiles()
}

func (n *node) holdsFiles() bool {
	return n.field.Type == "file" || n.field.Type == "image" || slices.ContainsFunc(n.children, (*node).holdsFiles)
}
