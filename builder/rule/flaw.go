package rule

import (
	"strconv"

	"github.com/esteira/esteira/schemas/fault"
)

// Said is a condition with the names that people give to what it reads, for a sentence.
type Said struct {
	Field    map[string]string `json:"field"` // by language
	Operator string            `json:"operator"`
	Values   []any             `json:"values,omitempty"` // names by language as well, text, numbers, yes and no
}

// Label names a field, or one of its options when value is not "", by language; nil where nobody knows.
type Label func(path, value string) map[string]string

// Flaws are the parts of a rule that decide nothing: those that hold always or never, whatever is answered, and
// conditions that exclude each other. They are warnings; paths lead into the rule. What they say is always true, and
// they do not say all: of CEL only what is written as true or false.
//
// Keys: rule.always, rule.never, rule.contradiction, rule.condition_always, rule.condition_never.
func (r Rule) Flaws(w World, label Label) []fault.Violation {
	f := flaws{w: w, label: label}
	if r.Query == nil {
		f.whole("", Constant(&r))
		return f.found
	}
	f.group("/query", *r.Query, true)
	return f.found
}

type flaws struct {
	w     World
	label Label
	found []fault.Violation
}

func (f *flaws) warn(path, key string, conditions ...Condition) {
	v := fault.Violation{Path: path, Key: key, Severity: "warn"}
	for i, name := range []string{"first", "second"} {
		if i < len(conditions) {
			if v.Params == nil {
				v.Params = map[string]any{}
			}
			v.Params[name] = f.say(conditions[i])
		}
	}
	f.found = append(f.found, v)
}

func (f *flaws) whole(path string, t Truth) {
	switch t {
	case Always:
		f.warn(path, "rule.always")
	case Never:
		f.warn(path, "rule.never")
	}
}

// truth is what a query can be, whatever is answered.
func (f *flaws) truth(q Query) Truth {
	t, ok := f.w.Tabulate(&Rule{Query: &q})
	switch {
	case !ok:
		return Constant(&Rule{Query: &q})
	case !t.Some(func(holds []bool) bool { return holds[0] }):
		return Never
	case !t.Some(func(holds []bool) bool { return !holds[0] }):
		return Always
	}
	return Depends
}

// group says what is wrong with a group: as a whole where it decides nothing, else with its members.
func (f *flaws) group(path string, q Query, outermost bool) {
	t := f.truth(q)
	if t == Depends {
		f.members(path, q)
		return
	}
	if culprit := f.culprit(path, q, t); !culprit {
		if outermost {
			path = ""
		}
		f.whole(path, t)
	}
}

func (f *flaws) members(path string, q Query) {
	for i, n := range q.Rules {
		here := path + "/rules/" + strconv.Itoa(i)
		if n.Group != nil {
			f.group(here, *n.Group, false)
			continue
		}
		f.condition(here, *n.Condition)
	}
}

// condition reports whether a condition decides nothing by itself, and says so.
func (f *flaws) condition(path string, c Condition) bool {
	switch f.truth(Query{Combinator: "and", Rules: []Node{{Condition: &c}}}) {
	case Always:
		f.warn(path, "rule.condition_always", c)
	case Never:
		f.warn(path, "rule.condition_never", c)
	default:
		return false
	}
	return true
}

// culprit names the conditions that make a group decide nothing, if it is one or two of them.
func (f *flaws) culprit(path string, q Query, t Truth) bool {
	decisive := (t == Never) == (q.Combinator != "or") || len(q.Rules) == 1 // one member decides for all
	if q.Not || !decisive {
		return false
	}
	for i, n := range q.Rules {
		if n.Condition != nil && f.condition(path+"/rules/"+strconv.Itoa(i), *n.Condition) {
			return true
		}
	}
	if t != Never {
		return false
	}
	for j, second := range q.Rules {
		for _, first := range q.Rules[:j] {
			if first.Condition == nil || second.Condition == nil {
				continue
			}
			if f.truth(Query{Combinator: "and", Rules: []Node{first, second}}) == Never {
				f.warn(path+"/rules/"+strconv.Itoa(j), "rule.contradiction", *first.Condition, *second.Condition)
				return true
			}
		}
	}
	return false
}

func (f *flaws) say(c Condition) Said {
	name := func(path, value string) map[string]string {
		if f.label != nil {
			if text := f.label(path, value); len(text) > 0 {
				return text
			}
		}
		if value != "" {
			return map[string]string{"und": value}
		}
		return map[string]string{"und": path}
	}
	said := Said{Field: name(c.Field, ""), Operator: c.Operator}
	if c.ValueField != "" {
		said.Values = []any{name(c.ValueField, "")}
		return said
	}
	list, ok := c.Value.([]any)
	if !ok && c.Value != nil {
		list = []any{c.Value}
	}
	for _, v := range list {
		if text, ok := v.(string); ok && text != "today" {
			v = name(c.Field, text)
		}
		said.Values = append(said.Values, v)
	}
	return said
}
