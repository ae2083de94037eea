package refactor

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Link is a field of a form that is linked to a section: its fields are a copy of those of the section's page. Their ids
// begin with that of the link, their rules read answers below it, and their texts are in the languages of the form.
type Link struct {
	Section string // key of the section
	Path    string // of the field, as rules name it: "owners[].home"
	Pointer string // where the form says it
	Label   schemas.Text
	Inside  []string // keys of the sections that what it holds is linked to in turn

	field   *node
	locales []string
}

// Links are the fields of a form that are linked to sections, in the order of the document. Links inside of copies are not
// among them: the section brings those.
func Links(form json.RawMessage) ([]Link, error) {
	top, err := read(form)
	if err != nil {
		return nil, err
	}
	return linksOf(top), nil
}

func linksOf(top *node) []Link {
	finder := finder{locales: localesOf(top)}
	for i, page := range pagesOf(top) {
		finder.fields(page.get("fields"), "", "/pages/"+strconv.Itoa(i)+"/fields")
	}
	return finder.found
}

func localesOf(top *node) []string {
	var out []string
	if list := top.get("locales"); list != nil {
		for _, l := range list.members {
			text, _ := l.text()
			out = append(out, text)
		}
	}
	return out
}

type finder struct {
	locales []string
	found   []Link
}

func (f *finder) fields(list *node, prefix, pointer string) {
	if list == nil {
		return
	}
	for i, field := range list.members {
		at := pointer + "/" + strconv.Itoa(i)
		section := field.says("section")
		if section == "" {
			f.fields(field.get("fields"), below(prefix, field), at+"/fields")
			continue
		}
		link := Link{Section: section, Path: prefix + field.says("key"), Pointer: at, field: field, locales: f.locales}
		if label := field.get("label"); label.isObject() {
			_ = json.Unmarshal(label.write(), &link.Label) // what is no text says nothing
		}
		eachField(field.get("fields"), "", func(inner *node, _ string) {
			if key := inner.says("section"); key != "" {
				link.Inside = append(link.Inside, key)
			}
		})
		f.found = append(f.found, link)
	}
}

// below is what the paths of fields begin with that stand in a field.
func below(prefix string, field *node) string {
	if field.says("type") == "repeat" {
		return prefix + field.says("key") + "[]."
	}
	return prefix + field.says("key") + "."
}

// eachField visits all fields of a list and those inside them, with their paths.
func eachField(list *node, prefix string, visit func(field *node, path string)) {
	if list == nil {
		return
	}
	for _, field := range list.members {
		visit(field, prefix+field.says("key"))
		eachField(field.get("fields"), below(prefix, field), visit)
	}
}

// Relink makes a form name its sections by other keys: move gives the new one for each. The body is the given one where
// nothing changes.
func Relink(form json.RawMessage, move func(key string) string) (json.RawMessage, error) {
	top, err := read(form)
	if err != nil {
		return nil, err
	}
	isChanged := false
	for _, page := range pagesOf(top) {
		eachField(page.get("fields"), "", func(field *node, _ string) {
			if key := field.says("section"); key != "" && move(key) != key {
				field.get("section").say(move(key))
				isChanged = true
			}
		})
	}
	if !isChanged {
		return form, nil
	}
	return top.write(), nil
}

// prefix is what the paths of the fields begin with that a link holds.
func (l Link) prefix() string { return strings.TrimSuffix(l.Path, l.field.says("key")) }

func (l Link) inner() string { return below(l.prefix(), l.field) }

// Copy returns the fields that a link holds when it stands at a version of its section.
func (l Link) Copy(section json.RawMessage) (json.RawMessage, error) {
	copied, err := l.copied(section)
	if err != nil {
		return nil, err
	}
	return copied.write(), nil
}

func (l Link) copied(section json.RawMessage) (*node, error) {
	top, err := read(section)
	if err != nil {
		return nil, err
	}
	list := &node{isList: true}
	if pages := pagesOf(top); len(pages) > 0 && pages[0].get("fields") != nil {
		list = pages[0].get("fields")
	}
	at := strings.TrimSuffix(l.inner(), ".")
	spot{node: list}.each([]string{"**"}, func(s spot) {
		if s.node.isRule() {
			rebase(s, at)
		}
	})
	eachField(list, "", func(field *node, _ string) {
		field.set("id", textNode(l.field.says("id")+"."+field.says("id")))
		l.reduce(field)
	})
	return list, nil
}

// reduce leaves a field the texts in the languages of the form. A text that says nothing in any of them is none.
func (l Link) reduce(field *node) {
	for _, text := range textsOf(field) {
		for i := len(text.keys) - 1; i >= 0; i-- {
			if !slices.Contains(l.locales, text.keys[i]) {
				text.remove(i)
			}
		}
	}
	for _, key := range textKeys {
		if text := field.get(key); text.isObject() && len(text.keys) == 0 {
			field.set(key, nil)
		}
	}
}

// textKeys are the members of fields, options and validations that are texts.
var textKeys = []string{"label", "hint", "help", "content", "message"}

func textsOf(field *node) []*node {
	holders := []*node{field}
	for _, key := range []string{"options", "validations"} {
		if list := field.get(key); list != nil {
			holders = append(holders, list.members...)
		}
	}
	var out []*node
	for _, h := range holders {
		for _, key := range textKeys {
			if text := h.get(key); text.isObject() {
				out = append(out, text)
			}
		}
	}
	return out
}

// rebase makes a rule of a section read the answers below a link.
func rebase(s spot, at string) {
	if cel, ok := s.node.get("cel").text(); ok {
		s.node.get("cel").say(rule.RebaseCEL(cel, s.rows(), at))
		return
	}
	spot{node: s.node}.each([]string{"**"}, func(s spot) {
		for _, key := range []string{"field", "valueField"} {
			if name, ok := s.node.get(key).text(); ok && name != "" {
				s.node.get(key).say(rebased(name, at))
			}
		}
	})
}

func rebased(name, at string) string {
	bare := strings.TrimPrefix(name, "previous.")
	if isOther(bare) {
		return name
	}
	return name[:len(name)-len(bare)] + at + "." + bare
}

// Stands tells whether a link holds the copy of a version of its section. A text that lacks in the link in one language,
// which the form or the section got later, makes no difference.
func (l Link) Stands(section json.RawMessage) (bool, error) {
	copied, err := l.copied(section)
	if err != nil {
		return false, err
	}
	return sameValue(l.completed(copied).write(), copied.write()), nil
}

func (l Link) held() *node {
	if held := l.field.get("fields"); held != nil {
		return held
	}
	return &node{isList: true}
}

// completed is what is held, with the texts that it lacks taken from a copy. One that it lacks wholly is taken where the copy
// has it only in languages that nothing is held in: they came later.
func (l Link) completed(copied *node) *node {
	held, spoken, like := l.held().copied(), map[string]bool{}, map[string]*node{}
	eachField(held, "", func(field *node, _ string) {
		l.reduce(field)
		for _, text := range textsOf(field) {
			for _, locale := range text.keys {
				spoken[locale] = true
			}
		}
	})
	eachField(copied, "", func(field *node, _ string) { like[field.says("id")] = field })
	eachField(held, "", func(field *node, _ string) { fill(field, like[field.says("id")], spoken) })
	return held
}

func fill(field, like *node, spoken map[string]bool) {
	for _, key := range textKeys {
		text, from := field.get(key), like.get(key)
		switch {
		case text.isObject() && from.isObject():
			lay(text, from)
		case text == nil && from.isObject() && !slices.ContainsFunc(from.keys, func(l string) bool { return spoken[l] }):
			field.set(key, from.copied())
		}
	}
	for _, key := range []string{"options", "validations"} {
		if list, from := field.get(key), like.get(key); list != nil && from != nil {
			for i := range min(len(list.members), len(from.members)) {
				fill(list.members[i], from.members[i], spoken)
			}
		}
	}
}

// lay puts what a text lacks in a language below it.
func lay(text, from *node) {
	for i, locale := range from.keys {
		if text.says(locale) == "" {
			text.set(locale, from.members[i])
		}
	}
}

func sameValue(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// maxID is how long the id of a field may be.
const maxID = 64

// HasLongIDs tells whether the ids of a copy would be longer than ids may be.
func (l Link) HasLongIDs(section json.RawMessage) (bool, error) {
	copied, err := l.copied(section)
	isLong := false
	eachField(copied, "", func(field *node, _ string) { isLong = isLong || len([]rune(field.says("id"))) > maxID })
	return isLong, err
}

// Follow brings all links of a form to one section to a version of it. What the form itself says of fields of the section
// follows them to their new keys, by their ids. The body is the given one where nothing changes.
func Follow(form json.RawMessage, key string, section json.RawMessage) (json.RawMessage, error) {
	top, err := read(form)
	if err != nil {
		return nil, err
	}
	copies, moves, err := copiesIn(top, key, section)
	if err != nil {
		return nil, err
	}
	mended, err := followed(form, moves)
	if err != nil {
		return nil, err
	}
	if top, err = read(mended); err != nil {
		return nil, err
	}
	isChanged := !bytes.Equal(mended, form)
	for _, l := range linksOf(top) {
		if now := copies[l.Pointer]; now != nil && !sameValue(now.write(), l.held().write()) {
			l.field.set("fields", now)
			isChanged = true
		}
	}
	if !isChanged {
		return form, nil
	}
	return top.write(), nil
}

// Following is what it means for all that names fields of a form that its links to one section come to a version of it: some
// fields have other paths then. It has no From where none has.
func Following(form json.RawMessage, key string, section json.RawMessage) (Change, error) {
	top, err := read(form)
	if err != nil {
		return Change{}, err
	}
	_, moves, err := copiesIn(top, key, section)
	c := following(moves)
	c.Key = top.says("key")
	return c, err
}

// copiesIn is what the links of a form to one section hold at a version of it, by the pointers of the links, and the new
// paths of the fields that have others by that.
func copiesIn(top *node, key string, section json.RawMessage) (copies map[string]*node, moves map[string]string, err error) {
	copies, moves = map[string]*node{}, map[string]string{}
	for _, l := range linksOf(top) {
		if l.Section != key {
			continue
		}
		if copies[l.Pointer], err = l.copied(section); err != nil {
			return nil, nil, err
		}
		l.moves(copies[l.Pointer], moves)
	}
	return copies, moves, nil
}

// moves notes the fields whose path is another in a new copy.
func (l Link) moves(copied *node, into map[string]string) {
	before := map[string]string{}
	eachField(l.held(), l.inner(), func(field *node, path string) { before[field.says("id")] = path })
	eachField(copied, l.inner(), func(field *node, path string) {
		if was, ok := before[field.says("id")]; ok && was != path {
			into[was] = path
		}
	})
}

// followed is a form in which all that names a field names it by its new path.
func followed(form json.RawMessage, moves map[string]string) (json.RawMessage, error) {
	if len(moves) == 0 {
		return form, nil
	}
	out, _, err := following(moves).Mend(definition.Form, form)
	return out, err
}

func following(moves map[string]string) Change {
	from := slices.SortedFunc(maps.Keys(moves), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	return Change{Kind: definition.Form, Part: "field", Do: "follow", From: from, moves: moves}
}
