package pipeline

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// roster is the people of a tenant, those alike taken together: who may do the same is exchangeable.
type roster struct {
	*graph
	groups [][]Person
	posts  [][]post       // by transition: what has to be done by somebody
	verbs  map[string]int // that keep their doer from another, as bits
	seats  []int          // the group of each person that the search moves about
	most   int            // the most posts that one transition has filled
	// spared tells, by transition and group, whether the transition can be taken without a certain one of the group.
	spared [][]bool
}

// post is what one person does for a transition.
type post struct {
	object  string
	apart   uint64 // the verbs that keep somebody from it
	allowed []bool // by group
	can     []bool // by group: found out
}

// enough is how many people of a group the search moves about: more could not tell more.
const enough = 3

func (g *graph) steps(people []Person, ask Ask) []Step {
	r := roster{graph: g, verbs: map[string]int{}, most: 1}
	r.open()
	r.gather(people, ask)
	complete := r.search()
	var out []Step
	for i, t := range g.l.p.Transitions {
		if !g.human(i) || !g.comesTo(t.From) {
			continue
		}
		way := g.along(params{}, t.From)["path"].([]string) //nolint:forcetypeassert // along makes it
		for n := range r.posts[i] {
			s := r.step(i, n, complete)
			s.Path = way
			out = append(out, s)
		}
	}
	return out
}

// step is what was found out of one post.
func (r *roster) step(i, n int, complete bool) Step {
	s := Step{Transition: i, Approval: n}
	if r.l.p.Transitions[i].Approvals == nil {
		s.Approval = -1
	}
	taken := slices.ContainsFunc(r.posts[i], func(p post) bool { return slices.Contains(p.can, true) })
	for g, group := range r.groups {
		if r.posts[i][n].allowed[g] {
			s.Allowed += len(group)
		}
		if r.posts[i][n].can[g] || !complete && r.posts[i][n].allowed[g] {
			s.Can = append(s.Can, group...)
		}
		if complete && taken && !r.spared[i][g] {
			s.Needed = append(s.Needed, group...)
		}
	}
	return s
}

// human tells whether only a member can set a transition off.
func (g *graph) human(i int) bool {
	t := g.l.p.Transitions[i]
	return g.dead[i] == "" && t.Trigger.Verb != "" && len(t.By) > 0 &&
		!slices.ContainsFunc(t.By, func(kind string) bool { return kind != "member" })
}

// open makes the posts of each transition, and gives a bit to each verb that keeps its doer from another, as far as a
// member must do it.
func (r *roster) open() {
	done := map[string]bool{}
	for i, t := range r.l.p.Transitions {
		if r.human(i) {
			done[t.Trigger.Verb] = true
		}
	}
	r.posts = make([][]post, len(r.l.p.Transitions))
	for i, t := range r.l.p.Transitions {
		if !r.human(i) {
			continue
		}
		var apart uint64
		if t.Demands != nil && rule.Constant(t.Demands.NotByWhen) != rule.Never {
			apart = r.bits(t.Demands.NotBy, done)
		}
		for n, object := range r.l.p.Objects(t) {
			p := post{object: object, apart: apart}
			if t.Approvals != nil {
				p.apart |= r.bits(t.Approvals.Steps[n].NotBy, done)
			}
			r.posts[i] = append(r.posts[i], p)
		}
		r.most = max(r.most, r.wanted(i))
	}
}

func (r *roster) bits(verbs []string, done map[string]bool) uint64 {
	var out uint64
	for _, verb := range verbs {
		if !done[verb] {
			continue
		}
		if _, known := r.verbs[verb]; !known {
			if len(r.verbs) == 64 {
				continue
			}
			r.verbs[verb] = len(r.verbs)
		}
		out |= 1 << r.verbs[verb]
	}
	return out
}

// wanted is how many posts of a transition have to be filled.
func (r *roster) wanted(i int) int {
	if a := r.l.p.Transitions[i].Approvals; a != nil {
		return a.Needed()
	}
	return 1
}

// gather puts those together who may do the same.
func (r *roster) gather(people []Person, ask Ask) {
	byRights := map[string]int{}
	rights := map[string][]bool{} // by roles: the policies know no more of a person
	r.spared = make([][]bool, len(r.posts))
	for _, person := range people {
		roles := strings.Join(person.Roles, "|")
		may, known := rights[roles]
		if !known {
			may = r.rights(person, ask)
			rights[roles] = may
		}
		id := string(bytesOf(may))
		n, known := byRights[id]
		if !known {
			n = len(r.groups)
			byRights[id] = n
			r.groups = append(r.groups, nil)
			r.admit(may)
		}
		r.groups[n] = append(r.groups[n], person)
	}
	for n, group := range r.groups {
		for range min(len(group), enough+len(r.verbs)*r.most+r.most-1) {
			r.seats = append(r.seats, n)
		}
	}
}

// rights are what the policies let a person do, post by post.
func (r *roster) rights(person Person, ask Ask) []bool {
	var may []bool
	for i, posts := range r.posts {
		for _, p := range posts {
			may = append(may, ask(person, p.object, r.l.p.Transitions[i].Trigger.Verb))
		}
	}
	return may
}

// admit adds a group with its rights.
func (r *roster) admit(may []bool) {
	for i := range r.posts {
		for n := range r.posts[i] {
			p := &r.posts[i][n]
			p.allowed, p.can, may = append(p.allowed, may[0]), append(p.can, false), may[1:]
		}
		r.spared[i] = append(r.spared[i], false)
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
