package pipeline_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
)

// crew is a random pipeline of staff work with people and policies.
type crew struct {
	p      pipeline.Pipeline
	people []pipeline.Person
	may    map[string]bool // "role object verb"
}

func (c crew) ask(who pipeline.Person, object, verb string) bool {
	return slices.ContainsFunc(who.Roles, func(role string) bool { return c.may[role+" "+object+" "+verb] })
}

func hire(r *rand.Rand) crew {
	c := crew{may: map[string]bool{}, p: pipeline.Pipeline{Key: "p"}}
	n, verbs := 2+r.IntN(3), []string{"ask", "check", "approve"}
	for i := range n {
		c.p.Stages = append(c.p.Stages, pipeline.Stage{Key: "s" + strconv.Itoa(i), Kind: "staff"})
	}
	c.p.Transitions = []pipeline.Transition{{Key: "start", To: "s0", Trigger: pipeline.Trigger{Verb: "start"}, By: []string{"applicant"}}}
	for i := range 2 + r.IntN(4) {
		t := pipeline.Transition{
			Key: "t" + strconv.Itoa(i), From: "s" + strconv.Itoa(r.IntN(n)), To: "s" + strconv.Itoa(r.IntN(n)), By: []string{"member"},
			Trigger: pipeline.Trigger{Verb: pick(r, verbs...)},
		}
		if slices.ContainsFunc(c.p.Transitions, func(u pipeline.Transition) bool { return u.From == t.From && u.Trigger.Verb == t.Trigger.Verb }) {
			continue // the first would go before
		}
		if r.IntN(2) == 0 {
			t.Demands = &pipeline.Demands{NotBy: []string{pick(r, verbs...), pick(r, verbs...)}}
		}
		if r.IntN(3) == 0 {
			t.Approvals = panel(r, verbs)
		}
		switch r.IntN(10) {
		case 0:
			t.By, t.Approvals = []string{"member", "applicant"}, nil
		case 1:
			t.Policy = "special"
		}
		c.p.Transitions = append(c.p.Transitions, t)
	}
	roles := []string{"a", "b", "c"}
	for i := range 1 + r.IntN(4) {
		var own []string
		for _, role := range roles {
			if r.IntN(2) == 0 {
				own = append(own, role)
			}
		}
		c.people = append(c.people, pipeline.Person{ID: "m" + strconv.Itoa(i), Name: "M" + strconv.Itoa(i), Roles: own})
	}
	for _, role := range roles {
		for _, verb := range verbs {
			for i := range n {
				c.may[fmt.Sprintf("%s pipeline/p/stage/s%d %s", role, i, verb)] = r.IntN(3) == 0
				for step := range 3 {
					c.may[fmt.Sprintf("%s pipeline/p/stage/s%d/approval/a%d %s", role, i, step, verb)] = r.IntN(2) == 0
				}
			}
			c.may[role+" special "+verb] = r.IntN(3) == 0
			for step := range 3 {
				c.may[fmt.Sprintf("%s special/approval/a%d %s", role, step, verb)] = r.IntN(2) == 0
			}
		}
	}
	return c
}

func panel(r *rand.Rand, verbs []string) *pipeline.Approvals {
	a := &pipeline.Approvals{Mode: pick(r, pipeline.Parallel, pipeline.Series), SamePerson: r.IntN(4) == 0}
	for i := range 1 + r.IntN(3) {
		step := pipeline.ApprovalStep{Key: "a" + strconv.Itoa(i)}
		if r.IntN(3) == 0 {
			step.NotBy = []string{pick(r, verbs...)}
		}
		a.Steps = append(a.Steps, step)
	}
	if a.Mode == pipeline.Parallel && r.IntN(2) == 0 {
		a.Quorum = 1 + r.IntN(len(a.Steps))
	}
	return a
}

// team is who did what for a transition: a person for each approval that was given, or one for the verb.
type team map[int]string

// teams are all ways to do a transition, after what people did before.
func (c crew) teams(t pipeline.Transition, acts map[string]bool) []team {
	objects, wanted, same := c.p.Objects(t), 1, false
	if t.Approvals != nil {
		wanted, same = t.Approvals.Needed(), t.Approvals.SamePerson
	}
	var out []team
	var fill func(post int, so team)
	fill = func(post int, so team) {
		if post == len(objects) {
			if len(so) == wanted {
				out = append(out, maps.Clone(so))
			}
			return
		}
		fill(post+1, so)
		for _, who := range c.people {
			if c.fits(t, post, who, acts) && (same || !slices.Contains(slices.Collect(maps.Values(so)), who.ID)) {
				so[post] = who.ID
				fill(post+1, so)
				delete(so, post)
			}
		}
	}
	fill(0, team{})
	return out
}

func (c crew) fits(t pipeline.Transition, post int, who pipeline.Person, acts map[string]bool) bool {
	var notBy []string
	if t.Demands != nil {
		notBy = t.Demands.NotBy
	}
	if t.Approvals != nil {
		notBy = slices.Concat(notBy, t.Approvals.Steps[post].NotBy)
	}
	return c.ask(who, c.p.Objects(t)[post], t.Trigger.Verb) &&
		!slices.ContainsFunc(notBy, func(v string) bool { return acts[who.ID+" "+v] })
}

// found is what trying everything says of one transition.
type found struct {
	can    map[int]map[string]bool // by approval, and 0 for the verb alone
	spared map[string]bool         // it was taken without them
}

// tries walks all that the people can do, one by one, and says who could do each transition.
func (c crew) tries() map[int]*found {
	out := map[int]*found{}
	seen := map[string]bool{}
	var walk func(stage string, acts map[string]bool)
	walk = func(stage string, acts map[string]bool) {
		if id := stage + "|" + strings.Join(slices.Sorted(maps.Keys(acts)), "|"); seen[id] {
			return
		} else {
			seen[id] = true
		}
		for i, t := range c.p.Transitions {
			if t.From != stage {
				continue
			}
			if len(t.By) > 1 || t.By[0] != "member" {
				walk(t.To, acts)
				continue
			}
			if out[i] == nil {
				out[i] = &found{can: map[int]map[string]bool{}, spared: map[string]bool{}}
			}
			for _, so := range c.teams(t, acts) {
				more := maps.Clone(acts)
				for post, who := range so {
					if out[i].can[post] == nil {
						out[i].can[post] = map[string]bool{}
					}
					out[i].can[post][who], more[who+" "+t.Trigger.Verb] = true, true
				}
				for _, who := range c.people {
					if !slices.Contains(slices.Collect(maps.Values(so)), who.ID) {
						out[i].spared[who.ID] = true
					}
				}
				walk(t.To, more)
			}
		}
	}
	walk("", map[string]bool{})
	return out
}

// TestWhoCan holds the solver against trying everything, for random pipelines, people and policies.
func TestWhoCan(t *testing.T) {
	t.Parallel()
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	r := rand.New(rand.NewPCG(5, 6))
	nobody, one, left, together, missing := 0, 0, 0, 0, 0
	for range rounds {
		c := hire(r)
		want := c.tries()
		for _, s := range pipeline.Steps(c.p, c.people, c.ask) {
			f := want[s.Transition]
			if f == nil {
				f = &found{}
			}
			got, needed := named(s.Can), named(s.Needed)
			for _, who := range c.people {
				if f.can[max(0, s.Approval)][who.ID] != slices.Contains(got, who.ID) {
					t.Fatalf("transition %d, approval %d: %v can, want %v, of %+v in\n%s", s.Transition, s.Approval, got, f.can, c.people, text(c.p))
				}
				if (len(f.can) > 0 && !f.spared[who.ID]) != slices.Contains(needed, who.ID) {
					t.Fatalf("transition %d: %v are needed, want all but %v, of %+v in\n%s", s.Transition, needed, f.spared, c.people, text(c.p))
				}
			}
			switch {
			case len(got) == 1:
				one++
			case s.Approval >= 0 && len(f.can) == 0 && s.Allowed > 0:
				missing++
			case len(needed) > 0:
				together++
			case len(got) == 0 && s.Allowed > 0:
				left++
			case len(got) == 0:
				nobody++
			}
		}
	}
	if nobody < rounds/10 || one < rounds/10 || left < rounds/100 || together < rounds/100 || missing < rounds/100 {
		t.Errorf("too few: nobody may %d, one can %d, nobody is left %d, all are needed %d, too few approve %d", nobody, one, left, together, missing)
	}
	t.Logf("%d rounds: nobody may %d, one can %d, nobody is left %d, all are needed %d, too few approve %d", rounds, nobody, one, left, together, missing)
}

func named(people []pipeline.Person) []string {
	out := make([]string, len(people))
	for i, who := range people {
		out[i] = who.ID
	}
	return out
}

// bank is a large pipeline with people who have different rights, and duties that are apart.
func bank() (pipeline.Pipeline, pipeline.Around, []pipeline.Person, pipeline.Ask) {
	p, names := large()
	around := pipeline.Around{Names: names}
	for i, n := range names.Form {
		around.Asked = append(around.Asked, pipeline.Asked{Path: n.Key, Label: anyText, Required: i%2 == 0})
	}
	for i := range p.Transitions {
		if t := &p.Transitions[i]; t.Trigger.Verb != "" && t.Trigger.Verb != "start" {
			t.By, t.Trigger.Verb = []string{"member"}, "v"+strconv.Itoa(i%12)
			t.Demands = &pipeline.Demands{NotBy: []string{"v" + strconv.Itoa(i%3)}}
		}
	}
	var people []pipeline.Person
	for i := range 40 {
		people = append(people, pipeline.Person{ID: strconv.Itoa(i), Roles: []string{"r" + strconv.Itoa(i%6)}})
	}
	return p, around, people, func(who pipeline.Person, object, verb string) bool {
		return (len(object)+len(verb)+int(who.Roles[0][1]))%3 > 0
	}
}

func BenchmarkNobodyGetsStuck60Stages200Transitions(b *testing.B) {
	p, around, people, ask := bank()
	for b.Loop() {
		pipeline.Lint(p, around.Names)
		pipeline.Prove(p, around)
		pipeline.Staffing(p, around, people, ask)
	}
}
