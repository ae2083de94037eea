package pipeline

import (
	"slices"
	"strconv"

	"github.com/esteira/esteira/schemas"
)

// The orders in which approvals may be given.
const (
	Parallel = "parallel" // in any order
	Series   = "series"   // one after the other, as they are listed
)

// Approvals are what a verb of members needs before its transition is taken: one approval for each step. Each is an
// act of its own, and all are void when the case leaves its stage or what was approved changes.
type Approvals struct {
	Mode string `json:"mode"` // Parallel or Series
	// Quorum is how many of the steps suffice, in parallel; 0 means all of them.
	Quorum int `json:"quorum,omitempty"`
	// SamePerson lets one person give more than one of them.
	SamePerson bool `json:"samePerson,omitempty"`
	// Veto is a verb of the same stage, the no: who can give one of the approvals may do it instead, and it ends them at once.
	Veto  string         `json:"veto,omitempty"`
	Steps []ApprovalStep `json:"steps"`
}

// ApprovalStep is one approval that is asked for.
type ApprovalStep struct {
	Key  string       `json:"key"`
	Name schemas.Text `json:"name"` // who or what stands behind it: "Compliance"
	// Policy is the object asked of the policies; "" means <object of the transition>/approval/<key>.
	Policy string `json:"policy,omitempty"`
	// NotBy are verbs: who did one of these to this case before may not give this approval.
	NotBy []string `json:"notBy,omitempty"`
}

// Needed is how many approvals complete them.
func (a Approvals) Needed() int {
	if a.Mode == Parallel && a.Quorum > 0 {
		return min(a.Quorum, len(a.Steps))
	}
	return len(a.Steps)
}

// Step returns the step of a key.
func (a Approvals) Step(key string) (ApprovalStep, bool) {
	i := slices.IndexFunc(a.Steps, func(s ApprovalStep) bool { return s.Key == key })
	if i < 0 {
		return ApprovalStep{}, false
	}
	return a.Steps[i], true
}

// ObjectOf is what the policies are asked about a transition.
func (p Pipeline) ObjectOf(t Transition) string {
	if t.Policy != "" {
		return t.Policy
	}
	return "pipeline/" + p.Key + "/stage/" + t.From
}

// Objects are what the policies are asked about for a transition: for one without approvals its own object, otherwise
// that of each step.
func (p Pipeline) Objects(t Transition) []string {
	if t.Approvals == nil {
		return []string{p.ObjectOf(t)}
	}
	out := make([]string, len(t.Approvals.Steps))
	for i, s := range t.Approvals.Steps {
		out[i] = stepObject(p.ObjectOf(t), s)
	}
	return out
}

func stepObject(of string, s ApprovalStep) string {
	if s.Policy != "" {
		return s.Policy
	}
	return of + "/approval/" + s.Key
}

// approvals looks at what approvals a transition asks for.
func (l *linter) approvals(i int, t Transition) {
	a := t.Approvals
	if a == nil {
		return
	}
	path := at("transitions", i, "/approvals")
	if t.Trigger.Verb == "" || len(t.By) != 1 || t.By[0] != "member" {
		l.fail(path, "approvals_by_members", l.about(t))
	}
	if bringsData(t.Trigger.Verb) {
		ps := l.about(t)
		ps["verb"] = t.Trigger.Verb
		l.fail(path, "approvals_not_here", ps)
	}
	if a.Mode != Parallel && a.Mode != Series {
		l.fail(path+"/mode", "bad_mode", params{"mode": a.Mode})
	}
	if len(a.Steps) == 0 {
		l.fail(path+"/steps", "no_approval", l.about(t))
	}
	if a.Quorum != 0 && (a.Mode != Parallel || a.Quorum < 0 || a.Quorum > len(a.Steps)) {
		ps := l.about(t)
		ps["quorum"], ps["count"] = a.Quorum, len(a.Steps)
		l.fail(path+"/quorum", "bad_quorum", ps)
	}
	if a.Veto != "" && !slices.ContainsFunc(l.p.Transitions, t.endsBy(a.Veto)) {
		ps := l.about(t)
		ps["verb"] = a.Veto
		l.fail(path+"/veto", "bad_veto", ps)
	}
	l.approvalSteps(path+"/steps", *a)
}

// endsBy finds the transitions that a no to the approvals of this one may take: out of the same stage, by one member, with
// nothing that has to come along.
func (t Transition) endsBy(veto string) func(Transition) bool {
	return func(no Transition) bool {
		return no.From == t.From && no.To != t.From && no.Trigger.Verb == veto && veto != t.Trigger.Verb &&
			slices.Contains(no.By, "member") && no.Approvals == nil && !bringsData(veto)
	}
}

func (l *linter) approvalSteps(path string, a Approvals) {
	seen := map[string]bool{}
	for n, s := range a.Steps {
		here := path + "/" + strconv.Itoa(n)
		l.key(here+"/key", s.Key, seen)
		l.text(here+"/name", s.Name, params{"step": s.Key})
		for v, verb := range s.NotBy {
			if !l.verbs[verb] {
				l.fail(here+"/notBy/"+strconv.Itoa(v), "unknown_verb", params{"verb": verb})
			}
		}
	}
}

// bringsData tells whether a verb comes with something that is taken in at once, so that it cannot wait.
func bringsData(verb string) bool {
	return slices.Contains([]string{Start, Submit, Request, Answer, "save", "edit", "sign"}, verb)
}
