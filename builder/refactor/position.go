package refactor

import (
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/definition"
)

// position is a place in which the language names something by its key. Every place that does is in positions: who finds
// uses and who mends them go through the same list.
type position struct {
	at    string // keys from the top; * is each member, ** any number of steps
	names string // what kind of thing is named there: one of the constants below
	when  string // key=value|value that the object around must say
	not   string // texts that mean something else there
}

// What is named. Fields are named by their path; the others have a word before their key, as rules write checks.age and
// case.risk.
const (
	namesField     = ""
	namesCheck     = "checks."
	namesAttribute = "case."
	namesStage     = "stage:"
	namesMessage   = "message:"
	namesReason    = "reason:"
	namesScore     = "score:"
	namesSince     = "since"   // text that names an attribute as rules do
	namesKeys      = "keys"    // an object whose keys are attributes
	namesPointer   = "pointer" // a JSON Pointer into answers
	namesAnswers   = "answers" // an object of answers by key
	namesBraced    = "braced"  // a text with fields in braces
	namesObject    = "object"
	namesRule      = "rule" // a rule, which names fields, checks, attributes, stages and reasons
)

// paperWords are what papers name in braces that is no field, whatever the form asks.
const paperWords = "name company reference date"

var positions = map[definition.Kind][]position{
	definition.Form: {
		{at: "validations/*/field", names: namesField},
		{at: "**", names: namesRule},
	},
	definition.Checklist: {
		{at: "items/*/fields/*", names: namesField},
		{at: "**", names: namesRule},
	},
	definition.Pipeline: {
		{at: "contact/*", names: namesField},
		{at: "stages/*/queue/columns/*", names: namesField, not: "started percent page attempts activity age token risk reason decided"},
		{at: "checks/*/fields/*", names: namesField},
		{at: "checks/*/config/field", names: namesField},
		{at: "transitions/*/from", names: namesStage},
		{at: "transitions/*/to", names: namesStage},
		{at: "transitions/*/policy", names: namesObject},
		{at: "transitions/*/trigger/timer/since", names: namesSince},
		{at: "transitions/*/effects/*/name", names: namesMessage, when: "kind=message|token"},
		{at: "transitions/*/effects/*/name", names: namesCheck, when: "kind=check"},
		{at: "transitions/*/effects/*/name", names: namesScore, when: "kind=score"},
		{at: "transitions/*/effects/*/set", names: namesKeys},
		{at: "transitions/*/effects/*/set/reason", names: namesReason},
		{at: "transitions/*/approvals/steps/*/policy", names: namesObject},
		{at: "checks/*/config/set", names: namesKeys},
		{at: "checks/*/config/set/reason", names: namesReason},
		{at: "scores/*/into", names: namesAttribute},
		{at: "papers/*/sections/*/heading/*", names: namesBraced, not: paperWords},
		{at: "papers/*/sections/*/text/*", names: namesBraced, not: paperWords},
		{at: "scenarios/*/steps/*/answers", names: namesAnswers},
		{at: "scenarios/*/steps/*/field", names: namesPointer},
		{at: "scenarios/*/steps/*/items/*", names: namesPointer},
		{at: "scenarios/*/steps/*/check", names: namesCheck},
		{at: "scenarios/*/steps/*/reason", names: namesReason},
		{at: "scenarios/*/steps/*/expect/stage", names: namesStage},
		{at: "scenarios/*/steps/*/expect/messages/*", names: namesMessage},
		{at: "scenarios/*/steps/*/expect/owed/*", names: namesPointer},
		{at: "**", names: namesRule},
	},
}

// spot is a place of a document, with all that it stands in, from the top.
type spot struct {
	node    *node
	pointer string
	role    string // the last key on the way that is none of a list
	above   []*node
}

// each goes to every place that a pattern means.
func (s spot) each(pattern []string, visit func(spot)) {
	if len(pattern) == 0 {
		visit(s)
		return
	}
	step, rest := pattern[0], pattern[1:]
	if step == "**" {
		s.each(rest, visit)
		rest = pattern
	}
	for i, member := range s.node.members {
		key := strconv.Itoa(i)
		if !s.node.isList {
			key = s.node.keys[i]
		}
		if step == "*" || step == "**" || step == key {
			s.down(key, member).each(rest, visit)
		}
	}
}

// escapes are those of JSON Pointers.
var escapes = strings.NewReplacer("~", "~0", "/", "~1")

func (s spot) down(key string, member *node) spot {
	role := s.role
	if !s.node.isList {
		role = key
	}
	return spot{node: member, pointer: s.pointer + "/" + escapes.Replace(key), role: role, above: append(s.above[:len(s.above):len(s.above)], s.node)}
}

func (s spot) parent() *node { return s.above[len(s.above)-1] }

// isMet tells whether the object around says what a position wants of it.
func (p position) isMet(s spot) bool {
	key, values, ok := strings.Cut(p.when, "=")
	if !ok {
		return true
	}
	said := s.parent().says(key)
	for value := range strings.SplitSeq(values, "|") {
		if said == value {
			return true
		}
	}
	return false
}

// isRule tells a rule by its shape: an object with one member, which is a query or CEL.
func (n *node) isRule() bool {
	if !n.isObject() || len(n.keys) != 1 {
		return false
	}
	if n.keys[0] == "cel" {
		_, ok := n.members[0].text()
		return ok
	}
	return n.keys[0] == "query" && n.members[0].get("rules") != nil
}

// rows are the repeats that a rule stands in, outermost first, as rule.Scope has them. A rule of the repeat itself stands
// outside of its rows.
func (s spot) rows() []string {
	var fields []*node
	for _, n := range s.above {
		if n.isObject() && n.get("type") != nil && n.get("key") != nil {
			fields = append(fields, n)
		}
	}
	var rows []string
	path := ""
	for i, f := range fields {
		if i == len(fields)-1 {
			break
		}
		path = strings.TrimPrefix(path+"."+f.says("key"), ".")
		if f.says("type") == "repeat" {
			rows = append(rows, path)
			path += "[]"
		}
	}
	return rows
}

// owner is the innermost thing with a key that a place stands in.
func (s spot) owner() (key string, text *node) {
	for i := len(s.above) - 1; i > 0; i-- {
		n := s.above[i]
		if k := n.says("key"); n.isObject() && k != "" {
			for _, name := range []string{"label", "title", "name", "subject"} {
				if t := n.get(name); t.isObject() {
					return k, t
				}
			}
			return k, nil
		}
	}
	return "", nil
}
