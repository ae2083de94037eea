package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Colleague is a member of a tenant who may sign in, as their work is shared out.
type Colleague struct {
	ID     string
	Name   string
	Email  string
	Locale string
	Roles  []string
	Away   bool
	// Substitute is who stands in for them while they are away, "" for nobody. They have no more rights by it, unless they
	// decide in the name of who is away.
	Substitute string
	Decides    bool
}

// Staff tells who works for a tenant.
type Staff interface {
	// Colleagues returns the members who may sign in, by id.
	Colleagues(ctx context.Context, tenant string) ([]Colleague, error)
}

func colleague(all []Colleague, id string) (Colleague, bool) {
	i := slices.IndexFunc(all, func(c Colleague) bool { return c.ID == id })
	if i < 0 {
		return Colleague{}, false
	}
	return all[i], true
}

func (c Colleague) actor(tenant string) actor.Actor {
	return actor.Actor{Kind: actor.Member, Tenant: tenant, ID: c.ID, Name: c.Name, Roles: c.Roles}
}

// standsInFor tells whether somebody is the substitute of a colleague who is away, or of their substitute who is away too.
func standsInFor(all []Colleague, who, away string) bool {
	deputy, ok := deputyOf(all, away)
	return ok && deputy.ID == who && who != away
}

// deputyOf goes from one who is away to who stands in for them, until somebody is here. ok is false when nobody is.
func deputyOf(all []Colleague, id string) (Colleague, bool) {
	for range all {
		c, ok := colleague(all, id)
		if !ok || !c.Away {
			return c, ok
		}
		id = c.Substitute
	}
	return Colleague{}, false
}

// mayTake tells whether a colleague may have a case that stands at a stage: they can see it, and take it.
func (c *Conveyor) mayTake(ctx context.Context, who actor.Actor, object string) (bool, error) {
	for _, verb := range []string{"read", "claim"} {
		ok, _, err := c.Gate.Ask(ctx, who, object, verb)
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// deputy is who gets a case that is given to a member: the member, or their substitute while they are away. Returns
// fault.Invalid that says why nobody can.
func (m *move) deputy(id string) (Colleague, error) {
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return Colleague{}, err
	}
	no := func(key string, c Colleague) error {
		return fault.New(fault.Invalid, key).With("member", c.Name).
			At(fault.Violation{Path: "/member", Key: key, Params: map[string]any{"member": c.Name}})
	}
	wanted, ok := colleague(all, id)
	if !ok {
		return wanted, no("case.assignee_unknown", wanted)
	}
	to, ok := deputyOf(all, id)
	if !ok {
		return to, no("case.assignee_away", wanted)
	}
	may, err := m.mayTake(m.ctx, to.actor(m.rec.Tenant), m.stageObject())
	if err != nil || may {
		return to, err
	}
	if to.ID != wanted.ID {
		return to, no("case.substitute_may_not", to)
	}
	return to, no("case.assignee_may_not", to)
}
