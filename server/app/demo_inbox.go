package app

import (
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// assigns gives the case to a colleague.
func (s *scene) assigns(by, to string) {
	s.do(time.Minute, func() error {
		return s.Conveyor.Assign(s.ctx, s.members[by], conveyor.Assignment{Case: s.who.Case, Member: s.members[to].ID})
	})
}

// holiday is when somebody of a demo tenant is away, from now on, and who stands in.
type holiday struct {
	who, substitute string
	from, until     time.Duration
}

// habits are how the teams of the demo tenants share their work: the queues that hand out by turns, and who is away.
var habits = map[string]struct {
	turns    []string
	holidays []holiday
}{
	"aurora":    {holidays: []holiday{{"compliance", "supervisao", 10 * day, 24 * day}}},
	"horizonte": {turns: []string{"approval"}, holidays: []holiday{{"cadastro", "supervisao", -day, 4 * day}, {"compliance", "auditoria", 20 * day, 27 * day}}},
}

// shares sets up how a team shares its work, unless that was done before.
func (r *rehearsal) shares(slug string, now time.Time) error {
	for _, queue := range habits[slug].turns {
		_, err := r.Administration.SetQueue(r.ctx, r.members["supervisao"], tenant.QueueSettings{Queue: queue, Assignment: tenant.AssignRoundRobin})
		if err != nil && fault.CodeOf(err) != fault.Stale {
			return err
		}
	}
	for _, h := range habits[slug].holidays {
		_, err := r.Administration.AddAbsence(r.ctx, tenant.Request[tenant.Absence]{
			Who: r.members[h.who], Key: "demo/away/" + h.who,
			What: tenant.Absence{Substitute: r.members[h.substitute].ID, From: now.Add(h.from), Until: now.Add(h.until)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
