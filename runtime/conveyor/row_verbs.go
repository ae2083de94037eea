package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
)

// RowVerbs answers, case by case of a list, what a member may do to it.
type RowVerbs struct {
	*Conveyor

	who    actor.Actor
	stages map[[2]string][]string // verbs that the policies allow, by version and stage
	staff  []Colleague            // nil until somebody else has a case
}

// RowVerbs begins a list.
func (c *Conveyor) RowVerbs(who actor.Actor) *RowVerbs {
	return &RowVerbs{Conveyor: c, who: who, stages: map[[2]string][]string{}}
}

// Of returns the verbs of the stage of a case that the policies let the member do, claim or release among them, without those
// that a colleague who works on it stands in the way of, or that there is no address for. What else the case holds may still stand in the way.
func (r *RowVerbs) Of(ctx context.Context, rec cases.Record) ([]string, error) {
	line, err := r.Line(ctx, r.who.Tenant, rec.Version)
	if err != nil {
		return nil, nil //nolint:nilerr // Present tells; nothing can be done to such a case
	}
	at := [2]string{rec.Version, rec.State.Stage}
	if _, asked := r.stages[at]; !asked {
		if r.stages[at], err = r.verbs(ctx, line, rec.State.Stage); err != nil {
			return nil, err
		}
	}
	taken, err := r.taken(ctx, line, rec)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(r.stages[at]), func(verb string) bool {
		switch verb {
		case "claim":
			return rec.Assignee != ""
		case "release":
			return rec.Assignee != r.who.ID
		}
		if line.unheard(rec, verb) {
			return true
		}
		several := func(m *pipeline.Move) bool { return m.Approvals != nil }
		return taken && !slices.ContainsFunc(line.Pipeline.Verb(rec.State.Stage, verb), several)
	}), nil
}

// verbs are those of a stage that the policies allow.
func (r *RowVerbs) verbs(ctx context.Context, line *Line, stage string) ([]string, error) {
	var may []string
	ok, _, err := r.Gate.Ask(ctx, r.who, "pipeline/"+line.Pipeline.Pipeline.Key+"/stage/"+stage, "claim")
	if err != nil {
		return nil, err
	}
	if ok {
		may = append(may, "claim", "release")
	}
	for _, verb := range line.Pipeline.Verbs(stage) {
		for _, move := range line.Pipeline.Verb(stage, verb) {
			if !slices.Contains(move.By, string(r.who.Kind)) {
				continue
			}
			ok, _, err := r.Gate.Ask(ctx, r.who, line.Pipeline.Object(move), verb)
			if err != nil {
				return nil, err
			}
			if ok {
				may = append(may, verb)
				break
			}
		}
	}
	return may, nil
}

// taken tells whether a colleague works on a case, as free does.
func (r *RowVerbs) taken(ctx context.Context, line *Line, rec cases.Record) (bool, error) {
	stage, _ := line.Pipeline.Stage(rec.State.Stage)
	if rec.Assignee == "" || rec.Assignee == r.who.ID || stage.Kind != pipeline.Staff {
		return false, nil
	}
	if r.staff == nil {
		var err error
		if r.staff, err = r.Staff.Colleagues(ctx, r.who.Tenant); err != nil {
			return false, err
		}
	}
	_, here := colleague(r.staff, rec.Assignee)
	return here, nil
}
