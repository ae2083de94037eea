package form

import (
	"strings"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// rules checks every rule of the form against what it can see, and against when and by whom that is answered.
func (l *linter) rules() {
	for i, p := range l.tree.form.Pages {
		l.page(i, p)
	}
	for _, n := range l.tree.nodes {
		u := use{node: n, page: n.page, staff: n.staff}
		l.rule(u.at(n.document+"/visibleWhen", n.field.VisibleWhen))
		l.late(n.document+"/visibleWhen", "form.late_trigger", l.later(n, n.field.VisibleWhen))
		l.rule(u.at(n.document+"/requiredWhen", n.field.RequiredWhen))
		l.lateRequirement(n)
		l.formula(u)
		for i, v := range n.field.Validations {
			l.validation(u, n.document+"/validations/"+itoa(i), v)
		}
	}
	for i, c := range l.tree.form.Validations {
		l.check(checkPath(i), c)
	}
}

// use is a rule in its place.
type use struct {
	node  *node // nil above the fields
	page  int
	staff bool // only the team sees what the rule decides
	path  string
	rule  *rule.Rule
	want  rule.Type
}

func (u use) at(path string, r *rule.Rule) use {
	u.path, u.rule, u.want = path, r, rule.Bool
	return u
}

func (l *linter) rule(u use) {
	if u.rule == nil {
		return
	}
	scope := l.tree.scope(l.names, u.node)
	found := rule.Worded(u.rule.Check(scope, u.want), l.said)
	if len(found) == 0 && u.want == rule.Bool {
		found = u.rule.Flaws(rule.World{Scope: scope}, l.said)
	}
	l.under(u.path, found)
	if u.rule.Query != nil {
		l.groups(u.path+"/query", *u.rule.Query)
	}
	if u.staff {
		return
	}
	if path, reads := l.tree.readsStaff(u.rule, scope); reads {
		l.add(u.path, "form.staff_only_read", params{"field": path})
	}
}

// said is what people call a field, or one of its options.
func (l *linter) said(path, value string) map[string]string {
	n := l.tree.byPath[strings.TrimPrefix(path, previous+".")]
	if n == nil || value == "" {
		return labelOf(n)
	}
	for _, o := range n.field.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return nil
}

func labelOf(n *node) schemas.Text {
	if n == nil {
		return nil
	}
	return n.field.Label
}

// groups refuses conditions over a group as a whole: a visible group is always there, so what counts is its fields.
func (l *linter) groups(path string, q rule.Query) {
	for i, n := range q.Rules {
		at := path + "/rules/" + itoa(i)
		switch {
		case n.Group != nil:
			l.groups(at, *n.Group)
		case n.Condition != nil:
			if read := l.tree.byPath[n.Condition.Field]; read != nil && read.groups() {
				l.add(at+"/field", "form.group_condition", params{"field": n.Condition.Field})
			}
		}
	}
}

func (l *linter) page(i int, p Page) {
	u := use{page: i, staff: p.StaffOnly}.at(pagePath(i)+"/visibleWhen", p.VisibleWhen)
	l.rule(u)
	if p.VisibleWhen == nil {
		return
	}
	var late []string
	for _, path := range p.VisibleWhen.Fields(rule.Scope{Names: l.names}) {
		if read := l.tree.find(path); read != nil && read.page > i {
			late = append(late, path)
		}
	}
	l.late(u.path, "form.late_trigger", late)
}

func (l *linter) formula(u use) {
	f := u.node.field
	if f.Formula == nil || u.node.typ == nil {
		return
	}
	u = u.at(u.node.document+"/formula", f.Formula)
	u.want = u.node.typ.RuleType(f)
	l.rule(u)
}

func (l *linter) validation(u use, path string, v field.Validation) {
	if !contains([]string{"", severe, mild}, v.Severity) {
		l.add(path+"/severity", "form.severity", params{"severity": v.Severity})
	}
	l.rule(u.at(path+"/rule", &v.Rule))
}

// check is a rule over the whole form; what it says is for those who see the field it stands at.
func (l *linter) check(path string, c Check) {
	u := use{}
	if c.Field != "" {
		n := l.tree.byPath[c.Field]
		if n == nil {
			l.add(path+"/field", "form.unknown_field", params{"field": c.Field})
			return
		}
		u.staff = n.staff
	}
	l.validation(u, path, c.Validation)
}

// later lists what a rule of a field reads that is asked only after it. What is computed is not asked.
func (l *linter) later(n *node, r *rule.Rule) []string {
	if r == nil {
		return nil
	}
	var late []string
	for _, path := range r.Fields(l.tree.scope(l.names, n)) {
		read := l.tree.find(path)
		if read != nil && read.index > n.index && !read.computed() && !within(read.path, n.path) {
			late = append(late, path)
		}
	}
	return late
}

func (l *linter) late(path, key string, fields []string) {
	for _, name := range fields {
		l.add(path, key, params{"field": name})
	}
}

// lateRequirement warns: the person learns only on a later page that an earlier answer is owed.
func (l *linter) lateRequirement(n *node) {
	for _, path := range l.later(n, n.field.RequiredWhen) {
		if l.tree.find(path).page > n.page {
			l.warn(n.document+"/requiredWhen", "form.late_requirement", params{"field": path})
		}
	}
}

// circles finds fields that decide about each other. One of them must read a later one; saying that too would only
// hide what is wrong.
func (l *linter) circles() {
	inCircle := map[string]bool{}
	for _, cycle := range l.tree.settle().cycles {
		labels := make([]string, len(cycle))
		for i, v := range cycle {
			labels[i] = l.label(v)
			inCircle[l.document(v)+"/visibleWhen"] = true
		}
		l.add(l.document(l.culprit(cycle)), "form.circular", params{"cycle": labels})
	}
	kept := l.found[:0]
	for _, v := range l.found {
		if v.Key != "form.late_trigger" || !inCircle[v.Path] {
			kept = append(kept, v)
		}
	}
	l.found = kept
}

// culprit is the first of a circle that has a rule which could be taken away.
func (l *linter) culprit(cycle []int) int {
	first := noField
	for _, v := range cycle {
		if l.decided(v) && (first == noField || before(l.document(v), l.document(first))) {
			first = v
		}
	}
	return first
}

func (l *linter) decided(vertex int) bool {
	if p := vertex - len(l.tree.nodes); p >= 0 {
		return l.tree.form.Pages[p].VisibleWhen != nil
	}
	f := l.tree.nodes[vertex].field
	return f.VisibleWhen != nil || f.Formula != nil
}

func (l *linter) label(vertex int) string {
	if p := vertex - len(l.tree.nodes); p >= 0 {
		return l.tree.form.Pages[p].Key
	}
	return l.tree.nodes[vertex].path
}

func (l *linter) document(vertex int) string {
	if p := vertex - len(l.tree.nodes); p >= 0 {
		return pagePath(p)
	}
	return l.tree.nodes[vertex].document
}
