package cases_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// pact is a case whose people may let others decide in their name.
type pact struct {
	*testing.T
	v      *pipeline.Compiled
	state  cases.State
	may    map[string][]string // who → "verb object"
	inName map[string][]string // who → in whose name
	turn   int
}

const review = "pipeline/p/stage/review"

func newPact(t *testing.T) *pact {
	t.Helper()
	text := schemas.Text{"en": "x"}
	stage := func(key, kind, outcome string) pipeline.Stage {
		return pipeline.Stage{Key: key, Kind: kind, Outcome: outcome, Name: text, Applicant: text, Answers: "closed"}
	}
	verb := func(verb, to string) pipeline.Transition {
		return pipeline.Transition{Key: verb, From: "review", To: to, Title: text, Trigger: pipeline.Trigger{Verb: verb}, By: []string{"member"}}
	}
	approve, release := verb("approve", "done"), verb("release", "done")
	approve.Approvals = &pipeline.Approvals{Mode: pipeline.Parallel, Veto: "reject", Steps: []pipeline.ApprovalStep{
		{Key: "one", Name: text}, {Key: "two", Name: text, NotBy: []string{"prepare"}},
	}}
	release.Demands = &pipeline.Demands{NotBy: []string{"prepare"}}
	v, err := pipeline.Compile(pipeline.Pipeline{
		Key: "p", Title: text, Locales: []string{"en"}, DefaultLocale: "en", Form: "f", Contact: pipeline.Contact{Name: "n", Email: "n"},
		Stages: []pipeline.Stage{stage("review", "staff", ""), stage("no", "end", "rejected"), stage("done", "end", "completed")},
		Transitions: []pipeline.Transition{
			{Key: "start", To: "review", Trigger: pipeline.Trigger{Verb: "start"}, By: []string{"applicant"}},
			verb("prepare", "review"), approve, release, verb("reject", "no"),
		},
	}, rule.Scope{Names: []rule.Name{{Key: "n", Type: rule.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	p := &pact{T: t, v: v, state: cases.State{Case: "c"}, inName: map[string][]string{}, may: map[string][]string{
		"ana": {"approve " + review + "/approval/one", "release " + review}, "bia": {"approve " + review + "/approval/two"}, "caio": {"prepare " + review},
	}}
	p.does(actor.Actor{Kind: actor.Applicant, ID: "x"}, "start")
	return p
}

func (p *pact) facts(who string) cases.Facts {
	may := func(who string) func(string, string) bool {
		return func(object, verb string) bool { return slices.Contains(p.may[who], verb+" "+object) }
	}
	return cases.Facts{Now: time.Date(2026, 3, 2, 12, p.turn, 0, 0, time.UTC), Allowed: may(who), Principals: func() []cases.Principal {
		var out []cases.Principal
		for _, in := range p.inName[who] {
			out = append(out, cases.Principal{ID: in, Allowed: may(in)})
		}
		return out
	}}
}

func (p *pact) does(who actor.Actor, verb string) (cases.Decision, error) {
	p.turn++
	d, err := cases.Decide(context.Background(), p.v, p.state, cases.Trigger{ID: strconv.Itoa(p.turn), Verb: verb, Actor: who}, p.facts(who.ID))
	if err == nil {
		p.state = d.State
	}
	return d, err
}

// taken wants a verb to be done in a name, as it was offered.
func (p *pact) taken(who, verb, name string) cases.Decision {
	p.Helper()
	options := cases.Possible(context.Background(), p.v, p.state, member(who), p.facts(who))
	i := slices.IndexFunc(options, func(o cases.Option) bool { return o.Verb == verb })
	if !options[i].Now || options[i].For != name {
		p.Errorf("%s is offered %s: %v, in the name of %q", who, verb, options[i].Now, options[i].For)
	}
	d, err := p.does(member(who), verb)
	if err != nil {
		p.Fatalf("%s by %s: %v", verb, who, err)
	}
	for _, e := range d.Events {
		if said, _ := e.Data["for"].(string); said != name {
			p.Errorf("%s tells of %q, not %q", e.Name, said, name)
		}
	}
	return d
}

func (p *pact) refused(who, verb, key string) {
	p.Helper()
	options := cases.Possible(context.Background(), p.v, p.state, member(who), p.facts(who))
	i := slices.IndexFunc(options, func(o cases.Option) bool { return o.Verb == verb })
	_, err := p.does(member(who), verb)
	f, _ := errors.AsType[*fault.Fault](err)
	if options[i].Now || f == nil || f.Key != key {
		p.Errorf("%s by %s: offered %v, answered %v", verb, who, options[i].Now, err)
	}
}

// Who decides for somebody else does what that one may do at that moment, and no more; both stand behind it.
func TestInTheNameOf(t *testing.T) {
	t.Parallel()
	t.Run("an approval", func(t *testing.T) {
		t.Parallel()
		p := newPact(t)
		p.refused("davi", "approve", "case.denied")
		p.inName["davi"] = []string{"bia"}
		p.taken("davi", "approve", "bia")
		p.refused("davi", "release", "case.denied") // bia may not either
		p.inName["davi"] = []string{"ana", "bia"}
		p.refused("davi", "approve", "case.approved_another") // one pair of eyes
		p.inName["bia"] = []string{"ana"}
		p.refused("bia", "approve", "case.approved_another") // hers was given in her name
		p.taken("ana", "approve", "")
		if p.state.Stage != "done" || !slices.ContainsFunc(p.state.Acts, func(a cases.Act) bool { return a.By == "davi" && a.For == "bia" }) {
			t.Errorf("stands in %s after %+v", p.state.Stage, p.state.Acts)
		}
	})
	t.Run("not the second pair of eyes", func(t *testing.T) {
		t.Parallel()
		p := newPact(t)
		p.may["ana"] = append(p.may["ana"], "approve "+review+"/approval/two")
		p.inName["davi"] = []string{"ana"}
		p.taken("ana", "approve", "")
		p.refused("davi", "approve", "case.approved_another")
	})
	t.Run("duties stay apart from both", func(t *testing.T) {
		t.Parallel()
		for _, maker := range []string{"caio", "davi", "ana"} {
			p := newPact(t)
			p.may[maker] = append(p.may[maker], "prepare "+review)
			p.inName["davi"] = []string{"ana"}
			p.taken(maker, "prepare", "")
			if maker == "caio" {
				p.taken("davi", "release", "ana")
				continue
			}
			p.refused("davi", "release", "case.maker_checker")
		}
	})
	t.Run("what was taken back is gone", func(t *testing.T) {
		t.Parallel()
		p := newPact(t)
		p.inName["davi"] = []string{"ana"}
		p.may["ana"] = nil
		p.refused("davi", "release", "case.denied")
	})
}

// One no of who could approve ends the approvals, and nobody else may say it.
func TestVeto(t *testing.T) {
	t.Parallel()
	p := newPact(t)
	p.refused("caio", "reject", "case.denied")
	p.taken("ana", "approve", "")
	p.refused("ana", "reject", "case.denied") // hers is given
	p.inName["davi"] = []string{"bia"}
	d := p.taken("davi", "reject", "bia")
	if p.state.Stage != "no" || len(p.state.Approvals) > 0 || d.Events[0].Name != "approval.refused" || d.Events[0].Data["step"] != "two" {
		t.Errorf("stands in %s with %+v after %+v", p.state.Stage, p.state.Approvals, d.Events)
	}
}
