package refactor

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas/fault"
)

// Own does the change itself in the definition whose part it is about, and mends what names it there. Returns
// fault.NotFound when there is no such part, fault.Conflict when the new key is taken.
func (c Change) Own(body json.RawMessage) (json.RawMessage, []Use, error) {
	if c.Do == "delete" { // first, so that what is in it is no use of it
		left, gone, err := c.parts(body)
		if err != nil {
			return nil, nil, err
		}
		mended, uses, err := c.Mend(c.Kind, left)
		return mended, append(gone, uses...), err
	}
	mended, uses, err := c.Mend(c.Kind, body)
	if err != nil {
		return nil, nil, err
	}
	mended, _, err = c.parts(mended)
	return mended, uses, err
}

// parts changes the parts themselves, and returns the transitions that go or lead elsewhere with a stage.
func (c Change) parts(body json.RawMessage) (json.RawMessage, []Use, error) {
	top, err := read(body)
	if err != nil {
		return nil, nil, err
	}
	if c.Kind == definition.Form {
		err = c.fields(top)
		return top.write(), nil, err
	}
	uses, err := c.members(top)
	c.remark(top, nil)
	return top.write(), uses, err
}

// fields changes the fields of a form themselves.
func (c Change) fields(top *node) error {
	var ids []string
	for _, from := range c.From {
		list, i := find(top, from)
		if list == nil {
			return fault.New(fault.NotFound, "refactor.no_such_part").With("name", from)
		}
		ids = append(ids, list.members[i].says("id"))
		if err := c.do(list, i, around{from, taken(top, from)}); err != nil {
			return err
		}
	}
	for _, id := range c.Pages {
		pages := top.get("pages")
		if i := slices.IndexFunc(pagesOf(top), func(p *node) bool { return p.says("id") == id }); i >= 0 {
			pages.remove(i)
		}
	}
	c.remark(top, ids)
	return nil
}

// around is where a field stands: its path, and the keys that its neighbours have.
type around struct {
	path string
	keys []string
}

// do changes the i-th field of a list.
func (c Change) do(list *node, i int, at around) error {
	field := list.members[i]
	switch c.Do {
	case "rename":
		if slices.Contains(at.keys, c.To) {
			return fault.New(fault.Conflict, "refactor.key_taken").With("key", c.To)
		}
		field.set("key", textNode(c.To))
	case "delete":
		list.remove(i)
	case "split":
		return c.split(list, i, at)
	case "convert":
		convert(field, c.Type)
	}
	return nil
}

func (c Change) split(list *node, i int, at around) error {
	var pieces []*node
	for _, p := range c.Into {
		if slices.Contains(at.keys, p.Key) {
			return fault.New(fault.Conflict, "refactor.key_taken").With("key", p.Key)
		}
		at.keys = append(at.keys, p.Key)
		label, err := json.Marshal(p.Label)
		if err != nil {
			return err
		}
		text, err := parse(label)
		if err != nil {
			return err
		}
		piece := list.members[i].copied()
		piece.set("id", textNode(p.ID))
		piece.set("key", textNode(p.Key))
		piece.set("label", text)
		// Rules of the field that read its own answer read that of the copy.
		own := mender{change: Change{Part: "field", Do: "rename", From: []string{sibling(at.path, c.Use)}, To: p.Key}}
		spot{node: piece}.each([]string{"**"}, func(s spot) { own.visit(position{names: namesRule}, s) })
		pieces = append(pieces, piece)
	}
	list.members = slices.Replace(list.members, i, i+1, pieces...)
	return nil
}

// near are the types whose settings and answers mean the same.
var near = [][]string{
	{"select", "radio", "checkboxes"},
	{"text", "textarea", "email", "phone", "cpf", "cnpj", "taxId", "cep", "iban", "pixKey"},
	{"number", "money", "percent"},
	{"group", "repeat"},
	{"file", "image"},
	{"boolean", "consent"},
}

func convert(field *node, to string) {
	from := field.says("type")
	field.set("type", textNode(to))
	if !slices.ContainsFunc(near, func(types []string) bool { return slices.Contains(types, from) && slices.Contains(types, to) }) {
		field.set("config", nil)
	}
	hold(field, "options", slices.Contains(near[0], to))
	hold(field, "fields", slices.Contains(near[3], to))
	if !slices.Contains(near[3], to) {
		field.set("section", nil)
	}
}

func hold(field *node, member string, holds bool) {
	if !holds {
		field.set(member, nil)
	} else if field.get(member) == nil {
		field.set(member, &node{isList: true})
	}
}

// find is the list that a field stands in and its place there; nil when there is none.
func find(top *node, path string) (list *node, at int) {
	holders := pagesOf(top)
	segments := strings.Split(path, ".")
	for n, segment := range segments {
		key := strings.TrimSuffix(segment, "[]")
		list, at = among(holders, key)
		if list == nil || n == len(segments)-1 {
			return list, at
		}
		holders = []*node{list.members[at]}
	}
	return nil, 0
}

func pagesOf(top *node) []*node {
	if pages := top.get("pages"); pages != nil {
		return pages.members
	}
	return nil
}

func among(holders []*node, key string) (*node, int) {
	for _, h := range holders {
		fields := h.get("fields")
		if fields == nil {
			continue
		}
		if i := slices.IndexFunc(fields.members, func(f *node) bool { return f.says("key") == key }); i >= 0 {
			return fields, i
		}
	}
	return nil, 0
}

// taken are the keys that the neighbours of a field have: those of its group, or of all pages.
func taken(top *node, path string) []string {
	holders := pagesOf(top)
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		list, at := find(top, path[:i])
		if list == nil {
			return nil
		}
		holders = []*node{list.members[at]}
	}
	own := path[strings.LastIndexByte(path, '.')+1:]
	var keys []string
	for _, h := range holders {
		if fields := h.get("fields"); fields != nil {
			for _, f := range fields.members {
				if key := f.says("key"); key != own {
					keys = append(keys, key)
				}
			}
		}
	}
	return keys
}
