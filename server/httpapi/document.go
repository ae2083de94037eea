package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"strings"
	"sync"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// UploadDocument keeps a file for a field. Bytes are counted as they come, so that a flood of large files waits
// instead of filling the memory.
func (a *API) UploadDocument(ctx context.Context, r api.UploadDocumentRequestObject) (api.UploadDocumentResponseObject, error) {
	call := callerOf(ctx)
	weight := call.echo.Request().ContentLength
	if weight < 0 || weight > maxUpload { // a length that is not told may be any
		weight = maxUpload
	}
	if err := a.limits.uploads.Acquire(ctx, weight); err != nil {
		return nil, fault.New(fault.Unavailable, "document.busy").Because(err)
	}
	defer a.limits.uploads.Release(weight)
	room := rooms.Get().(*bytes.Buffer)    //nolint:forcetypeassert // nothing else goes in
	room.Grow(int(weight) + bytes.MinRead) // the file is hardly smaller than the whole: growing step by step would copy it
	in, err := readUpload(r.Body, room)
	if err != nil {
		return nil, err
	}
	in.Case = call.who.Case
	d, err := a.Conveyor.Upload(ctx, call.who, in)
	if err != nil {
		return nil, err
	}
	leave(room) // only now: what failed may still be read by whoever was sending it
	return api.UploadDocument201JSONResponse(encodeDocument(d)), nil
}

// rooms are where files are read into, used again by the next upload. Only those of common sizes are kept.
var rooms = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const keptRoom = 1 << 20

func leave(room *bytes.Buffer) {
	if room.Cap() > keptRoom {
		return
	}
	room.Reset()
	rooms.Put(room)
}

// readUpload takes the field and one file from the form, in whatever order they come. The file's bytes stand in room.
func readUpload(form *multipart.Reader, room *bytes.Buffer) (conveyor.Upload, error) {
	var in conveyor.Upload
	for range 4 {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return in, broken(err)
		}
		switch part.FormName() {
		case "field":
			text, err := io.ReadAll(io.LimitReader(part, 400))
			if err != nil {
				return in, broken(err)
			}
			in.Field = string(text)
		case "file":
			room.Reset() // of two files the last counts
			if _, err := room.ReadFrom(part); err != nil {
				return in, broken(err)
			}
			in.Name, in.Content = part.FileName(), room.Bytes()
		}
	}
	if in.Field == "" || in.Content == nil {
		return in, fault.New(fault.Invalid, "document.no_file")
	}
	return in, nil
}

func broken(err error) error {
	if toFault(err) != nil {
		return err
	}
	return fault.New(fault.Invalid, "document.upload_broken").Because(err)
}

// LinkMyDocument gives the applicant a link to a document of theirs.
func (a *API) LinkMyDocument(ctx context.Context, r api.LinkMyDocumentRequestObject) (api.LinkMyDocumentResponseObject, error) {
	call := callerOf(ctx)
	link, err := a.Conveyor.LinkDocument(ctx, call.who, conveyor.Look{Case: call.who.Case, Document: r.Document})
	if err != nil {
		return nil, err
	}
	return api.LinkMyDocument200JSONResponse{Url: link.URL, ExpiresAt: link.ExpiresAt}, nil
}

// RemoveDocument takes a document out of its field.
func (a *API) RemoveDocument(ctx context.Context, r api.RemoveDocumentRequestObject) (api.RemoveDocumentResponseObject, error) {
	call := callerOf(ctx)
	if err := a.Conveyor.RemoveDocument(ctx, call.who, call.who.Case, r.Document); err != nil {
		return nil, err
	}
	return api.RemoveDocument204Response{}, nil
}

// LinkDocument gives a member a link to a document; that they looked, or saved it, is kept.
func (a *API) LinkDocument(ctx context.Context, r api.LinkDocumentRequestObject) (api.LinkDocumentResponseObject, error) {
	link, err := a.Conveyor.LinkDocument(ctx, callerOf(ctx).who, conveyor.Look{Case: r.Case, Document: r.Document, Saves: value(r.Params.Save)})
	if err != nil {
		return nil, err
	}
	return api.LinkDocument200JSONResponse{Url: link.URL, ExpiresAt: link.ExpiresAt}, nil
}

// LinkThumbnail gives a member a link to the small picture of a document.
func (a *API) LinkThumbnail(ctx context.Context, r api.LinkThumbnailRequestObject) (api.LinkThumbnailResponseObject, error) {
	link, err := a.Conveyor.LinkThumbnail(ctx, callerOf(ctx).who, r.Case, r.Document)
	if err != nil {
		return nil, err
	}
	return api.LinkThumbnail200JSONResponse{Url: link.URL, ExpiresAt: link.ExpiresAt}, nil
}

// ReadDocument gives a member's viewer the bytes of a document. They come as nothing that a browser would open by itself.
func (a *API) ReadDocument(ctx context.Context, r api.ReadDocumentRequestObject) (api.ReadDocumentResponseObject, error) {
	_, content, err := a.Conveyor.ReadDocument(ctx, callerOf(ctx).who, conveyor.Look{Case: r.Case, Document: r.Document})
	if err != nil {
		return nil, err
	}
	return api.ReadDocument200ApplicationoctetStreamResponse{Body: bytes.NewReader(content), ContentLength: int64(len(content))}, nil
}

// JudgeDocument accepts or refuses a document, or takes the verdict back.
func (a *API) JudgeDocument(ctx context.Context, r api.JudgeDocumentRequestObject) (api.JudgeDocumentResponseObject, error) {
	call := callerOf(ctx)
	verdict := conveyor.Verdict{
		Case: r.Case, Document: r.Document, State: string(r.Body.Verdict), Reason: value(r.Body.Reason), Cause: value(r.Body.Cause),
	}
	// To accept and to refuse are two requests, also under one key.
	d, err := a.Conveyor.JudgeDocument(call.keyedFor(ctx, verdict.State+"\x00"+verdict.Reason), call.who, verdict)
	if err == nil && d.ID == "" { // the request came again: its verb was not run
		d, err = a.Conveyor.Document(ctx, call.who, r.Case, r.Document)
	}
	if err != nil {
		return nil, err
	}
	return api.JudgeDocument200JSONResponse(encodePaper(conveyor.Paper{Document: d, CanUndo: d.State != document.Stored})), nil
}

// SetDocumentExpiry says until when a document proves something.
func (a *API) SetDocumentExpiry(ctx context.Context, r api.SetDocumentExpiryRequestObject) (api.SetDocumentExpiryResponseObject, error) {
	d, err := a.Conveyor.SetExpiry(ctx, callerOf(ctx).who, conveyor.Expiry{Case: r.Case, Document: r.Document, Day: r.Body.Day})
	if err != nil {
		return nil, err
	}
	return api.SetDocumentExpiry200JSONResponse(encodePaper(conveyor.Paper{Document: d})), nil
}

// encodePaper writes a document with what only staff may know of it.
func encodePaper(p conveyor.Paper) api.Document {
	out := encodeDocument(p.Document)
	out.HasThumbnail, out.Cause, out.Found = some(p.Thumbnail != ""), some(p.Cause), some(p.Found)
	out.CreatedBy, out.ReplacedBy, out.JudgedBy = some(personOf(p.CreatedBy)), some(personOf(p.ReplacedBy)), some(p.JudgedBy)
	out.JudgedAt, out.ReplacedAt, out.CanUndo, out.Proves = p.JudgedAt, p.ReplacedAt, some(p.CanUndo), someList(p.Proves)
	if p.Verdict != "" {
		verdict := api.DocumentVerdict(p.Verdict)
		out.Verdict = &verdict
	}
	return out
}

// personOf says who did something: the id of a member, "applicant" or "system".
func personOf(kindAndID string) string {
	kind, id, _ := strings.Cut(kindAndID, ":")
	if kind == string(actor.Member) {
		return id
	}
	return kind
}

func encodePapers(papers []conveyor.Paper) []api.Document {
	out := make([]api.Document, len(papers))
	for i, p := range papers {
		out[i] = encodePaper(p)
	}
	return out
}
