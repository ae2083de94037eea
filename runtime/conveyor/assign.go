package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Assignment gives a case to a member, or back to its queue.
type Assignment struct {
	Case   string
	Member string // id; "" gives the case back to its queue
	Reason string // wanted where it is taken from a colleague
}

// Assign gives a case to a colleague who may take it, or takes it from one. While a member is away the case goes to who
// stands in for them. Returns fault.Denied without the policy, fault.Invalid "case.reason_wanted" when it is taken from a
// colleague without a word, or one that says why the member cannot have it.
func (c *Conveyor) Assign(ctx context.Context, who actor.Actor, in Assignment) error {
	return c.with(ctx, hand{who, in.Case}, func(m *move) error { return m.assignTo(in) })
}

func (m *move) assignTo(in Assignment) error {
	for _, verb := range []string{"read", "assign"} {
		if err := m.demand(m.stageObject(), verb); err != nil {
			return err
		}
	}
	before, reason := m.rec.Assignee, strings.TrimSpace(in.Reason)
	if before != "" && before != m.who.ID && before != in.Member && reason == "" {
		return fault.New(fault.Invalid, "case.reason_wanted").At(fault.Violation{Path: "/reason", Key: "empty"})
	}
	return m.handTo(in.Member, map[string]any{"note": reason})
}

// handTo lets a member have the case, or who stands in for them; "" gives it back to its queue. Returns fault.Invalid that
// says why nobody can.
func (m *move) handTo(member string, told map[string]any) error {
	told["before"] = m.rec.Assignee
	if member == "" {
		m.give("")
		m.note("case.released", assigned(told))
		return nil
	}
	to, err := m.deputy(member)
	if err != nil {
		return err
	}
	told["member"] = to.ID
	if to.ID != member {
		told["for"] = member
	}
	m.give(to.ID)
	m.note("case.assigned", assigned(told))
	return nil
}

// assigned leaves out what is not told.
func assigned(data map[string]any) map[string]any {
	for key, value := range data {
		if value == "" {
			delete(data, key)
		}
	}
	return data
}

// TakeOver takes a case that a colleague has. It is for those who may assign, and for who stands in for the colleague and
// may take cases. Returns fault.Denied for all others.
func (c *Conveyor) TakeOver(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "claim"); err != nil {
			return err
		}
		before := m.rec.Assignee
		if before == who.ID {
			return nil
		}
		may, err := m.mayTakeOver()
		if err != nil {
			return err
		}
		if !may {
			return m.denied(m.stageObject(), "assign")
		}
		m.give(who.ID)
		m.note("case.taken_over", assigned(map[string]any{"before": before}))
		return nil
	})
}

func (m *move) mayTakeOver() (bool, error) {
	if m.allowed(m.stageObject(), "assign") {
		return true, nil
	}
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return false, err
	}
	_, here := colleague(all, m.rec.Assignee)
	return !here || standsInFor(all, m.who.ID, m.rec.Assignee), m.gateErr
}

// give lets a member have the case from now on, "" for nobody.
func (m *move) give(member string) {
	if m.rec.Assignee == member {
		return
	}
	m.rec.Assignee, m.rec.ClaimedAt = member, nil
	if member != "" {
		now := m.now()
		m.rec.ClaimedAt = &now
	}
}

// Assignee is a colleague whom a case can be given to, or why not.
type Assignee struct {
	Colleague
	Deputy string       // id of who gets it in their place, while they are away
	Why    *fault.Fault // nil when they, or their deputy, can have it
}

// Assignees returns whom a case can be given to: the members who may take it, and those whose substitutes may. Returns
// fault.Denied without the policy.
func (c *Conveyor) Assignees(ctx context.Context, who actor.Actor, caseID string) ([]Assignee, error) {
	var out []Assignee
	err := c.glance(ctx, hand{who, caseID}, func(m *move) error {
		for _, verb := range []string{"read", "assign"} {
			if err := m.demand(m.stageObject(), verb); err != nil {
				return err
			}
		}
		all, err := m.Staff.Colleagues(ctx, who.Tenant)
		if err != nil {
			return err
		}
		for _, one := range all {
			may, err := m.mayTake(ctx, one.actor(who.Tenant), m.stageObject())
			if err != nil {
				return err
			}
			if !may { // it is not their work
				continue
			}
			a := Assignee{Colleague: one}
			to, err := m.deputy(one.ID)
			if f, ok := err.(*fault.Fault); ok { //nolint:errorlint // deputy returns faults bare
				a.Why = f
			} else if err != nil {
				return err
			}
			if a.Why == nil && to.ID != one.ID {
				a.Deputy = to.ID
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

// free refuses a member who would act on a case that a colleague works on. One who has left holds nothing, and while the
// applicant or the machine has it nobody works on it.
func (m *move) free() error {
	if m.who.Kind != actor.Member || m.rec.Assignee == "" || m.rec.Assignee == m.who.ID {
		return nil
	}
	if stage, _ := m.line.Pipeline.Stage(m.rec.State.Stage); stage.Kind != pipeline.Staff {
		return nil
	}
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return err
	}
	by, here := colleague(all, m.rec.Assignee)
	if !here {
		return nil
	}
	return fault.New(fault.Conflict, "case.held").With("member", by.Name)
}

// freeFor is free for a verb of the pipeline. An approval is given beside whoever works on the case: that is what several
// are for.
func (m *move) freeFor(verb string) error {
	several := func(t *pipeline.Move) bool { return t.Approvals != nil }
	if slices.ContainsFunc(m.line.Pipeline.Verb(m.rec.State.Stage, verb), several) {
		return nil
	}
	return m.free()
}

// holder says of what is drawn what free would refuse, and whether the case can be taken over.
func (b *dossier) holder(v *StaffView) error {
	if b.rec.Assignee == "" || b.rec.Assignee == b.who.ID {
		return nil
	}
	err := b.free()
	f, taken := err.(*fault.Fault) //nolint:errorlint // free returns faults bare
	if err != nil && !taken {
		return err
	}
	if taken {
		b.taken = f
	}
	for i, o := range v.Options {
		if taken && o.Now && o.Approvals == nil {
			v.Options[i].Now, v.Options[i].Why = false, f
		}
	}
	may, err := b.mayTakeOver()
	if may && b.allowed(b.stageObject(), "claim") {
		v.May = append(v.May, "takeover")
	}
	return err
}

// Beside returns what a member may do to the cases of a stage beside the verbs of its pipeline: claim, assign.
func (c *Conveyor) Beside(ctx context.Context, who actor.Actor, pipelineKey, stage string) ([]string, error) {
	var may []string
	for _, verb := range []string{"claim", "assign"} {
		ok, _, err := c.Gate.Ask(ctx, who, "pipeline/"+pipelineKey+"/stage/"+stage, verb)
		if err != nil {
			return nil, err
		}
		if ok {
			may = append(may, verb)
		}
	}
	return may, nil
}
