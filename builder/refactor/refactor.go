// Package refactor finds what names a part of a definition, and mends it when that part is renamed, deleted, split or made
// one of another type. It works on the documents themselves, by one list of all places in which the language names
// something, and keeps what it does not change as it was written. It stores nothing and asks nobody.
package refactor

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Change is what is done to parts of one definition.
type Change struct {
	Kind  definition.Kind
	Key   string
	Part  string   // field, stage, check, message, reason, attribute or score
	Do    string   // rename, delete, split, convert
	From  []string // paths of fields, or keys; several only to delete
	To    string   // rename: the new key. delete: the path or key to use instead, "" for none; a stage has none
	Into  []Piece  // split: what the field becomes
	Use   string   // split: the key of the piece that is used where the field was
	Type  string   // convert: the new type
	Pages []string // delete: ids of pages that go with their fields
	Drop  bool     // delete without To: conditions and entries that name it go too, where something is left beside them

	moves map[string]string // follow: the new paths of what is in From, the deepest first there
}

// Piece is one of the fields that a field is split into.
type Piece struct {
	ID, Key string
	Label   schemas.Text
}

// Use is one place that names what is changed.
type Use struct {
	Pointer string // in the document as it was
	Role    string // the property: visibleWhen, guard, columns, contact's name, …
	Owner   string // key of the innermost thing that it belongs to, "" for the whole
	Text    schemas.Text
	Before  string
	After   string // "" when nothing stands there any more
	Outcome string
}

// The outcomes of a use.
const (
	Changed = "changed" // it names what is there now
	Dropped = "dropped" // it is taken away
	Kept    = "kept"    // it names the same, which is another than it was
	Left    = "left"    // it names what is gone, or cannot be mended: somebody has to look
)

var prefixes = map[string]string{
	"field": namesField, "stage": namesStage, "check": namesCheck, "message": namesMessage, "reason": namesReason, "attribute": namesAttribute,
	"score": namesScore,
}

// Target is a name after the change; hit tells whether the change is about it, and "" that nothing takes its place.
func (c Change) Target(name string) (now string, hit bool) {
	prefix := prefixes[c.Part]
	bare := name
	if c.Part == "field" {
		bare = strings.TrimPrefix(name, "previous.")
		if isOther(bare) {
			return name, false
		}
	}
	if c.Part == "score" && strings.HasPrefix(bare, namesAttribute) {
		return c.scored(name)
	}
	for _, from := range c.From {
		rest, ok := within(bare, prefix+from)
		if !ok {
			continue
		}
		to := c.instead(from, rest)
		if to == "" {
			return "", true
		}
		return name[:len(name)-len(bare)] + prefix + to, true
	}
	return name, false
}

// scored does the same for what rules read of a score: case.risk and case.risk_band.
func (c Change) scored(name string) (now string, hit bool) {
	for _, from := range c.From {
		for _, end := range []string{"", "_band"} {
			rest, ok := within(name, namesAttribute+from+end)
			if !ok {
				continue
			}
			to := c.instead(from, "")
			if to == "" {
				return "", true
			}
			return namesAttribute + to + end + rest, true
		}
	}
	return name, false
}

// isOther tells names that begin with the word of something that is no answer.
func isOther(name string) bool {
	root, _, _ := strings.Cut(name, ".")
	return root == "checks" || root == "case" || strings.Contains(root, ":")
}

// within is what follows a place in a name that lies in it.
func within(name, place string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(name, place)
	return rest, ok && (place == "" || rest == "" || rest[0] == '.' || strings.HasPrefix(rest, "[]"))
}

func (c Change) instead(from, rest string) string {
	switch c.Do {
	case "follow":
		return c.moves[from] + rest
	case "rename":
		return sibling(from, c.To) + rest
	case "split":
		return sibling(from, c.Use) + rest
	case "convert":
		if c.Type == "repeat" && strings.HasPrefix(rest, ".") {
			return from + "[]" + rest
		}
		if c.Type != "repeat" {
			return from + strings.TrimPrefix(rest, "[]")
		}
		return from + rest
	}
	if c.To == "" {
		return ""
	}
	return c.To + rest
}

func sibling(path, key string) string { return path[:strings.LastIndexByte(path, '.')+1] + key }

// Mend returns a document with all its uses of what is changed, mended as far as can be. The body is the given one where
// nothing in it was changed.
func (c Change) Mend(kind definition.Kind, body json.RawMessage) (json.RawMessage, []Use, error) {
	top, err := read(body)
	if err != nil {
		return nil, nil, err
	}
	m := mender{change: c}
	for _, p := range positions[kind] {
		spot{node: top}.each(strings.Split(p.at, "/"), func(s spot) {
			if len(s.above) > 0 && p.isMet(s) {
				m.visit(p, s)
			}
		})
	}
	for _, drop := range slices.Backward(m.drops) {
		drop()
	}
	if !slices.ContainsFunc(m.uses, func(u Use) bool {
		return u.Outcome == Changed || u.Outcome == Dropped || u.Before != u.After && u.After != ""
	}) {
		return body, m.uses, nil
	}
	return top.write(), m.uses, nil
}

// Object is an object of the policies after the change: those of stages name them.
func (c Change) Object(object string) string {
	stage, tail, ok := c.stageOf(object)
	if !ok {
		return object
	}
	if now, hit := c.Target(namesStage + stage); hit && now != "" {
		return "pipeline/" + c.Key + "/stage/" + strings.TrimPrefix(now, namesStage) + tail
	}
	return object
}

// Beside is the object that policies have to speak of too, so that whoever can now, can after the change as well: that of a
// stage under its new key. It is the object itself where there is no such thing: a stage that takes the place of another
// has policies of its own.
func (c Change) Beside(object string) string {
	if c.Do != "rename" {
		return object
	}
	return c.Object(object)
}

// IsBeside tells whether an object can have come beside another by a rename of a stage of a pipeline.
func IsBeside(pipeline, object, beside string) bool {
	c := Change{Kind: definition.Pipeline, Key: pipeline, Part: "stage", Do: "rename"}
	from, _, ok1 := c.stageOf(object)
	to, _, ok2 := c.stageOf(beside)
	c.From, c.To = []string{from}, to
	return ok1 && ok2 && from != to && goodKey.MatchString(from) && goodKey.MatchString(to) && c.Object(object) == beside
}

// stageOf is the stage of the pipeline that an object of the policies speaks of, and what stands behind it:
// "/approval/first". A star may stand for what is before the stage.
func (c Change) stageOf(object string) (stage, tail string, ok bool) {
	const head = 3
	parts := strings.SplitN(object, "/", head+2)
	if c.Part != "stage" || len(parts) <= head {
		return "", "", false
	}
	for i, want := range []string{"pipeline", c.Key, "stage"} {
		if parts[i] != want && parts[i] != "*" {
			return "", "", false
		}
	}
	if len(parts) > head+1 {
		tail = "/" + parts[head+1]
	}
	return parts[head], tail, true
}

// Names tells whether an object of the policies is about what is changed.
func (c Change) Names(object string) bool {
	stage, _, ok := c.stageOf(object)
	return ok && slices.Contains(c.From, stage)
}

var goodKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Check returns fault.Invalid for a change that cannot be: without the key that it gives, or of several at once.
func (c Change) Check() error {
	isForm := c.Kind == definition.Form
	if isForm != (c.Part == "field") || len(c.From) == 0 || !c.isWhole(isForm) {
		return fault.New(fault.Invalid, "refactor.invalid")
	}
	return nil
}

// isWhole tells whether a change has what it needs.
func (c Change) isWhole(isForm bool) bool {
	isOne := len(c.From) == 1 && c.From[0] != ""
	switch c.Do {
	case "rename":
		return isOne && goodKey.MatchString(c.To)
	case "split":
		return isForm && isOne && len(c.Into) > 1 && slices.ContainsFunc(c.Into, func(p Piece) bool { return p.Key == c.Use })
	case "convert":
		return isForm && isOne && c.Type != ""
	}
	return c.Do == "delete" && (c.Part != "stage" || c.To == "") // what led to a stage leads on where it led
}
