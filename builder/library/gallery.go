package library

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// Figures say how much is in a template.
type Figures struct {
	Pages, Fields, Stages int
	Minutes               int // that an applicant needs, of the longest form
}

// Part is one definition of a template, and whether the tenant has one of that kind and key already.
type Part struct {
	Kind  definition.Kind
	Key   string
	Title schemas.Text
	Taken string // "" not taken, "same" by the very same, "other"
}

// Figures counts what a template brings; what cannot be read counts nothing.
func (l *Library) Figures(t Template) Figures {
	var out Figures
	for _, body := range t.Forms {
		f, err := decode[form.Form](body)
		if err != nil {
			continue
		}
		compiled, err := form.Compile(l.Fields, f)
		if err != nil {
			continue
		}
		out.Pages += len(f.Pages)
		out.Minutes = max(out.Minutes, compiled.Estimate())
		a := asking{form: compiled, read: map[string]bool{}}
		for _, p := range f.Pages {
			a.fields(p.Fields, place{})
		}
		out.Fields += len(a.found)
	}
	for _, body := range t.Pipelines {
		if p, err := decode[pipeline.Pipeline](body); err == nil {
			out.Stages += len(p.Stages)
		}
	}
	return out
}

// Gallery returns the templates that come with the product. Returns fault.Denied without the policy to read definitions.
func (l *Library) Gallery(ctx context.Context, who actor.Actor) ([]Template, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, err
	}
	return Shipped()
}

// Shown returns a template that comes with the product. Returns fault.NotFound, and fault.Denied as Gallery does.
func (l *Library) Shown(ctx context.Context, who actor.Actor, key string) (Template, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return Template{}, err
	}
	return Find(key)
}

// Parts returns the definitions of a template, with those that the tenant has. Returns fault.Denied without the policy.
func (l *Library) Parts(ctx context.Context, who actor.Actor, t Template) ([]Part, error) {
	drafts, versions, err := l.List(ctx, who)
	if err != nil {
		return nil, err
	}
	has := map[string]json.RawMessage{}
	for _, v := range versions {
		has[addressOf(v.Kind, v.Key)] = v.Body
	}
	for _, d := range drafts {
		has[addressOf(d.Kind, d.Key)] = d.Body
	}
	var out []Part
	err = t.each(func(kind definition.Kind, body json.RawMessage) error {
		key, err := keyOf(body)
		part := Part{Kind: kind, Key: key, Title: titleOf(body)}
		if own, ok := has[addressOf(kind, key)]; ok {
			part.Taken = "other"
			if alike(own, body) {
				part.Taken = "same"
			}
		}
		out = append(out, part)
		return err
	})
	return out, err
}

func alike(a, b json.RawMessage) bool {
	x, err1 := schemas.Decode(a)
	y, err2 := schemas.Decode(b)
	return err1 == nil && err2 == nil && bytes.Equal(event.AppendCanonical(nil, x), event.AppendCanonical(nil, y))
}

// addressOf is how a definition is named in a list of new keys: "form/account".
func addressOf(kind definition.Kind, key string) string { return string(kind) + "/" + key }

// each visits the definitions of a template: forms, then checklists, then pipelines.
func (t Template) each(visit func(kind definition.Kind, body json.RawMessage) error) error {
	for _, part := range []struct {
		kind   definition.Kind
		bodies []json.RawMessage
	}{{definition.Form, t.Forms}, {definition.Checklist, t.Checklists}, {definition.Pipeline, t.Pipelines}} {
		for _, body := range part.bodies {
			if err := visit(part.kind, body); err != nil {
				return err
			}
		}
	}
	return nil
}

// Renamed is a template whose definitions have other keys, with all that refers to them: pipelines to forms and
// checklists, and policies to both. keys has the new key by "kind/key" of the old; who is not in it keeps its own.
// Returns fault.Invalid for a key that cannot be, or one that two definitions would have.
func (t Template) Renamed(keys map[string]string) (Template, error) {
	if len(keys) == 0 {
		return t, nil
	}
	out := t
	out.Forms, out.Checklists, out.Pipelines, out.Policies = nil, nil, nil, nil
	taken := map[string]bool{}
	err := t.each(func(kind definition.Kind, body json.RawMessage) error {
		next, err := renamed(kind, body, keys)
		if err != nil {
			return err
		}
		key, err := keyOf(next)
		if err == nil && (taken[addressOf(kind, key)] || !goodKey.MatchString(key)) {
			err = fault.New(fault.Invalid, "template.key").With("key", key)
		}
		taken[addressOf(kind, key)] = true
		switch kind {
		case definition.Form:
			out.Forms = append(out.Forms, next)
		case definition.Checklist:
			out.Checklists = append(out.Checklists, next)
		case definition.Pipeline:
			out.Pipelines = append(out.Pipelines, next)
		}
		return err
	})
	for _, p := range t.Policies {
		p.Object = objectOf(p.Object, keys)
		out.Policies = append(out.Policies, p)
	}
	return out, err
}

// renamed is a definition under its new key, with the new keys of what it refers to.
func renamed(kind definition.Kind, body json.RawMessage, keys map[string]string) (json.RawMessage, error) {
	body, err := relinked(kind, body, keys)
	if err != nil {
		return nil, err
	}
	whole, err := decode[map[string]json.RawMessage](body)
	if err != nil {
		return nil, err
	}
	put := func(member string, kind definition.Kind) {
		var key string
		if json.Unmarshal(whole[member], &key) == nil && keys[addressOf(kind, key)] != "" {
			whole[member] = quoted(keys[addressOf(kind, key)])
		}
	}
	put("key", kind)
	if kind == definition.Pipeline {
		put("form", definition.Form)
		put("checklist", definition.Checklist)
		if whole["transitions"], err = repointed(whole["transitions"], keys); err != nil {
			return nil, err
		}
	}
	return json.Marshal(whole)
}

// relinked is a form whose sections have other keys.
func relinked(kind definition.Kind, body json.RawMessage, keys map[string]string) (json.RawMessage, error) {
	if kind != definition.Form {
		return body, nil
	}
	return refactor.Relink(body, func(key string) string { return cmp.Or(keys[addressOf(definition.Form, key)], key) })
}

// repointed are transitions, or steps of their approvals, whose own objects name the pipeline by its new key.
func repointed(list json.RawMessage, keys map[string]string) (json.RawMessage, error) {
	transitions, err := decode[[]map[string]json.RawMessage](list)
	if err != nil {
		return nil, err
	}
	for _, t := range transitions {
		var object string
		if json.Unmarshal(t["policy"], &object) == nil && object != "" {
			t["policy"] = quoted(objectOf(object, keys))
		}
		if t["approvals"] == nil {
			continue
		}
		if t["approvals"], err = reapproved(t["approvals"], keys); err != nil {
			return nil, err
		}
	}
	return json.Marshal(transitions)
}

// reapproved are approvals whose steps name the pipeline by its new key in their objects.
func reapproved(body json.RawMessage, keys map[string]string) (json.RawMessage, error) {
	approvals, err := decode[map[string]json.RawMessage](body)
	if err != nil || approvals["steps"] == nil {
		return body, err
	}
	if approvals["steps"], err = repointed(approvals["steps"], keys); err != nil {
		return nil, err
	}
	return json.Marshal(approvals)
}

// objectOf is the object of a policy with the new key of the definition that it begins with.
func objectOf(object string, keys map[string]string) string {
	kind, rest, _ := strings.Cut(object, "/")
	key, tail, deeper := strings.Cut(rest, "/")
	next := keys[kind+"/"+key]
	if next == "" {
		return object
	}
	if deeper {
		return kind + "/" + next + "/" + tail
	}
	return kind + "/" + next
}

func quoted(s string) json.RawMessage {
	out, _ := json.Marshal(s) // a string is always written
	return out
}
