package httpapi

import (
	"context"
	"errors"
	"io"
	"mime/multipart"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListLists returns the lists of names of the tenant.
func (a *API) ListLists(ctx context.Context, _ api.ListListsRequestObject) (api.ListListsResponseObject, error) {
	call := callerOf(ctx)
	lists, err := a.Administration.ListsOf(ctx, call.who)
	if err != nil {
		return nil, err
	}
	out := api.ListLists200JSONResponse{Lists: make([]api.NameList, len(lists))}
	for i, l := range lists {
		out.Lists[i] = call.encodeList(l)
	}
	out.People, err = a.people(ctx)
	return out, err
}

// SaveList makes a list, or changes its name and the version that is screened against.
func (a *API) SaveList(ctx context.Context, r api.SaveListRequestObject) (api.SaveListResponseObject, error) {
	call := callerOf(ctx)
	l, err := a.Administration.SaveList(ctx, call.who, tenant.ListWish{
		Key: r.List, Name: r.Body.Name, Format: string(value(r.Body.Format)), Active: value(r.Body.Active), Revision: r.Body.Revision,
	})
	return api.SaveList200JSONResponse(call.encodeList(l)), err
}

// LoadList keeps files as a new version of a list.
func (a *API) LoadList(ctx context.Context, r api.LoadListRequestObject) (api.LoadListResponseObject, error) {
	call := callerOf(ctx)
	if err := a.demand(ctx, "list", "manage"); err != nil {
		return nil, err // before the files are read
	}
	if err := a.limits.uploads.Acquire(ctx, maxUpload); err != nil {
		return nil, fault.New(fault.Unavailable, "document.busy").Because(err)
	}
	defer a.limits.uploads.Release(maxUpload)
	in, err := readList(r.Body)
	if err != nil {
		return nil, err
	}
	in.List = r.List
	l, err := a.Administration.LoadList(ctx, call.who, in)
	return api.LoadList201JSONResponse(call.encodeList(l)), err
}

// maxListFiles is how many files one version may have: that of OFAC has four.
const maxListFiles = 6

func readList(form *multipart.Reader) (tenant.ListFiles, error) {
	in := tenant.ListFiles{Activate: true}
	for range maxListFiles + 1 {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return in, broken(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return in, broken(err)
		}
		switch part.FormName() {
		case "activate":
			in.Activate = string(content) != "no"
		case "file":
			in.Files = append(in.Files, screening.Source{Name: part.FileName(), Content: content})
		}
	}
	if len(in.Files) == 0 {
		return in, fault.New(fault.Invalid, "list.no_file")
	}
	return in, nil
}

func (call *caller) encodeList(l tenant.LoadedList) api.NameList {
	out := api.NameList{
		Key: l.Key, Name: l.Name, Format: api.ListFormat(l.Format), Active: l.Active, Revision: l.Revision,
		Versions: make([]api.ListVersion, len(l.Versions)),
	}
	for i, v := range l.Versions {
		out.Versions[i] = call.encodeListVersion(v)
	}
	return out
}

func (call *caller) encodeListVersion(v screening.Version) api.ListVersion {
	out := api.ListVersion{
		Id: v.ID, Hash: v.Hash, State: api.ListVersionState(v.State), Files: make([]string, len(v.Files)), Rows: v.Report.Rows,
		Entries: v.Report.Entries, Rejected: v.Report.Rejected, Rejects: make([]api.ListReject, len(v.Report.Rejects)),
		Published: some(v.Report.Published), Added: v.Delta.Added, Changed: v.Delta.Changed, Removed: v.Delta.Removed,
		CreatedAt: v.CreatedAt, CreatedBy: v.CreatedBy, ReadyAt: v.ReadyAt,
	}
	if s := v.Delta.Sweep; s != nil {
		out.Sweep = &api.ListSweep{Done: s.Done, Total: s.Total, EndedAt: s.EndedAt}
	}
	for i, f := range v.Files {
		out.Files[i] = f.Name
	}
	for i, r := range v.Report.Rejects {
		out.Rejects[i] = api.ListReject{File: r.File, Line: r.Line, Why: call.words.say(r.Why, "", nil)}
	}
	if v.Failure != "" {
		out.Failure = some(call.words.say(v.Failure, "", map[string]any{"file": nameOf(v), "max": screening.MaxBytes >> 20}))
	}
	return out
}

func nameOf(v screening.Version) string {
	if len(v.Files) == 0 {
		return ""
	}
	return v.Files[0].Name
}
