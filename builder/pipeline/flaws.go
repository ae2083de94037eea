package pipeline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// flaws says which conditions decide nothing. A guard that never holds is told as a transition that can never happen.
func (w prover) flaws() {
	for i, t := range w.l.p.Transitions {
		at := moment{stage: t.From, settled: t.Trigger.Event == ChecksCompleted}
		for _, r := range w.ownRules(i) {
			if w.dead[i] == "" {
				w.flawed(r, at)
			}
		}
	}
	for i, c := range w.l.p.Checks {
		w.flawed(placedRule{at("checks", i, "/when"), c.When}, moment{})
	}
	for i, s := range w.l.p.Scores {
		for n, row := range s.Rows {
			w.flawed(placedRule{at("scores", i, "/rows/"+strconv.Itoa(n)+"/when"), row.When}, moment{})
		}
	}
}

// ownRules are the rules that stand at a transition itself.
func (w prover) ownRules(i int) []placedRule {
	return slices.DeleteFunc(w.rulesOf(i), func(r placedRule) bool { return !strings.HasPrefix(r.at, "/transitions/") })
}

// flawed looks at a rule that is written rightly; what is wrong with others is told elsewhere.
func (w prover) flawed(r placedRule, at moment) {
	if r.rule == nil || len(r.rule.Check(w.l.scope, rule.Bool)) > 0 {
		return
	}
	for _, v := range r.rule.Flaws(w.l.world(at), w.said) {
		v.Path = r.at + v.Path
		w.l.found = append(w.l.found, v)
	}
}

// said is what people call something that rules read, or one of its values.
func (w prover) said(path, value string) map[string]string {
	path = strings.TrimPrefix(path, "previous.")
	if own := w.l.said(path, value); own != nil || value != "" {
		return own
	}
	return w.field(path).Label
}

// said is what people call a fact of the pipeline itself, or one of its values.
func (l *linter) said(path, value string) map[string]string {
	if value != "" {
		return l.valued(path, value)
	}
	for _, c := range l.p.Checks {
		if path == "checks."+c.Key+".result" {
			return c.Title
		}
	}
	for _, s := range l.p.Scores {
		if path == "case."+s.Key || path == "case."+BandKey(s.Key) {
			return s.Title
		}
	}
	for _, a := range l.p.Attributes {
		if path == "case."+a.Key && len(a.Title) > 0 {
			return a.Title
		}
	}
	if key, ours := strings.CutPrefix(path, "case."); ours && l.attributeType(key) != "" {
		return schemas.Text{"und": key}
	}
	return nil
}

// valued is what people call a value of a fact.
func (l *linter) valued(path, value string) schemas.Text {
	if path == "case.stage" {
		return l.stage[value].Name
	}
	for _, r := range l.p.Reasons {
		if path == "case.reason" && r.Key == value {
			return r.Label
		}
	}
	for _, s := range l.p.Scores {
		for _, b := range s.Bands {
			if path == "case."+BandKey(s.Key) && b.Key == value {
				return b.Label
			}
		}
	}
	for _, a := range l.p.Attributes {
		if i := slices.IndexFunc(a.Options, func(o Option) bool { return o.Value == value }); i >= 0 && path == "case."+a.Key {
			return a.Options[i].Label
		}
	}
	return nil
}
