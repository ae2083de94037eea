package library

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Area is a stage of a pipeline, or a group of fields of its form, with what policies can allow there.
type Area struct {
	Kind       string // stage, group
	Owner      string // key of the pipeline or of the form
	OwnerTitle schemas.Text
	Key        string       // of the stage or of the group
	Name       schemas.Text // of the stage; a group has none
	Fields     []schemas.Text
	Rights     []Right
}

// Right is a verb on an object that policies can allow.
type Right struct {
	Object, Verb string
	Title        schemas.Text // of the verb, as its button says it; none for what every stage or group has
	NotBy        []string     // verbs: who did one of them to a case may not do this to it, whatever the policies say
}

// What members do at every stage that a queue may show, and with every group of fields, beside the verbs of the pipeline.
var (
	stageVerbs = []string{"read", "note", "claim", "assign", "judge"}
	groupVerbs = []string{"read", "reveal", "write"}
)

// Areas returns what policies can speak of: the stages of the live pipelines of a tenant and of those being designed,
// in order, then the groups of their forms. What is only in a draft can so be allowed before it is published. Returns
// fault.Denied without the policy to read policies.
func (l *Library) Areas(ctx context.Context, who actor.Actor) ([]Area, error) {
	if err := l.demandOf(ctx, who, "policy", "read"); err != nil {
		return nil, err
	}
	settings, err := l.live(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	designed, err := l.designed(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	var stages, groups []Area
	for _, s := range append(settings, designed...) {
		for _, stage := range s.pipeline.Stages {
			stages = meet(stages, stageArea(s.pipeline, stage))
		}
		for _, g := range s.groups() {
			groups = meet(groups, g)
		}
	}
	slices.SortStableFunc(stages, func(a, b Area) int { return strings.Compare(a.Owner, b.Owner) })
	return append(stages, groups...), nil
}

// meet adds an area, or to the one that is there what it does not have yet.
func meet(areas []Area, met Area) []Area {
	i := slices.IndexFunc(areas, func(known Area) bool { return known.Owner == met.Owner && known.Key == met.Key })
	if i < 0 {
		return append(areas, met)
	}
	for _, r := range met.Rights {
		if !slices.ContainsFunc(areas[i].Rights, r.same) {
			areas[i].Rights = append(areas[i].Rights, r)
		}
	}
	return areas
}

func (r Right) same(other Right) bool { return r.Object == other.Object && r.Verb == other.Verb }

func stageArea(p pipeline.Pipeline, stage pipeline.Stage) Area {
	a := Area{Kind: "stage", Owner: p.Key, OwnerTitle: p.Title, Key: stage.Key, Name: stage.Name}
	for _, t := range p.Transitions {
		if t.From != stage.Key || t.Trigger.Verb == "" || !slices.Contains(t.By, "member") {
			continue
		}
		for _, r := range rightsOf(p, t) {
			if !slices.ContainsFunc(a.Rights, r.same) {
				a.Rights = append(a.Rights, r)
			}
		}
	}
	verbs := stageVerbs
	if p.TakesReports() {
		verbs = append(slices.Clone(verbs), "report")
	}
	for _, verb := range verbs {
		a.Rights = append(a.Rights, Right{Object: "pipeline/" + p.Key + "/stage/" + stage.Key, Verb: verb})
	}
	return a
}

// rightsOf are what somebody must be allowed for a transition: where it waits for approvals, one right each.
func rightsOf(p pipeline.Pipeline, t pipeline.Transition) []Right {
	var out []Right
	for i, object := range p.Objects(t) {
		r := Right{Object: object, Verb: t.Trigger.Verb, Title: t.Title}
		if t.Demands != nil {
			r.NotBy = t.Demands.NotBy
		}
		if t.Approvals != nil {
			step := t.Approvals.Steps[i]
			r.Title, r.NotBy = step.Name, append(slices.Clone(r.NotBy), step.NotBy...)
		}
		out = append(out, r)
	}
	return out
}

// groups are the groups of the form: of fields, of checks and of reasons, in the order in which they are met.
func (s setting) groups() []Area {
	var out []Area
	meet := func(group string, label schemas.Text) {
		if group == "" {
			group = "general"
		}
		i := slices.IndexFunc(out, func(a Area) bool { return a.Key == group })
		if i < 0 {
			a := Area{Kind: "group", Owner: s.pipeline.Form, OwnerTitle: s.formTitle, Key: group}
			for _, verb := range groupVerbs {
				a.Rights = append(a.Rights, Right{Object: "form/" + a.Owner + "/group/" + group, Verb: verb})
			}
			out, i = append(out, a), len(out)
		}
		if len(label) > 0 {
			out[i].Fields = append(out[i].Fields, label)
		}
	}
	for _, asked := range s.around.Asked {
		meet(asked.Group, asked.Label)
	}
	for _, c := range s.pipeline.Checks {
		meet(c.Group, nil)
	}
	for _, r := range s.pipeline.Reasons {
		meet(r.Group, nil)
	}
	return out
}

// Queues returns the keys of the queues of the live pipelines of a tenant.
func (l *Library) Queues(ctx context.Context, tenant string) ([]string, error) {
	settings, err := l.live(ctx, tenant)
	var out []string
	for _, s := range settings {
		for _, stage := range s.pipeline.Stages {
			if stage.Queue != nil && !slices.Contains(out, stage.Queue.Key) {
				out = append(out, stage.Queue.Key)
			}
		}
	}
	return out, err
}

// Shortage is a step of a live pipeline that nobody can do, or one person alone.
type Shortage struct {
	Pipeline string
	Title    schemas.Text
	fault.Violation
}

// Shortages returns the steps of the live pipelines that too few of these people can do.
func (l *Library) Shortages(ctx context.Context, tenant string, people []pipeline.Person, ask pipeline.Ask) ([]Shortage, error) {
	settings, err := l.live(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Shortage
	for _, s := range settings {
		for _, v := range pipeline.Staffing(s.pipeline, s.around, people, ask) {
			out = append(out, Shortage{Pipeline: s.pipeline.Key, Title: s.pipeline.Title, Violation: v})
		}
	}
	return out, nil
}

// designed are the drafts of pipelines that can be read, each with its form, in the order of their keys.
func (l *Library) designed(ctx context.Context, tenant string) ([]setting, error) {
	drafts, _, err := l.Store.Definitions(ctx, tenant)
	if err != nil {
		return nil, err
	}
	return l.settings(ctx, drafts)
}

// live are the newest versions of the pipelines of a tenant by key, with what stands around them.
func (l *Library) live(ctx context.Context, tenant string) ([]setting, error) {
	_, versions, err := l.Store.Definitions(ctx, tenant)
	if err != nil {
		return nil, err
	}
	bodies := make([]definition.Draft, len(versions))
	for i, v := range versions {
		bodies[i] = definition.Draft{Tenant: tenant, Kind: v.Kind, Key: v.Key, Body: v.Body}
	}
	return l.settings(ctx, bodies)
}

func (l *Library) settings(ctx context.Context, bodies []definition.Draft) ([]setting, error) {
	var out []setting
	for _, d := range bodies {
		s, ok, err := l.setting(ctx, d)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b setting) int { return strings.Compare(a.pipeline.Key, b.pipeline.Key) })
	return out, nil
}
