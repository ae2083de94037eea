package httpapi

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// Witness stands around every operation of a sandbox: it calls do, once, and learns what was done. What do returns is
// what the witness returns.
type Witness func(ctx context.Context, d *Deed, do func() error) error

// Deed is an operation in the words of a scenario.
type Deed struct {
	Who      actor.Actor
	Case     string // "" until the case is started, and where only Token tells it
	Token    string // of the link that was followed to sign
	Document string // that was removed or judged; where it stands, the case tells
	Key      string // of the request, when it may come again
	Look     bool   // it changes nothing: only that it is refused is of interest
	// Step says what is done, but not by whom, to which case, and what came of it. Do is "" for what is no act on a case.
	Step pipeline.ScenarioStep
}

// witnessed has the witness stand around an operation.
func (a *API) witnessed(next api.StrictHandlerFunc, operation string) api.StrictHandlerFunc {
	return func(c echo.Context, request any) (response any, err error) {
		if !inSandbox[operation] {
			return nil, fault.New(fault.Conflict, "tryout.inside")
		}
		ctx := c.Request().Context()
		call := callerOf(ctx)
		d := &Deed{Who: call.who, Case: call.who.Case, Key: call.key}
		if !d.portal(request) {
			d.desk(request)
		}
		err = a.Witness(ctx, d, func() error {
			response, err = next(c, request)
			d.learn(response)
			return err
		})
		return response, err
	}
}

// inSandbox are the operations that applicants and who works on cases need: the only ones that a sandbox has. The others
// would tell a made person what its maker may not know, such as who has which policy, or change what is tried.
var inSandbox = map[string]bool{
	"GetBrand": true, "GetSession": true, "LogOut": true,

	"GetEntrance": true, "StartCase": true, "RequestResumeLink": true, "ResumeCase": true, "GetApplicantCase": true,
	"SavePage": true, "SubmitCase": true, "ActOnMyCase": true, "AnswerRequest": true, "EditCase": true, "SendMyResumeLink": true,
	"LeaveCase": true, "UploadDocument": true, "LinkMyDocument": true, "RemoveDocument": true, "OpenSignature": true,
	"Sign": true,

	"ListQueues": true, "ListQueueCases": true, "GetCase": true, "ListEvents": true, "ListCaseMessages": true, "ListCalls": true,
	"ActOnCase": true, "RequestItems": true, "ClaimCase": true, "ReleaseCase": true, "AddNote": true,
	"SaveStaffPage": true, "RevealAnswer": true, "LinkDocument": true, "JudgeDocument": true, "GetEvidence": true,
}

// portal reads what an applicant does.
func (d *Deed) portal(request any) bool {
	step := &d.Step
	switch r := request.(type) {
	case api.StartCaseRequestObject:
		*step = pipeline.ScenarioStep{Do: pipeline.Start, Answers: value(r.Body.Values)}
	case api.SavePageRequestObject:
		*step = pipeline.ScenarioStep{Do: pipeline.DoSave, Page: r.Page, Answers: r.Body.Values}
	case api.SubmitCaseRequestObject:
		step.Do = pipeline.Submit
	case api.AnswerRequestRequestObject:
		step.Do = pipeline.Answer
	case api.EditCaseRequestObject:
		step.Do = "edit"
	case api.ActOnMyCaseRequestObject:
		*step = pipeline.ScenarioStep{Do: r.Body.Verb, Note: value(r.Body.Note)}
	case api.UploadDocumentRequestObject:
		step.Do = pipeline.DoUpload
	case api.RemoveDocumentRequestObject:
		step.Do, d.Document = pipeline.DoRemove, r.Document
	case api.OpenSignatureRequestObject:
		step.Do, d.Token, d.Look = "sign", r.Body.Token, true
	case api.SignRequestObject:
		step.Do, d.Token = "sign", r.Body.Token
	default:
		return false
	}
	return true
}

// desk reads what a member does.
func (d *Deed) desk(request any) {
	switch r := request.(type) {
	case api.ActOnCaseRequestObject:
		d.Case, d.Step = r.Case, pipeline.ScenarioStep{Do: r.Body.Verb, Reason: value(r.Body.Reason), Note: value(r.Body.Note)}
	case api.RequestItemsRequestObject:
		d.Case, d.Step = r.Case, pipeline.ScenarioStep{Do: pipeline.Request, Note: value(r.Body.Note)}
		for _, item := range r.Body.Items {
			d.Step.Items = append(d.Step.Items, item.Path)
		}
	case api.ClaimCaseRequestObject:
		d.Case, d.Step.Do = r.Case, pipeline.DoClaim
	case api.ReleaseCaseRequestObject:
		d.Case, d.Step.Do = r.Case, pipeline.DoRelease
	case api.AddNoteRequestObject:
		d.Case, d.Step = r.Case, pipeline.ScenarioStep{Do: pipeline.DoNote, Note: r.Body.Note}
	case api.JudgeDocumentRequestObject:
		d.Case, d.Document = r.Case, r.Document
		d.Step = pipeline.ScenarioStep{Do: pipeline.DoJudge, Verdict: string(r.Body.Verdict), Reason: value(r.Body.Reason)}
	case api.SaveStaffPageRequestObject:
		d.Case, d.Step = r.Case, pipeline.ScenarioStep{Do: pipeline.DoSave, Page: r.Page, Answers: r.Body.Values}
	}
}

// learn reads what only the answer tells: which case was started, and what was uploaded where.
func (d *Deed) learn(response any) {
	switch r := response.(type) {
	case api.StartCase201JSONResponse:
		d.Case = r.Id
	case api.UploadDocument201JSONResponse:
		d.Step.Field, d.Step.File = r.Field, pipeline.PhotoFile
		if r.Mime == "application/pdf" {
			d.Step.File = pipeline.PageFile
		}
	}
}
