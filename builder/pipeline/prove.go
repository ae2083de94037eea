package pipeline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Around is what stands around a pipeline when it is designed.
type Around struct {
	Names
	Asked []Asked // what its form asks, in order
	Reads []Read  // rules of its form and checklist that depend on checks
}

// Asked is one field of the form, as far as a pipeline is concerned.
type Asked struct {
	Path      string
	Label     schemas.Text
	Required  bool // whenever it is visible
	Never     bool // it is never visible
	StaffOnly bool
	Group     string
	Used      bool // by the form itself, by lists, or for a purpose that it names
}

// Prove returns what else is wrong with a pipeline than Lint says: it looks at what guards say together, and at what is
// known when they are asked. It is for whoever designs: what was published runs whatever Prove thinks of it.
func Prove(p Pipeline, around Around) []fault.Violation {
	known := map[[2]string]bool{}
	for _, v := range Lint(p, around.Names) {
		known[[2]string{v.Key, v.Path}] = true
	}
	l := newLinter(p, around.Names)
	g := newGraph(l, true)
	g.deadTransitions()
	g.starts()
	g.exits()
	g.decisions()
	g.cascades()
	l.found = slices.DeleteFunc(l.found, func(v fault.Violation) bool { return known[[2]string{v.Key, v.Path}] })
	w := prover{graph: g, asked: around.Asked, reads: around.Reads}
	w.races()
	w.variables()
	w.answers()
	w.writing()
	w.unused()
	w.flaws()
	w.spared()
	return l.found
}

// prover looks at what goes through a graph.
type prover struct {
	*graph
	asked []Asked
	reads []Read
}

// races finds timers that come due at the same instant and lead to different stages.
func (w prover) races() {
	ts := w.l.p.Transitions
	for j := range ts {
		for i := range j {
			if !w.leadsOn(i) || !w.leadsOn(j) || ts[i].From != ts[j].From || ts[i].To == ts[j].To || !together(*ts[i].Trigger.Timer, *ts[j].Trigger.Timer) {
				continue
			}
			t, ok := w.l.tabulate(moment{stage: ts[j].From}, ts[i].Guard, ts[j].Guard)
			if ok && !t.Some(func(holds []bool) bool { return holds[0] && holds[1] }) {
				continue
			}
			ps := w.l.about(ts[j])
			ps["other"], ps["otherName"] = ts[i].Key, w.l.stage[ts[i].To].Name
			w.l.warn(at("transitions", j, "/trigger/timer"), "timers_race", w.along(ps, ts[j].From))
		}
	}
}

// leadsOn tells whether a transition is set off by a timer and may lead to another stage.
func (w prover) leadsOn(i int) bool {
	t := w.l.p.Transitions[i]
	return t.Trigger.Timer != nil && t.To != t.From && w.dead[i] == "" && w.comesTo(t.From)
}

// together tells whether two timers come due at the same instant: what counts from the last act counts from the entry
// of the stage where nobody acted.
func together(a, b Timer) bool {
	recent := []string{"stage", "activity"}
	same := a.Since == b.Since || slices.Contains(recent, a.Since) && slices.Contains(recent, b.Since)
	return same && a.Calendar == b.Calendar && slices.ContainsFunc(a.After, func(x string) bool {
		return slices.ContainsFunc(b.After, func(y string) bool {
			first, err1 := ParseDuration(x)
			second, err2 := ParseDuration(y)
			return err1 == nil && err2 == nil && first == second
		})
	})
}

// Variables are what texts of messages may name in braces. {datetime}, until when a link works, is known only to the
// message of a token.
func Variables() []string {
	return []string{"name", "company", "reference", "pct", "date", "list", "n", "link", "items", "item_link", "stop_link", untilWhen}
}

const untilWhen = "datetime"

// signatureRequest is the message of a token that names none.
const signatureRequest = "signature_request"

// variables wants each name in braces to be one that is filled in.
func (w prover) variables() {
	for i, m := range w.l.p.Messages {
		plain, from := w.sentPlainly(m.Key)
		for _, part := range []struct {
			name string
			text schemas.Text
		}{{"subject", m.Subject}, {"body", m.Body}} {
			for _, locale := range sortedLocales(part.text) {
				for _, name := range inBraces(part.text[locale]) {
					if slices.Contains(Variables(), name) && (name != untilWhen || !plain) {
						continue
					}
					w.l.fail(at("messages", i, "/"+part.name+"/"+locale), "unknown_variable",
						w.along(params{"message": m.Key, "variable": name, "known": Variables()}, from))
				}
			}
		}
	}
}

// sentPlainly tells whether a message is sent by an effect that is no token, and from which stage.
func (w prover) sentPlainly(key string) (plain bool, from string) {
	for i, t := range w.l.p.Transitions {
		for _, e := range t.Effects {
			if w.dead[i] != "" {
				continue
			}
			token := e.Kind == "token" && (e.Name == key || e.Name == "" && key == signatureRequest)
			if token && !plain {
				from = t.From
			}
			if e.Kind == "message" && e.Name == key {
				return true, t.From
			}
		}
	}
	return plain, from
}

func sortedLocales(t schemas.Text) []string {
	out := make([]string, 0, len(t))
	for locale := range t {
		out = append(out, locale)
	}
	slices.Sort(out)
	return out
}

// inBraces are the names between braces, each once.
func inBraces(text string) []string {
	var out []string
	for {
		_, after, ok := strings.Cut(text, "{")
		if !ok {
			return out
		}
		name, rest, ok := strings.Cut(after, "}")
		if !ok {
			return out
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
		text = rest
	}
}

// answers wants what rules read to have been asked on every way to where they are asked.
func (w prover) answers() {
	ts := w.l.p.Transitions
	unsubmitted := w.avoiding(func(t Transition) bool { return t.Trigger.Verb == Submit })
	unjudged := w.avoiding(func(t Transition) bool { return w.l.stage[t.From].Kind == Staff })
	for i, t := range ts {
		if w.dead[i] != "" || !w.comesTo(t.From) || t.Trigger.Verb == Submit {
			continue
		}
		for _, r := range w.rulesOf(i) {
			for _, path := range w.unguarded(r.rule) {
				a, staff := w.field(path), w.l.stage[t.From].Kind == Staff
				reached := unsubmitted
				if a.StaffOnly {
					reached = unjudged
				}
				if _, early := reached[t.From]; !early || a.StaffOnly && staff || t.From == outside {
					continue
				}
				way := wayTo(reached, t.From)
				ps := w.l.about(t)
				ps["field"], ps["fieldName"], ps["path"], ps["pathNames"] = path, w.labelled(path), way, w.names(way)
				w.l.warn(r.at, "unasked_answer", ps)
			}
		}
	}
}

type placedRule struct {
	at   string
	rule *rule.Rule
}

// rulesOf are the rules that are asked when a transition is set off.
func (w prover) rulesOf(i int) []placedRule {
	t := w.l.p.Transitions[i]
	out := []placedRule{{at("transitions", i, "/guard"), t.Guard}}
	if t.Demands != nil {
		out = append(out, placedRule{at("transitions", i, "/demands/notByWhen"), t.Demands.NotByWhen})
	}
	for n, e := range t.Effects {
		out = append(out, placedRule{at("transitions", i, "/effects/"+strconv.Itoa(n)+"/when"), e.When})
		for s, score := range w.l.p.Scores {
			for r, row := range score.Rows {
				if e.Kind == "score" && e.Name == score.Key {
					out = append(out, placedRule{at("scores", s, "/rows/"+strconv.Itoa(r)+"/when"), row.When})
				}
			}
		}
		for c, check := range w.l.p.Checks {
			if e.Kind == "check" && (e.Name == check.Key || e.Name == allChecks) {
				out = append(out, placedRule{at("checks", c, "/when"), check.When})
			}
		}
	}
	return slices.DeleteFunc(out, func(r placedRule) bool { return r.rule == nil })
}

// unguarded are the fields of the form that a rule reads without asking whether they were answered.
func (w prover) unguarded(r *rule.Rule) []string {
	if r.Query == nil && strings.Contains(r.CEL, "has(") {
		return nil
	}
	asked := map[string]bool{}
	if r.Query != nil {
		asksWhether(*r.Query, asked)
	}
	var out []string
	for _, path := range r.Fields(w.l.scope) {
		root, _ := cutPath(path)
		ours := root != "previous" && root != "checks" && root != "case" && root != "today"
		if ours && !asked[path] && hasField(w.l.around.Form, path) {
			out = append(out, path)
		}
	}
	return out
}

func asksWhether(q rule.Query, asked map[string]bool) {
	for _, n := range q.Rules {
		if n.Group != nil {
			asksWhether(*n.Group, asked)
		} else if c := n.Condition; c != nil && (c.Operator == rule.IsEmpty || c.Operator == rule.NotEmpty) {
			asked[c.Field] = true
		}
	}
}

// field is what is known of a field by its path.
func (w prover) field(path string) Asked {
	i := slices.IndexFunc(w.asked, func(a Asked) bool { return a.Path == path })
	if i < 0 {
		return Asked{Path: path}
	}
	return w.asked[i]
}

func (w prover) labelled(path string) schemas.Text {
	if label := w.field(path).Label; len(label) > 0 {
		return label
	}
	return schemas.Text{"und": path}
}

// avoiding are the stages that are reached without a transition of a kind, each with the one before it.
func (w prover) avoiding(kind func(Transition) bool) map[string]string {
	edges := map[string][]string{}
	for i, t := range w.l.p.Transitions {
		if w.dead[i] == "" && t.To != outside && t.To != t.From && !kind(t) {
			edges[t.From] = append(edges[t.From], t.To)
		}
	}
	return flood(edges, []string{outside})
}

// writing wants what is owed at a submission to be seen, and to have been open to be written.
func (w prover) writing() {
	var owed []Asked
	for _, a := range w.asked {
		switch {
		case a.Required && a.Never:
			w.l.warn("/form", "invisible_field", params{"field": a.Path, "fieldName": w.labelled(a.Path), "path": []string{}})
		case a.Required && !a.StaffOnly && !strings.Contains(a.Path, "[]"):
			owed = append(owed, a)
		}
	}
	if len(owed) == 0 {
		return
	}
	closed := w.avoiding(func(t Transition) bool { return w.l.stage[t.From].Answers == "open" })
	for i, t := range w.l.p.Transitions {
		_, early := closed[t.From]
		if w.dead[i] != "" || t.Trigger.Verb != Submit || t.From == outside || !early || w.l.stage[t.From].Answers == "open" {
			continue
		}
		way := wayTo(closed, t.From)
		ps := w.l.about(t)
		ps["field"], ps["fieldName"], ps["count"] = owed[0].Path, w.labelled(owed[0].Path), len(owed)
		ps["path"], ps["pathNames"] = way, w.names(way)
		w.l.fail(at("transitions", i, ""), "unwritable_field", ps)
	}
}

// unused finds fields that nobody has a use for: who asks for less has less to lose.
func (w prover) unused() {
	read := w.read()
	for _, a := range w.asked {
		if a.Used || slices.ContainsFunc(read, func(path string) bool {
			return path == a.Path || strings.HasPrefix(a.Path, path+".") || strings.HasPrefix(a.Path, path+"[].")
		}) {
			continue
		}
		if slices.ContainsFunc(w.l.p.Checks, func(c Check) bool { return strings.Contains(string(c.Config), `"`+a.Path+`"`) }) {
			continue
		}
		w.l.warn("/form", "unused_field", params{"field": a.Path, "fieldName": w.labelled(a.Path), "path": []string{}})
	}
}

// read are the paths of all fields that the pipeline reads.
func (w prover) read() []string {
	c := w.l.p.Contact
	out := []string{c.Name, c.Email, c.Phone, c.Identity}
	note := func(r *rule.Rule) {
		if r == nil {
			return
		}
		for _, path := range r.Fields(w.l.scope) {
			out = append(out, strings.TrimPrefix(path, "previous."))
		}
	}
	for i := range w.l.p.Transitions {
		for _, r := range w.rulesOf(i) {
			note(r.rule)
		}
	}
	for _, c := range w.l.p.Checks {
		note(c.When)
		out = append(out, c.Fields...)
	}
	for _, s := range w.l.p.Stages {
		if s.Queue != nil {
			out = append(out, s.Queue.Columns...)
		}
	}
	return slices.DeleteFunc(out, func(path string) bool { return path == "" })
}
