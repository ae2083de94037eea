package library

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Publication is a draft to be published, with what goes with it.
type Publication struct {
	Draft definition.Draft // kind, key, and the revision that the actor saw
	Name  string           // of the version; "" for none
	// Pipelines are keys of pipelines that use the definition and take it over: each gets a version of the same words that
	// pins the new one. Their drafts are left as they are.
	Pipelines []string
}

// Propose stages a publication and returns the version of its draft. Returns the faults of Publish, and fault.Invalid
// definition.user_invalid, with the findings, when a pipeline does not go with it, definition.not_user when one does not
// use it.
func (s *Stage) Propose(ctx context.Context, who actor.Actor, p Publication) (definition.Version, error) {
	v, err := s.Publish(ctx, who, p.Draft)
	if err != nil {
		return v, err
	}
	for _, key := range p.Pipelines {
		if err := s.again(ctx, who, p.Draft, key); err != nil {
			return v, err
		}
	}
	return v, nil
}

// again publishes the newest version of a pipeline once more, so that it pins what is newest now.
func (s *Stage) again(ctx context.Context, who actor.Actor, used definition.Draft, key string) error {
	live, err := s.Store.Live(ctx, who.Tenant, definition.Pipeline, key)
	if err != nil {
		return err
	}
	if !uses(live.Body, used.Kind, used.Key) {
		return fault.New(fault.Invalid, "definition.not_user").With("key", key)
	}
	_, err = s.publish(ctx, who, definition.Draft{Tenant: who.Tenant, Kind: definition.Pipeline, Key: key, Body: live.Body})
	if f, bad := errors.AsType[*fault.Fault](err); bad && f.Code == fault.Invalid {
		return fault.New(fault.Invalid, "definition.user_invalid").With("key", key).At(f.Violations...)
	}
	return err
}

// uses tells whether a pipeline names a definition.
func uses(body json.RawMessage, kind definition.Kind, key string) bool {
	named, err := decode[struct{ Form, Checklist string }](body)
	return err == nil && (kind == definition.Form && named.Form == key || kind == definition.Checklist && named.Checklist == key)
}

// Users are the pipelines that use a definition, each list by key.
type Users struct {
	Live   []definition.Version // newest versions that use it
	Drafts []definition.Draft   // that use it; a newest version stands for a draft that is not there, as in Get
}

// Users returns the pipelines that use a definition.
func (l *Library) Users(ctx context.Context, who actor.Actor, kind definition.Kind, key string) (Users, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return Users{}, err
	}
	drafts, versions, err := l.Store.Definitions(ctx, who.Tenant)
	var out Users
	for _, v := range versions {
		if v.Kind != definition.Pipeline {
			continue
		}
		if uses(v.Body, kind, key) {
			out.Live = append(out.Live, v)
		}
		isDrafted := slices.ContainsFunc(drafts, func(d definition.Draft) bool { return d.Kind == v.Kind && d.Key == v.Key })
		if !isDrafted {
			drafts = append(drafts, definition.Draft{Tenant: v.Tenant, Kind: v.Kind, Key: v.Key, Body: v.Body})
		}
	}
	for _, d := range drafts {
		if d.Kind == definition.Pipeline && uses(d.Body, kind, key) {
			out.Drafts = append(out.Drafts, d)
		}
	}
	slices.SortFunc(out.Drafts, func(a, b definition.Draft) int { return strings.Compare(a.Key, b.Key) })
	return out, err
}

// Candidate returns the version of a pipeline, and of the form that it pins, as a publication would make them; nothing is
// kept, and no scenario is played. A publication without a draft stands for the newest version as it is. Returns the
// faults of Propose.
func (l *Library) Candidate(ctx context.Context, who actor.Actor, p Publication, key string) (pipeline, asked definition.Version, err error) {
	if err := l.demand(ctx, who, "publish"); err != nil {
		return pipeline, asked, err
	}
	s := l.Stage()
	s.Rehearsal = nil
	if p.Draft.Key != "" {
		if p.Draft.Kind != definition.Pipeline {
			p.Pipelines = []string{key}
		}
		if _, err := s.Propose(ctx, who, p); err != nil {
			return pipeline, asked, err
		}
	}
	if pipeline, err = s.Store.Live(ctx, who.Tenant, definition.Pipeline, key); err != nil {
		return pipeline, asked, err
	}
	asked, err = s.Store.Version(ctx, who.Tenant, pipeline.Pins[string(definition.Form)])
	return pipeline, asked, err
}

// Names returns what the versions of a definition are called, by id.
func (l *Library) Names(ctx context.Context, who actor.Actor, kind definition.Kind, key string) (map[string]string, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, err
	}
	return l.Store.NamesOf(ctx, who.Tenant, kind, key)
}

// NameVersion gives a version a name, or another; "" takes it away. The version stays as it is.
func (l *Library) NameVersion(ctx context.Context, who actor.Actor, id, name string) error {
	if err := l.demand(ctx, who, "publish"); err != nil {
		return err
	}
	return l.Store.NameVersion(ctx, definition.Name{Tenant: who.Tenant, Version: id, Name: name, At: l.Now(), By: who.ID})
}

// LongAfter is how many minutes applicants put up with before many leave.
const LongAfter = form.LongAfter

// Times estimates how long a form takes applicants, page by page and in minutes; ok is false for what is no form.
func (l *Library) Times(d definition.Draft) (pages []form.PageTime, minutes int, ok bool) {
	if d.Kind != definition.Form {
		return nil, 0, false
	}
	f, err := decode[form.Form](d.Body)
	if err != nil {
		return nil, 0, false
	}
	pages, minutes = form.Times(l.Fields, f)
	return pages, minutes, true
}
