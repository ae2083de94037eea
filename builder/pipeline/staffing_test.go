package pipeline_test

import (
	"fmt"
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
		switch r.IntN(10) {
		case 0:
			t.By = []string{"member", "applicant"}
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
			}
			c.may[role+" special "+verb] = r.IntN(3) == 0
		}
	}
	return c
}

// tries walks all that the people can do, one by one, and says who could do each transition.
func (c crew) tries() map[int]map[string]bool {
	can := map[int]map[string]bool{}
	seen := map[string]bool{}
	var walk func(stage string, acts map[string]bool)
	walk = func(stage string, acts map[string]bool) {
		var done []string
		for act := range acts {
			done = append(done, act)
		}
		slices.Sort(done)
		if id := stage + "|" + strings.Join(done, "|"); seen[id] {
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
			for _, who := range c.people {
				object := t.Policy
				if object == "" {
					object = "pipeline/p/stage/" + t.From
				}
				if !c.ask(who, object, t.Trigger.Verb) || t.Demands != nil && slices.ContainsFunc(t.Demands.NotBy, func(v string) bool { return acts[who.ID+" "+v] }) {
					continue
				}
				if can[i] == nil {
					can[i] = map[string]bool{}
				}
				can[i][who.ID] = true
				more := map[string]bool{who.ID + " " + t.Trigger.Verb: true}
				for act := range acts {
					more[act] = true
				}
				walk(t.To, more)
			}
		}
	}
	walk("", map[string]bool{})
	return can
}

// TestWhoCan holds the solver against trying everything, for random pipelines, people and policies.
func TestWhoCan(t *testing.T) {
	t.Parallel()
	rounds := 2000
	if testing.Short() {
		rounds = 200
	}
	r := rand.New(rand.NewPCG(5, 6))
	nobody, one, left := 0, 0, 0
	for range rounds {
		c := hire(r)
		want := c.tries()
		for _, s := range pipeline.Steps(c.p, c.people, c.ask) {
			var got []string
			for _, who := range s.Can {
				got = append(got, who.ID)
			}
			for _, who := range c.people {
				if want[s.Transition][who.ID] != slices.Contains(got, who.ID) {
					t.Fatalf("transition %d: %v can, want %v, of %+v in\n%s", s.Transition, got, want[s.Transition], c.people, text(c.p))
				}
			}
			switch {
			case len(got) == 1:
				one++
			case len(got) == 0 && s.Allowed > 0:
				left++
			case len(got) == 0:
				nobody++
			}
		}
	}
	if nobody < rounds/10 || one < rounds/10 || left < rounds/100 {
		t.Errorf("too few: nobody may %d, one can %d, nobody is left %d", nobody, one, left)
	}
	t.Logf("%d rounds: nobody may %d, one can %d, nobody is left %d", rounds, nobody, one, left)
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
