package conveyor

import (
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Cockpit shows what becomes of the cases of a tenant. What it counts, verbs have written down.
type Cockpit struct {
	*Conveyor
	Reader cockpit.Reader
	Clock  func() time.Time
}

// The rights that the cockpit asks for.
const (
	cockpitObject = "cockpit"
	readVerb      = "read"
	peopleVerb    = "people" // what each member did
)

// Choice is a pipeline that has figures.
type Choice struct {
	Key   string
	Title schemas.Text
}

// CockpitHead is what figures there are to choose from.
type CockpitHead struct {
	Pipelines                    []Choice
	Channels, Languages, Devices []string
	Today                        string // in the tenant's zone
	People                       bool   // the member may see what each did
	Uncounted                    bool   // cases are still to be counted
}

// Head returns what figures there are to choose from; a pipeline may be named, whose ways are told. Returns
// fault.Denied without the policy.
func (c *Cockpit) Head(ctx context.Context, who actor.Actor, key string) (CockpitHead, error) {
	var head CockpitHead
	if err := c.may(ctx, who, readVerb); err != nil {
		return head, err
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return head, err
	}
	head.Today = c.today(profile)
	lines, err := c.liveLines(ctx, who.Tenant)
	if err != nil {
		return head, err
	}
	for _, line := range lines {
		p := line.Pipeline.Pipeline
		head.Pipelines = append(head.Pipelines, Choice{p.Key, p.Title})
	}
	if key == "" && len(head.Pipelines) > 0 {
		key = head.Pipelines[0].Key
	}
	if _, err := c.Reader.FoldTallies(ctx, who.Tenant); err != nil {
		return head, err
	}
	if head.Channels, head.Languages, head.Devices, err = c.Reader.Ways(ctx, who.Tenant, key); err != nil {
		return head, err
	}
	if head.People, _, err = c.Gate.Ask(ctx, who, cockpitObject, peopleVerb); err != nil {
		return head, err
	}
	missing, err := c.Reader.Uncounted(ctx, who.Tenant, 1)
	head.Uncounted = len(missing) > 0
	return head, err
}

func (c *Cockpit) may(ctx context.Context, who actor.Actor, verb string) error {
	ok, rule, err := c.Gate.Ask(ctx, who, cockpitObject, verb)
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Denied, "policy.denied").With("object", cockpitObject).With("verb", verb).With("rule", rule)
}

func (c *Cockpit) today(p Profile) string { return c.now().In(zoneOf(p)).Format(time.DateOnly) }

func (c *Cockpit) now() time.Time { return c.Clock() }

func zoneOf(p Profile) *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// place is a stage or a page as the reports name it.
type place struct {
	key     string
	name    schemas.Text
	kind    string // of a stage
	outcome string
}

// terrain is what reports on a pipeline speak of: its stages and pages in their order, those of older versions that cases
// are in flight on behind them.
type terrain struct {
	lines         []*Line // newest first
	stages, pages []place
	starts        []string // the stages in which cases begin
}

func (c *Cockpit) terrain(ctx context.Context, tenant, key string) (*terrain, error) {
	all, err := c.linesAtWork(ctx, tenant)
	if err != nil {
		return nil, err
	}
	t := &terrain{}
	for _, line := range all {
		if line.Pipeline.Pipeline.Key == key {
			t.lines = append(t.lines, line)
			t.chart(line)
		}
	}
	if len(t.lines) == 0 {
		return nil, fault.New(fault.NotFound, "definition.not_found")
	}
	t.pages = append(t.pages, place{key: cockpit.CheckAnswers})
	return t, nil
}

func (t *terrain) chart(line *Line) {
	for _, s := range line.Pipeline.Pipeline.Stages {
		if !slices.ContainsFunc(t.stages, func(p place) bool { return p.key == s.Key }) {
			t.stages = append(t.stages, place{key: s.Key, name: s.Name, kind: s.Kind, outcome: s.Outcome})
		}
	}
	for _, page := range line.Form.Form().Pages {
		if !page.StaffOnly && !slices.ContainsFunc(t.pages, func(p place) bool { return p.key == page.Key }) {
			t.pages = append(t.pages, place{key: page.Key, name: page.Title})
		}
	}
	for _, move := range line.Pipeline.Pipeline.Transitions {
		if move.From == "" && !slices.Contains(t.starts, move.To) {
			t.starts = append(t.starts, move.To)
		}
	}
}

func (t *terrain) stage(key string) place {
	for _, p := range t.stages {
		if p.key == key {
			return p
		}
	}
	return place{key: key}
}

// approved are the stages where a verb asks for more than one person.
func (t *terrain) approved(stage string) bool {
	return slices.ContainsFunc(t.lines, func(line *Line) bool {
		return slices.ContainsFunc(line.Pipeline.Pipeline.Transitions, func(move pipeline.Transition) bool {
			return move.From == stage && move.Approvals != nil
		})
	})
}
