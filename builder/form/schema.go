package form

import (
	"github.com/esteira/esteira/builder/rule"
)

type schema = map[string]any

// describe writes the JSON Schema of a form; the package comment says what it can say.
func describe(t *tree) schema {
	var nodes []*node
	for _, page := range t.roots {
		nodes = append(nodes, page...)
	}
	s := writer{t}.object(nodes)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = t.form.Title.In(t.form.DefaultLocale)
	return s
}

type writer struct{ tree *tree }

// object writes the members of one container.
func (w writer) object(nodes []*node) schema {
	properties := schema{}
	required, conditions := []any{}, []any{}
	for _, n := range nodes {
		if n.silent() {
			continue
		}
		key := n.field.Key
		properties[key] = w.answer(n)
		shown, sayable := w.shown(n)
		owed, always := w.owed(n)
		switch {
		case !sayable:
		case shown != nil:
			conditions = append(conditions, onlyWhen(key, shown, always))
		case always:
			required = append(required, key)
		}
		if sayable && owed != nil {
			conditions = append(conditions, schema{"if": both(shown, owed), "then": schema{"required": []any{key}}})
		}
	}
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	if len(conditions) > 0 {
		s["allOf"] = conditions
	}
	return s
}

// onlyWhen says that a member is there only under a condition, and is owed then if it ever is.
func onlyWhen(key string, shown schema, owed bool) schema {
	s := schema{"if": shown, "else": schema{"properties": schema{key: false}}}
	if owed {
		s["then"] = schema{"required": []any{key}}
	}
	return s
}

func both(a, b schema) schema {
	if a == nil {
		return b
	}
	return schema{"allOf": []any{a, b}}
}

// answer writes what one answer looks like.
func (w writer) answer(n *node) schema {
	f := n.field
	f.Required = n.owedAlways()
	s := n.typ.Schema(f)
	switch {
	case n.repeats():
		s["items"] = w.object(n.children)
	case n.container():
		s = w.object(n.children)
		s["minProperties"] = 1
	}
	if title := f.Label.In(w.tree.form.DefaultLocale); title != "" {
		s["title"] = title
	}
	return s
}

// shown writes when a member is visible: nil is always. It is sayable only if all that decides it is on its level.
func (w writer) shown(n *node) (shown schema, sayable bool) {
	if n.parent == nil {
		if page := w.tree.form.Pages[n.page].VisibleWhen; page != nil {
			if shown, sayable = w.condition(n, page); !sayable {
				return nil, false
			}
		}
	}
	if n.field.VisibleWhen == nil {
		return shown, true
	}
	own, sayable := w.condition(n, n.field.VisibleWhen)
	if shown != nil {
		own = both(shown, own)
	}
	return own, sayable
}

// owed writes when a visible member is owed: always, under a condition, or (nil, false) never that can be said. What
// is for staff only is never owed: an applicant's answers are complete without it.
func (w writer) owed(n *node) (when schema, always bool) {
	switch {
	case n.staff || n.computed():
		return nil, false
	case n.groups():
		return nil, w.holdsOwed(n)
	case n.field.RequiredWhen != nil:
		when, _ = w.condition(n, n.field.RequiredWhen)
		return when, false
	}
	return nil, n.owedAlways()
}

// holdsOwed tells whether a visible group owes an answer whatever the others are.
func (w writer) holdsOwed(group *node) bool {
	for _, n := range group.children {
		if n.field.VisibleWhen != nil {
			continue
		}
		if _, always := w.owed(n); always {
			return true
		}
	}
	return false
}

// condition writes a rule that stands in a field, if JSON Schema can say it.
func (w writer) condition(n *node, r *rule.Rule) (schema, bool) {
	if r.Query == nil {
		return nil, false
	}
	prefix := n.path[:len(n.path)-len(n.field.Key)]
	return saying{tree: w.tree, prefix: prefix}.group(*r.Query)
}
