package form

import (
	"unicode/utf8"

	"github.com/esteira/esteira/builder/field"
)

// IndexRow is one answer that queues filter and sort by. One of Text and Number is set.
type IndexRow struct {
	Field  string // path of keys: owners[].share
	Text   *string
	Number *float64
}

const maxIndexed = 200 // runes of a text

// Index lists the visible answers of fields that are indexed. A list gives one row for each text in it. What was written in
// words of one's own is listed once more under the name of its field group: ":word/<form>/<group>".
func (c *Compiled) Index(s *State) []IndexRow {
	var rows []IndexRow
	for i := range s.places {
		p := &s.places[i]
		if !p.shown || !p.node.field.Indexed || p.node.container() {
			continue
		}
		rows = appendIndex(rows, p.node.path, p.value())
		if text, ok := p.value().(string); ok && p.node.field.Type == "text" && !p.node.field.Masked {
			rows = append(rows, IndexRow{Field: ":word/" + c.tree.form.Key + "/" + p.node.group(), Text: &text})
		}
	}
	return rows
}

// IndexedField is a field that queues may filter and sort by.
type IndexedField struct {
	field.Field
	Path string // of keys: owners[].share
}

// Indexed lists the indexed fields in the order of asking.
func (c *Compiled) Indexed() []IndexedField {
	var out []IndexedField
	for _, n := range c.tree.nodes {
		if n.field.Indexed && !n.container() {
			f := n.field
			f.Group = n.group()
			out = append(out, IndexedField{f, n.path})
		}
	}
	return out
}

// Indexes says whether Index may change with the answer of a top-level key: it is indexed, holds what is, or a rule that
// settles values or visibility reads it.
func (c *Compiled) Indexes(key string) bool { return c.indexing[key] }

// indexing are the keys that Indexes says yes to.
func (o *order) indexing() map[string]bool {
	keys := map[string]bool{}
	for v := range o.state {
		if v < len(o.tree.nodes) && o.tree.nodes[v].field.Indexed {
			keys[o.tree.nodes[v].top()] = true
		}
		for _, w := range o.waitsFor(v) {
			if w < len(o.tree.nodes) && (v >= len(o.tree.nodes) || o.tree.nodes[v].parent != o.tree.nodes[w]) {
				keys[o.tree.nodes[w].top()] = true
			}
		}
	}
	return keys
}

func appendIndex(rows []IndexRow, path string, value any) []IndexRow {
	switch v := value.(type) {
	case string:
		text := cut(v)
		return append(rows, IndexRow{Field: path, Text: &text})
	case float64:
		return append(rows, IndexRow{Field: path, Number: &v})
	case bool:
		n := 0.0
		if v {
			n = 1
		}
		return append(rows, IndexRow{Field: path, Number: &n})
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				rows = appendIndex(rows, path, s)
			}
		}
	}
	return rows
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxIndexed {
		return s
	}
	return string([]rune(s)[:maxIndexed])
}

// Consent is what a person was asked to agree to, and whether they did.
type Consent struct {
	Path   string `json:"path"`   // place of the answer
	Given  bool   `json:"given"`  // agreed
	Locale string `json:"locale"` // language of the text
	Hash   string `json:"hash"`   // field.ConsentHash of that text
}

// Consents lists the visible consents, with evidence of the text as it reads in a locale.
func (c *Compiled) Consents(s *State, locale string) []Consent {
	var found []Consent
	for i := range s.places {
		p := &s.places[i]
		if !p.shown || p.node.field.Type != "consent" {
			continue
		}
		text := p.node.field.Content.In(locale, c.tree.form.DefaultLocale)
		found = append(found, Consent{
			Path: p.pointer, Given: p.value() == true, Locale: locale, Hash: field.ConsentHash(text),
		})
	}
	return found
}
