package pipeline

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

// Person is an active member, as far as staffing goes.
type Person struct {
	ID    string
	Name  string
	Roles []string
}

// Ask tells whether the policies let a person do a verb on an object.
type Ask func(who Person, object, verb string) bool

// Step is a transition that a member has to do, and who can.
type Step struct {
	Transition int
	Path       []string // the stages that lead to it
	// Can are those whom the policies let do it, and who need not have done what keeps them from it: some way leads
	// there on which others did that.
	Can []Person
	// Allowed is how many the policies alone let do it.
	Allowed int
}

// Staffing returns the steps that nobody can do, or only one person, and the answers that nobody may write. Duties are
// taken as separated wherever the pipeline may separate them.
func Staffing(p Pipeline, around Around, people []Person, ask Ask) []fault.Violation {
	l := newLinter(p, around.Names)
	g := newGraph(l, true)
	told := map[string]bool{}
	for _, s := range g.steps(people, ask) {
		t := p.Transitions[s.Transition]
		id := strings.Join([]string{t.From, t.Trigger.Verb, p.ObjectOf(t)}, " ")
		if len(s.Can) > 1 || told[id] {
			continue
		}
		told[id] = true
		ps := l.about(t)
		ps["verb"], ps["path"], ps["pathNames"] = t.Trigger.Verb, s.Path, g.names(s.Path)
		switch {
		case len(s.Can) == 1:
			ps["member"], ps["memberName"] = s.Can[0].ID, s.Can[0].Name
			l.warn(at("transitions", s.Transition, ""), "only_one_can", ps)
		case s.Allowed == 0:
			l.warn(at("transitions", s.Transition, ""), "nobody_may", ps)
		default:
			l.warn(at("transitions", s.Transition, "/demands/notBy"), "nobody_is_left", ps)
		}
	}
	w := prover{graph: g, asked: around.Asked}
	for _, a := range around.Asked {
		object := "form/" + p.Form + "/group/" + groupOf(a.Group)
		if a.Required && a.StaffOnly && !slices.ContainsFunc(people, func(m Person) bool { return ask(m, object, "write") }) {
			l.warn("/form", "nobody_writes", params{"field": a.Path, "fieldName": w.labelled(a.Path), "object": object, "path": []string{}})
		}
	}
	return l.found
}

func groupOf(group string) string {
	if group == "" {
		return "general"
	}
	return group
}

// Steps returns the transitions that only members do, with who can.
func Steps(p Pipeline, people []Person, ask Ask) []Step {
	return newGraph(newLinter(p, Names{}), true).steps(people, ask)
}

// ObjectOf is what the policies are asked about a transition.
func (p Pipeline) ObjectOf(t Transition) string {
	if t.Policy != "" {
		return t.Policy
	}
	return "pipeline/" + p.Key + "/stage/" + t.From
}

// roster is the people of a tenant, those alike taken together: who may do the same is exchangeable.
type roster struct {
	*graph
	groups  [][]Person
	allowed [][]bool       // by transition and group
	verbs   map[string]int // that keep their doer from another, as bits
	apart   []uint64       // by transition: the verbs that keep somebody from it
	seats   []int          // the group of each person that the search moves about
	can     [][]bool       // by transition and group: found out
}

// enough is how many people of a group the search moves about: more could not tell more.
const enough = 3

// maxStates is where the search gives up; what it has not found by then it does not deny.
const maxStates = 100_000

func (g *graph) steps(people []Person, ask Ask) []Step {
	r := roster{graph: g, verbs: map[string]int{}}
	r.separate()
	r.gather(people, ask)
	complete := r.search()
	var out []Step
	for i, t := range g.l.p.Transitions {
		if !g.human(i) || !g.comesTo(t.From) {
			continue
		}
		s := Step{Transition: i, Path: g.along(params{}, t.From)["path"].([]string)} //nolint:forcetypeassert // along makes it
		for n, group := range r.groups {
			if r.allowed[i][n] {
				s.Allowed += len(group)
			}
			if r.can[i][n] || !complete && r.allowed[i][n] {
				s.Can = append(s.Can, group...)
			}
		}
		out = append(out, s)
	}
	return out
}

// human tells whether only a member can set a transition off.
func (g *graph) human(i int) bool {
	t := g.l.p.Transitions[i]
	return g.dead[i] == "" && t.Trigger.Verb != "" && len(t.By) > 0 &&
		!slices.ContainsFunc(t.By, func(kind string) bool { return kind != "member" })
}

// separate gives a bit to each verb that keeps its doer from another, as far as a member must do it.
func (r *roster) separate() {
	done := map[string]bool{}
	for i, t := range r.l.p.Transitions {
		if r.human(i) {
			done[t.Trigger.Verb] = true
		}
	}
	r.apart = make([]uint64, len(r.l.p.Transitions))
	for i, t := range r.l.p.Transitions {
		if !r.human(i) || t.Demands == nil || constant(t.Demands.NotByWhen) == never {
			continue
		}
		for _, verb := range t.Demands.NotBy {
			if !done[verb] || len(r.verbs) == 64 {
				continue
			}
			if _, known := r.verbs[verb]; !known {
				r.verbs[verb] = len(r.verbs)
			}
			r.apart[i] |= 1 << r.verbs[verb]
		}
	}
}

// gather puts those together who may do the same.
func (r *roster) gather(people []Person, ask Ask) {
	byRights := map[string]int{}
	rights := map[string][]bool{} // by roles: the policies know no more of a person
	ts := r.l.p.Transitions
	r.allowed, r.can = make([][]bool, len(ts)), make([][]bool, len(ts))
	for _, person := range people {
		roles := strings.Join(person.Roles, "|")
		may, known := rights[roles]
		if !known {
			may = make([]bool, len(ts))
			for i, t := range ts {
				may[i] = r.human(i) && ask(person, r.l.p.ObjectOf(t), t.Trigger.Verb)
			}
			rights[roles] = may
		}
		id := string(bytesOf(may))
		n, known := byRights[id]
		if !known {
			n = len(r.groups)
			byRights[id] = n
			r.groups = append(r.groups, nil)
			for i := range ts {
				r.allowed[i] = append(r.allowed[i], may[i])
				r.can[i] = append(r.can[i], false)
			}
		}
		r.groups[n] = append(r.groups[n], person)
	}
	for n, group := range r.groups {
		for range min(len(group), enough+len(r.verbs)) {
			r.seats = append(r.seats, n)
		}
	}
}

func bytesOf(list []bool) []byte {
	out := make([]byte, len(list))
	for i, v := range list {
		if v {
			out[i] = 1
		}
	}
	return out
}

// standing is a stage, and the verbs that each seat has done on the way to it.
type standing struct {
	stage string
	acts  []uint64
}

// search walks all that can happen, and notes who could do each step. Of two ways to a stage it follows the one on which
// people did less: whatever can be done after more can be done after less.
func (r *roster) search() (complete bool) {
	from := map[string][]int{}
	for i, t := range r.l.p.Transitions {
		if r.dead[i] == "" {
			from[t.From] = append(from[t.From], i)
		}
	}
	seen := map[string][][]uint64{}
	queue := []standing{{outside, make([]uint64, len(r.seats))}}
	for states := 0; len(queue) > 0; states++ {
		if states > maxStates {
			return false
		}
		s := queue[0]
		queue = queue[1:]
		for _, i := range from[s.stage] {
			for _, next := range r.after(s, i) {
				if next.stage != outside && fewer(seen, next) {
					queue = append(queue, next)
				}
			}
		}
	}
	return true
}

// after is where a transition leads, by whoever may do it.
func (r *roster) after(s standing, i int) []standing {
	t := r.l.p.Transitions[i]
	if !r.human(i) {
		return []standing{{t.To, s.acts}}
	}
	var out []standing
	led := false
	bit, counts := r.verbs[t.Trigger.Verb]
	for seat, group := range r.seats {
		if !r.allowed[i][group] || s.acts[seat]&r.apart[i] != 0 {
			continue
		}
		r.can[i][group] = true
		switch {
		case counts && s.acts[seat]&(1<<bit) == 0:
			out = append(out, standing{t.To, r.sorted(s.acts, seat, 1<<bit)})
		case !led:
			led = true // whoever it is, nothing else follows
			out = append(out, standing{t.To, s.acts})
		}
	}
	return out
}

// sorted adds an act of a seat and orders the seats of each group: who of them did it makes no difference.
func (r *roster) sorted(acts []uint64, seat int, bit uint64) []uint64 {
	out := slices.Clone(acts)
	out[seat] |= bit
	for a := 0; a < len(out); {
		b := a
		for b < len(out) && r.seats[b] == r.seats[a] {
			b++
		}
		slices.SortFunc(out[a:b], func(x, y uint64) int {
			if d := bits.OnesCount64(y) - bits.OnesCount64(x); d != 0 {
				return d
			}
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		a = b
	}
	return out
}

// fewer keeps a standing unless one at the same stage is known in which everybody did no more.
func fewer(seen map[string][][]uint64, s standing) bool {
	for _, known := range seen[s.stage] {
		within := true
		for i, acts := range known {
			within = within && acts&^s.acts[i] == 0
		}
		if within {
			return false
		}
	}
	seen[s.stage] = append(seen[s.stage], s.acts)
	return true
}
