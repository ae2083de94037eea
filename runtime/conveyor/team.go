package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Team is a queue as its administration sees it: where its cases stand, and who may take them.
type Team struct {
	Queue  string
	Name   schemas.Text
	Stages []TeamStage
	People []Assignee
}

// TeamStage is a stage whose cases stand in the queue.
type TeamStage struct {
	queue.Stage
	Pipeline     schemas.Text
	Name         schemas.Text
	ServiceLevel string // ISO 8601, "" for none
}

// Teams returns all queues of the newest version of each pipeline, in the order in which the pipelines name them. Returns
// fault.Denied without the policy to manage queues.
func (c *Conveyor) Teams(ctx context.Context, who actor.Actor) ([]Team, error) {
	if err := c.demandRight(ctx, who, "manage"); err != nil {
		return nil, err
	}
	lines, err := c.liveLines(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	var teams []Team
	for _, line := range lines {
		p := line.Pipeline.Pipeline
		for _, s := range p.Stages {
			if s.Queue == nil {
				continue
			}
			i := slices.IndexFunc(teams, func(t Team) bool { return t.Queue == s.Queue.Key })
			if i < 0 {
				i, teams = len(teams), append(teams, Team{Queue: s.Queue.Key, Name: s.Queue.Name})
			}
			teams[i].Stages = append(teams[i].Stages, TeamStage{queue.Stage{Pipeline: p.Key, Stage: s.Key}, p.Title, s.Name, s.ServiceLevel})
		}
	}
	for i, t := range teams {
		stages := make([]queue.Stage, len(t.Stages))
		for j, s := range t.Stages {
			stages[j] = s.Stage
		}
		if teams[i].People, err = c.team(ctx, who.Tenant, stages); err != nil {
			return nil, err
		}
	}
	return teams, nil
}

// QueueAssignees returns whom cases of a queue can be given to at one of its stages at least. Returns fault.NotFound for a
// queue that the member may not see, fault.Denied when they may give away nothing of it.
func (c *Conveyor) QueueAssignees(ctx context.Context, who actor.Actor, key string) ([]Assignee, error) {
	v, err := c.Queue(ctx, who, key)
	if err != nil {
		return nil, err
	}
	denied := ""
	for _, at := range v.Stages {
		ok, rule, err := c.Gate.Ask(ctx, who, objectOf(at), "assign")
		if err != nil {
			return nil, err
		}
		if ok {
			return c.team(ctx, who.Tenant, v.Stages)
		}
		denied = rule
	}
	return nil, fault.New(fault.Denied, "policy.denied").With("object", "queue/"+key).With("verb", "assign").With("rule", denied)
}

func objectOf(at queue.Stage) string { return "pipeline/" + at.Pipeline + "/stage/" + at.Stage }

// team are the colleagues who may take cases at one of the stages at least. Of one who is away it tells who gets them instead,
// or why nobody does.
func (c *Conveyor) team(ctx context.Context, tenant string, stages []queue.Stage) ([]Assignee, error) {
	all, err := c.Staff.Colleagues(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Assignee
	for _, one := range all {
		may, err := c.mayTakeSome(ctx, one.actor(tenant), stages)
		if err != nil {
			return nil, err
		}
		if !may {
			continue
		}
		to, here := deputyOf(all, one.ID)
		stands, err := c.mayTakeSome(ctx, to.actor(tenant), stages)
		if err != nil {
			return nil, err
		}
		out = append(out, substituted(one, to, here, stands))
	}
	return out, nil
}

// substituted tells of a colleague who gets their cases while they are away, or why nobody does.
func substituted(one, to Colleague, here, may bool) Assignee {
	a := Assignee{Colleague: one}
	if here && to.ID != one.ID {
		a.Deputy = to.ID
	}
	switch {
	case !here:
		a.Why = fault.New(fault.Invalid, "case.assignee_away").With("member", one.Name)
	case !may:
		a.Why = fault.New(fault.Invalid, "case.substitute_may_not").With("member", to.Name)
	}
	return a
}

func (c *Conveyor) mayTakeSome(ctx context.Context, who actor.Actor, stages []queue.Stage) (bool, error) {
	for _, at := range stages {
		if may, err := c.mayTake(ctx, who, objectOf(at)); may || err != nil {
			return may, err
		}
	}
	return false, nil
}
