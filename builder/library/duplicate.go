package library

import (
	"context"
	"encoding/json"
	"regexp"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// goodKey is what the addresses of definitions take.
var goodKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,59}$`)

// Copy is what is wanted of a definition: it and what else is named in Keys, under new keys.
type Copy struct {
	Kind  definition.Kind
	Key   string
	Title schemas.Text      // of the copy; what a language lacks stays as it was
	Keys  map[string]string // the new key by "kind/key": of the definition itself, of a pipeline's form and checklist
}

// Duplicate returns new drafts made of the drafts that there are, else of the newest versions, unsaved. A pipeline's
// form and checklist that get no new key are shared with the original. Returns fault.Denied without the policy,
// fault.NotFound, fault.Conflict "definition.key_taken" for a key that the tenant has, fault.Invalid for one that
// cannot be.
func (l *Library) Duplicate(ctx context.Context, who actor.Actor, c Copy) ([]definition.Draft, error) {
	if err := l.demand(ctx, who, "write"); err != nil {
		return nil, err
	}
	if c.Keys[addressOf(c.Kind, c.Key)] == "" {
		return nil, fault.New(fault.Invalid, "definition.key_missing")
	}
	t, err := l.gathered(ctx, who.Tenant, c)
	if err != nil {
		return nil, err
	}
	if t, err = t.Renamed(c.Keys); err != nil {
		return nil, err
	}
	var out []definition.Draft
	err = t.each(func(kind definition.Kind, body json.RawMessage) error {
		key, err := keyOf(body)
		if err != nil {
			return err
		}
		if _, err := l.draft(ctx, who.Tenant, kind, key); fault.CodeOf(err) != fault.NotFound {
			return taken(err, key)
		}
		if kind == c.Kind && key == c.Keys[addressOf(c.Kind, c.Key)] {
			body, err = titled(body, c.Title)
		}
		out = append(out, definition.Draft{
			Tenant: who.Tenant, Kind: kind, Key: key, Body: body, Revision: 1, UpdatedAt: l.Now(), UpdatedBy: who.ID,
		})
		return err
	})
	return out, err
}

func taken(err error, key string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "definition.key_taken").With("key", key)
}

// gathered are the definitions that get a copy, as a template.
func (l *Library) gathered(ctx context.Context, tenant string, c Copy) (Template, error) {
	var t Template
	own, err := l.draft(ctx, tenant, c.Kind, c.Key)
	if err != nil {
		return t, err
	}
	switch c.Kind {
	case definition.Form:
		t.Forms = []json.RawMessage{own.Body}
		return t, nil
	case definition.Checklist:
		t.Checklists = []json.RawMessage{own.Body}
		return t, nil
	case definition.Pipeline:
		t.Pipelines = []json.RawMessage{own.Body}
	}
	names, err := decode[struct{ Form, Checklist string }](own.Body)
	if err != nil {
		return t, err
	}
	for _, part := range []struct {
		kind definition.Kind
		key  string
		into *[]json.RawMessage
	}{{definition.Form, names.Form, &t.Forms}, {definition.Checklist, names.Checklist, &t.Checklists}} {
		if c.Keys[addressOf(part.kind, part.key)] == "" {
			continue
		}
		d, err := l.draft(ctx, tenant, part.kind, part.key)
		if err != nil {
			return t, err
		}
		*part.into = append(*part.into, d.Body)
	}
	return t, nil
}

// titled puts a title over that of a definition, language by language.
func titled(body json.RawMessage, title schemas.Text) (json.RawMessage, error) {
	if len(title) == 0 {
		return body, nil
	}
	whole, err := decode[map[string]json.RawMessage](body)
	if err != nil {
		return nil, err
	}
	text := schemas.Text{}
	for locale, sentence := range titleOf(body) {
		text[locale] = sentence
	}
	for locale, sentence := range title {
		if _, known := text[locale]; known {
			text[locale] = sentence
		}
	}
	if whole["title"], err = json.Marshal(text); err != nil {
		return nil, err
	}
	return json.Marshal(whole)
}

// PoliciesOf are the policies that speak of definitions by their old keys, written for the new ones, for roles that a
// copy is to be open to like its original.
func PoliciesOf(policies []Policy, keys map[string]string) []Policy {
	var out []Policy
	for _, p := range policies {
		if object := objectOf(p.Object, keys); object != p.Object {
			p.Object = object
			out = append(out, p)
		}
	}
	return out
}
