package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/server/httpapi/api"
)

// ListOutbox returns all messages, newest first.
func (a *API) ListOutbox(ctx context.Context, r api.ListOutboxRequestObject) (api.ListOutboxResponseObject, error) {
	if err := a.demand(ctx, "outbox", "read"); err != nil {
		return nil, err
	}
	limit := 50
	if r.Params.Limit != nil {
		limit = *r.Params.Limit
	}
	messages, cursor, err := a.Outbox.Outbox(ctx, callerOf(ctx).tenant.ID, value(r.Params.Cursor), limit)
	if err != nil {
		return nil, err
	}
	out := encodeMessages(messages)
	if a.ShowBodies { // for development: they hold links and codes
		for i, m := range messages {
			out[i].Body, out[i].To = some(m.Body), m.To
		}
	}
	return api.ListOutbox200JSONResponse{Messages: out, Cursor: some(cursor)}, nil
}

// encodeMessages leaves the texts out and masks the addresses.
func encodeMessages(messages []message.Message) []api.Message {
	out := make([]api.Message, len(messages))
	for i, m := range messages {
		state := m.State
		if state == message.Sending {
			state = message.Queued
		}
		out[i] = api.Message{
			Id: m.ID, Case: some(m.Case), Template: m.Template, Channel: m.Channel, To: maskEmail(m.To), Subject: m.Subject,
			State: api.MessageState(state), Attempts: some(m.Attempts), Error: some(m.Error), CreatedAt: m.CreatedAt,
			SentAt: m.SentAt,
		}
	}
	return out
}

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
	}
	out.Broken = &broken
	return out, nil
}
