package form

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/schemas"
)

// Carrier brings answers from one version of a form to another. A field is the same when its id is, or, where the id is
// gone, when its path is: who renamed a field loses no answer. It may be used by many goroutines at once.
type Carrier struct {
	from, to *Compiled
	twins    map[*node]*node // of from → of to
	same     bool
	intact   map[*node]bool // of from: its answers are taken over as they are, with all that is in it
	affected map[*node]bool // of to
	known    map[*node]bool // of to, that have a twin
}

// NewCarrier returns the carrier between two versions.
func NewCarrier(from, to *Compiled) *Carrier {
	c := &Carrier{from: from, to: to, twins: map[*node]*node{}}
	c.same = from == to || bytes.Equal(bare(from.tree.form), bare(to.tree.form))
	byID := make(map[string]*node, len(to.tree.nodes))
	for _, n := range to.tree.nodes {
		byID[n.field.ID] = n
	}
	taken := map[*node]bool{}
	for _, n := range from.tree.nodes {
		if twin := byID[n.field.ID]; twin != nil {
			c.twins[n], taken[twin] = twin, true
		}
	}
	for _, n := range from.tree.nodes {
		if twin := to.tree.byPath[n.path]; c.twins[n] == nil && twin != nil && !taken[twin] {
			c.twins[n], taken[twin] = twin, true
		}
	}
	c.settle()
	c.spread()
	return c
}

// settle finds the fields that nothing has happened to, nor to what is in them. Inner fields stand after what they are in.
func (c *Carrier) settle() {
	c.intact = map[*node]bool{}
	for _, n := range slices.Backward(c.from.tree.nodes) {
		twin := c.twins[n]
		c.intact[n] = twin != nil && alike(c.from, n, c.to, twin) &&
			!slices.ContainsFunc(n.children, func(inner *node) bool { return !c.intact[inner] || c.twins[inner].parent != twin })
	}
}

// Same says that nothing differs on which answers, or what is asked, depend: at most texts and permissions do.
func (c *Carrier) Same() bool { return c.same }

// bare is a form without its texts, without what only permissions and lists depend on, and without its links to sections.
func bare(f Form) []byte {
	f.Key, f.Schema, f.Title, f.Description, f.Locales, f.DefaultLocale, f.Outdated = "", "", nil, nil, nil, "", nil
	f.Section = false
	pages := make([]Page, len(f.Pages))
	for i, p := range f.Pages {
		p.Title, p.Description, p.Fields = nil, nil, bareFields(p.Fields)
		pages[i] = p
	}
	f.Pages = pages
	checks := slices.Clone(f.Validations)
	for i := range checks {
		checks[i].Message = nil
	}
	f.Validations = checks
	text, _ := json.Marshal(f) // it was decoded from JSON
	return text
}

func bareFields(fields []field.Field) []field.Field {
	out := make([]field.Field, len(fields))
	for i, f := range fields {
		f.Label, f.Hint, f.Help, f.Content = nil, nil, nil, nil
		f.Group, f.Indexed, f.Masked, f.Autocomplete, f.Purpose, f.Section = "", false, false, "", "", ""
		f.Fields = bareFields(f.Fields)
		f.Options = slices.Clone(f.Options)
		for j := range f.Options {
			f.Options[j].Label = nil
		}
		f.Validations = slices.Clone(f.Validations)
		for j := range f.Validations {
			f.Validations[j].Message = nil
		}
		out[i] = f
	}
	return out
}

// Carry returns the answers as the later version holds them, and the places of the earlier one, in order, whose answers
// it cannot hold: the field is gone, or of a type that the answer does not fit. What it hides is still in them. The
// answers given are not changed.
func (c *Carrier) Carry(answers map[string]any) (carried map[string]any, lost []string) {
	if c.same {
		return answers, nil
	}
	k := carrying{Carrier: c, out: map[string]any{}}
	k.level(answers, stand{into: k.out})
	slices.Sort(k.lost)
	return k.out, k.lost
}

// carrying is one set of answers on its way.
type carrying struct {
	*Carrier
	out  map[string]any
	lost []string
}

// stand is a container of the earlier version, and where its members go as long as they stay in its twin.
type stand struct {
	container string // path in the earlier version
	pointer   string
	twin      *node // nil is the form
	into      map[string]any
	inRow     bool
}

func (k *carrying) level(raw map[string]any, at stand) {
	for key, value := range raw {
		n := k.from.members[at.container][key]
		if n == nil || n.silent() || n.computed() || empty(value) {
			continue
		}
		twin := k.twins[n]
		pointer := at.pointer + "/" + schemas.Token(key)
		if twin == nil || twin.silent() || twin.computed() || n.container() != twin.container() || n.repeats() != twin.repeats() {
			k.lost = append(k.lost, pointer)
			continue
		}
		if k.intact[n] && twin.parent == at.twin {
			at.into[key] = value
			continue
		}
		into := at.into
		if twin.parent != at.twin {
			if into = k.room(n, twin, at); into == nil {
				k.lost = append(k.lost, pointer)
				continue
			}
		}
		k.value(n, value, stand{container: n.path, pointer: pointer, twin: twin, into: into, inRow: at.inRow})
	}
}

// room is where the answer of a field goes that moved to another group, when that is no row.
func (k *carrying) room(n, twin *node, at stand) map[string]any {
	if at.inRow || n.answer == "" || twin.answer == "" {
		return nil
	}
	into := k.out
	groups := strings.Split(strings.TrimPrefix(twin.answer, "/"), "/")
	for _, token := range groups[:len(groups)-1] {
		next, ok := into[token].(map[string]any)
		if !ok {
			next = map[string]any{}
			into[token] = next
		}
		into = next
	}
	return into
}

func (k *carrying) value(n *node, value any, at stand) {
	key := at.twin.field.Key
	switch raw := value.(type) {
	case map[string]any:
		if n.groups() {
			inner, _ := at.into[key].(map[string]any)
			if inner == nil {
				inner = map[string]any{}
			}
			outer := at.into
			at.into = inner
			k.level(raw, at)
			if len(inner) > 0 {
				outer[key] = inner
			}
			return
		}
	case []any:
		if n.repeats() {
			at.into[key] = k.rows(raw, at)
			return
		}
	}
	clean := at.twin.typ.Clean(at.twin.field, value)
	if empty(clean) || n.field.Type != at.twin.field.Type && blocks(at.twin.typ.Check(at.twin.field, clean)) {
		k.lost = append(k.lost, at.pointer)
		return
	}
	at.into[key] = clean
}

// rows keeps rows in their places, also those that are no row.
func (k *carrying) rows(raw []any, at stand) []any {
	out := make([]any, len(raw))
	for i, item := range raw {
		out[i] = item
		members, ok := item.(map[string]any)
		if !ok {
			continue
		}
		row := map[string]any{}
		k.level(members, stand{
			container: at.container, pointer: at.pointer + "/" + strconv.Itoa(i), twin: at.twin, into: row, inRow: true,
		})
		out[i] = row
	}
	return out
}

// Place returns where the later version asks what the earlier one asked at a JSON Pointer, or "" when it does not.
func (c *Carrier) Place(pointer string) string {
	if c.from == c.to {
		return pointer
	}
	n := c.from.tree.byPath[Path(pointer)]
	if n == nil { // a part of an answer stands where its field does
		at := strings.LastIndexByte(pointer, '/')
		if at <= 0 {
			return ""
		}
		above := c.Place(pointer[:at])
		if above == "" {
			return ""
		}
		return above + pointer[at:]
	}
	twin := c.twins[n]
	switch {
	case twin == nil:
		return ""
	case twin.path == n.path:
		return pointer
	case len(n.rows) != len(twin.rows):
		return ""
	}
	return withRows(twin, pointer)
}

// withRows is the place of a field in the rows that another pointer names.
func withRows(n *node, pointer string) string {
	var rows []string
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if token != "" && token[0] >= '0' && token[0] <= '9' {
			rows = append(rows, token)
		}
	}
	place := strings.ReplaceAll(n.path, ".", "/")
	for _, row := range rows {
		place = strings.Replace(place, "[]", "/"+row, 1)
	}
	return "/" + place
}

// Hidden lists the places whose answers are there and not asked for any more, as Prune drops them.
func (s *State) Hidden() []string { return s.dropped }
