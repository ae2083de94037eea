package cases

import (
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Principal is a member in whose name the trigger's actor may decide what they may not decide themselves.
type Principal struct {
	ID string
	// Allowed says whether the principal may do it, at this moment.
	Allowed func(object, verb string) bool
}

// own is the name of who decides in nobody else's.
const own = ""

// names are those in whose name the actor could do a verb on an object: their own where they may, else the principals who
// may. Who has the right needs no other's.
func (r *run) names(object, verb string) []string {
	if r.f.Allowed != nil && r.f.Allowed(object, verb) {
		return []string{own}
	}
	if r.f.Principals == nil || r.t.Actor.Kind != actor.Member || r.t.Verb == "" {
		return nil
	}
	var out []string
	for _, p := range r.f.Principals() {
		if p.Allowed(object, verb) {
			out = append(out, p.ID)
		}
	}
	return out
}

func (r *run) may(object, verb string) bool { return len(r.names(object, verb)) > 0 }

// persons are all who stand behind what the actor does in a name: duties are kept apart from each of them.
func (r *run) persons(name string) []string {
	if name == own {
		return []string{r.t.Actor.ID}
	}
	return []string{r.t.Actor.ID, name}
}

// behind tells whether one of some persons did something themselves, or somebody did it in their name.
func behind(persons []string, by, in string) bool {
	return slices.Contains(persons, by) || in != own && slices.Contains(persons, in)
}

// way is how a verb can be done: in a name, and where it refuses an approval, in place of which.
type way struct {
	name string
	of   *pipeline.Move // the transition whose approval is refused, nil where the right is to the verb itself
	step pipeline.ApprovalStep
}

// ways are how the actor may do a transition of a verb, those in their own name first.
func (r *run) ways(m *pipeline.Move) []way {
	if r.t.Actor.Kind != actor.Member || m.Approvals != nil {
		return []way{{}}
	}
	out := r.refusals(m)
	for _, name := range r.names(r.v.Object(m), m.Trigger.Verb) {
		out = append(out, way{name: name})
	}
	slices.SortStableFunc(out, func(a, b way) int { return min(1, len(a.name)) - min(1, len(b.name)) })
	return out
}

// refusals are the approvals that the actor could now give and that a transition refuses, where one no is enough.
func (r *run) refusals(m *pipeline.Move) []way {
	var out []way
	for _, of := range r.v.From(r.s.Stage) {
		if of.Approvals == nil || of.Approvals.Veto == "" || of.Approvals.Veto != m.Trigger.Verb || !r.applies(of) {
			continue
		}
		for _, step := range of.Approvals.Steps {
			if name, why := r.stepAs(of, step); why == nil {
				out = append(out, way{name: name, of: of, step: step})
			}
		}
	}
	return out
}

// applies tells whether a verb would now set off this transition and no other.
func (r *run) applies(m *pipeline.Move) bool {
	return r.first(byActor(r.v.Verb(r.s.Stage, m.Trigger.Verb), actor.Member)) == m
}

// apart chooses the way in which a transition is done, so that nobody behind it did before what keeps them from it.
func (r *run) apart(m *pipeline.Move, notBy []string) *fault.Fault {
	var why *fault.Fault
	for _, w := range r.ways(m) {
		act, done := r.earlier(notBy, r.persons(w.name))
		if !done || !r.separates(m) {
			r.way = w
			return nil
		}
		if why == nil {
			why = r.notTheSame(m, act, r.v.Object(m))
		}
	}
	return why
}

// refuse tells that a decision is the no to an approval.
func (r *run) refuse() {
	if r.way.of == nil {
		return
	}
	data := map[string]any{"transition": r.way.of.Key, "stage": r.s.Stage, "step": r.way.step.Key, "verb": r.t.Verb}
	r.emit("approval.refused", r.told(data))
}

// told adds to what an event says of a decision its reason, its note and in whose name it was made.
func (r *run) told(data map[string]any) map[string]any {
	for key, value := range map[string]string{"reason": r.t.Data.Reason, "note": r.t.Data.Note, "for": r.way.name} {
		if value != "" {
			data[key] = value
		}
	}
	return data
}
