package pipeline

import (
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

func (l *linter) checks() {
	seen := map[string]bool{}
	for i, c := range l.p.Checks {
		l.key(at("checks", i, "/key"), c.Key, seen)
		if c.Key == allChecks {
			l.fail(at("checks", i, "/key"), "reserved_key", params{"key": c.Key})
		}
		l.text(at("checks", i, "/title"), c.Title, params{"check": c.Key})
		for n, path := range c.Fields {
			l.field(at("checks", i, "/fields/"+strconv.Itoa(n)), path)
		}
		if c.Early && len(c.Fields) == 0 {
			l.fail(at("checks", i, "/fields"), "early_no_fields", params{"check": c.Key, "checkName": c.Title})
		}
		l.rule(at("checks", i, "/when"), c.When)
		for n, text := range c.Retries {
			l.duration(at("checks", i, "/retries/"+strconv.Itoa(n)), text)
		}
	}
}

func (l *linter) reasons() {
	seen := map[string]bool{}
	for i, r := range l.p.Reasons {
		l.key(at("reasons", i, "/key"), r.Key, seen)
		l.text(at("reasons", i, "/label"), r.Label, params{"reason": r.Key})
		l.text(at("reasons", i, "/applicant"), r.Applicant, params{"reason": r.Key})
		for n, verb := range r.For {
			if !l.verbs[verb] && verb != DoJudge { // of a document, which no transition does
				l.warn(at("reasons", i, "/for/"+strconv.Itoa(n)), "unknown_verb", params{"verb": verb, "reason": r.Key})
			}
		}
	}
}

func (l *linter) messages() {
	seen := map[string]bool{}
	for i, m := range l.p.Messages {
		l.key(at("messages", i, "/key"), m.Key, seen)
		l.text(at("messages", i, "/subject"), m.Subject, params{"message": m.Key})
		l.text(at("messages", i, "/body"), m.Body, params{"message": m.Key})
	}
}

// options wants each value of a choice once, and a name in every language where it has one.
func (l *linter) options(i int, a Attribute) {
	seen := map[string]bool{}
	for n, o := range a.Options {
		place := at("attributes", i, "/options/"+strconv.Itoa(n))
		if o.Value == "" || seen[o.Value] {
			l.fail(place, "bad_option", params{"attributeName": a.named(), "value": o.Value})
		}
		seen[o.Value] = true
		if len(o.Label) > 0 {
			l.text(place+"/label", o.Label, params{"attribute": a.Key, "value": o.Value})
		}
	}
}

// reserved are the names under case that the engine fills; "reason" is also a word of the effect set.
func (l *linter) reserved(key string) bool {
	return slices.ContainsFunc(facts(l.p, rule.Scope{}), func(n rule.Name) bool { return n.Key == key })
}

func (l *linter) attributes() {
	seen := map[string]bool{}
	types := []rule.Type{rule.Text, rule.Number, rule.Bool, rule.Date, rule.Choice}
	for i, a := range l.p.Attributes {
		l.key(at("attributes", i, "/key"), a.Key, seen)
		if len(a.Title) > 0 {
			l.text(at("attributes", i, "/title"), a.Title, params{"attribute": a.Key})
		}
		if l.reserved(a.Key) {
			l.fail(at("attributes", i, "/key"), "reserved_key", params{"key": a.Key})
		}
		if !slices.Contains(types, a.Type) || a.Type == rule.Choice && len(a.Options) == 0 {
			l.fail(at("attributes", i, "/type"), "bad_type", params{"attribute": a.Key, "attributeName": a.named(), "type": a.Type})
		}
		l.options(i, a)
	}
}
