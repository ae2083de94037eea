package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetStorage returns what is known of the tenant's files.
func (a *API) GetStorage(ctx context.Context, _ api.GetStorageRequestObject) (api.GetStorageResponseObject, error) {
	call := callerOf(ctx)
	v, err := a.Administration.ViewStorage(ctx, call.who)
	if err != nil {
		return nil, err
	}
	out := api.GetStorage200JSONResponse{
		Place: api.StoragePlace(v.Place), Name: v.Name, Answers: v.Fault == nil, Scanned: "off", Scans: map[string]int{}, Retention: encodeRetention(v.Retention),
	}
	if v.Fault != nil {
		a.Log.WarnContext(ctx, "the store of files does not answer", "error", v.Fault)
	}
	if v.Scans {
		out.Scanned = "on"
	}
	if v.ScanFault != nil {
		out.Scanned = "silent"
		a.Log.WarnContext(ctx, "the scanner does not answer", "error", v.ScanFault)
	}
	for state, n := range v.ByScan {
		if state == "" {
			state = "none"
		}
		out.Scans[state] = n
	}
	out.Kinds = make([]api.KindUse, len(v.Kinds))
	for i, k := range v.Kinds {
		out.Kinds[i] = api.KindUse{Kind: k.Kind, Label: someText(k.Label), Files: k.Files, Bytes: k.Bytes}
	}
	out.Holds = make([]api.Hold, len(v.Holds))
	for i, h := range v.Holds {
		out.Holds[i] = api.Hold{Case: h.Case, Reference: h.Reference, Reason: h.Reason, HeldAt: h.HeldAt, HeldBy: h.HeldBy}
	}
	if !v.Report.At.IsZero() {
		report := encodeStorageReport(v.Report)
		out.Report = &report
	}
	out.People, err = a.people(ctx)
	return out, err
}

// SaveRetention changes how long files are kept.
func (a *API) SaveRetention(ctx context.Context, r api.SaveRetentionRequestObject) (api.SaveRetentionResponseObject, error) {
	kept, err := a.Administration.SaveRetention(ctx, callerOf(ctx).who, decodeRetention(*r.Body))
	return api.SaveRetention200JSONResponse(encodeRetention(kept)), err
}

// PreviewRetention returns the files that rules would have erased within 30 days.
func (a *API) PreviewRetention(ctx context.Context, r api.PreviewRetentionRequestObject) (api.PreviewRetentionResponseObject, error) {
	retention := decodeRetention(*r.Body)
	files, err := a.Administration.PreviewRetention(ctx, callerOf(ctx).who, retention)
	if err != nil {
		return nil, err
	}
	out := api.PreviewRetention200JSONResponse{Files: make([]api.EndingFile, len(files))}
	for i, f := range files {
		from, _ := retention.ErasedFrom(f.Kind, f.EndedAt)
		out.Files[i] = api.EndingFile{
			Document: f.ID, Case: f.Case, Reference: f.Reference, Kind: f.Kind, Name: f.Name, Size: f.Size, EndedAt: f.EndedAt,
			ErasedFrom: from, OnHold: f.OnHold,
		}
	}
	return out, nil
}

// TestStorage tries all that the store of files has to do.
func (a *API) TestStorage(ctx context.Context, _ api.TestStorageRequestObject) (api.TestStorageResponseObject, error) {
	steps, err := a.Administration.TestStorage(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.TestStorage200JSONResponse{Steps: make([]api.StorageStep, len(steps))}
	for i, s := range steps {
		out.Steps[i] = api.StorageStep{Step: api.StorageStepStep(s.Step), Ok: s.OK, Millis: int(s.Took.Milliseconds())}
		if s.Fault != nil {
			out.Steps[i].Why = some(s.Fault.Error())
		}
	}
	return out, nil
}

// InspectStorage looks for documents whose bytes are gone.
func (a *API) InspectStorage(ctx context.Context, _ api.InspectStorageRequestObject) (api.InspectStorageResponseObject, error) {
	report, err := a.Administration.InspectStorage(ctx, callerOf(ctx).who)
	return api.InspectStorage200JSONResponse(encodeStorageReport(report)), err
}

// HoldCase keeps all that a case holds.
func (a *API) HoldCase(ctx context.Context, r api.HoldCaseRequestObject) (api.HoldCaseResponseObject, error) {
	err := a.Conveyor.Hold(ctx, callerOf(ctx).who, document.Hold{Reference: r.Body.Reference, Reason: r.Body.Reason})
	return api.HoldCase204Response{}, err
}

// UnholdCase lets the rules count for a case again.
func (a *API) UnholdCase(ctx context.Context, r api.UnholdCaseRequestObject) (api.UnholdCaseResponseObject, error) {
	return api.UnholdCase204Response{}, a.Conveyor.Unhold(ctx, callerOf(ctx).who, r.Case)
}

func encodeRetention(r document.Retention) api.Retention {
	out := api.Retention{Revision: r.Revision, Rules: make([]api.RetentionRule, len(r.Rules))}
	for i, rule := range r.Rules {
		out.Rules[i] = api.RetentionRule{Kind: rule.Kind, Keep: rule.Keep, Valid: rule.Valid}
	}
	return out
}

func decodeRetention(r api.Retention) document.Retention {
	out := document.Retention{Revision: r.Revision, Rules: make([]document.RetentionRule, len(r.Rules))}
	for i, rule := range r.Rules {
		out.Rules[i] = document.RetentionRule{Kind: rule.Kind, Keep: rule.Keep, Valid: rule.Valid}
	}
	return out
}

func encodeStorageReport(r tenant.StorageReport) api.StorageReport {
	out := api.StorageReport{At: r.At, Files: r.Files, Lost: r.Lost, Swept: r.Swept, Missing: make([]api.MissingFile, len(r.Missing))}
	for i, m := range r.Missing {
		out.Missing[i] = api.MissingFile{Case: m.Case, Document: m.Document, Reference: m.Reference, Name: m.Name}
	}
	return out
}
