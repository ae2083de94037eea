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

// buildLinked checks a form, and its links to sections.
func (l *Library) buildLinked(ctx context.Context, v *definition.Version) error {
	built := l.buildForm(v)
	if built != nil && fault.CodeOf(built) != fault.Invalid {
		return built
	}
	found, err := l.lintLinks(ctx, *v)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(v fault.Violation) bool { return v.Severity == "warn" })
	if len(found) == 0 {
		return built
	}
	all, ok := built.(*fault.Fault) //nolint:errorlint // faults are returned bare
	if !ok {
		all = fault.New(fault.Invalid, "form.invalid")
	}
	return all.At(found...)
}

// lintLinks returns what is wrong with the links of a form to sections, and which of them stand at an older version.
func (l *Library) lintLinks(ctx context.Context, v definition.Version) ([]fault.Violation, error) {
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

// UpdateLinks stages the drafts of forms whose links to a section are brought to its newest version, and returns them with
// their new revisions; one that holds that version already stays as it is. seen are the forms by key, with the revisions
// that the actor saw. Returns fault.Stale when a draft has moved on, fault.Invalid when there is no version to go to or a
// form does not link to the section, fault.NotFound for a form that there is not, fault.Denied without the policy.
func (s *Stage) UpdateLinks(ctx context.Context, who actor.Actor, key string, seen []definition.Draft) ([]definition.Draft, error) {
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
	out := make([]definition.Draft, len(seen))
	for i, one := range seen {
		if out[i], err = s.follow(ctx, who, one, newest); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// follow brings one form to a version of a section.
func (s *Stage) follow(ctx context.Context, who actor.Actor, seen definition.Draft, to definition.Version) (definition.Draft, error) {
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
	before := d.Body
	if d.Body, err = refactor.Follow(before, to.Key, to.Body); err != nil || string(before) == string(d.Body) {
		return d, err
	}
	d, _, err = s.Save(ctx, who, d)
	return d, err
}
