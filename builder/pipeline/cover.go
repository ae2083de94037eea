package pipeline

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// moment says where rules are asked.
type moment struct {
	stage   string
	settled bool // no check is pending
}

// tabulate returns the table of some guards; ok is false when it would be too large.
func (l *linter) tabulate(at moment, rules ...*rule.Rule) (t *rule.Table, ok bool) {
	return l.world(at).Tabulate(rules...)
}

// world is what rules see at a moment: checks always have a result, and the engine counts what it counts.
func (l *linter) world(at moment) rule.World {
	return rule.World{Scope: l.scope, Known: func(path string) rule.Known {
		counted := slices.Contains(counters(), strings.TrimPrefix(path, "case."))
		switch {
		case path == "case.stage" && at.stage != "":
			return rule.Known{Filled: true, Only: []string{at.stage}}
		case isResult(path) && at.settled:
			return rule.Known{Filled: true, Only: slices.DeleteFunc(Results(), func(r string) bool { return r == Pending })}
		case isResult(path) || path == "case.stage" || path == "case.reopenable":
			return rule.Known{Filled: true}
		}
		return rule.Known{Filled: counted && strings.HasPrefix(path, "case."), Natural: counted && strings.HasPrefix(path, "case.")}
	}}
}

// counters are the facts that are numbers of something, from 0 up.
func counters() []string {
	return []string{"openItems", "attempts", "round", "daysSinceStart", "daysInStage", "tokens24h"}
}
