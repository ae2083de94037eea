package httpapi

import (
	"context"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// caseAfter is a case after the member did something to it that may have moved it. What was done is done: where it now
// stands may be no business of theirs, and then that is the answer.
func (a *API) caseAfter(ctx context.Context, id string) (api.CaseAfter, error) {
	var after api.CaseAfter
	out, err := a.staffCase(ctx, id)
	if fault.CodeOf(err) == fault.Denied {
		return after, after.FromCaseGone(api.CaseGone{Gone: true})
	}
	if err != nil {
		return after, err
	}
	return after, after.FromCase(out)
}

// checkAfter is the same of a check about which something was done.
func (a *API) checkAfter(ctx context.Context, id, check string) (api.CheckAfter, error) {
	var after api.CheckAfter
	out, err := a.checkPage(ctx, id, check)
	if fault.CodeOf(err) == fault.Denied {
		return after, after.FromCaseGone(api.CaseGone{Gone: true})
	}
	if err != nil {
		return after, err
	}
	return after, after.FromCheckPage(out)
}
