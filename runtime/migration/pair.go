package migration

import (
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Line is a pipeline version with its form.
type Line struct {
	Pipeline *pipeline.Compiled
	Form     *form.Compiled
}

// Pair is two versions of one pipeline, with what can be said of a move between them without looking at a case. It may
// be used by many goroutines at once.
type Pair struct {
	from, to Line
	carrier  *form.Carrier
	routes   map[string]route // by stage
	forgets  bool             // attributes differ
}

// route is what differs where a case may stand.
type route struct {
	reasons     []Reason
	conditional bool // it has conditions
	guarded     bool // which may hold otherwise: they have to be asked with the answers
}

// Between returns what can be said of the move from one version to another.
func Between(from, to Line) *Pair {
	p := &Pair{from: from, to: to, carrier: form.NewCarrier(from.Form, to.Form), routes: map[string]route{}}
	for _, a := range from.Pipeline.Pipeline.Attributes {
		twin, ok := to.Pipeline.Attribute(a.Key)
		p.forgets = p.forgets || !ok || twin.Type != a.Type || !slices.Equal(twin.Values(), a.Values())
	}
	for _, s := range from.Pipeline.Pipeline.Stages {
		p.routes[s.Key] = p.route(s)
	}
	return p
}

// Carrier brings the answers along.
func (p *Pair) Carrier() *form.Carrier { return p.carrier }

// Reads says whether Judge looks at the answers of a case in a stage at all.
func (p *Pair) Reads(stage string) bool {
	r := p.routes[stage]
	return !p.carrier.Same() || r.guarded || r.conditional && p.forgets
}

// Reason says why a case is in its bucket. What names it stands in Name: the key of a stage, a transition or a check,
// "case.<key>" of an attribute, or the place of a field in the version that has it, with rows left out.
type Reason struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// The kinds of reasons.
const (
	StageGone     = "stageGone"
	StageChanged  = "stageChanged"  // whose turn it is there, or what may be answered, differs
	WayGone       = "wayGone"       // a transition
	WayNew        = "wayNew"        //
	WayChanged    = "wayChanged"    // where it leads, what sets it off, or what it demands
	WayDecides    = "wayDecides"    // its condition comes out otherwise on the answers
	CheckGone     = "checkGone"     // its result was awaited
	FieldGone     = "fieldGone"     // or of a type that the answer does not fit
	FieldHidden   = "fieldHidden"   // the rules hide it now
	AttributeGone = "attributeGone" //
	FieldOwed     = "fieldOwed"     // a required answer is missing
	FieldInvalid  = "fieldInvalid"  // the answer is not accepted any more
)

func (p *Pair) route(before pipeline.Stage) route {
	after, ok := p.to.Pipeline.Stage(before.Key)
	if !ok {
		return route{reasons: []Reason{{StageGone, before.Key}}}
	}
	var r route
	if before.Kind != after.Kind || before.Answers != after.Answers || before.Outcome != after.Outcome {
		r.reasons = append(r.reasons, Reason{StageChanged, before.Key})
	}
	old, now := p.from.Pipeline.From(before.Key), p.to.Pipeline.From(before.Key)
	for _, m := range old {
		at := slices.IndexFunc(now, func(n *pipeline.Move) bool { return n.Key == m.Key })
		switch {
		case at < 0:
			r.reasons = append(r.reasons, Reason{WayGone, m.Key})
		case skeleton(m, old) != skeleton(now[at], now):
			r.reasons = append(r.reasons, Reason{WayChanged, m.Key})
		}
	}
	for _, m := range now {
		if !slices.ContainsFunc(old, func(o *pipeline.Move) bool { return o.Key == m.Key }) {
			r.reasons = append(r.reasons, Reason{WayNew, m.Key})
		}
	}
	asked, some := conditions(old)
	asks, more := conditions(now)
	r.conditional = some || more
	r.guarded = asked != asks || r.conditional && !p.carrier.Same()
	return r
}

// skeleton is what a transition is apart from its words, effects and conditions, and how many stand before it that the
// same trigger sets off.
func skeleton(m *pipeline.Move, among []*pipeline.Move) string {
	t := m.Transition
	t.Title, t.Guard, t.Effects = nil, nil, nil
	if t.Demands != nil {
		d := *t.Demands
		d.NotByWhen = nil
		t.Demands = &d
	}
	if t.Approvals != nil {
		a := *t.Approvals
		a.Steps = slices.Clone(a.Steps)
		for i := range a.Steps {
			a.Steps[i].Name = nil
		}
		t.Approvals = &a
	}
	before := 0
	for _, other := range among {
		if other == m {
			break
		}
		if string(trigger(other)) == string(trigger(m)) {
			before++
		}
	}
	text, _ := json.Marshal([]any{t, before}) // it was decoded from JSON
	return string(text)
}

func trigger(m *pipeline.Move) []byte {
	text, _ := json.Marshal(m.Trigger)
	return text
}

// conditions are the rules of a stage as they are written; some tells whether there are any.
func conditions(moves []*pipeline.Move) (words string, some bool) {
	var rules []any
	for _, m := range moves {
		var separates *rule.Rule
		if m.Demands != nil {
			separates = m.Demands.NotByWhen
		}
		some = some || m.Guard != nil || m.NotByWhen != nil
		rules = append(rules, []any{m.Key, m.Transition.Guard, separates})
	}
	text, _ := json.Marshal(rules) // they were decoded from JSON
	return string(text), some
}

// Label is what people call that which a reason names, in the version that has it; nil when it has no words.
func (p *Pair) Label(r Reason) schemas.Text {
	for _, line := range []Line{p.to, p.from} {
		if text := line.label(r); len(text) > 0 {
			return text
		}
	}
	return nil
}

func (l Line) label(r Reason) schemas.Text {
	switch r.Kind {
	case StageGone, StageChanged:
		stage, _ := l.Pipeline.Stage(r.Name)
		return stage.Name
	case WayGone, WayNew, WayChanged, WayDecides:
		if m, ok := l.Pipeline.Move(r.Name); ok {
			return m.Title
		}
	case CheckGone:
		for _, q := range l.Pipeline.Checks() {
			if q.Key == r.Name {
				return q.Title
			}
		}
	case FieldGone, FieldHidden, FieldOwed, FieldInvalid:
		f, _ := l.Form.FieldOf(r.Name)
		return f.Label
	}
	return nil
}
