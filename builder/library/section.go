package library

import (
	"bytes"
	"context"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// SectionLink is a field of a form that is linked to a section.
type SectionLink struct {
	Form        definition.Draft // the draft, or the newest version at revision 0
	Path        string           // of the field: owners[].home
	Label       schemas.Text
	Version     int  // number of the newest version whose copy it holds; 0 when it is the copy of none
	IsPublished bool // the newest version of the form links too
}

// SectionLinks returns the fields of all forms that are linked to a section, by the key of the form, and the number of the
// newest version of the section, 0 when there is none. Returns fault.NotFound when there is no such form, fault.Denied
// without the policy.
func (l *Library) SectionLinks(ctx context.Context, who actor.Actor, key string) ([]SectionLink, int, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, 0, err
	}
	if _, err := l.draft(ctx, who.Tenant, definition.Form, key); err != nil {
		return nil, 0, err
	}
	versions, err := l.Store.VersionsOf(ctx, who.Tenant, definition.Form, key)
	if err != nil {
		return nil, 0, err
	}
	links, err := l.linksTo(ctx, who.Tenant, section{key, versions})
	return links, newestOf(versions), err
}

// section is a form that others link to, with its versions, newest first.
type section struct {
	key      string
	versions []definition.Version
}

func newestOf(versions []definition.Version) int {
	if len(versions) == 0 {
		return 0
	}
	return versions[0].Number
}

func (l *Library) linksTo(ctx context.Context, tenant string, s section) ([]SectionLink, error) {
	drafts, live, err := l.Store.Definitions(ctx, tenant)
	if err != nil {
		return nil, err
	}
	published := map[string]bool{}
	for _, v := range live {
		published[v.Key] = published[v.Key] || len(linksIn(v.Kind, v.Body, s.key)) > 0
	}
	var out []SectionLink
	for _, d := range presentOf(tenant, drafts, live) {
		for _, link := range linksIn(d.Kind, d.Body, s.key) {
			at, err := s.standing(link)
			if err != nil {
				return nil, err
			}
			one := SectionLink{Form: d, Path: link.Path, Label: link.Label, IsPublished: published[d.Key]}
			if at >= 0 {
				one.Version = s.versions[at].Number
			}
			out = append(out, one)
		}
	}
	return out, nil
}

// linksIn are the links of a form to one section; what cannot be read links to nothing.
func linksIn(kind definition.Kind, body []byte, key string) []refactor.Link {
	if kind != definition.Form || !bytes.Contains(body, []byte(key)) { // to look costs nothing beside reading it
		return nil
	}
	links, _ := refactor.Links(body)
	return slices.DeleteFunc(links, func(l refactor.Link) bool { return l.Section != key })
}

// standing is the place of the newest version whose copy a link holds, -1 when it is the copy of none.
func (s section) standing(link refactor.Link) (int, error) {
	for i, v := range s.versions {
		same, err := link.Stands(v.Body)
		if same || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// isSection tells whether a definition is a form that others link to.
func isSection(body []byte) bool {
	marked, err := decode[struct {
		Section bool `json:"section"`
	}](body)
	return err == nil && marked.Section
}

// IsSection tells whether a definition is a form that others link to.
func IsSection(kind definition.Kind, body []byte) bool {
	return kind == definition.Form && isSection(body)
}

// buildLinked checks a form beside what lintLinks found in it.
func (l *Library) buildLinked(v *definition.Version, links []fault.Violation) error {
	built := l.buildForm(v)
	if built != nil && fault.CodeOf(built) != fault.Invalid {
		return built
	}
	found := withoutAdvice(links)
	if len(found) == 0 {
		return built
	}
	all := fault.New(fault.Invalid, "form.invalid")
	if known, ok := built.(*fault.Fault); ok { //nolint:errorlint // faults are returned bare
		all = fault.New(known.Code, known.Key).At(known.Violations...) // the fault itself is remembered with the form
	}
	return all.At(found...)
}

// lintLinks returns what is wrong with the links of a form to sections, and which of them stand at an older version; nothing
// for what is no form.
func (l *Library) lintLinks(ctx context.Context, v definition.Version) ([]fault.Violation, error) {
	if v.Kind != definition.Form {
		return nil, nil
	}
	links, err := refactor.Links(v.Body)
	if err != nil || l.Apart {
		return nil, nil //nolint:nilerr // its shape is told of elsewhere
	}
	known, found := map[string]section{}, []fault.Violation{}
	for _, link := range links {
		s, ok := known[link.Section]
		if !ok {
			s = section{key: link.Section}
			if s.versions, err = l.Store.VersionsOf(ctx, v.Tenant, definition.Form, s.key); err != nil {
				return nil, err
			}
			known[s.key] = s
		}
		bad, err := s.lint(link, v.Key)
		if err != nil {
			return nil, err
		}
		if bad != nil {
			bad.Path = link.Pointer + "/section"
			found = append(found, *bad)
		}
	}
	return found, nil
}

// lint returns what is wrong with a link of a form, nil when nothing is.
func (s section) lint(link refactor.Link, form string) (*fault.Violation, error) {
	says := func(key string) *fault.Violation {
		return &fault.Violation{Key: key, Params: map[string]any{"section": s.key}, Severity: "error"}
	}
	switch {
	case s.key == form || slices.Contains(link.Inside, form) || slices.Contains(link.Inside, s.key):
		return says("section.cycle"), nil
	case len(s.versions) == 0:
		return says("section.not_published"), nil
	case !isSection(s.versions[0].Body):
		return says("section.not_section"), nil
	}
	at, err := s.standing(link)
	if err != nil || at == 0 {
		return nil, err
	}
	if at > 0 {
		older := says("section.newer")
		older.Severity = "warn"
		older.Params["version"], older.Params["newest"] = s.versions[at].Number, newestOf(s.versions)
		return older, nil
	}
	isLong, err := link.HasLongIDs(s.versions[0].Body)
	if isLong || err != nil {
		return says("section.id_long"), err
	}
	return says("section.differs"), nil
}

// Followed is a draft with its new revision after links were brought to a version of their section, and what in it still
// names fields as they were: somebody has to look there.
type Followed struct {
	definition.Draft
	Left []refactor.Use
}

// UpdateLinks stages the drafts of forms whose links to a section are brought to its newest version, and returns them with
// their new revisions; one that holds that version already stays as it is. After them come the pipelines and checklists that
// name fields whose keys are others by that: they are mended too. seen are the forms by key, with the revisions
// that the actor saw. Returns fault.Stale when a draft has moved on, fault.Invalid when there is no version to go to or a
// form does not link to the section, fault.NotFound for a form that there is not, fault.Denied without the policy.
func (s *Stage) UpdateLinks(ctx context.Context, who actor.Actor, key string, seen []definition.Draft) ([]Followed, error) {
	if err := s.demand(ctx, who, "write"); err != nil {
		return nil, err
	}
	if _, err := s.draft(ctx, who.Tenant, definition.Form, key); err != nil {
		return nil, err
	}
	newest, err := s.Store.Live(ctx, who.Tenant, definition.Form, key)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return nil, fault.New(fault.Invalid, "section.not_published").With("section", key)
	case err != nil:
		return nil, err
	case !isSection(newest.Body):
		return nil, fault.New(fault.Invalid, "section.not_section").With("section", key)
	}
	var forms, others []Followed
	for _, one := range seen {
		form, change, err := s.follow(ctx, who, one, newest)
		if err != nil {
			return nil, err
		}
		forms = append(forms, form)
		if others, err = s.mendNear(ctx, who, change, others); err != nil {
			return nil, err
		}
	}
	return append(forms, others...), nil
}

// follow brings one form to a version of a section, and returns what that changes for others.
func (s *Stage) follow(ctx context.Context, who actor.Actor, seen definition.Draft, to definition.Version) (Followed, refactor.Change, error) {
	d, err := s.linking(ctx, who, seen, to)
	if err != nil {
		return Followed{}, refactor.Change{}, err
	}
	change, err := refactor.Following(d.Body, to.Key, to.Body)
	if err != nil {
		return Followed{}, change, err
	}
	_, uses, err := change.Mend(d.Kind, d.Body)
	if err != nil {
		return Followed{}, change, err
	}
	before := d.Body
	if d.Body, err = refactor.Follow(before, to.Key, to.Body); err == nil && string(before) != string(d.Body) {
		d, err = s.save(ctx, who, d)
	}
	return Followed{d, leftOf(uses)}, change, err
}

// linking is the draft of a form whose links can be brought to a version of a section.
func (s *Stage) linking(ctx context.Context, who actor.Actor, seen definition.Draft, to definition.Version) (definition.Draft, error) {
	d, err := s.draft(ctx, who.Tenant, definition.Form, seen.Key)
	if err != nil {
		return d, err
	}
	if d.Revision != seen.Revision {
		return d, fault.New(fault.Stale, "definition.stale")
	}
	links := linksIn(d.Kind, d.Body, to.Key)
	if len(links) == 0 {
		return d, fault.New(fault.Invalid, "section.not_linked").With("form", d.Key).With("section", to.Key)
	}
	for _, link := range links {
		isLong, err := link.HasLongIDs(to.Body)
		if err != nil {
			return d, err
		}
		if isLong {
			return d, fault.New(fault.Invalid, "section.id_long").With("section", to.Key)
		}
	}
	return d, nil
}

// mendNear mends the pipelines and checklists that name fields of a form whose paths are others now, and adds them to those
// that were mended before.
func (s *Stage) mendNear(ctx context.Context, who actor.Actor, c refactor.Change, known []Followed) ([]Followed, error) {
	if len(c.From) == 0 {
		return known, nil
	}
	near, err := s.near(ctx, who.Tenant, c)
	if err != nil {
		return nil, err
	}
	for _, kept := range near {
		d, err := s.draft(ctx, who.Tenant, kept.Kind, kept.Key) // it may be staged: a checklist goes with several forms
		if err != nil {
			return nil, err
		}
		body, uses, err := c.Mend(d.Kind, d.Body)
		if err != nil {
			return nil, err
		}
		if string(body) != string(d.Body) {
			d.Body = body
			if d, err = s.save(ctx, who, d); err != nil {
				return nil, err
			}
		}
		if len(uses) > 0 {
			known = slices.DeleteFunc(known, func(f Followed) bool { return f.Kind == d.Kind && f.Key == d.Key })
			known = append(known, Followed{d, leftOf(uses)})
		}
	}
	return known, nil
}

func leftOf(uses []refactor.Use) []refactor.Use {
	return slices.DeleteFunc(uses, func(u refactor.Use) bool { return u.Outcome != refactor.Left })
}
