package library

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
)

// Stage is a Library whose versions and drafts are got ready but not kept: whoever staged them writes them all in one
// transaction. What was staged is seen by what is staged after it. It serves one request.
type Stage struct {
	Library
	Versions []definition.Version // in the order of publishing, without numbers
	Drafts   []definition.Draft
}

// Stage returns an empty Stage on this library.
func (l *Library) Stage() *Stage {
	s := &Stage{Library: *l}
	if s.forms == nil {
		s.forms = newForms()
	}
	s.Store = staging{l.Store, s}
	return s
}

// staging reads what is kept, and what is staged before it.
type staging struct {
	Store
	stage *Stage
}

// Live returns the version that was staged last under a key, else the newest that is kept.
func (s staging) Live(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Version, error) {
	for i := range s.stage.Versions {
		v := s.stage.Versions[len(s.stage.Versions)-1-i]
		if v.Tenant == tenant && v.Kind == kind && v.Key == key {
			return v, nil
		}
	}
	return s.Store.Live(ctx, tenant, kind, key)
}

// VersionsOf returns the versions that were staged, with the numbers that they will have, and those that are kept; newest
// first.
func (s staging) VersionsOf(ctx context.Context, tenant string, kind definition.Kind, key string) ([]definition.Version, error) {
	versions, err := s.Store.VersionsOf(ctx, tenant, kind, key)
	for _, v := range s.stage.Versions {
		if v.Tenant == tenant && v.Kind == kind && v.Key == key {
			v.Number = newestOf(versions) + 1
			versions = append([]definition.Version{v}, versions...)
		}
	}
	return versions, err
}

// Version returns a version that was staged, else one that is kept.
func (s staging) Version(ctx context.Context, tenant, id string) (definition.Version, error) {
	for _, v := range s.stage.Versions {
		if v.Tenant == tenant && v.ID == id {
			return v, nil
		}
	}
	return s.Store.Version(ctx, tenant, id)
}

// Draft returns the draft that was staged last under a key, else the one that is kept.
func (s staging) Draft(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Draft, error) {
	for i := range s.stage.Drafts {
		d := s.stage.Drafts[len(s.stage.Drafts)-1-i]
		if d.Tenant == tenant && d.Kind == kind && d.Key == key {
			return d, nil
		}
	}
	return s.Store.Draft(ctx, tenant, kind, key)
}

// SaveDraft stages a draft.
func (s staging) SaveDraft(_ context.Context, d definition.Draft) error {
	s.stage.Drafts = append(s.stage.Drafts, d)
	return nil
}

// PublishVersion stages a version.
func (s staging) PublishVersion(_ context.Context, v definition.Version) (definition.Version, error) {
	s.stage.Versions = append(s.stage.Versions, v)
	return v, nil
}
