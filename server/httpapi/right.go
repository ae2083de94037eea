package httpapi

import (
	"context"
	"errors"
	"slices"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListPolicyAreas returns what policies can speak of here.
func (a *API) ListPolicyAreas(ctx context.Context, _ api.ListPolicyAreasRequestObject) (api.ListPolicyAreasResponseObject, error) {
	areas, err := a.areas(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListPolicyAreas200JSONResponse{Areas: make([]api.Area, len(areas))}
	for i, area := range areas {
		out.Areas[i] = encodeArea(area)
	}
	return out, nil
}

// administration is the kind of the areas of the menu.
const administration = "administration"

// areas are those of the menu, and those of the live pipelines.
func (a *API) areas(ctx context.Context) ([]library.Area, error) {
	designed, err := a.Library.Areas(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	var out []library.Area
	for _, entry := range menu {
		if n := len(out); n == 0 || out[n-1].Key != entry[0] {
			out = append(out, library.Area{Kind: administration, Owner: administration, Key: entry[0]})
		}
		last := &out[len(out)-1]
		last.Rights = append(last.Rights, library.Right{Object: entry[0], Verb: entry[1]})
	}
	return append(out, designed...), nil
}

func encodeArea(area library.Area) api.Area {
	out := api.Area{
		Kind: api.AreaKind(area.Kind), Owner: area.Owner, OwnerTitle: someText(area.OwnerTitle), Key: area.Key, Name: someText(area.Name),
		Rights: make([]api.AreaRight, len(area.Rights)),
	}
	if len(area.Fields) > 0 {
		fields := make([]api.Text, len(area.Fields))
		for i, label := range area.Fields {
			fields[i] = textOf(label)
		}
		out.Fields = &fields
	}
	for i, r := range area.Rights {
		out.Rights[i] = api.AreaRight{Object: r.Object, Verb: r.Verb, Title: someText(r.Title), NotBy: someList(r.NotBy)}
	}
	return out
}

// PreviewPolicies says what a set of roles and policies would change.
func (a *API) PreviewPolicies(ctx context.Context, r api.PreviewPoliciesRequestObject) (api.PreviewPoliciesResponseObject, error) {
	if err := a.demand(ctx, "policy", "read"); err != nil {
		return nil, err
	}
	set := decodePolicies(*r.Body)
	if err := set.Check(); err != nil {
		return nil, err
	}
	p, err := a.outlook(ctx, set.Policies)
	if err != nil {
		return nil, err
	}
	return api.PreviewPolicies200JSONResponse(p), nil
}

// outlook compares the policies that are kept with others.
func (a *API) outlook(ctx context.Context, wanted []tenant.Policy) (api.PolicyPreview, error) {
	call := callerOf(ctx)
	var out api.PolicyPreview
	areas, err := a.areas(ctx)
	if err != nil {
		return out, err
	}
	_, kept, _, err := a.Tenants.Policies(ctx, call.tenant.ID)
	if err != nil {
		return out, err
	}
	members, err := a.Tenants.Members(ctx, call.tenant.ID)
	if err != nil {
		return out, err
	}
	before, after, rights := access.NewJudge(kept), access.NewJudge(wanted), rightsOf(areas)
	changes, err := access.Compare(before, after, members, rights)
	if err != nil {
		return out, err
	}
	out.Looked, out.Changes = len(rights)*len(active(members)), encodeChanges(changes, members)
	if out.Created, out.Mended, err = a.shortages(ctx, before, after, members); err != nil {
		return out, err
	}
	if err := after.Keeps(members); err != nil {
		out.Refusal = &call.words.violations([]fault.Violation{violationOf(err)}, nil)[0]
	}
	return out, nil
}

func rightsOf(areas []library.Area) []tenant.Right {
	var out []tenant.Right
	for _, area := range areas {
		for _, r := range area.Rights {
			if right := (tenant.Right{Object: r.Object, Verb: r.Verb}); !slices.Contains(out, right) {
				out = append(out, right)
			}
		}
	}
	return out
}

func active(members []tenant.Member) []tenant.Member {
	return slices.DeleteFunc(slices.Clone(members), func(m tenant.Member) bool { return !m.Active })
}

func encodeChanges(changes []access.Change, members []tenant.Member) []api.RightChange {
	names := map[string]string{}
	for _, m := range members {
		names[m.ID] = m.Name
	}
	out := make([]api.RightChange, len(changes))
	for i, c := range changes {
		out[i] = api.RightChange{
			Member: c.Member, Name: names[c.Member], Object: c.Right.Object, Verb: c.Right.Verb, Gains: c.Gains, Rule: c.Rule,
		}
	}
	return out
}

// shortages are the steps that too few can do: those that come with other policies, and those that go.
func (a *API) shortages(ctx context.Context, before, after *access.Judge, members []tenant.Member) (created, mended []api.Shortage, err error) {
	was, err := a.short(ctx, before, members)
	if err != nil {
		return nil, nil, err
	}
	is, err := a.short(ctx, after, members)
	if err != nil {
		return nil, nil, err
	}
	words := callerOf(ctx).words
	return words.shortages(without(is, was)), words.shortages(without(was, is)), nil
}

func (a *API) short(ctx context.Context, j *access.Judge, members []tenant.Member) ([]library.Shortage, error) {
	var people []pipeline.Person
	for _, m := range active(members) {
		people = append(people, pipeline.Person{ID: m.ID, Name: m.Name, Roles: m.Roles})
	}
	var failed error
	found, err := a.Library.Shortages(ctx, callerOf(ctx).tenant.ID, people, func(who pipeline.Person, object, verb string) bool {
		d, err := j.Decide(who.Roles, object, verb)
		failed = errors.Join(failed, err)
		return err == nil && d.Allowed
	})
	return found, errors.Join(err, failed)
}

// without returns the shortages that another list does not have.
func without(list, other []library.Shortage) []library.Shortage {
	return slices.DeleteFunc(slices.Clone(list), func(s library.Shortage) bool {
		return slices.ContainsFunc(other, func(o library.Shortage) bool {
			return o.Pipeline == s.Pipeline && o.Path == s.Path && o.Key == s.Key && o.Params["member"] == s.Params["member"]
		})
	})
}

func (s speaker) shortages(found []library.Shortage) []api.Shortage {
	out := make([]api.Shortage, len(found))
	for i, f := range found {
		out[i] = api.Shortage{Pipeline: f.Pipeline, Title: textOf(f.Title), Finding: s.violations([]fault.Violation{f.Violation}, nil)[0]}
	}
	return out
}

func violationOf(err error) fault.Violation {
	var f *fault.Fault
	if errors.As(err, &f) {
		return fault.Violation{Key: f.Key, Params: f.Params}
	}
	return fault.Violation{Key: "code.internal"}
}

// WhoCan says which active members may do a verb on an object.
func (a *API) WhoCan(ctx context.Context, r api.WhoCanRequestObject) (api.WhoCanResponseObject, error) {
	if err := a.demand(ctx, "policy", "read"); err != nil {
		return nil, err
	}
	members, j, err := a.judged(ctx)
	if err != nil {
		return nil, err
	}
	out := api.WhoCan200JSONResponse{Can: []api.Decided{}, Cannot: []api.Decided{}}
	for _, m := range active(members) {
		d, err := j.Decide(m.Roles, r.Params.Object, r.Params.Verb)
		if err != nil {
			return nil, err
		}
		if d.Allowed {
			out.Can = append(out.Can, encodeDecided(m, d))
		} else {
			out.Cannot = append(out.Cannot, encodeDecided(m, d))
		}
	}
	return out, nil
}

func (a *API) judged(ctx context.Context) ([]tenant.Member, *access.Judge, error) {
	id := callerOf(ctx).tenant.ID
	members, err := a.Tenants.Members(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	_, policies, _, err := a.Tenants.Policies(ctx, id)
	return members, access.NewJudge(policies), err
}

func encodeDecided(m tenant.Member, d access.Decision) api.Decided {
	return api.Decided{Member: m.ID, Name: m.Name, Roles: list(m.Roles), Rule: some(d.Rule)}
}

// WhyNot explains a decision about one member. Of oneself one may always ask.
func (a *API) WhyNot(ctx context.Context, r api.WhyNotRequestObject) (api.WhyNotResponseObject, error) {
	call := callerOf(ctx)
	m := call.member
	if asked := value(r.Params.Member); asked != "" && asked != m.ID {
		if err := a.demand(ctx, "policy", "read"); err != nil {
			return nil, err
		}
		var err error
		if m, err = a.Tenants.Member(ctx, call.tenant.ID, asked); err != nil {
			return nil, err
		}
	}
	roles, policies, _, err := a.Tenants.Policies(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	j := access.NewJudge(policies)
	d, err := j.Decide(m.Roles, r.Params.Object, r.Params.Verb)
	if err != nil {
		return nil, err
	}
	out := api.WhyNot200JSONResponse{Decided: encodeDecided(m, d), Allowed: d.Allowed && m.Active, Active: m.Active, Granting: []string{}}
	if !d.Allowed {
		granting, err := j.Granting(m.Roles, keysOf(roles), r.Params.Object, r.Params.Verb)
		out.Granting = list(granting)
		return out, err
	}
	return out, nil
}

func keysOf(roles []tenant.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = r.Key
	}
	return out
}
