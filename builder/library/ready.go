package library

import (
	"context"
	"encoding/json"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Tried is a draft that is to be tried.
type Tried struct {
	Kind     definition.Kind
	Key      string
	Pipeline string // in which a form or a checklist is tried; "" makes one for a form
}

// Ready returns a pipeline with what it refers to, as drafts, else as their newest versions, and the revision of the
// draft that is tried. Returns fault.Denied without the policy to write, fault.NotFound when there is no such
// definition, fault.Invalid "tryout.no_pipeline" for a checklist without a pipeline, "tryout.other" for a pipeline that
// does not refer to what is tried, and "definition.invalid" when there is nothing of what it refers to.
func (l *Library) Ready(ctx context.Context, who actor.Actor, t Tried) (Play, int64, error) {
	if err := l.demand(ctx, who, "write"); err != nil {
		return Play{}, 0, err
	}
	tried, err := l.draft(ctx, who.Tenant, t.Kind, t.Key)
	if err != nil {
		return Play{}, 0, err
	}
	around := tried
	switch {
	case t.Kind == definition.Pipeline:
	case t.Pipeline != "":
		if around, err = l.draft(ctx, who.Tenant, definition.Pipeline, t.Pipeline); err != nil {
			return Play{}, 0, err
		}
	case t.Kind == definition.Form:
		body, err := plain(tried.Body)
		return Play{Tenant: who.Tenant, Pipeline: body, Form: tried.Body}, tried.Revision, err
	default:
		return Play{}, 0, fault.New(fault.Invalid, "tryout.no_pipeline")
	}
	p, err := decode[pipeline.Pipeline](around.Body)
	if err != nil {
		return Play{}, 0, err
	}
	if t.Kind == definition.Form && p.Form != t.Key || t.Kind == definition.Checklist && p.Checklist != t.Key {
		return Play{}, 0, fault.New(fault.Invalid, "tryout.other").With("pipeline", t.Pipeline)
	}
	play := Play{Tenant: who.Tenant, Pipeline: around.Body}
	if play.Form, err = l.referred(ctx, who.Tenant, pin{definition.Form, p.Form, "/form"}); err != nil {
		return Play{}, 0, err
	}
	play.Checklist, err = l.referred(ctx, who.Tenant, pin{definition.Checklist, p.Checklist, "/checklist"})
	return play, tried.Revision, err
}

// referred is the body of what a pipeline refers to.
func (l *Library) referred(ctx context.Context, tenant string, p pin) (json.RawMessage, error) {
	if p.key == "" {
		return nil, nil
	}
	d, err := l.draft(ctx, tenant, p.kind, p.key)
	if fault.CodeOf(err) == fault.NotFound {
		err = fault.New(fault.Invalid, "definition.invalid").At(fault.Violation{
			Path: p.path, Key: "definition.not_published", Params: map[string]any{"kind": string(p.kind), "key": p.key},
		})
	}
	return d.Body, err
}

// PlainKey is the key of the pipeline that is made to try a form in.
const PlainKey = "tryout"

var (
	filling = schemas.Text{"en": "Filling in", "pt-BR": "Em preenchimento", "es": "Completando", "ar": "قيد التعبئة"}
	done    = schemas.Text{"en": "Done", "pt-BR": "Concluído", "es": "Terminado", "ar": "تم"}
	handIn  = schemas.Text{"en": "Submit", "pt-BR": "Enviar", "es": "Enviar", "ar": "إرسال"}
)

// plain makes the smallest pipeline for a form: it is filled in, and that is all.
func plain(body json.RawMessage) (json.RawMessage, error) {
	f, err := decode[form.Form](body)
	if err != nil {
		return nil, err
	}
	in := func(t schemas.Text) schemas.Text {
		out := schemas.Text{}
		for _, locale := range f.Locales {
			out[locale] = t.In(locale, "en")
		}
		return out
	}
	first := ""
	for _, page := range f.Pages {
		for _, asked := range page.Fields {
			if first == "" && asked.Type != "statement" && len(asked.Fields) == 0 {
				first = asked.Key
			}
		}
	}
	applicant := []string{"applicant"}
	return json.Marshal(pipeline.Pipeline{
		Key: PlainKey, Title: f.Title, Locales: f.Locales, DefaultLocale: f.DefaultLocale, Form: f.Key,
		Contact: pipeline.Contact{Name: first, Email: first},
		Stages: []pipeline.Stage{
			{Key: "fill", Name: in(filling), Kind: "applicant", Applicant: in(filling), Answers: "open"},
			{Key: "done", Name: in(done), Kind: "end", Applicant: in(done), Answers: "closed", Outcome: "completed"},
		},
		Transitions: []pipeline.Transition{
			{Key: "start", To: "fill", Trigger: pipeline.Trigger{Verb: pipeline.Start}, By: applicant},
			{Key: "submit", From: "fill", To: "done", Title: in(handIn), Trigger: pipeline.Trigger{Verb: pipeline.Submit}, By: applicant},
		},
	})
}
