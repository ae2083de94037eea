package library

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Staff tells who works for a tenant.
type Staff interface {
	// Active returns the members who may log in.
	Active(ctx context.Context, tenant string) ([]pipeline.Person, error)
}

// setting is a pipeline with what stands around it in the library.
type setting struct {
	pipeline  pipeline.Pipeline
	around    pipeline.Around
	formTitle schemas.Text
}

// setting returns a pipeline draft with its form; ok is false where there is none, or none that can be read.
func (l *Library) setting(ctx context.Context, d definition.Draft) (s setting, ok bool, err error) {
	if d.Kind != definition.Pipeline {
		return s, false, nil
	}
	if s.pipeline, err = decode[pipeline.Pipeline](d.Body); err != nil {
		return s, false, nil //nolint:nilerr // its shape is told of elsewhere
	}
	live, err := l.Store.Live(ctx, d.Tenant, definition.Form, s.pipeline.Form)
	if fault.CodeOf(err) == fault.NotFound {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	list := ""
	if c, err := l.Store.Live(ctx, d.Tenant, definition.Checklist, s.pipeline.Checklist); err == nil {
		list = string(c.Body)
	}
	s.formTitle = titleOf(live.Body)
	s.around, err = l.around(live, list)
	return s, err == nil, err
}

func titleOf(body json.RawMessage) schemas.Text {
	named, err := decode[struct {
		Title schemas.Text `json:"title"`
	}](body)
	if err != nil {
		return nil
	}
	return named.Title
}

func (l *Library) around(live definition.Version, list string) (pipeline.Around, error) {
	compiled, err := l.compile(live.Body)
	if err != nil {
		return pipeline.Around{}, err
	}
	f := compiled.Form()
	a := asking{form: compiled, checklist: list, read: map[string]bool{}}
	for _, c := range f.Validations {
		a.reads(&c.Rule)
	}
	for _, p := range f.Pages {
		a.reads(p.VisibleWhen)
		a.fields(p.Fields, place{conditional: p.VisibleWhen != nil, never: rule.Constant(p.VisibleWhen) == rule.Never})
	}
	for i, asked := range a.found {
		a.found[i].Used = asked.Used || a.read[asked.Path]
	}
	return pipeline.Around{
		Names: pipeline.Names{Form: compiled.Scope().Names}, Asked: a.found, Reads: append(readsOf(compiled), readsIn(list, compiled.Scope())...),
	}, nil
}

// readsOf are the rules of a form that depend on checks.
func readsOf(f *form.Compiled) []pipeline.Read {
	var out []pipeline.Read
	for _, read := range f.ChecksRead() {
		out = append(out, pipeline.Read{Check: read.Check, From: "form", Label: read.Label, Paths: read.Paths, Staff: read.Staff})
	}
	return out
}

// readsIn are the rules of a checklist that depend on checks.
func readsIn(body string, scope rule.Scope) []pipeline.Read {
	list, err := decode[checklist.Checklist](json.RawMessage(body))
	if err != nil {
		return nil // there is none
	}
	var out []pipeline.Read
	for _, item := range list.Items {
		if item.RequiredWhen == nil {
			continue
		}
		for _, path := range item.RequiredWhen.Fields(scope) {
			if key, ok := form.CheckKey(path); ok {
				out = append(out, pipeline.Read{Check: key, From: "checklist", Label: item.Title, Paths: item.Fields, Staff: item.Kind == "staffTask"})
			}
		}
	}
	return out
}

// asking gathers what a form asks.
type asking struct {
	form      *form.Compiled
	checklist string
	found     []pipeline.Asked
	read      map[string]bool // by rules of the form
}

// place is where fields stand.
type place struct {
	prefix             string
	conditional, never bool
}

func (a *asking) fields(list []field.Field, in place) {
	for _, f := range list {
		a.reads(f.VisibleWhen)
		a.reads(f.RequiredWhen)
		a.reads(f.Formula)
		for _, v := range f.Validations {
			a.reads(&v.Rule)
		}
		here := place{
			prefix: in.prefix + f.Key, conditional: in.conditional || f.VisibleWhen != nil, never: in.never || rule.Constant(f.VisibleWhen) == rule.Never,
		}
		if len(f.Fields) > 0 {
			here.prefix += map[bool]string{true: "[].", false: "."}[f.Type == "repeat"]
			a.fields(f.Fields, here)
			continue
		}
		a.field(f, here)
	}
}

// shown are the types of fields that gather nothing by themselves, or that are proof by being there.
var shown = []string{"statement", "computed", "consent", "signature"}

func (a *asking) field(f field.Field, at place) {
	full, ok := a.form.FieldOf(at.prefix)
	if !ok || f.Type == "statement" {
		return
	}
	a.found = append(a.found, pipeline.Asked{
		Path: at.prefix, Label: f.Label, Required: f.Required && (at.never || !at.conditional), Never: at.never,
		StaffOnly: full.StaffOnly, Group: full.Group,
		Used: f.Purpose != "" || f.Indexed || slices.Contains(shown, f.Type) || strings.Contains(a.checklist, `"`+at.prefix+`"`),
	})
}

func (a *asking) reads(r *rule.Rule) {
	if r == nil {
		return
	}
	for _, path := range r.Fields(a.form.Scope()) {
		a.read[strings.TrimPrefix(path, "previous.")] = true
	}
}

// advice is what is found in a pipeline beside what keeps it from being compiled.
func (s setting) advice() []fault.Violation {
	out := slices.DeleteFunc(pipeline.Lint(s.pipeline, s.around.Names), func(v fault.Violation) bool { return v.Severity != "warn" })
	return append(out, pipeline.Prove(s.pipeline, s.around)...)
}

// staffing asks the policies who can do what the pipeline leaves to members.
func (l *Library) staffing(ctx context.Context, tenant string, s setting) ([]fault.Violation, error) {
	if l.Staff == nil {
		return nil, nil
	}
	people, err := l.Staff.Active(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var failed error
	found := pipeline.Staffing(s.pipeline, s.around, people, func(who pipeline.Person, object, verb string) bool {
		a := actor.Actor{Kind: actor.Member, Tenant: tenant, ID: who.ID, Name: who.Name, Roles: who.Roles}
		ok, _, err := l.Gate.Ask(ctx, a, object, verb)
		if err != nil {
			failed = err
		}
		return ok && err == nil
	})
	return found, failed
}
