package httpapi

import (
	"cmp"
	"context"
	"strconv"

	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// VerifyAudit verifies the event chains and anchors of the tenant.
func (a *API) VerifyAudit(ctx context.Context, _ api.VerifyAuditRequestObject) (api.VerifyAuditResponseObject, error) {
	if err := a.demand(ctx, "audit", "read"); err != nil {
		return nil, err
	}
	report, err := a.Auditor.Verify(ctx, callerOf(ctx).tenant.ID, nil)
	if err != nil {
		return nil, err
	}
	out := api.VerifyAudit200JSONResponse{
		Ok: report.OK, Cases: report.Cases, Events: report.Events, Anchors: report.Anchors,
	}
	broken := make([]map[string]any, len(report.Broken))
	for i, b := range report.Broken {
		broken[i] = map[string]any{"case": b.Case, "seq": b.Seq, "why": b.Why}
		if b.Column != "" {
			broken[i]["column"] = b.Column
		}
	}
	out.Broken = &broken
	return out, nil
}

// ListAuditEvents returns what the administration did.
func (a *API) ListAuditEvents(ctx context.Context, r api.ListAuditEventsRequestObject) (api.ListAuditEventsResponseObject, error) {
	page := tenant.Page{Limit: 50}
	if r.Params.Limit != nil {
		page.Limit = *r.Params.Limit
	}
	if at := value(r.Params.Cursor); at != "" {
		var err error
		if page.Before, err = strconv.ParseInt(at, 10, 64); err != nil {
			return nil, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/cursor", Key: "format"}).Because(err)
		}
	}
	call := callerOf(ctx)
	events, next, err := a.Administration.AuditEvents(ctx, call.who, page)
	if err != nil {
		return nil, err
	}
	people, err := a.names.of(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	out := api.ListAuditEvents200JSONResponse{Events: make([]api.AuditEvent, len(events))}
	for i, e := range events {
		out.Events[i] = a.encodeAuditEvent(call, e, people)
	}
	if next > 0 {
		out.Cursor = some(strconv.FormatInt(next, 10))
	}
	return out, nil
}

// encodeAuditEvent says an event in words, with people by the names that they have now.
func (a *API) encodeAuditEvent(call *caller, e event.Event, people api.People) api.AuditEvent {
	subject, changes := tenant.Differences(e)
	named := func(id string) string { return cmp.Or(people[id], id) }
	var plugin tenant.Wording
	if e.Name == "plugin.changed" {
		plugin = a.Administration.PluginWording(subject)
		subject = cmp.Or(plugin.Title.In(call.words.locale), subject)
	}
	out := api.AuditEvent{
		Id: e.ID, Seq: e.Seq, Name: e.Name, At: e.At, Hash: e.Hash, Changes: make([]api.AuditChange, len(changes)),
		Text: call.words.say("event."+e.Name, "", map[string]any{"subject": named(subject)}),
	}
	out.Actor.Kind, out.Actor.Name = api.AuditEventActorKind(e.Actor.Kind), cmp.Or(people[e.Actor.ID], e.Actor.Name)
	for i, c := range changes {
		if (c.What == "roles" || c.What == "substitute" || c.What == "decides") && c.Name != "" {
			c.Name = named(c.Name)
		}
		out.Changes[i] = api.AuditChange{What: api.AuditChangeWhat(c.What), Name: some(c.Name), Label: some(plugin.Members[c.Name].In(call.words.locale)), Before: some(c.Before), After: some(c.After)}
	}
	return out
}
