package pipeline

import (
	"maps"
	"slices"
	"strconv"
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
