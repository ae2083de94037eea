package library_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// kept is a library in memory, of which nothing is written.
type kept struct {
	library.Store
	versions []definition.Version
}

func (k *kept) Definitions(context.Context, string) ([]definition.Draft, []definition.Version, error) {
	return nil, k.versions, nil
}

func (k *kept) Draft(context.Context, string, definition.Kind, string) (definition.Draft, error) {
	return definition.Draft{}, fault.New(fault.NotFound, "definition.not_found")
}

func (k *kept) Live(_ context.Context, _ string, kind definition.Kind, key string) (definition.Version, error) {
	for _, v := range k.versions {
		if v.Kind == kind && v.Key == key {
			return v, nil
		}
	}
	return definition.Version{}, fault.New(fault.NotFound, "definition.not_found")
}

type everybody struct{}

func (everybody) Ask(context.Context, actor.Actor, string, string) (bool, string, error) {
	return true, "", nil
}

// shipped is a library with all that a template brings, and more pipelines of the same form.
func shipped(tb testing.TB, template string, more ...string) *library.Library {
	tb.Helper()
	schemas.RegisterFormats(field.Formats())
	t, err := library.Find(template)
	if err != nil {
		tb.Fatal(err)
	}
	k := &kept{}
	put := func(kind definition.Kind, key string, body json.RawMessage) {
		k.versions = append(k.versions, definition.Version{ID: string(kind) + key, Tenant: "a", Kind: kind, Key: key, Number: 1, Body: body})
	}
	for kind, bodies := range map[definition.Kind][]json.RawMessage{definition.Form: t.Forms, definition.Checklist: t.Checklists, definition.Pipeline: t.Pipelines} {
		for _, body := range bodies {
			var named struct{ Key string }
			if err := json.Unmarshal(body, &named); err != nil {
				tb.Fatal(err)
			}
			put(kind, named.Key, body)
			for _, key := range more {
				if kind == definition.Pipeline {
					put(kind, key, json.RawMessage(strings.Replace(string(body), `"`+named.Key+`"`, `"`+key+`"`, 1)))
				}
			}
		}
	}
	return &library.Library{Store: k, Gate: everybody{}, Fields: field.Builtin(), Checks: []pipeline.CheckType{{Name: "age"}, {Name: "consistency"}, {Name: "duplicate"}, {Name: "identifier"}}, Now: time.Now}
}

// BenchmarkMend looks at what renaming a field of the account form does to it, its checklist and three pipelines.
func BenchmarkMend(b *testing.B) {
	l := shipped(b, "pf-account", "second", "third")
	c := refactor.Change{Kind: definition.Form, Key: "pf-account", Part: "field", Do: "rename", From: []string{"cpf"}, To: "tax_id"}
	for b.Loop() {
		m, err := l.Mend(b.Context(), actor.Actor{Tenant: "a"}, c, nil)
		if err != nil || len(m.Others) < 4 {
			b.Fatal(len(m.Others), err)
		}
	}
}
