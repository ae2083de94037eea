package cases_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// panel is a random set of approvals with people who may give some of them, and what the model says was given.
type panel struct {
	approvals pipeline.Approvals
	may       map[string]bool   // "person step"
	prepared  map[string]bool   // who did the verb that keeps them from some steps
	given     map[string]string // step → person
}

var approvers = []string{"ana", "bia", "caio", "davi"}

func drawPanel(dice *rand.Rand) panel {
	p := panel{may: map[string]bool{}, prepared: map[string]bool{}, given: map[string]string{}}
	p.approvals = pipeline.Approvals{Mode: pick(dice, []string{pipeline.Parallel, pipeline.Series}), SamePerson: dice.IntN(3) == 0}
	for i := range 1 + dice.IntN(4) {
		step := pipeline.ApprovalStep{Key: "s" + strconv.Itoa(i), Name: schemas.Text{"en": "S" + strconv.Itoa(i)}}
		if dice.IntN(3) == 0 {
			step.NotBy = []string{"prepare"}
		}
		p.approvals.Steps = append(p.approvals.Steps, step)
		for _, who := range approvers {
			p.may[who+" "+step.Key] = dice.IntN(3) > 0
		}
	}
	if p.approvals.Mode == pipeline.Parallel && dice.IntN(2) == 0 {
		p.approvals.Quorum = 1 + dice.IntN(len(p.approvals.Steps))
	}
	return p
}

// allows is the rule of approvals in other words than the engine's.
func (p panel) allows(who, step string) bool {
	at := slices.IndexFunc(p.approvals.Steps, func(s pipeline.ApprovalStep) bool { return s.Key == step })
	ok := p.may[who+" "+step] && p.given[step] == "" && !(p.prepared[who] && len(p.approvals.Steps[at].NotBy) > 0)
	for i, s := range p.approvals.Steps {
		other := p.given[s.Key]
		ok = ok && (p.approvals.SamePerson || other != who)
		ok = ok && (p.approvals.Mode != pipeline.Series || i >= at || other != "")
	}
	return ok
}

func (p panel) compile(t testing.TB) *pipeline.Compiled {
	t.Helper()
	text := schemas.Text{"en": "x"}
	stage := func(key, kind, outcome string) pipeline.Stage {
		return pipeline.Stage{Key: key, Kind: kind, Outcome: outcome, Name: text, Applicant: text, Answers: "closed"}
	}
	verb := func(key, to, verb string) pipeline.Transition {
		return pipeline.Transition{Key: key, From: "review", To: to, Title: text, Trigger: pipeline.Trigger{Verb: verb}, By: []string{"member"}}
	}
	approve := verb("approve", "done", "approve")
	approve.Approvals = &p.approvals
	v, err := pipeline.Compile(pipeline.Pipeline{
		Key: "p", Title: text, Locales: []string{"en"}, DefaultLocale: "en", Form: "f", Contact: pipeline.Contact{Name: "n", Email: "n"},
		Attributes: []pipeline.Attribute{{Key: "risk", Type: rule.Number}},
		Stages:     []pipeline.Stage{stage("review", "staff", ""), stage("aside", "staff", ""), stage("done", "end", "completed")},
		Transitions: []pipeline.Transition{
			{Key: "start", To: "review", Trigger: pipeline.Trigger{Verb: "start"}, By: []string{"applicant"}},
			verb("prepare", "review", "prepare"), approve, verb("park", "aside", "park"),
			{Key: "back", From: "aside", To: "review", Title: text, Trigger: pipeline.Trigger{Verb: "back"}, By: []string{"member"}},
			{Key: "noted", From: "review", To: "review", Trigger: pipeline.Trigger{Event: "noted"}, By: []string{"system"}},
		},
	}, rule.Scope{Names: []rule.Name{{Key: "n", Type: rule.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestApprovals has random people give random approvals in random order, with acts between that void them, and holds
// the engine to the model: each is taken or refused as the rule says, and the case moves exactly when enough are given.
func TestApprovals(t *testing.T) {
	t.Parallel()
	moved, voided, refusedOnes := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 3)) //nolint:gosec // repeatable on purpose
		p := drawPanel(dice)
		g := gathering{Fataler: rt, panel: &p, v: p.compile(t), state: cases.State{Case: "c"}, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
		g.must(g.do("applicant", cases.Trigger{Verb: "start"}))
		g.must(g.do("system", cases.Trigger{Event: "noted", Data: cases.Data{Set: map[string]any{"risk": g.risk}}}))
		for range rapid.IntRange(10, 50).Draw(rt, "length") {
			if g.state.Stage == "done" {
				moved++
				break
			}
			g.act(dice, &voided, &refusedOnes)
			g.agree()
		}
	})
	least := 10
	if testing.Short() {
		least = 1
	}
	if moved < least || voided < least || refusedOnes < least {
		t.Errorf("too little happened: %d moved, %d voided, %d refused", moved, voided, refusedOnes)
	}
}

// Fataler is what a property needs to fail.
type Fataler interface {
	Fatalf(format string, args ...any)
}

// gathering is one case whose approvals are gathered.
type gathering struct {
	Fataler
	panel *panel
	v     *pipeline.Compiled
	state cases.State
	now   time.Time
	risk  float64
	ids   int
}

func (g *gathering) facts(who string) cases.Facts {
	return cases.Facts{Now: g.now, Allowed: func(object, verb string) bool {
		if step, ok := stepOf(object); ok {
			return g.panel.may[who+" "+step]
		}
		return verb != "approve"
	}}
}

func stepOf(object string) (string, bool) {
	const before = "pipeline/p/stage/review/approval/"
	if len(object) <= len(before) || object[:len(before)] != before {
		return "", false
	}
	return object[len(before):], true
}

func (g *gathering) do(who string, t cases.Trigger) (cases.Decision, error) {
	g.ids++
	g.now = g.now.Add(time.Minute)
	t.ID, t.Actor = strconv.Itoa(g.ids), actor.Actor{Kind: actor.Member, ID: who}
	switch who {
	case "applicant", "system":
		t.Actor.Kind = actor.Kind(who)
	}
	d, err := cases.Decide(context.Background(), g.v, g.state, t, g.facts(who))
	if err == nil {
		g.state = d.State
	}
	return d, err
}

func (g *gathering) act(dice *rand.Rand, voided, refused *int) {
	who := pick(dice, approvers)
	switch n := dice.IntN(12); {
	case g.state.Stage == "aside":
		g.must(g.do(who, cases.Trigger{Verb: "back"}))
	case n == 0:
		g.must(g.do(who, cases.Trigger{Verb: "park"}))
		clear(g.panel.given)
	case n == 1:
		g.must(g.do(who, cases.Trigger{Verb: "prepare"}))
		g.panel.prepared[who] = true
	case n == 2:
		var events []cases.Planned
		g.state, events = cases.Void(g.state)
		if len(events) != min(1, len(g.panel.given)) {
			g.Fatalf("%d events tell that %d approvals are void", len(events), len(g.panel.given))
		}
		*voided += len(events)
		clear(g.panel.given)
	case n == 3:
		if dice.IntN(2) == 0 {
			g.risk++
			clear(g.panel.given)
		}
		g.must(g.do("system", cases.Trigger{Event: "noted", Data: cases.Data{Set: map[string]any{"risk": g.risk}}}))
	default:
		g.approve(dice, who, refused)
	}
}

func (g *gathering) must(_ cases.Decision, err error) {
	if err != nil {
		g.Fatalf("%v", err)
	}
}

// approve has somebody approve for a step that they name, or for none.
func (g *gathering) approve(dice *rand.Rand, who string, refused *int) {
	step := pick(dice, g.panel.approvals.Steps).Key
	named := step
	if dice.IntN(2) == 0 {
		step, named = "", ""
		for _, s := range g.panel.approvals.Steps {
			if step == "" && g.panel.allows(who, s.Key) {
				step = s.Key
			}
		}
	}
	allowed := step != "" && g.panel.allows(who, step)
	d, err := g.do(who, cases.Trigger{Verb: "approve", Data: cases.Data{Step: named}})
	if (err == nil) != allowed {
		g.Fatalf("%s for %q: %v, want allowed %v, after %v of %+v", who, step, err, allowed, g.panel.given, g.panel.approvals)
	}
	if err != nil {
		*refused++
		return
	}
	g.panel.given[step] = who
	complete := len(g.panel.given) >= g.panel.approvals.Needed()
	if complete != (g.state.Stage == "done") || complete != slices.Contains(moves(d), "approve") {
		g.Fatalf("stands in %s with %v of %+v", g.state.Stage, g.panel.given, g.panel.approvals)
	}
	if again, err := cases.Decide(context.Background(), g.v, g.state, cases.Trigger{ID: strconv.Itoa(g.ids), Verb: "approve"}, g.facts(who)); err != nil || !again.Repeated {
		g.Fatalf("the same approval twice: %v", err)
	}
	if complete {
		for _, by := range g.panel.given {
			if !slices.ContainsFunc(g.state.Acts, func(a cases.Act) bool { return a.By == by && a.Verb == "approve" }) {
				g.Fatalf("nobody can tell that %s approved: %+v", by, g.state.Acts)
			}
		}
	}
}

// agree holds what everybody is told against the model.
func (g *gathering) agree() {
	if g.state.Stage != "review" {
		if len(g.state.Approvals) > 0 {
			g.Fatalf("approvals outlive their stage: %+v", g.state.Approvals)
		}
		return
	}
	for _, who := range approvers {
		options := cases.Possible(context.Background(), g.v, g.state, member(who), g.facts(who))
		i := slices.IndexFunc(options, func(o cases.Option) bool { return o.Verb == "approve" })
		any := false
		for n, s := range options[i].Approvals.Steps {
			want := g.panel.allows(who, g.panel.approvals.Steps[n].Key)
			any = any || want
			if s.Now != want || s.By != g.panel.given[s.Key] || (s.Why == nil) != want {
				g.Fatalf("%s is told %+v, want %v, after %v of %+v, prepared %v", who, s, want, g.panel.given, g.panel.approvals, g.panel.prepared)
			}
		}
		if options[i].Now != any || options[i].Approvals.Given != len(g.panel.given) {
			g.Fatalf("%s is told %+v (%v)", who, options[i], options[i].Why)
		}
	}
}

// A named step that the transition does not have is told.
func TestUnknownStep(t *testing.T) {
	t.Parallel()
	p := panel{approvals: pipeline.Approvals{Mode: pipeline.Series, Steps: []pipeline.ApprovalStep{{Key: "s0", Name: schemas.Text{"en": "S"}}}}, may: map[string]bool{"ana s0": true}}
	g := gathering{Fataler: t, panel: &p, v: p.compile(t), state: cases.State{Case: "c"}, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	g.must(g.do("applicant", cases.Trigger{Verb: "start"}))
	if _, err := g.do("ana", cases.Trigger{Verb: "approve", Data: cases.Data{Step: "s9"}}); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}
