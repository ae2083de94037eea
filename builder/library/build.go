package library

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// lint returns what is wrong with a draft, as far as its shape allows to tell.
func (l *Library) lint(ctx context.Context, d definition.Draft) ([]fault.Violation, error) {
	v := definition.Version{Tenant: d.Tenant, Kind: d.Kind, Key: d.Key, Body: d.Body}
	links, err := l.lintLinks(ctx, v)
	if err != nil {
		return nil, err
	}
	err = l.buildBeside(ctx, &v, links)
	if err != nil && fault.CodeOf(err) != fault.Invalid {
		return nil, err
	}
	var found []fault.Violation
	if f, bad := err.(*fault.Fault); bad { //nolint:errorlint // build returns faults bare
		found = f.Violations
	}
	advice, err := l.advice(ctx, d, links)
	for _, v := range advice {
		if !slices.ContainsFunc(found, func(known fault.Violation) bool { return known.Path == v.Path && known.Key == v.Key }) {
			found = append(found, v)
		}
	}
	return found, err
}

// withoutAdvice are the findings that keep a definition from being published.
func withoutAdvice(found []fault.Violation) []fault.Violation {
	return slices.DeleteFunc(slices.Clone(found), func(v fault.Violation) bool { return v.Severity == "warn" })
}

// advice is what is found in a draft, and in the links of a form, beside what keeps it from being published.
func (l *Library) advice(ctx context.Context, d definition.Draft, links []fault.Violation) ([]fault.Violation, error) {
	switch d.Kind {
	case definition.Form:
		found := slices.Concat(l.lintForm(d.Body), links)
		return slices.DeleteFunc(found, func(v fault.Violation) bool { return v.Severity != "warn" }), nil
	case definition.Checklist:
		c, err := decode[checklist.Checklist](d.Body)
		if err != nil {
			return nil, nil //nolint:nilerr // its shape is told of elsewhere
		}
		return c.Outdated.Lint(c.Locales), nil
	}
	s, ok, err := l.setting(ctx, d)
	if err != nil || !ok {
		return nil, err
	}
	return s.advice(), nil
}

// build checks a definition and fills what a version holds beside its body: the compiled schema of a form, the pins
// of a pipeline.
func (l *Library) build(ctx context.Context, v *definition.Version) error {
	links, err := l.lintLinks(ctx, *v)
	if err != nil {
		return err
	}
	return l.buildBeside(ctx, v, links)
}

// buildBeside builds a definition for which lintLinks was asked already.
func (l *Library) buildBeside(ctx context.Context, v *definition.Version, links []fault.Violation) error {
	if _, err := schemas.DecodeAs(string(v.Kind), v.Body); err != nil {
		return err
	}
	switch v.Kind {
	case definition.Form:
		return l.buildLinked(v, links)
	case definition.Pipeline:
		return l.buildPipeline(ctx, v)
	case definition.Checklist:
		return l.buildChecklist(ctx, v)
	}
	return fault.New(fault.Invalid, "definition.unknown_kind").With("kind", string(v.Kind))
}

func (l *Library) buildForm(v *definition.Version) error {
	compiled, err := l.compile(v.Body)
	if err != nil {
		return err
	}
	v.Compiled = compiled.Schema()
	return nil
}

func (l *Library) buildPipeline(ctx context.Context, v *definition.Version) error {
	p, err := decode[pipeline.Pipeline](v.Body)
	if err != nil {
		return err
	}
	v.Pins = map[string]string{}
	asked, err := l.pin(ctx, v, pin{definition.Form, p.Form, "/form"})
	if err != nil {
		return err
	}
	if isSection(asked.Body) && !l.Apart {
		return fault.New(fault.Invalid, "definition.invalid").At(fault.Violation{Path: "/form", Key: "section.no_form", Params: map[string]any{"section": p.Form}})
	}
	var list definition.Version
	if p.Checklist != "" {
		if list, err = l.pin(ctx, v, pin{definition.Checklist, p.Checklist, "/checklist"}); err != nil {
			return err
		}
	}
	compiled, err := l.compile(asked.Body)
	if err != nil {
		return err
	}
	if err := l.compiles(p, compiled.Scope()); err != nil {
		return err
	}
	if bad := pipeline.LintScenarios(p, places(compiled)); len(bad) > 0 {
		return fault.New(fault.Invalid, "pipeline.invalid").At(bad...)
	}
	around, err := l.around(asked, string(list.Body))
	if err != nil {
		return err
	}
	if bad := withoutAdvice(pipeline.Prove(p, around)); len(bad) > 0 {
		return fault.New(fault.Invalid, "pipeline.invalid").At(bad...)
	}
	return nil
}

// places says what pages and fields a form has.
func places(f *form.Compiled) pipeline.FormPlaces {
	return pipeline.FormPlaces{
		Page: func(key string) bool {
			return slices.ContainsFunc(f.Form().Pages, func(p form.Page) bool { return p.Key == key })
		},
		Field: func(pointer string) bool {
			_, ok := f.FieldAt(pointer)
			return ok
		},
	}
}

type pin struct {
	kind definition.Kind
	key  string
	path string
}

func (l *Library) pin(ctx context.Context, v *definition.Version, p pin) (definition.Version, error) {
	live, err := l.Store.Live(ctx, v.Tenant, p.kind, p.key)
	if fault.CodeOf(err) == fault.NotFound {
		return live, fault.New(fault.Invalid, "definition.invalid").At(fault.Violation{
			Path: p.path, Key: "definition.not_published", Params: map[string]any{"kind": string(p.kind), "key": p.key},
		})
	}
	if err == nil {
		v.Pins[string(p.kind)] = live.ID
	}
	return live, err
}

// compiles wants a pipeline that can be made ready to run, with checks that their types can ask.
func (l *Library) compiles(p pipeline.Pipeline, asked rule.Scope) error {
	bad := pipeline.LintChecks(p, asked, l.Checks)
	_, err := pipeline.Compile(p, asked)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.At(bad...)
	}
	if err == nil && len(bad) > 0 {
		return fault.New(fault.Invalid, "pipeline.invalid").At(bad...)
	}
	return err
}

func (l *Library) buildChecklist(ctx context.Context, v *definition.Version) error {
	c, err := decode[checklist.Checklist](v.Body)
	if err != nil {
		return err
	}
	var scope rule.Scope
	// A checklist goes with the form of the same key when there is one: then its fields are checked too.
	if live, err := l.Store.Live(ctx, v.Tenant, definition.Form, v.Key); err == nil {
		if scope, err = l.scopeOf(live); err != nil {
			return err
		}
		scope.Names = append(slices.Clone(scope.Names),
			rule.Name{Key: "previous", Type: rule.Group, Members: scope.Names},
			rule.Name{Key: "checks", Type: rule.Any}, rule.Name{Key: "case", Type: rule.Any})
	}
	var errs []fault.Violation
	for _, found := range checklist.Lint(c, scope) {
		if found.Severity != "warn" {
			errs = append(errs, found)
		}
	}
	if len(errs) > 0 {
		return fault.New(fault.Invalid, "definition.invalid").At(errs...)
	}
	return nil
}

func (l *Library) scopeOf(v definition.Version) (rule.Scope, error) {
	compiled, err := l.compile(v.Body)
	if err != nil {
		return rule.Scope{}, err
	}
	return compiled.Scope(), nil
}

func decode[T any](body json.RawMessage) (T, error) {
	var out T
	if err := json.Unmarshal(body, &out); err != nil {
		return out, fault.New(fault.Invalid, "definition.shape").Because(err)
	}
	return out, nil
}
