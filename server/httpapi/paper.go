package httpapi

import (
	"bytes"
	"context"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/server/httpapi/api"
)

// ListCasePapers returns what was written from the answers of a case.
func (a *API) ListCasePapers(ctx context.Context, r api.ListCasePapersRequestObject) (api.ListCasePapersResponseObject, error) {
	list, err := a.papersOf(ctx, r.Case)
	return api.ListCasePapers200JSONResponse(list), err
}

// ListMyPapers returns what was written from the applicant's answers.
func (a *API) ListMyPapers(ctx context.Context, _ api.ListMyPapersRequestObject) (api.ListMyPapersResponseObject, error) {
	list, err := a.papersOf(ctx, callerOf(ctx).who.Case)
	return api.ListMyPapers200JSONResponse(list), err
}

func (a *API) papersOf(ctx context.Context, caseID string) (api.PaperList, error) {
	call := callerOf(ctx)
	written, err := a.Conveyor.Papers(ctx, call.who, caseID)
	out := api.PaperList{Receipt: written.Receipt, Withheld: some(written.Withheld), Papers: make([]api.Paper, len(written.Papers))}
	for i, p := range written.Papers {
		out.Papers[i] = api.Paper{
			Id: p.ID, Name: p.Name, Title: p.Title.In(call.words.locale, call.tenant.DefaultLocale), Sha256: p.SHA256, CreatedAt: p.CreatedAt,
			State: api.PaperState(p.State), Signed: p.Seals != "", Erased: some(len(p.Content) == 0),
		}
	}
	return out, err
}

// OpenCasePaper returns one as PDF.
func (a *API) OpenCasePaper(ctx context.Context, r api.OpenCasePaperRequestObject) (api.OpenCasePaperResponseObject, error) {
	p, err := a.Conveyor.OpenPaper(ctx, callerOf(ctx).who, r.Case, r.Paper)
	return api.OpenCasePaper200ApplicationpdfResponse{Body: bytes.NewReader(p.Content), ContentLength: int64(len(p.Content))}, err
}

// OpenMyPaper returns one as PDF.
func (a *API) OpenMyPaper(ctx context.Context, r api.OpenMyPaperRequestObject) (api.OpenMyPaperResponseObject, error) {
	who := callerOf(ctx).who
	p, err := a.Conveyor.OpenPaper(ctx, who, who.Case, r.Paper)
	return api.OpenMyPaper200ApplicationpdfResponse{Body: bytes.NewReader(p.Content), ContentLength: int64(len(p.Content))}, err
}

// OpenCaseReceipt returns the receipt of a case as PDF.
func (a *API) OpenCaseReceipt(ctx context.Context, r api.OpenCaseReceiptRequestObject) (api.OpenCaseReceiptResponseObject, error) {
	p, err := a.Conveyor.Receipt(ctx, callerOf(ctx).who, r.Case)
	return api.OpenCaseReceipt200ApplicationpdfResponse{Body: bytes.NewReader(p.Content), ContentLength: int64(len(p.Content))}, err
}

// OpenMyReceipt returns the applicant's receipt as PDF.
func (a *API) OpenMyReceipt(ctx context.Context, _ api.OpenMyReceiptRequestObject) (api.OpenMyReceiptResponseObject, error) {
	who := callerOf(ctx).who
	p, err := a.Conveyor.Receipt(ctx, who, who.Case)
	return api.OpenMyReceipt200ApplicationpdfResponse{Body: bytes.NewReader(p.Content), ContentLength: int64(len(p.Content))}, err
}

// OpenDossier returns the dossier as the member may see it.
func (a *API) OpenDossier(ctx context.Context, r api.OpenDossierRequestObject) (api.OpenDossierResponseObject, error) {
	call := callerOf(ctx)
	content, err := a.Conveyor.DossierPaper(ctx, call.who, r.Case, call.words.locale)
	return api.OpenDossier200ApplicationpdfResponse{Body: bytes.NewReader(content), ContentLength: int64(len(content))}, err
}

// PreviewPaper writes a draft.
func (a *API) PreviewPaper(ctx context.Context, r api.PreviewPaperRequestObject) (api.PreviewPaperResponseObject, error) {
	if err := a.demand(ctx, "definition", "write"); err != nil {
		return nil, err
	}
	draft := conveyor.Draft{Title: r.Body.Title, Locale: r.Body.Locale}
	for _, s := range r.Body.Sections {
		draft.Sections = append(draft.Sections, paper.Part{Heading: value(s.Heading), Paragraphs: []string{s.Text}})
	}
	content, err := a.Conveyor.PreviewPaper(ctx, callerOf(ctx).tenant.ID, draft)
	return api.PreviewPaper200ApplicationpdfResponse{Body: bytes.NewReader(content), ContentLength: int64(len(content))}, err
}

// VerifyPaper says what is known of a file.
func (a *API) VerifyPaper(ctx context.Context, r api.VerifyPaperRequestObject) (api.VerifyPaperResponseObject, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.Verify(ctx, call.tenant.ID, r.Body.Sha256, call.words.locale)
	if err != nil {
		return nil, err
	}
	out := api.VerifyPaper200JSONResponse{
		Name: v.Paper.Name, Title: v.Title, Reference: v.Reference, Company: v.Company, WrittenAt: v.Paper.CreatedAt,
		Replaced: v.Paper.State == paper.Replaced, Sealed: some(v.Paper.Seals != ""), Signed: v.Signed != nil,
	}
	if v.Signed != nil {
		out.SignedAt, out.EvidenceHash, out.Genuine = &v.Signed.At, some(v.Signed.Hash), some(v.Genuine)
	}
	return out, nil
}
