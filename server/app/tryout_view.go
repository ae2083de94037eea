package app

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/server/httpapi/api"
)

func (o *tryout) apply() string {
	return "/t/" + o.tenant.Slug + "/apply/" + o.line.Pipeline.Pipeline.Key
}

func (o *tryout) desk() string { return "/t/" + o.tenant.Slug + "/" }

// view is a try-out as the contract says it. Whoever calls it holds the sandbox.
func (o *tryout) view(ctx context.Context) (api.Tryout, error) {
	p := o.line.Pipeline.Pipeline
	out := api.Tryout{
		Id: o.id, Slug: o.tenant.Slug, Kind: api.Kind(o.what.Kind), Key: o.what.Key, Revision: o.revision, Pipeline: p.Key,
		Title: api.Text(p.Title), Now: o.clock.now().UTC(), ExpiresAt: time.UnixMilli(o.until.Load()).UTC(), Locales: o.line.Form.Form().Locales,
		DefaultLocale: o.line.Form.Form().DefaultLocale, TimeZone: o.tenant.TimeZone, People: make([]api.MadePerson, len(o.people)),
		Checks: make([]api.TriedCheck, len(p.Checks)), Cases: []api.TriedCase{}, Messages: []api.TriedMessage{}, Steps: o.copied(),
	}
	out.Paths.Apply, out.Paths.Desk = o.apply(), o.desk()
	if o.deeds.full {
		out.Full = &o.deeds.full
	}
	if o.acting != "" {
		out.Acting = &o.acting
	}
	for i, person := range o.people {
		out.People[i] = api.MadePerson{
			Id: person.ID, Role: person.role.Key, RoleName: api.Text(person.role.Name), Person: person.number, Name: person.Name,
		}
	}
	for i, c := range p.Checks {
		out.Checks[i] = api.TriedCheck{
			Check: c.Key, Title: api.Text(c.Title), Outside: slices.Contains(o.trial.outside, c.Type), Result: api.Answered(o.trial.chosen.get(c.Key)),
		}
	}
	if due, any := o.due(); any {
		out.Next = &due
	}
	return out, o.tell(ctx, &out)
}

// tell fills in what happened to the cases.
func (o *tryout) tell(ctx context.Context, out *api.Tryout) error {
	var taken []map[string]int
	err := o.Store.View(ctx, o.tenant.ID, func(tx conveyor.Tx) error {
		for _, id := range o.cases {
			rec, err := tx.Case(id)
			if err != nil {
				return err
			}
			taken = append(taken, rec.State.Taken)
			out.Cases = append(out.Cases, o.tried(rec))
			messages, err := tx.Messages(id)
			if err != nil {
				return err
			}
			for _, m := range messages {
				out.Messages = append(out.Messages, o.told(m))
			}
		}
		return nil
	})
	slices.SortStableFunc(out.Messages, func(a, b api.TriedMessage) int { return strings.Compare(b.Id, a.Id) })
	out.Coverage = o.seen.coverage(o.line, taken...)
	return err
}

func (o *tryout) tried(rec cases.Record) api.TriedCase {
	stage, _ := o.line.Pipeline.Stage(rec.State.Stage)
	path := o.desk() + "cases/" + rec.ID
	out := api.TriedCase{
		Id: rec.ID, Reference: rec.Reference, Stage: rec.State.Stage, StageName: api.Text{}, StartedAt: rec.State.StartedAt, Path: &path,
	}
	if stage.Name != nil {
		out.StageName = api.Text(stage.Name)
	}
	if rec.Name != "" {
		out.Name = &rec.Name
	}
	if rec.State.Outcome != "" {
		out.Outcome = &rec.State.Outcome
	}
	return out
}

var addresses = regexp.MustCompile(`https?://[^\s<>"]+`)

// told is a message with its text: the people of a sandbox are not real, and its links open nothing else.
func (o *tryout) told(m message.Message) api.TriedMessage {
	out := api.TriedMessage{
		Id: m.ID, At: m.CreatedAt, To: m.To, Channel: m.Channel, Template: m.Template, Subject: m.Subject, Body: m.Body, Links: []string{},
	}
	if m.Case != "" {
		out.Case = &m.Case
	}
	home := strings.TrimSuffix(o.Config.PublicURL, "/")
	for _, address := range addresses.FindAllString(m.Body, -1) {
		path, ours := strings.CutPrefix(strings.TrimRight(address, ".,;)"), home)
		if ours && strings.HasPrefix(path, o.desk()) {
			out.Links = append(out.Links, path)
		}
	}
	return out
}

// kinds says what a job is about.
var kinds = map[string]api.DueNextWhat{
	"timer": api.DueNextWhatTimer, "check": api.DueNextWhatCheck, "send": api.DueNextWhatMessage, "token": api.DueNextWhatToken,
}

// due is what the clock would do next. Jobs that would do nothing, as their case has moved on, are passed over.
func (o *tryout) due() (api.DueNext, bool) {
	for _, job := range o.waiting.ahead() {
		what, told := kinds[job.Kind]
		if !told {
			what = api.DueNextWhatOther
		}
		out := api.DueNext{At: job.At.UTC(), What: what}
		id := job.Args["case"]
		rec, err := o.record(o.ctx, id)
		if err != nil && id != "" || stale(job, rec) {
			continue
		}
		if id != "" {
			out.Case, out.Stage = &id, &rec.State.Stage
		}
		if job.Kind == "timer" && len(rec.State.Timers) > 0 {
			out.Transition = &rec.State.Timers[0].Transition
		}
		return out, true
	}
	return api.DueNext{}, false
}

// stale tells whether a job would do nothing.
func stale(job cases.Job, rec cases.Record) bool {
	switch job.Kind {
	case "timer":
		return rec.DueAt == nil || !rec.DueAt.Equal(job.At)
	case "token":
		return !slices.Contains([]string{"created", "sent", "opened"}, rec.Token.State)
	}
	return false
}
