package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetBrand says how the tenant looks.
func (a *API) GetBrand(ctx context.Context, _ api.GetBrandRequestObject) (api.GetBrandResponseObject, error) {
	out, err := a.brand(ctx, callerOf(ctx).tenant)
	return api.GetBrand200JSONResponse(out), err
}

func (a *API) brand(ctx context.Context, t tenant.Tenant) (api.Brand, error) {
	out := api.Brand{
		Tenant: t.Slug, Name: t.Name, Accent: t.Brand.Accent, Logo: some(t.Brand.Logo), Contact: some(t.Brand.Contact),
		Footer: some(t.Brand.Footer), Privacy: some(t.Brand.Privacy),
		Locales: t.Locales, DefaultLocale: t.DefaultLocale, TimeZone: t.TimeZone, Revision: some(t.Brand.Revision),
	}
	open, err := a.Conveyor.Entrances(ctx, t.ID)
	if err != nil {
		return out, err
	}
	entrances := make([]api.Entrance, len(open))
	for i, e := range open {
		entrances[i] = a.encodeEntrance(e)
	}
	out.Entrances = &entrances
	return out, nil
}

// GetEntrance says what to know before starting.
func (a *API) GetEntrance(ctx context.Context, r api.GetEntranceRequestObject) (api.GetEntranceResponseObject, error) {
	e, err := a.Conveyor.Entrance(ctx, callerOf(ctx).tenant.ID, r.Pipeline)
	if err != nil {
		return nil, err
	}
	out := a.encodeEntrance(e)
	framers, err := a.Conveyor.Framers(ctx, callerOf(ctx).tenant.ID, r.Pipeline)
	out.Framers = someList(framers)
	return api.GetEntrance200JSONResponse(out), err
}

func (a *API) encodeEntrance(e conveyor.Entrance) api.Entrance {
	needs := make([]api.Text, len(e.Needs))
	for i, n := range e.Needs {
		needs[i] = api.Text(n)
	}
	return api.Entrance{
		Pipeline: e.Pipeline, Title: api.Text(e.Form.Title), Description: someText(e.Form.Description), Minutes: e.Minutes,
		Pages: e.Pages, Needs: &needs, Locales: e.Form.Locales, DefaultLocale: e.Form.DefaultLocale,
		Notice: a.notice(e.Opening),
	}
}

// StartCase starts a case and lets this device go on with it.
func (a *API) StartCase(ctx context.Context, r api.StartCaseRequestObject) (api.StartCaseResponseObject, error) {
	call := callerOf(ctx)
	in := conveyor.Start{Pipeline: r.Pipeline, Locale: r.Body.Locale, Channel: value(r.Body.Channel)}
	if r.Body.Values != nil {
		in.Values = *r.Body.Values
	}
	// Nobody has signed in yet, so a key alone could be anybody's: it counts only for who sent it first.
	rec, err := a.Conveyor.Start(call.keyedFor(ctx, call.who.IP+"\x00"+call.who.Agent), call.who, in)
	if err != nil {
		return nil, err
	}
	out, err := a.openCase(ctx, rec.ID)
	return api.StartCase201JSONResponse(out), err
}

// openCase sets the applicant's cookie and returns the case.
func (a *API) openCase(ctx context.Context, caseID string) (api.ApplicantCase, error) {
	call := callerOf(ctx)
	sealed, until := a.Sealer.Seal(call.tenant.ID, caseID)
	a.setCookie(ctx, http.Cookie{Name: applicantCookie, Value: sealed, Expires: until})
	call.who.ID, call.who.Case = caseID, caseID
	return a.applicantCase(ctx)
}

// RequestResumeLink accepts any address, and mails those who have an open case.
func (a *API) RequestResumeLink(ctx context.Context, r api.RequestResumeLinkRequestObject) (api.RequestResumeLinkResponseObject, error) {
	call := callerOf(ctx)
	address := call.tenant.ID + "\x00" + strings.ToLower(strings.TrimSpace(r.Body.Email))
	if !a.limits.take(address, "resumeAddress") {
		return api.RequestResumeLink202Response{}, nil // its owner has mail enough; who asks learns nothing
	}
	err := a.Conveyor.RequestResumeLinks(ctx, call.tenant.ID, conveyor.Lost{
		Email: r.Body.Email, Pipeline: value(r.Body.Pipeline), To: value(r.Body.To),
	})
	return api.RequestResumeLink202Response{}, err
}

// ResumeCase lets this device go on with a case.
func (a *API) ResumeCase(ctx context.Context, r api.ResumeCaseRequestObject) (api.ResumeCaseResponseObject, error) {
	rec, err := a.Conveyor.Resume(ctx, callerOf(ctx).tenant.ID, r.Body.Token)
	if err != nil {
		return nil, err
	}
	out, err := a.openCase(ctx, rec.ID)
	return api.ResumeCase200JSONResponse(out), err
}

// GetApplicantCase returns the applicant's case.
func (a *API) GetApplicantCase(ctx context.Context, _ api.GetApplicantCaseRequestObject) (api.GetApplicantCaseResponseObject, error) {
	out, err := a.applicantCase(ctx)
	return api.GetApplicantCase200JSONResponse(out), err
}

// SavePage keeps the answers of a page.
func (a *API) SavePage(ctx context.Context, r api.SavePageRequestObject) (api.SavePageResponseObject, error) {
	call := callerOf(ctx)
	saved, err := a.Conveyor.SavePage(ctx, call.who, conveyor.Save{
		Case: call.who.Case, Page: r.Page, Values: r.Body.Values, Revision: value(r.Body.Revision), Proceed: value(r.Body.Proceed),
		Locale: value(r.Body.Locale), TimeZone: value(r.Body.TimeZone), Client: value(r.Body.Client), Nth: value(r.Body.Sequence), Form: value(r.Body.FormVersion),
		Filling: decodeFilling(r.Body.Filling),
	})
	if err != nil {
		return nil, err
	}
	return api.SavePage200JSONResponse{
		Revision: saved.Revision, SavedAt: saved.Submission.SavedAt, Progress: encodeProgress(saved.Outlook),
		Pages: encodePages(saved.Outlook), Violations: call.words.violations(saved.Violations, saved.Label(call.words.locale)),
		Next: some(saved.Next), Merged: someList(saved.Merged), Answers: someAnswers(saved.Answers), Facts: encodeFacts(saved.Checks),
	}, nil
}

// SubmitCase hands in all answers.
func (a *API) SubmitCase(ctx context.Context, r api.SubmitCaseRequestObject) (api.SubmitCaseResponseObject, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.Submit(ctx, call.who, handIn(call, *r.Body))
	if err != nil {
		return nil, err
	}
	return api.SubmitCase200JSONResponse(a.encodeApplicantCase(v)), nil
}

func handIn(call *caller, body api.Submit) conveyor.HandIn {
	return conveyor.HandIn{Case: call.who.Case, Locale: body.Locale, Revision: value(body.Revision), TimeZone: value(body.TimeZone)}
}

// AnswerRequest hands in the requested items.
func (a *API) AnswerRequest(ctx context.Context, r api.AnswerRequestRequestObject) (api.AnswerRequestResponseObject, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.Answer(ctx, call.who, handIn(call, *r.Body))
	if err != nil {
		return nil, err
	}
	return api.AnswerRequest200JSONResponse(a.encodeApplicantCase(v)), nil
}

// EditCase takes the case back to change answers.
func (a *API) EditCase(ctx context.Context, _ api.EditCaseRequestObject) (api.EditCaseResponseObject, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.Edit(ctx, call.who, call.who.Case)
	if err != nil {
		return nil, err
	}
	return api.EditCase200JSONResponse(a.encodeApplicantCase(v)), nil
}

// ActOnMyCase does a verb that the pipeline gives the applicant.
func (a *API) ActOnMyCase(ctx context.Context, r api.ActOnMyCaseRequestObject) (api.ActOnMyCaseResponseObject, error) {
	call := callerOf(ctx)
	_, err := a.Conveyor.Act(call.keyedFor(ctx, r.Body.Verb), call.who, conveyor.Action{
		Case: call.who.Case, Verb: r.Body.Verb, Note: value(r.Body.Note),
	})
	if err != nil {
		return nil, err
	}
	out, err := a.applicantCase(ctx)
	return api.ActOnMyCase200JSONResponse(out), err
}

// SendMyResumeLink mails a link to go on elsewhere.
func (a *API) SendMyResumeLink(ctx context.Context, _ api.SendMyResumeLinkRequestObject) (api.SendMyResumeLinkResponseObject, error) {
	call := callerOf(ctx)
	err := a.Conveyor.SendResumeLink(ctx, call.who, call.who.Case)
	return api.SendMyResumeLink202Response{}, err
}

// LeaveCase forgets the case on this device.
func (a *API) LeaveCase(ctx context.Context, _ api.LeaveCaseRequestObject) (api.LeaveCaseResponseObject, error) {
	a.setCookie(ctx, http.Cookie{Name: applicantCookie, MaxAge: -1})
	return api.LeaveCase204Response{}, nil
}

func (a *API) applicantCase(ctx context.Context) (api.ApplicantCase, error) {
	call := callerOf(ctx)
	v, err := a.Conveyor.ApplicantView(ctx, call.who, call.who.Case)
	if err != nil {
		return api.ApplicantCase{}, err
	}
	return a.encodeApplicantCase(v), nil
}

func (a *API) encodeApplicantCase(v conveyor.ApplicantView) api.ApplicantCase {
	out := api.ApplicantCase{
		FormVersion: v.FormID, Notice: a.notice(v.Opening),
		Id: v.Record.ID, Reference: v.Record.Reference, Pipeline: v.Record.Pipeline, Title: api.Text(v.Title),
		Locale: v.Record.Locale, Answers: v.Answers, Today: some(v.Today), Revision: v.Submission.Revision,
		Progress: encodeProgress(v.Outlook), Pages: encodePages(v.Outlook), Next: some(v.Outlook.Next()),
		Requests: encodeItems(v.Items), Documents: encodeDocuments(v.Documents), SavedAt: some(v.Submission.SavedAt),
		Facts: encodeFacts(v.Checks), Can: list(v.Can), Signature: encodeMark(v.Record.Token), Form: v.Form,
	}
	out.Stage.Key, out.Stage.Kind, out.Stage.Text = v.Stage.Key, v.Stage.Kind, api.Text(v.Stage.Applicant)
	out.Stage.Answers, out.Stage.Outcome = api.ApplicantCaseStageAnswers(v.Stage.Answers), some(v.Stage.Outcome)
	out.Stage.Reason = someText(v.Reason)
	out.Acts = someList(encodeActs(v))
	out.Checklist, out.Late, out.Posts, out.Unread = encodeChecklist(v.List), someList(v.Late), some(v.Posts), some(v.Unread)
	out.OptedOut, out.Rated, out.Helper, out.Failing = some(v.OptedOut), some(v.Rated), some(v.Helper), someList(inTexts(v.Failing))
	return out
}

// encodeFacts are the results of checks as rules of a form read them.
func encodeFacts(checks map[string]any) *api.ApplicantFacts {
	return &api.ApplicantFacts{"checks": checks}
}

func encodeActs(v conveyor.ApplicantView) []api.ApplicantAct {
	var out []api.ApplicantAct
	for _, o := range v.Acts {
		act := api.ApplicantAct{Verb: o.Verb, Title: api.Text(o.Title), NeedsNote: o.Demands != nil && o.Demands.Note}
		out = append(out, act)
	}
	return out
}

// OpenSignature shows what a token is for.
func (a *API) OpenSignature(ctx context.Context, r api.OpenSignatureRequestObject) (api.OpenSignatureResponseObject, error) {
	offer, err := a.Conveyor.OpenSignature(ctx, callerOf(ctx).who, r.Body.Token)
	if err != nil {
		return nil, err
	}
	out := api.OpenSignature200JSONResponse{
		Reference: offer.Record.Reference, Title: api.Text(offer.Form.Form().Title), Signer: offer.Record.Name,
		Locale: offer.Record.Locale, Answers: offer.Answers, AnswersSha256: offer.SHA256, ExpiresAt: offer.Expires,
		// The clause by which the person accepts this way of signing (MP 2.200-2, art. 10 §2).
		Terms: inAllLanguages("signature.terms"),
	}
	out.Documents = make([]api.SignedDocument, len(offer.Documents))
	for i, d := range offer.Documents {
		out.Documents[i] = api.SignedDocument{Id: d.ID, Name: d.Name, Mime: d.MIME, Size: d.Size, Sha256: d.SHA256}
	}
	papers := make([]api.OfferedPaper, 0, len(offer.Papers))
	for _, p := range offer.Papers {
		papers = append(papers, api.OfferedPaper{Name: p.Name, Title: api.Text(p.Title), Sha256: p.SHA256, Content: p.Content})
	}
	out.Papers = someList(papers)
	body, err := offer.Form.ForAudience("applicant", "")
	if err != nil {
		return nil, err
	}
	out.Form = body
	return out, nil
}

// termsID names the wording of signature.terms. A changed wording is another: give it a new name.
const termsID = "signature-terms-1"

// TermsIn are the words that were accepted: those in the language of the page, else in that of the request.
func TermsIn(locale, otherwise string) conveyor.Terms {
	said := inAllLanguages("signature.terms")
	if _, spoken := said[locale]; !spoken {
		locale = otherwise
	}
	sum := sha256.Sum256([]byte(said[locale]))
	return conveyor.Terms{ID: termsID, Locale: locale, SHA256: hex.EncodeToString(sum[:])}
}

// Sign uses the token up.
func (a *API) Sign(ctx context.Context, r api.SignRequestObject) (api.SignResponseObject, error) {
	call := callerOf(ctx)
	b := r.Body
	evidence, rec, err := a.Conveyor.Sign(call.keyedFor(ctx, b.Token), call.who, conveyor.Act{
		Token: b.Token, Accept: b.Accept, AnswersSHA256: b.AnswersSha256, PapersSHA256: value(b.PapersSha256), Locale: value(b.Locale),
		AcceptLang: call.echo.Request().Header.Get("Accept-Language"), TimeZone: value(b.TimeZone), Screen: value(b.Screen),
		ViewedSeconds: value(b.ViewedSeconds), ScrolledToEnd: value(b.ScrolledToEnd),
		Terms: TermsIn(value(b.Locale), call.words.locale),
	})
	if err != nil {
		return nil, err
	}
	stage, err := a.Conveyor.StageOf(ctx, rec)
	if err != nil {
		return nil, err
	}
	return api.Sign200JSONResponse{
		Reference: rec.Reference, SignedAt: evidence.At, Hash: evidence.Hash, Stage: api.Text(stage.Applicant),
	}, nil
}
