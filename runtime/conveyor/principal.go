package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
)

// principals are the colleagues in whose name the member decides now: they are away, said who stands in for them, and let them
// decide. What they may do is asked at this moment, and only of verbs that decide: who brings data brings it in their own name.
func (m *move) principals() []cases.Principal {
	if m.knowsNames || m.who.Kind != actor.Member || m.asks != "" {
		return m.inNameOf
	}
	away, err := m.awayBehind(m.ctx, m.who)
	if err != nil {
		m.gateErr = err
		return nil
	}
	m.knowsNames = true
	for _, c := range away {
		m.inNameOf = append(m.inNameOf, m.principal(c))
	}
	return m.inNameOf
}

// awayBehind are the colleagues who are away and let a member decide for them.
func (c *Conveyor) awayBehind(ctx context.Context, who actor.Actor) ([]Colleague, error) {
	all, err := c.Staff.Colleagues(ctx, who.Tenant)
	var away []Colleague
	for _, one := range all {
		if one.Away && one.Decides && one.Substitute == who.ID {
			away = append(away, one)
		}
	}
	return away, err
}

func (m *move) principal(c Colleague) cases.Principal {
	who := c.actor(m.rec.Tenant)
	return cases.Principal{ID: c.ID, Allowed: func(object, verb string) bool {
		if verbsOfTheirOwn[verb] {
			return false
		}
		for _, asked := range [][2]string{{m.stageObject(), "read"}, {object, verb}} {
			ok, _, err := m.Gate.Ask(m.ctx, who, asked[0], asked[1])
			if err != nil {
				m.gateErr = err
			}
			if !ok || err != nil {
				return false
			}
		}
		return true
	}}
}
