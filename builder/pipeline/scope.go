package pipeline

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// The results of a check, worst first.
const (
	Failed      = "fail"
	Unavailable = "unavailable"
	Unclear     = "unclear"
	Pending     = "pending"
	Passed      = "pass"
	Skipped     = "skipped"
)

// Results returns the results that a check can have, worst first.
func Results() []string { return []string{Failed, Unavailable, Unclear, Pending, Passed, Skipped} }

// allChecks is the name of the worst result of all checks, and of all checks in an effect.
const allChecks = "all"

// Scope returns what the rules of a pipeline can see: the fields of the form, and beside them
//
//   - previous: the same fields before a change;
//   - checks.<key>.result, and checks.all, the worst of them ("skipped" when none was asked);
//   - case.<attribute>, case.<score> and case.<score>_band, and the facts case.stage, case.reason, case.reopenable (may the last reason be reopened),
//     case.openItems (items that the applicant still owes), case.attempts (how often the transition at hand was taken
//     since the stage was entered), case.round (how often checks were started), case.daysSinceStart, case.daysInStage
//     (days of the calendar), case.tokens24h (tokens sent in the last 24 hours), case.frozen (the answers stand as they were
//     handed in, to be signed), case.changed (keys of the fields whose answers changed since the stage was entered),
//     case.integrated (calls reach a system outside).
func Scope(p Pipeline, form rule.Scope) rule.Scope {
	names := slices.Clone(form.Names)
	names = append(names,
		rule.Name{Key: "previous", Type: rule.Group, Members: form.Names},
		rule.Name{Key: "checks", Type: rule.Group, Members: checkNames(p)},
		rule.Name{Key: "case", Type: rule.Group, Members: append(facts(p, form), attributeNames(p)...)},
	)
	return rule.Scope{Names: names}
}

func checkNames(p Pipeline) []rule.Name {
	names := []rule.Name{{Key: allChecks, Type: rule.Choice, Options: Results()}}
	for _, c := range p.Checks {
		result := rule.Name{Key: "result", Type: rule.Choice, Options: Results()}
		names = append(names, rule.Name{Key: c.Key, Type: rule.Group, Members: []rule.Name{result}})
	}
	return names
}

func facts(p Pipeline, form rule.Scope) []rule.Name {
	stages, reasons, fields := []string{}, []string{}, []string{}
	for _, s := range p.Stages {
		stages = append(stages, s.Key)
	}
	for _, r := range p.Reasons {
		reasons = append(reasons, r.Key)
	}
	for _, n := range form.Names {
		fields = append(fields, n.Key)
	}
	return []rule.Name{
		{Key: "stage", Type: rule.Choice, Options: stages},
		{Key: "reason", Type: rule.Choice, Options: reasons},
		{Key: "reopenable", Type: rule.Bool},
		{Key: "openItems", Type: rule.Number},
		{Key: "attempts", Type: rule.Number},
		{Key: "round", Type: rule.Number},
		{Key: "daysSinceStart", Type: rule.Number},
		{Key: "daysInStage", Type: rule.Number},
		{Key: "tokens24h", Type: rule.Number},
		{Key: "frozen", Type: rule.Bool},
		{Key: "changed", Type: rule.Choices, Options: fields},
		{Key: "integrated", Type: rule.Bool},
	}
}

func attributeNames(p Pipeline) []rule.Name {
	attributes := slices.Concat(p.Attributes, scoreAttributes(p))
	names := make([]rule.Name, 0, len(attributes))
	for _, a := range attributes {
		names = append(names, rule.Name{Key: a.Key, Type: a.Type, Options: a.Values()})
	}
	return names
}

// hasField follows a path of keys through groups and repeats: "address.city", "owners[].share".
func hasField(names []rule.Name, path string) bool {
	for path != "" {
		key, rest := cutPath(path)
		i := slices.IndexFunc(names, func(n rule.Name) bool { return n.Key == key })
		if i < 0 {
			return false
		}
		names, path = names[i].Members, rest
	}
	return true
}

// cutPath takes the first key off a path, without the mark of a repeat.
func cutPath(path string) (key, rest string) {
	key, rest, _ = strings.Cut(path, ".")
	return strings.TrimSuffix(key, "[]"), rest
}
