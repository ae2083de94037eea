package httpapi

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// GetCase returns a case as far as the member may read it.
func (a *API) GetCase(ctx context.Context, r api.GetCaseRequestObject) (api.GetCaseResponseObject, error) {
	out, err := a.staffCase(ctx, r.Case)
	return api.GetCase200JSONResponse(out), err
}

// ActOnCase does a verb of the pipeline.
func (a *API) ActOnCase(ctx context.Context, r api.ActOnCaseRequestObject) (api.ActOnCaseResponseObject, error) {
	call := callerOf(ctx)
	// To approve and to reject are two requests, also under one key.
	_, err := a.Conveyor.Act(call.keyedFor(ctx, r.Body.Verb), call.who, conveyor.Action{
		Case: r.Case, Verb: r.Body.Verb, Reason: value(r.Body.Reason), Note: value(r.Body.Note),
		Step: value(r.Body.Step), Revision: value(r.Body.Revision),
	})
	if err != nil {
		return nil, err
	}
	out, err := a.caseAfter(ctx, r.Case)
	return api.ActOnCase200JSONResponse(out), err
}

// RequestItems asks the applicant for exactly these items.
func (a *API) RequestItems(ctx context.Context, r api.RequestItemsRequestObject) (api.RequestItemsResponseObject, error) {
	ask := conveyor.Ask{Case: r.Case, Note: value(r.Body.Note), Days: value(r.Body.Days), Revision: value(r.Body.Revision)}
	for _, item := range r.Body.Items {
		ask.Items = append(ask.Items, conveyor.AskedItem{Path: item.Path, Note: value(item.Note)})
	}
	if _, err := a.Conveyor.Request(ctx, callerOf(ctx).who, ask); err != nil {
		return nil, err
	}
	out, err := a.caseAfter(ctx, r.Case)
	return api.RequestItems200JSONResponse(out), err
}

// WithdrawRequest takes back one item that the applicant was asked for.
func (a *API) WithdrawRequest(ctx context.Context, r api.WithdrawRequestRequestObject) (api.WithdrawRequestResponseObject, error) {
	if _, err := a.Conveyor.Withdraw(ctx, callerOf(ctx).who, r.Case, r.Item); err != nil {
		return nil, err
	}
	out, err := a.caseAfter(ctx, r.Case)
	return api.WithdrawRequest200JSONResponse(out), err
}

// ClaimCase takes the case for the member.
func (a *API) ClaimCase(ctx context.Context, r api.ClaimCaseRequestObject) (api.ClaimCaseResponseObject, error) {
	if err := a.Conveyor.Claim(ctx, callerOf(ctx).who, r.Case); err != nil {
		return nil, err
	}
	out, err := a.staffCase(ctx, r.Case)
	return api.ClaimCase200JSONResponse(out), err
}

// ReleaseCase gives the case back.
func (a *API) ReleaseCase(ctx context.Context, r api.ReleaseCaseRequestObject) (api.ReleaseCaseResponseObject, error) {
	if err := a.Conveyor.Release(ctx, callerOf(ctx).who, r.Case); err != nil {
		return nil, err
	}
	out, err := a.staffCase(ctx, r.Case)
	return api.ReleaseCase200JSONResponse(out), err
}

// AddNote adds an internal note.
func (a *API) AddNote(ctx context.Context, r api.AddNoteRequestObject) (api.AddNoteResponseObject, error) {
	call := callerOf(ctx)
	id, err := a.Conveyor.Note(ctx, call.who, conveyor.Note{
		Case: r.Case, Text: r.Body.Note, Group: value(r.Body.Group), Mentions: value(r.Body.Mentions),
	})
	if err != nil {
		return nil, err
	}
	timeline, err := a.Conveyor.Timeline(ctx, call.who, r.Case)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(timeline.Events, func(e event.Event) bool { return e.ID == id })
	if i < 0 { // the rights of its author were changed meanwhile
		return nil, fault.New(fault.NotFound, "route.not_found")
	}
	return api.AddNote201JSONResponse(call.encodeEvent(timeline.Events[i], timeline)), nil
}

// SaveStaffPage keeps the answers of a staff-only page.
func (a *API) SaveStaffPage(ctx context.Context, r api.SaveStaffPageRequestObject) (api.SaveStaffPageResponseObject, error) {
	call := callerOf(ctx)
	saved, err := a.Conveyor.SavePage(ctx, call.who, conveyor.Save{
		Case: r.Case, Page: r.Page, Values: r.Body.Values, Seen: value(r.Body.CaseRevision), Proceed: value(r.Body.Proceed),
		Locale: value(r.Body.Locale),
	})
	if err != nil {
		return nil, err
	}
	return api.SaveStaffPage200JSONResponse{
		CaseRevision: saved.Case, SavedAt: saved.Submission.SavedAt, Answers: someAnswers(saved.Answers),
		Violations: call.words.violations(saved.Violations, saved.Label(call.words.locale)),
	}, nil
}

// RevealAnswer shows a masked answer.
func (a *API) RevealAnswer(ctx context.Context, r api.RevealAnswerRequestObject) (api.RevealAnswerResponseObject, error) {
	shown, err := a.Conveyor.Reveal(ctx, callerOf(ctx).who, r.Case, r.Body.Path, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.RevealAnswer200JSONResponse{Path: r.Body.Path, Value: shown}, nil
}

// GetEvidence returns the evidence record of the last signature.
func (a *API) GetEvidence(ctx context.Context, r api.GetEvidenceRequestObject) (api.GetEvidenceResponseObject, error) {
	records, err := a.Conveyor.Evidence(ctx, callerOf(ctx).who, r.Case)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, fault.New(fault.NotFound, "evidence.none")
	}
	out := api.GetEvidence200JSONResponse{}
	return out, json.Unmarshal(records[len(records)-1].Record, (*map[string]any)(&out))
}

// ListEvents returns the timeline of a case.
func (a *API) ListEvents(ctx context.Context, r api.ListEventsRequestObject) (api.ListEventsResponseObject, error) {
	call := callerOf(ctx)
	timeline, err := a.Conveyor.Timeline(ctx, call.who, r.Case)
	if err != nil {
		return nil, err
	}
	if timeline.People, err = a.people(ctx); err != nil {
		return nil, err
	}
	events := timeline.Events
	out := api.ListEvents200JSONResponse{Events: make([]api.Event, len(events))}
	for i, e := range events {
		out.Events[i] = call.encodeEvent(e, timeline)
	}
	return out, nil
}

// encodeEvent says an event in words. Which sentence is chosen hangs on the keys, what it says on their names.
func (call *caller) encodeEvent(e event.Event, timeline conveyor.Timeline) api.Event {
	sentence := call.words.choose("event."+e.Name, "", e.Data)
	out := api.Event{
		Id: e.ID, Seq: e.Seq, Name: e.Name, At: e.At, Hash: some(e.Hash),
		Text: call.words.fill(sentence, timeline.Named(e.Data)),
	}
	out.Actor.Kind, out.Actor.Id, out.Actor.Name = string(e.Actor.Kind), some(e.Actor.ID), e.Actor.Name
	if len(e.Data) > 0 {
		data := maps.Clone(e.Data)
		out.Data = &data
	}
	return out
}

// ListCaseMessages returns what was sent to the applicant, without the texts: they hold links that sign.
func (a *API) ListCaseMessages(ctx context.Context, r api.ListCaseMessagesRequestObject) (api.ListCaseMessagesResponseObject, error) {
	messages, err := a.Conveyor.Messages(ctx, callerOf(ctx).who, r.Case)
	if err != nil {
		return nil, err
	}
	out := encodeMessages(messages)
	return api.ListCaseMessages200JSONResponse{Messages: out}, a.encodeResends(ctx, messages, out)
}

func (a *API) staffCase(ctx context.Context, id string) (api.Case, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.StaffView(ctx, call.who, id)
	if err != nil {
		return api.Case{}, err
	}
	out := api.Case{
		Row: a.encodeStaffRow(v), Answers: v.Answers, Revision: v.Record.Revision, Dossier: encodeData(v.Data),
		Checks: encodeChecks(v.Checks), HiddenGroups: someList(v.Hidden), Actions: call.encodeOptions(v),
		Requests: encodeItems(v.Items), Requestable: encodeItems(v.Requestable), Documents: encodePapers(v.Documents),
		Token: encodeToken(v.Token, v.Record.Token.Sends), Note: some(v.Record.State.Note), May: list(v.May),
		Facts: &v.Facts, Today: some(v.Today), Scores: encodeScores(v.Scores),
	}
	if out.People, err = a.people(ctx); err != nil {
		return out, err
	}
	reasons := make([]api.ReasonOption, len(v.Reasons))
	for i, reason := range v.Reasons {
		reasons[i] = api.ReasonOption{
			Key: reason.Key, Label: api.Text(reason.Label), Applicant: api.Text(reason.Applicant), For: list(reason.For),
		}
	}
	out.Reasons, out.Form, out.Mendable, out.WhyNot = &reasons, v.Form, someList(v.Mendable), call.encodeWhyNot(v)
	return out, nil
}

// encodeWhyNot says in words what stands in the way of what the policies allow.
func (call *caller) encodeWhyNot(v conveyor.StaffView) *map[string]string {
	if len(v.WhyNot) == 0 {
		return nil
	}
	out := map[string]string{}
	for word, why := range v.WhyNot {
		out[word] = call.words.say(why.Key, string(why.Code), why.Params)
	}
	return &out
}

// people are the names of the tenant's members by id: answers name those who did something by their id.
func (a *API) people(ctx context.Context) (api.People, error) {
	return a.names.of(ctx, callerOf(ctx).tenant.ID)
}

func (a *API) encodeStaffRow(v conveyor.StaffView) api.CaseRow {
	row := encodeRow(v.Record)
	row.StageName, row.WarnAt = someText(v.Stage.Name), v.WarnAt
	row.Identity = some(v.Identity)
	row.May = []string{}
	for _, o := range v.Options {
		if o.Why == nil || o.Why.Code != fault.Denied {
			row.May = append(row.May, o.Verb)
		}
	}
	for _, reason := range v.Reasons {
		if reason.Key == v.Record.State.Reason {
			row.Reason = someText(reason.Label)
		}
	}
	return row
}

// encodeRow writes what stands in the columns of a case.
func encodeRow(rec cases.Record) api.CaseRow {
	risk, _ := rec.State.Attributes["risk"].(string)
	return api.CaseRow{
		Id: rec.ID, Revision: some(rec.Revision), Reference: rec.Reference, Pipeline: rec.Pipeline, Stage: rec.State.Stage, Name: rec.Name,
		StartedAt: rec.State.StartedAt, EnteredAt: rec.State.EnteredAt, ActivityAt: rec.State.ActivityAt,
		DueAt: rec.LevelAt, Percent: rec.Percent, Attempts: rec.Attempts, Risk: some(risk),
		Outcome: some(rec.State.Outcome), Assignee: some(rec.Assignee), ClaimedAt: rec.ClaimedAt, Token: encodeMark(rec.Token),
		Channel: some(rec.Channel), Call: encodeCallMark(rec.Call),
		NoContact: some(rec.Email == "" && rec.Phone == "" && !rec.State.Removed),
	}
}

func encodeData(data []conveyor.Datum) []api.Datum {
	out := make([]api.Datum, len(data))
	for i, d := range data {
		out[i] = api.Datum{
			Path: d.Path, Label: api.Text(d.Label), Page: textOf(d.Page), Type: d.Type, Group: d.Group, Value: d.Value,
			Masked: some(d.Masked), Missing: some(d.Missing), Source: d.Source.Kind, By: some(d.Source.By), At: someTime(d.Source.At),
			Result: some(d.Result), Checks: someList(d.Checks), Earlier: encodeFormer(d.Earlier),
		}
	}
	return out
}

func encodeFormer(earlier []submission.Former) *[]api.FormerValue {
	var out []api.FormerValue
	for _, f := range earlier {
		out = append(out, api.FormerValue{Value: f.Value, Source: f.Source.Kind, By: some(f.Source.By), At: someTime(f.Source.At), Until: f.Until})
	}
	return someList(out)
}

func encodeChecks(checks []conveyor.CheckView) []api.CheckResult {
	out := make([]api.CheckResult, len(checks))
	for i, c := range checks {
		out[i] = api.CheckResult{
			Key: c.Key, Title: api.Text(c.Title), Fields: list(c.Fields), Result: api.CheckResultResult(c.Mark.Result),
			At: someTime(c.Mark.At), Attempt: some(c.Mark.Attempt), Explanation: someText(c.Explanation),
		}
		if out[i].Result == "" {
			out[i].Result = "pending"
		}
		if c.Hidden {
			out[i].Result, out[i].Fields = "hidden", []string{}
		}
	}
	return out
}

// encodeOptions says for each verb whether it is allowed, and why not.
func (call *caller) encodeOptions(v conveyor.StaffView) []api.PossibleAction {
	out := []api.PossibleAction{}
	for _, o := range v.Options {
		title := api.Text(o.Title)
		if len(title) == 0 {
			title = api.Text{"en": o.Verb}
		}
		action := api.PossibleAction{Verb: o.Verb, Transition: some(o.Transition), Title: title, Allowed: o.Now}
		if i := slices.IndexFunc(v.Pipeline.Stages, stageKey(o.To)); i >= 0 {
			action.To = someText(v.Pipeline.Stages[i].Name)
		}
		action.For = some(o.For)
		if o.Demands != nil {
			action.NeedsReason, action.NeedsNote = some(o.Demands.Reason), some(o.Demands.Note)
		}
		action.Approvals = call.encodeApprovals(o)
		if o.Why != nil {
			action.Why = some(call.words.say(o.Why.Key, string(o.Why.Code), inTitles(o, o.Why)))
		}
		out = append(out, action)
	}
	return out
}

// encodeApprovals says of each approval who gave it, or why the member cannot.
func (call *caller) encodeApprovals(o cases.Option) *api.Approvals {
	if o.Approvals == nil {
		return nil
	}
	out := api.Approvals{
		Mode: api.ApprovalsMode(o.Approvals.Mode), Needed: o.Approvals.Needed, Given: o.Approvals.Given, Veto: some(o.Approvals.Veto), Steps: []api.ApprovalStep{},
	}
	for _, s := range o.Approvals.Steps {
		step := api.ApprovalStep{Key: s.Key, Name: textOf(s.Name), By: some(s.By), For: some(s.For), At: s.At, Allowed: s.Now && o.Now}
		if s.Why != nil {
			step.Why = some(call.words.say(s.Why.Key, string(s.Why.Code), inTitles(o, s.Why)))
		}
		out.Steps = append(out.Steps, step)
	}
	return &out
}

func encodeScores(scores []conveyor.ScoreView) *[]api.ScoreResult {
	var out []api.ScoreResult
	for _, s := range scores {
		result := api.ScoreResult{Key: s.Key, Title: textOf(s.Title), Sum: s.Result.Sum, Band: someText(s.Band), At: s.Result.At}
		for _, row := range s.Result.Rows {
			result.Rows = append(result.Rows, api.ScoreRow{
				Key: row.Key, Label: textOf(s.Labels[row.Key]), Held: row.Held, Points: row.Points, Unknown: some(row.Unknown),
			})
		}
		result.Others = encodeOthers(s.Others)
		out = append(out, result)
	}
	return someList(out)
}

func encodeOthers(others []pipeline.Otherwise) *[]api.OtherScore {
	out := make([]api.OtherScore, len(others))
	for i, o := range others {
		out[i] = api.OtherScore{Row: o.Row, Held: o.Held, Sum: o.Sum, Band: someText(o.Band.Label)}
	}
	return someList(out)
}

// inTitles are the parameters of why an option is closed, with the verb as its button says it.
func inTitles(o cases.Option, why *fault.Fault) map[string]any {
	params := maps.Clone(why.Params)
	if _, named := params["verb"]; named && len(o.Title) > 0 {
		params["verb"] = o.Title
	}
	return params
}

func textOf(t schemas.Text) api.Text {
	if t == nil {
		return api.Text{}
	}
	return api.Text(t)
}

func someTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// maskEmail shows the first letters of an address: m***a@e***.com.
func maskEmail(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" || domain == "" {
		return ""
	}
	masked := local[:1] + "***"
	if len(local) > 1 {
		masked += local[len(local)-1:]
	}
	host, rest, _ := strings.Cut(domain, ".")
	if host == "" {
		return masked
	}
	return masked + "@" + host[:1] + "***." + rest
}

func stageKey(key string) func(pipeline.Stage) bool {
	return func(s pipeline.Stage) bool { return s.Key == key }
}
