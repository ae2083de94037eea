package httpapi

import (
	"context"
	"encoding/json"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// RefactorDefinition says what names a part of a definition, mends all of it, or takes that back.
func (a *API) RefactorDefinition(ctx context.Context, r api.RefactorDefinitionRequestObject) (api.RefactorDefinitionResponseObject, error) {
	if r.Body.Restore != nil {
		return a.restore(ctx, r)
	}
	if r.Body.Change == nil {
		return nil, fault.New(fault.Invalid, "refactor.invalid")
	}
	change := decodeChange(r)
	if err := change.Check(); err != nil {
		return nil, err
	}
	if value(r.Body.Dry) {
		m, err := a.Administration.Mend(ctx, callerOf(ctx).who, change)
		if err != nil {
			return nil, err
		}
		return refactored(ctx, m, false)
	}
	who := callerOf(ctx).who
	m, err := a.Administration.Refactor(ctx, who, tenant.Refactoring{Change: change, Revisions: value(r.Body.Revisions)})
	if err != nil {
		return nil, err
	}
	a.Decider.Forget(who.Tenant)
	return refactored(ctx, m, true)
}

func decodeChange(r api.RefactorDefinitionRequestObject) refactor.Change {
	in := *r.Body.Change
	c := refactor.Change{
		Kind: definition.Kind(r.Kind), Key: r.Key, Part: string(in.Part), Do: string(in.Do), From: in.From, To: value(in.To),
		Use: value(in.Use), Type: value(in.Type), Drop: value(in.Drop), Pages: value(in.Pages),
	}
	for _, p := range value(in.Into) {
		c.Into = append(c.Into, refactor.Piece{ID: p.Id, Key: p.Key, Label: schemas.Text(p.Label)})
	}
	return c
}

// restore takes a change back.
func (a *API) restore(ctx context.Context, r api.RefactorDefinitionRequestObject) (api.RefactorDefinitionResponseObject, error) {
	back := tenant.Restoring{Again: value(r.Body.Again)}
	if definition.Kind(r.Kind) == definition.Pipeline {
		back.Pipeline = r.Key
	}
	for _, p := range value(r.Body.Policies) {
		back.Policies = append(back.Policies, library.Twin{
			Policy: library.Policy{Role: p.Role, Object: p.Before, Verb: p.Verb, Effect: string(p.Effect)}, After: p.After,
		})
	}
	for _, d := range *r.Body.Restore {
		body, err := json.Marshal(d.Body)
		if err != nil {
			return nil, err
		}
		back.Drafts = append(back.Drafts, definition.Draft{Kind: definition.Kind(d.Kind), Key: d.Key, Revision: d.Revision, Body: body})
	}
	who := callerOf(ctx).who
	if err := a.Administration.Restore(ctx, who, back); err != nil {
		return nil, err
	}
	a.Decider.Forget(who.Tenant)
	none := refactor.Change{Kind: definition.Kind(r.Kind), Key: r.Key, Part: "field", Do: "delete"} // of nothing: how all stands now
	m, err := a.Administration.Mend(ctx, who, none)
	if err != nil {
		return nil, err
	}
	return refactored(ctx, m, false)
}

func refactored(ctx context.Context, m library.Mending, isDone bool) (api.RefactorDefinitionResponseObject, error) {
	if isDone && m.Own.IsChanged() {
		m.Own.Draft.Revision++
	}
	own, err := encodeMended(ctx, m.Own)
	if err != nil {
		return nil, err
	}
	out := api.RefactorDefinition200JSONResponse{Own: own, Others: make([]api.MendedDefinition, len(m.Others)), Policies: make([]api.MendedPolicy, len(m.Policies))}
	for i, one := range m.Others {
		if isDone && one.IsChanged() {
			one.Draft.Revision++
		}
		if out.Others[i], err = encodeMended(ctx, one); err != nil {
			return nil, err
		}
	}
	out.Untold = some(m.Untold)
	for i, t := range m.Policies {
		out.Policies[i] = api.MendedPolicy{Role: t.Role, Verb: t.Verb, Effect: api.MendedPolicyEffect(t.Effect), Before: t.Object, After: t.After}
	}
	return out, nil
}

func encodeUses(uses []refactor.Use) []api.Use {
	out := make([]api.Use, len(uses))
	for i, u := range uses {
		out[i] = api.Use{
			Pointer: u.Pointer, Role: u.Role, Owner: u.Owner, Text: someText(u.Text), Before: u.Before, After: u.After, Outcome: api.UseOutcome(u.Outcome),
		}
	}
	return out
}

func encodeMended(ctx context.Context, m library.Mended) (api.MendedDefinition, error) {
	out := api.MendedDefinition{
		Kind: api.Kind(m.Draft.Kind), Key: m.Draft.Key, Title: titleOf(m.Draft.Body), Revision: m.Draft.Revision, IsChanged: m.IsChanged(),
		Findings: callerOf(ctx).words.violations(m.Findings, nil), Uses: encodeUses(m.Uses),
	}
	if err := json.Unmarshal(m.Draft.Body, &out.Before); err != nil {
		return out, err
	}
	return out, json.Unmarshal(m.Body, &out.Body)
}
