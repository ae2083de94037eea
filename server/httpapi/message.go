package httpapi

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListOutbox returns all messages, newest first.
func (a *API) ListOutbox(ctx context.Context, r api.ListOutboxRequestObject) (api.ListOutboxResponseObject, error) {
	if err := a.demand(ctx, "outbox", "read"); err != nil {
		return nil, err
	}
	q := message.Query{
		After: value(r.Params.Cursor), Limit: 50, State: string(value(r.Params.State)), Template: value(r.Params.Template),
		Channel: value(r.Params.Channel), Person: message.Person(value(r.Params.Address)),
	}
	if r.Params.Limit != nil {
		q.Limit = *r.Params.Limit
	}
	messages, cursor, err := a.Outbox.Outbox(ctx, callerOf(ctx).tenant.ID, q)
	if err != nil {
		return nil, err
	}
	out := encodeMessages(messages)
	if a.ShowBodies { // for development: they hold links and codes
		for i, m := range messages {
			out[i].Body, out[i].To = some(m.Body), m.To
		}
	}
	return api.ListOutbox200JSONResponse{Messages: out, Cursor: some(cursor)}, a.encodeResends(ctx, messages, out)
}

// encodeResends says of each message whether the member may send it again, and why not.
func (a *API) encodeResends(ctx context.Context, messages []message.Message, out []api.Message) error {
	call := callerOf(ctx)
	whys, err := a.Conveyor.Resendable(ctx, call.who, messages)
	for i := range out {
		why, refused := whys[out[i].Id]
		out[i].MayResend = some(!refused && err == nil)
		if refused && why.Code != fault.Denied {
			out[i].ResendWhy = some(call.words.say(why.Key, string(why.Code), why.Params))
		}
	}
	return err
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
			Id: m.ID, Case: some(m.Case), Template: m.Template, Channel: m.Channel, To: maskAddress(m), Subject: m.Subject,
			State: api.MessageState(state), Attempts: some(m.Attempts), Error: some(m.Error), CreatedAt: m.CreatedAt,
			SentAt: m.SentAt, Reason: some(m.Reason), Reminder: some(m.Reminder), HeldUntil: m.HeldUntil, OpenedAt: m.OpenedAt,
		}
	}
	return out
}

// maskAddress shows of a telephone number how it ends.
func maskAddress(m message.Message) string {
	const shown = 4
	if m.Channel != message.SMS || len(m.To) <= shown {
		return maskEmail(m.To)
	}
	return "***" + m.To[len(m.To)-shown:]
}

// ResendMessage sends a message once more.
func (a *API) ResendMessage(ctx context.Context, r api.ResendMessageRequestObject) (api.ResendMessageResponseObject, error) {
	return api.ResendMessage202Response{}, a.Conveyor.Resend(ctx, callerOf(ctx).who, r.Message)
}

// GetLadder returns when and how often people are reached.
func (a *API) GetLadder(ctx context.Context, _ api.GetLadderRequestObject) (api.GetLadderResponseObject, error) {
	call := callerOf(ctx)
	l, err := a.Administration.Ladder(ctx, call.who)
	return api.GetLadder200JSONResponse(encodeLadder(l, call.tenant.TimeZone)), err
}

// SaveLadder changes it.
func (a *API) SaveLadder(ctx context.Context, r api.SaveLadderRequestObject) (api.SaveLadderResponseObject, error) {
	call, b := callerOf(ctx), r.Body
	l, err := a.Administration.SaveLadder(ctx, call.who, message.Ladder{
		QuietFrom: value(b.QuietFrom), QuietUntil: value(b.QuietUntil), QuietDays: value(b.QuietDays),
		PerDay: value(b.PerDay), PerWeek: value(b.PerWeek), Resends: value(b.Resends), Revision: b.Revision,
	})
	a.tenants.forget(call.tenant)
	return api.SaveLadder200JSONResponse(encodeLadder(l, call.tenant.TimeZone)), err
}

func encodeLadder(l message.Ladder, zone string) api.Ladder {
	return api.Ladder{
		QuietFrom: some(l.QuietFrom), QuietUntil: some(l.QuietUntil), QuietDays: someList(l.QuietDays), PerDay: some(l.PerDay),
		PerWeek: some(l.PerWeek), Resends: some(l.Resends), Revision: l.Revision, TimeZone: some(zone),
	}
}

// TestMessage sends a wording to the member who asks.
func (a *API) TestMessage(ctx context.Context, r api.TestMessageRequestObject) (api.TestMessageResponseObject, error) {
	call, to := callerOf(ctx), value(r.Body.To)
	if err := a.Administration.Tested(ctx, call.who, tenant.Trial{Channel: r.Body.Channel, To: to}); err != nil {
		return nil, err
	}
	if r.Body.Channel != message.SMS {
		to = call.member.Email
	}
	sent, err := a.Conveyor.Test(ctx, call.who, conveyor.Wording{
		Subject: r.Body.Subject, Body: r.Body.Body, Locale: r.Body.Locale, Channel: r.Body.Channel, To: to,
		Reminder: value(r.Body.Reminder), Carrier: a.Channels(call.tenant.ID),
	})
	if err != nil {
		return nil, err
	}
	return api.TestMessage200JSONResponse{
		To: sent.To, Sent: sent.State == message.Sent, Kept: some(sent.Provider == keptHere), Reason: some(sent.Reason), Error: some(sent.Error),
	}, nil
}

// keptHere is what messages carry that were kept in the outbox instead of sent.
const keptHere = "outbox"

// ReportBounce takes in what a mail server says of a message.
func (a *API) ReportBounce(ctx context.Context, r api.ReportBounceRequestObject) (api.ReportBounceResponseObject, error) {
	return api.ReportBounce202Response{}, a.reported(ctx, Signed{
		Channel: message.Email,
		ID:      value(r.Params.WebhookId), Timestamp: value(r.Params.WebhookTimestamp), Signature: value(r.Params.WebhookSignature),
		Old: value(r.Params.XSignature),
	})
}

// ReportSms takes in what a gateway says of a text message.
func (a *API) ReportSms(ctx context.Context, r api.ReportSmsRequestObject) (api.ReportSmsResponseObject, error) {
	return api.ReportSms202Response{}, a.reported(ctx, Signed{
		Channel: message.SMS,
		ID:      value(r.Params.WebhookId), Timestamp: value(r.Params.WebhookTimestamp), Signature: value(r.Params.WebhookSignature),
	})
}

func (a *API) reported(ctx context.Context, s Signed) error {
	call := callerOf(ctx)
	s.Body, s.At = call.body, a.Now()
	err := a.Bounces.Report(ctx, call.tenant.ID, s)
	if fault.CodeOf(err) == fault.NotFound { // of a message that is not ours nobody need be told again
		return nil
	}
	return err
}

// stopByOneClick is asked by mail programs (RFC 8058), which send no header of ours. A link that is only opened shows the
// page.
func (a *API) stopByOneClick(c echo.Context) error {
	ctx := c.Request().Context()
	if err := a.Conveyor.Stop(ctx, callerOf(ctx).who, c.QueryParam("token"), "stop"); err != nil {
		return err
	}
	return c.NoContent(204)
}
