package library

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Mended is a definition with what a change does to it.
type Mended struct {
	Draft    definition.Draft // as it is kept: the newest version at revision 0 when there is no draft
	Body     json.RawMessage  // after the change; the same when nothing in it changes
	Uses     []refactor.Use
	Findings []fault.Violation // what is wrong after the change and was not before
}

// IsChanged tells whether the change writes this definition anew.
func (m Mended) IsChanged() bool { return string(m.Body) != string(m.Draft.Body) }

// Mending is what a change does to all that names what is changed.
type Mending struct {
	Own      Mended
	Others   []Mended // those that name it, by kind and key
	Policies []Twin   // those that speak of it
	Untold   int      // how many more speak of it, which the actor may not see
}

// Twin is a policy that speaks of what is changed. It stays, for the live versions go by it; After is the object for which
// there will be one like it, or its own when somebody has to look at it.
type Twin struct {
	Policy
	After string
}

// IsAdded tells whether the change adds a policy.
func (t Twin) IsAdded() bool { return t.After != t.Object }

// Added is the policy that the change adds.
func (t Twin) Added() Policy {
	p := t.Policy
	p.Object = t.After
	return p
}

// Twins are the policies that speak of what is changed, without those whose twin is there.
func Twins(c refactor.Change, policies []Policy) []Twin {
	var out []Twin
	for _, p := range policies {
		t := Twin{Policy: p, After: c.Beside(p.Object)}
		if c.Names(p.Object) && !(t.IsAdded() && slices.Contains(policies, t.Added())) {
			out = append(out, t)
		}
	}
	return out
}

// Mend finds what names the parts of a definition that are changed, and mends it; nothing is stored. Returns
// fault.NotFound when there is no such definition or part, fault.Conflict when the new key is taken, fault.Invalid for a
// change that cannot be, fault.Denied without the policy to read definitions.
func (l *Library) Mend(ctx context.Context, who actor.Actor, c refactor.Change, policies []Policy) (Mending, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return Mending{}, err
	}
	own, err := l.draft(ctx, who.Tenant, c.Kind, c.Key)
	if err != nil {
		return Mending{}, err
	}
	l = &l.Stage().Library // for what it remembers: each form is judged once, however many name it
	m := Mending{Own: Mended{Draft: own, Body: own.Body}}
	if len(c.From) > 0 && c.From[0] != "" {
		if m.Own.Body, m.Own.Uses, err = c.Own(own.Body); err != nil {
			return m, err
		}
	}
	around, err := l.near(ctx, who.Tenant, c)
	if err != nil {
		return m, err
	}
	for _, d := range around {
		other := Mended{Draft: d}
		if other.Body, other.Uses, err = c.Mend(d.Kind, d.Body); err != nil {
			return m, err
		}
		if len(other.Uses) > 0 {
			m.Others = append(m.Others, other)
		}
	}
	m.Policies = Twins(c, policies)
	return m, l.compare(ctx, c, &m)
}

// near are the definitions that may name parts of another: pipelines of a form, and the checklists that go with them.
func (l *Library) near(ctx context.Context, tenant string, c refactor.Change) ([]definition.Draft, error) {
	all, err := l.present(ctx, tenant)
	if err != nil {
		return nil, err
	}
	lists := map[string]bool{}
	if c.Kind == definition.Form {
		lists[c.Key] = true // a checklist goes with the form of its key
	}
	pipelines := []definition.Draft{}
	for _, d := range all {
		if d.Kind != definition.Pipeline {
			continue
		}
		p, err := decode[pipeline.Pipeline](d.Body)
		if err != nil {
			continue // what cannot be read names nothing
		}
		isOwn := c.Kind == definition.Pipeline && d.Key == c.Key
		if isOwn || c.Kind == definition.Form && p.Form == c.Key {
			lists[p.Checklist] = true
		}
		if c.Kind == definition.Form && p.Form == c.Key {
			pipelines = append(pipelines, d)
		}
	}
	var near []definition.Draft
	for _, d := range all {
		if d.Kind == definition.Checklist && lists[d.Key] {
			near = append(near, d)
		}
	}
	return append(near, pipelines...), nil
}

// present are all definitions as they would be opened: the draft, or the newest version.
func (l *Library) present(ctx context.Context, tenant string) ([]definition.Draft, error) {
	drafts, versions, err := l.Store.Definitions(ctx, tenant)
	return presentOf(tenant, drafts, versions), err
}

func presentOf(tenant string, drafts []definition.Draft, versions []definition.Version) []definition.Draft {
	for _, v := range versions {
		if !slices.ContainsFunc(drafts, func(d definition.Draft) bool { return d.Kind == v.Kind && d.Key == v.Key }) {
			drafts = append(drafts, definition.Draft{Tenant: tenant, Kind: v.Kind, Key: v.Key, Body: v.Body, UpdatedAt: v.PublishedAt, UpdatedBy: v.PublishedBy})
		}
	}
	slices.SortFunc(drafts, func(a, b definition.Draft) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Key, b.Key))
	})
	return drafts
}

// compare fills in what is wrong after a change and was not before. Each definition is judged beside the one that is
// changed as it will be, published or not.
func (l *Library) compare(ctx context.Context, c refactor.Change, m *Mending) error {
	if err := l.judge(ctx, &m.Own, nil, nil); err != nil {
		return err
	}
	before, after := m.Own.Draft.Body, m.Own.Body
	if c.Kind != definition.Form {
		before, after = nil, nil
	} else if !l.isSound(before) || !l.isSound(after) {
		var err, err2 error
		before, err = refactor.Bare(before)
		after, err2 = refactor.Bare(after)
		if err != nil || err2 != nil || !l.isSound(before) || !l.isSound(after) {
			return errors.Join(err, err2) // nobody can tell what follows from it: the uses say what is left
		}
	}
	for i := range m.Others {
		if err := l.judge(ctx, &m.Others[i], before, after); err != nil {
			return err
		}
	}
	return nil
}

func (l *Library) isSound(body json.RawMessage) bool {
	_, err := l.compile(body)
	return err == nil
}

// judge fills in the findings of one definition, beside a form as it was and as it will be; nil for none.
func (l *Library) judge(ctx context.Context, m *Mended, before, after json.RawMessage) error {
	lint := func(body, beside json.RawMessage) ([]fault.Violation, error) {
		s, d := l.Stage(), m.Draft
		if d.Body = body; beside != nil {
			key, err := keyOf(beside)
			if err != nil {
				return nil, err
			}
			s.Versions = []definition.Version{{Tenant: d.Tenant, Kind: definition.Form, Key: key, Body: beside}}
		}
		return s.lint(ctx, d)
	}
	was, err := lint(m.Draft.Body, before)
	if err != nil {
		return err
	}
	is, err := lint(m.Body, after)
	m.Findings = added(was, is)
	return err
}

// added are the findings that come with a change. Places move when something is deleted, so that they are known by what
// they say.
func added(before, after []fault.Violation) []fault.Violation {
	said := func(v fault.Violation) string {
		params, _ := json.Marshal(v.Params) // plain values
		return v.Key + string(params)
	}
	known := map[string]int{}
	for _, v := range before {
		known[said(v)]++
	}
	var out []fault.Violation
	for _, v := range after {
		if known[said(v)]--; known[said(v)] < 0 {
			out = append(out, v)
		}
	}
	return out
}

// Apply stages the drafts that a change writes anew, each from the revision that the actor saw: revisions are by "kind/key".
// Returns fault.Stale when a draft has moved on or a use has come up since, fault.Denied without the policy.
func (s *Stage) Apply(ctx context.Context, who actor.Actor, m Mending, revisions map[string]int64) error {
	if err := s.demand(ctx, who, "write"); err != nil {
		return err
	}
	for i, one := range append([]Mended{m.Own}, m.Others...) {
		d, isOwn := one.Draft, i == 0
		if !isOwn && !one.IsChanged() {
			continue
		}
		if seen, ok := revisions[string(d.Kind)+"/"+d.Key]; !ok || seen != d.Revision {
			return fault.New(fault.Stale, "definition.stale")
		}
		if !one.IsChanged() {
			continue
		}
		d.Body = one.Body
		if _, err := s.save(ctx, who, d); err != nil {
			return err
		}
	}
	return nil
}

// Restore stages drafts as they are given, from the revisions that they have; what is wrong with them is not looked for.
// Returns fault.Stale when one has moved on, fault.Denied without the policy, fault.Invalid for what is not of the shape of
// its kind.
func (s *Stage) Restore(ctx context.Context, who actor.Actor, drafts []definition.Draft) error {
	if err := s.demand(ctx, who, "write"); err != nil {
		return err
	}
	for _, d := range drafts {
		if _, err := s.save(ctx, who, d); err != nil {
			return err
		}
	}
	return nil
}
