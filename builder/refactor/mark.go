package refactor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/definition"
)

// remark lets the marks of outdated translations go along with their texts: under the new key of what is renamed, on both
// copies of what is split. Those of texts that are gone are dropped. ids are those that the fields in From had.
func (c Change) remark(top *node, ids []string) {
	outdated := top.get("outdated")
	if outdated == nil {
		return
	}
	texts := addressed{top: top, byID: map[string]*node{}}
	for _, page := range pagesOf(top) {
		texts.byID[page.says("id")] = page
		eachField(page.get("fields"), "", func(field *node, _ string) { texts.byID[field.says("id")] = field })
	}
	for i := len(outdated.members) - 1; i >= 0; i-- {
		var now []string
		for _, mark := range outdated.members[i].members {
			address, _ := mark.text()
			now = append(now, c.addresses(address, ids)...)
		}
		outdated.members[i] = listOf(slices.DeleteFunc(now, texts.lack))
		if len(outdated.members[i].members) == 0 {
			outdated.remove(i)
		}
	}
	if len(outdated.members) == 0 {
		top.set("outdated", nil)
	}
}

// addresses are where a text stands after the change, as far as can be told from where it stood.
func (c Change) addresses(address string, ids []string) []string {
	if c.Do == "rename" && c.Kind != definition.Form {
		head := lists[c.Part] + "/"
		if rest, ok := strings.CutPrefix(address, head+c.From[0]+"/"); ok {
			return []string{head + c.To + "/" + rest}
		}
	}
	id, text, _ := strings.Cut(address, "/")
	if c.Do != "split" || !slices.Contains(ids, id) {
		return []string{address}
	}
	var out []string
	for _, p := range c.Into {
		if text != "label" { // each piece has a label of its own
			out = append(out, p.ID+"/"+text)
		}
	}
	return out
}

func listOf(texts []string) *node {
	slices.Sort(texts)
	list := &node{isList: true}
	for _, text := range slices.Compact(texts) {
		list.members = append(list.members, textNode(text))
	}
	return list
}

// addressed finds the texts of a document by their addresses.
type addressed struct {
	top  *node
	byID map[string]*node // pages and fields of a form
}

func (a addressed) lack(address string) bool {
	steps := strings.Split(address, "/")
	at := a.top
	if holder := a.byID[steps[0]]; holder != nil {
		at, steps = holder, steps[1:]
	}
	for _, step := range steps {
		if at == nil {
			return true
		}
		if at.isList {
			at = at.named(step)
		} else {
			at = at.get(step)
		}
	}
	return !at.isObject()
}

// named is the member of a list that has a key or a value, or else the one at a place.
func (n *node) named(name string) *node {
	at := slices.IndexFunc(n.members, func(m *node) bool { return m.says("key") == name || m.says("value") == name })
	if at < 0 {
		place, err := strconv.Atoi(name)
		if err != nil || place < 0 || place >= len(n.members) {
			return nil
		}
		at = place
	}
	return n.members[at]
}
