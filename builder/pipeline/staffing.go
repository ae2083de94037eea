package pipeline

import (
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
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

// Step is what a member has to do for a transition, and who can: the verb itself, or one approval of it.
type Step struct {
	Transition int
	Approval   int      // index of the approval, -1 where the transition asks for none
	Path       []string // the stages that lead to it
	// Can are those whom the policies let do it, and who need not have done what keeps them from it: some way leads
	// there on which others did that, and gave the other approvals.
	Can []Person
	// Allowed is how many the policies alone let do it.
	Allowed int
	// Needed are those without whom the transition is never taken.
	Needed []Person
}

// Staffing returns the steps that nobody can do, or only one person, and the answers that nobody may write. Duties are
// taken as separated wherever the pipeline may separate them.
func Staffing(p Pipeline, around Around, people []Person, ask Ask) []fault.Violation {
	l := newLinter(p, around.Names)
	g := newGraph(l, true)
	told := map[string]bool{}
	steps := g.steps(people, ask)
	for n, s := range steps {
		t := p.Transitions[s.Transition]
		id := strings.Join(append(p.Objects(t), t.From, t.Trigger.Verb), " ")
		if told[id] {
			continue
		}
		if s.Approval < 0 {
			told[id] = l.staffed(g, s)
			continue
		}
		if s.Approval == len(t.Approvals.Steps)-1 {
			l.approvers(g, steps[n-s.Approval:n+1])
			told[id] = true
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

// staffed reports whether a transition that one person takes lacks people, and says so.
func (l *linter) staffed(g *graph, s Step) bool {
	t := l.p.Transitions[s.Transition]
	ps := l.about(t)
	ps["verb"], ps["path"], ps["pathNames"] = t.Trigger.Verb, s.Path, g.names(s.Path)
	switch {
	case len(s.Can) > 1:
		return false
	case len(s.Can) == 1:
		ps["member"], ps["memberName"] = s.Can[0].ID, s.Can[0].Name
		l.warn(at("transitions", s.Transition, ""), "only_one_can", ps)
	case s.Allowed == 0:
		l.warn(at("transitions", s.Transition, ""), "nobody_may", ps)
	default:
		l.warn(at("transitions", s.Transition, "/demands/notBy"), "nobody_is_left", ps)
	}
	return true
}

// approvers says which approvals of a transition lack people, or that all of them together do.
func (l *linter) approvers(g *graph, steps []Step) {
	t := l.p.Transitions[steps[0].Transition]
	path := at("transitions", steps[0].Transition, "/approvals")
	about := func(more params) params {
		ps := l.about(t)
		ps["verb"], ps["path"], ps["pathNames"] = t.Trigger.Verb, steps[0].Path, g.names(steps[0].Path)
		ps["needed"] = t.Approvals.Needed()
		maps.Copy(ps, more)
		return ps
	}
	open, single := false, false
	for n, s := range steps {
		here, name := path+"/steps/"+strconv.Itoa(n), params{"step": t.Approvals.Steps[n].Key, "stepName": t.Approvals.Steps[n].Name}
		open = open || len(s.Can) > 0
		switch {
		case s.Allowed == 0:
			l.warn(here, "nobody_may_approve", about(name))
		case len(s.Can) == 1 && slices.Contains(ids(s.Needed), s.Can[0].ID):
			single = true
			name["member"], name["memberName"] = s.Can[0].ID, s.Can[0].Name
			l.warn(here, "only_one_approves", about(name))
		}
	}
	switch {
	case !open && !slices.ContainsFunc(steps, func(s Step) bool { return s.Allowed == 0 }):
		l.warn(path, "too_few_approvers", about(nil))
	case open && !single && len(steps[0].Needed) > 0:
		l.warn(path, "all_approvers_needed", about(params{"memberNames": personNames(steps[0].Needed)}))
	}
}

func ids(people []Person) []string {
	out := make([]string, len(people))
	for i, who := range people {
		out[i] = who.ID
	}
	return out
}

func personNames(people []Person) []string {
	out := make([]string, len(people))
	for i, who := range people {
		out[i] = who.Name
	}
	return out
}

func groupOf(group string) string {
	if group == "" {
		return "general"
	}
	return group
}

// Steps returns what only members do, with who can.
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

// maxStates is where the search gives up; what it has not found by then it does not deny.
const maxStates = 100_000

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
	f := r.filling(s, i)
	if !f.possible(nobody, nobody) {
		return nil
	}
	r.find(f, i)
	bit, counts := r.verbs[t.Trigger.Verb]
	if !counts {
		return []standing{{t.To, s.acts}} // whoever it is, nothing else follows
	}
	var out []standing
	f.each(func(seats []int) {
		out = append(out, standing{t.To, r.sorted(s.acts, seats, 1<<bit)})
	})
	return out
}

// find notes who can do what for a transition, and without whom it can be taken.
func (r *roster) find(f filling, i int) {
	for n := range f.fits {
		for seat, group := range r.seats {
			if p := &r.posts[i][n]; !p.can[group] && f.fits[n][seat] {
				p.can[group] = f.possible(n, seat)
			}
		}
	}
	for seat, group := range r.seats {
		r.spared[i][group] = r.spared[i][group] || r.unseated(group) || f.without(seat).possible(nobody, nobody)
	}
}

// unseated tells whether a group has more people than the search moves about.
func (r *roster) unseated(group int) bool {
	seats := 0
	for _, g := range r.seats {
		if g == group {
			seats++
		}
	}
	return len(r.groups[group]) > seats
}

// sorted adds an act of some seats and orders the seats of each group: who of them did it makes no difference.
func (r *roster) sorted(acts []uint64, seats []int, bit uint64) []uint64 {
	out := slices.Clone(acts)
	for _, seat := range seats {
		out[seat] |= bit
	}
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
