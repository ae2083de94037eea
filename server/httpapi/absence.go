package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// ListAbsences returns who is or will be away.
func (a *API) ListAbsences(ctx context.Context, _ api.ListAbsencesRequestObject) (api.ListAbsencesResponseObject, error) {
	out, err := a.absences(ctx)
	return api.ListAbsences200JSONResponse(out), err
}

// AddAbsence says that somebody is away.
func (a *API) AddAbsence(ctx context.Context, r api.AddAbsenceRequestObject) (api.AddAbsenceResponseObject, error) {
	call := callerOf(ctx)
	_, err := a.Administration.AddAbsence(ctx, tenant.Request[tenant.Absence]{
		Who: call.who, Key: call.keyAbout(r.Body),
		What: tenant.Absence{
			Member: value(r.Body.Member), Substitute: value(r.Body.Substitute), From: r.Body.From, Until: r.Body.Until,
			Decides: value(r.Body.Decides), Reason: value(r.Body.Reason),
		},
	})
	if err != nil {
		return nil, err
	}
	out, err := a.absences(ctx)
	return api.AddAbsence201JSONResponse(out), err
}

// EndAbsence brings somebody back.
func (a *API) EndAbsence(ctx context.Context, r api.EndAbsenceRequestObject) (api.EndAbsenceResponseObject, error) {
	if err := a.Administration.EndAbsence(ctx, callerOf(ctx).who, r.Absence); err != nil {
		return nil, err
	}
	out, err := a.absences(ctx)
	return api.EndAbsence200JSONResponse(out), err
}

func (a *API) absences(ctx context.Context) (api.AbsenceList, error) {
	call := callerOf(ctx)
	out := api.AbsenceList{Absences: []api.Absence{}, Colleagues: []api.ColleagueName{}}
	known, err := a.Administration.Absences(ctx, call.who)
	if err != nil {
		return out, err
	}
	members, err := a.Tenants.Members(ctx, call.tenant.ID)
	if err != nil {
		return out, err
	}
	manages, err := a.Decider.Decide(ctx, call.who, "member", "manage")
	if err != nil {
		return out, err
	}
	people := map[string]tenant.Member{}
	for _, m := range members {
		people[m.ID] = m
		if m.Active {
			out.Colleagues = append(out.Colleagues, api.ColleagueName{Id: m.ID, Name: m.Name})
		}
	}
	for _, k := range known {
		one := api.Absence{
			Id: k.ID, Member: k.Member, Name: people[k.Member].Name, Substitute: some(k.Substitute), SubstituteName: some(people[k.Substitute].Name),
			Decides: some(k.Decides), Reason: some(k.Reason),
			From: k.From, Until: k.Until, Now: some(k.At(a.Now())), Mine: manages.Allowed || k.Member == call.who.ID,
		}
		if one.Gaps, err = a.gaps(ctx, people[k.Member], people[k.Substitute]); err != nil {
			return out, err
		}
		out.Absences = append(out.Absences, one)
	}
	return out, nil
}

// gaps are the queues that a member may take cases of and their substitute may not.
func (a *API) gaps(ctx context.Context, away, substitute tenant.Member) (*[]api.Text, error) {
	if substitute.ID == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	views, err := a.Conveyor.Queues(ctx, session.Member(away))
	if err != nil {
		return nil, err
	}
	var out []api.Text
	for _, v := range views {
		has, err := a.takes(ctx, session.Member(away), v)
		if err != nil {
			return nil, err
		}
		lacks, err := a.takes(ctx, session.Member(substitute), v)
		if err != nil {
			return nil, err
		}
		if has && !lacks {
			out = append(out, api.Text(v.Name))
		}
	}
	return someList(out), nil
}

func (a *API) takes(ctx context.Context, who actor.Actor, v conveyor.QueueView) (bool, error) {
	for _, stage := range v.Stages {
		d, err := a.Decider.Decide(ctx, who, "pipeline/"+stage.Pipeline+"/stage/"+stage.Stage, "claim")
		if err != nil || d.Allowed {
			return d.Allowed, err
		}
	}
	return false, nil
}
