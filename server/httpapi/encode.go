package httpapi

import (
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
)

// some returns a pointer to a value, or nil for the zero value: what is empty is left out of an answer.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func someList[T any](v []T) *[]T {
	if len(v) == 0 {
		return nil
	}
	return &v
}

func someText(t schemas.Text) *api.Text {
	if len(t) == 0 {
		return nil
	}
	out := api.Text(t)
	return &out
}

// value returns what a pointer points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// list makes sure that an empty list is written as one.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

func encodeProgress(o conveyor.Outlook) api.Progress {
	return api.Progress{Answered: o.Answered, Required: o.Required, Percent: o.Percent, MinutesLeft: o.MinutesLeft}
}

func encodePages(o conveyor.Outlook) []api.PageState {
	out := make([]api.PageState, len(o.Pages))
	for i, p := range o.Pages {
		out[i] = api.PageState{Key: p.Key, Title: api.Text(p.Title), Done: p.Done, Answered: p.Answered, Required: p.Required}
	}
	return out
}

func encodeItems(items []conveyor.ViewedItem) []api.RequestedItem {
	out := make([]api.RequestedItem, len(items))
	for i, item := range items {
		state := item.State
		if state == "" {
			state = "open"
		}
		out[i] = api.RequestedItem{
			Id: item.ID, Path: item.Path, Note: some(item.Note), State: api.RequestedItemState(state), Page: some(item.Page),
			Label: someText(item.Label), CreatedBy: some(item.CreatedBy), DueAt: item.DueAt, AnsweredAt: item.AnsweredAt,
		}
		if !item.CreatedAt.IsZero() {
			out[i].CreatedAt = &item.CreatedAt
		}
	}
	return out
}

func encodeDocuments(documents []document.Document) []api.Document {
	out := make([]api.Document, len(documents))
	for i, d := range documents {
		out[i] = encodeDocument(d)
	}
	return out
}

func encodeDocument(d document.Document) api.Document {
	out := api.Document{
		Id: d.ID, Field: d.Field, Kind: some(d.Kind), Name: d.Name, Mime: d.MIME, Size: d.Size, Sha256: some(d.SHA256),
		Width: some(d.Width), Height: some(d.Height), Pages: some(d.Pages), State: api.DocumentState(d.State), Reason: some(d.Reason),
		Expires: some(d.Expires), CreatedAt: d.CreatedAt, ErasedAt: d.ErasedAt,
	}
	if d.Scan != "" {
		scan := api.DocumentScan(d.Scan)
		out.Scan = &scan
	}
	return out
}

func encodeMark(m cases.TokenMark) *api.TokenState {
	if m.State == "" {
		return nil
	}
	return &api.TokenState{
		State: api.TokenStateState(m.State), SentAt: m.SentAt, ExpiresAt: m.ExpiresAt, Sends: some(m.Sends),
	}
}

func encodeToken(t *signature.Token, sends int) *api.TokenState {
	if t == nil {
		return nil
	}
	return &api.TokenState{
		State: api.TokenStateState(t.State), CreatedAt: &t.CreatedAt, SentAt: t.SentAt, OpenedAt: t.OpenedAt,
		UsedAt: t.UsedAt, ExpiresAt: &t.ExpiresAt, Sends: some(sends), Attempts: some(t.Attempts), To: some(maskEmail(t.To)),
	}
}

func someAnswers(answers map[string]any) *api.Answers {
	out := api.Answers(answers)
	return &out
}
