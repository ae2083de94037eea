package library

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Template is a ready set of definitions that a tenant starts from, with the roles and policies that go with them.
type Template struct {
	Key         string            `json:"key"`
	Title       schemas.Text      `json:"title"`
	Description schemas.Text      `json:"description,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Roles       []Role            `json:"roles,omitempty"`
	Policies    []Policy          `json:"policies,omitempty"`
	Forms       []json.RawMessage `json:"forms,omitempty"`
	Checklists  []json.RawMessage `json:"checklists,omitempty"`
	Pipelines   []json.RawMessage `json:"pipelines,omitempty"`
}

// Role is a role that a template brings.
type Role struct {
	Key         string       `json:"key"`
	Name        schemas.Text `json:"name"`
	Description schemas.Text `json:"description,omitempty"`
}

// Policy is a policy that a template brings.
type Policy struct {
	Role   string `json:"role"`
	Object string `json:"object"`
	Verb   string `json:"verb"`
	Effect string `json:"effect"`
}

// Shipped returns the templates that come with the product.
func Shipped() ([]Template, error) {
	files, err := fs.Glob(schemas.Files, "templates/*.json")
	if err != nil {
		return nil, err
	}
	out := make([]Template, 0, len(files))
	for _, name := range files {
		body, err := fs.ReadFile(schemas.Files, name)
		if err != nil {
			return nil, err
		}
		t, err := Read(body)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", strings.TrimSuffix(path.Base(name), ".json"), err)
		}
		out = append(out, t)
	}
	return out, nil
}

// Find returns a shipped template, or fault.NotFound.
func Find(key string) (Template, error) {
	all, err := Shipped()
	if err != nil {
		return Template{}, err
	}
	for _, t := range all {
		if t.Key == key {
			return t, nil
		}
	}
	return Template{}, fault.New(fault.NotFound, "template.not_found")
}

// Read decodes a template. Returns fault.Invalid with the places that are not of its shape.
func Read(body []byte) (Template, error) {
	if _, err := schemas.DecodeAs("template", body); err != nil {
		return Template{}, err
	}
	return decode[Template](body)
}

// Install saves and publishes the definitions of a template: forms, sections before what links to them, then checklists,
// then pipelines. It may be run again: what is the same already stays as it is. Of a form that comes in several versions,
// an older one is published only where the tenant never had it. Roles and policies are the caller's to merge. Returns fault.Invalid
// with paths into the template.
func (l *Library) Install(ctx context.Context, who actor.Actor, t Template) ([]definition.Version, error) {
	if err := l.demand(ctx, who, "publish"); err != nil {
		return nil, err
	}
	installing := *l
	installing.brings = t
	var out []definition.Version
	for _, part := range []struct {
		kind   definition.Kind
		name   string
		bodies []json.RawMessage
	}{
		{definition.Form, "forms", t.Forms},
		{definition.Checklist, "checklists", t.Checklists},
		{definition.Pipeline, "pipelines", t.Pipelines},
	} {
		for _, turn := range orderOf(part.kind, part.bodies) {
			v, err := installing.take(ctx, who, definition.Draft{Tenant: who.Tenant, Kind: part.kind, Body: part.bodies[turn.at]}, turn.isOlder)
			if err != nil {
				return nil, within(err, fmt.Sprintf("/%s/%d", part.name, turn.at))
			}
			out = append(out, v...)
		}
	}
	return out, nil
}

// take installs one definition; of an older version, nothing where the tenant had it.
func (l *Library) take(ctx context.Context, who actor.Actor, d definition.Draft, isOlder bool) ([]definition.Version, error) {
	if isOlder {
		if isKnown, err := l.knows(ctx, d); isKnown || err != nil {
			return nil, err
		}
	}
	v, err := l.install(ctx, who, d)
	return []definition.Version{v}, err
}

func (l *Library) install(ctx context.Context, who actor.Actor, d definition.Draft) (definition.Version, error) {
	named, err := decode[struct {
		Key string `json:"key"`
	}](d.Body)
	if err != nil {
		return definition.Version{}, err
	}
	d.Key, d.Tenant, d.UpdatedAt, d.UpdatedBy = named.Key, who.Tenant, l.Now(), who.ID
	old, err := l.Store.Draft(ctx, who.Tenant, d.Kind, d.Key)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return definition.Version{}, err
	}
	d.Revision = old.Revision + 1
	v, err := l.publish(ctx, who, d)
	if err != nil {
		return definition.Version{}, err
	}
	return v, l.Store.SaveDraft(ctx, d)
}

// within puts the path of a part before the paths of what is wrong in it.
func within(err error, path string) error {
	f, ok := err.(*fault.Fault) //nolint:errorlint // the library returns faults bare
	if !ok {
		return err
	}
	for i := range f.Violations {
		f.Violations[i].Path = path + f.Violations[i].Path
	}
	return f
}
