package rule

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Fields lists every path that a rule reads, sorted: for where-used and for circles of formulas. A repeat itself is
// listed when its rows are counted or tested as a whole, not when only their members are read.
func (r Rule) Fields(s Scope) []string {
	read := map[string]bool{}
	if r.Query != nil {
		readQuery(*r.Query, read)
	} else if parsed, issues := baseEnv().Parse(r.CEL); issues.Err() == nil {
		t := tracer{read: read, paths: rootPaths(s)}
		t.walk(parsed.NativeRep().Expr())
		t.close()
	}
	return slices.Sorted(maps.Keys(read))
}

func readQuery(q Query, read map[string]bool) {
	for _, n := range q.Rules {
		switch {
		case n.Group != nil:
			readQuery(*n.Group, read)
		case n.Condition != nil:
			for _, path := range []string{n.Condition.Field, n.Condition.ValueField} {
				if path != "" {
					read[path] = true
				}
			}
		}
	}
}

// rootPaths maps each variable to the path it stands for. The path of answers is "".
func rootPaths(s Scope) map[string]string {
	paths := map[string]string{"answers": ""}
	for _, r := range roots {
		paths[r] = r
	}
	for _, repeat := range s.Rows {
		if v, ok := s.rowVar(repeat); ok {
			paths[v] = repeat + "[]"
		}
	}
	return paths
}

// tracer follows the paths of an expression. paths are those of the variables in sight.
type tracer struct {
	read   map[string]bool
	paths  map[string]string
	ranges []string
}

// walk notes every path that ends in e or below it.
func (t *tracer) walk(e ast.Expr) {
	if path, ok := t.path(e); ok {
		t.note(path)
		return
	}
	switch e.Kind() {
	case ast.SelectKind:
		t.walk(e.AsSelect().Operand())
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			t.walk(call.Target())
		}
		t.walkAll(call.Args())
	case ast.ListKind:
		t.walkAll(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			t.walk(entry.AsMapEntry().Key())
			t.walk(entry.AsMapEntry().Value())
		}
	case ast.ComprehensionKind:
		t.comprehension(e.AsComprehension())
	}
}

// note takes a bare member for its list: filter hands rows on, which reads nothing of them yet.
func (t *tracer) note(path string) {
	if list, isMember := strings.CutSuffix(path, "[]"); isMember {
		t.ranges = append(t.ranges, list)
	} else if path != "" {
		t.read[path] = true
	}
}

func (t *tracer) walkAll(es []ast.Expr) {
	for _, e := range es {
		t.walk(e)
	}
}

func (t *tracer) comprehension(c ast.ComprehensionExpr) {
	if path, ok := t.path(c.IterRange()); ok {
		t.ranges = append(t.ranges, path)
	} else {
		t.walk(c.IterRange())
	}
	within := t.within(c)
	within.walkAll([]ast.Expr{c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()})
	t.ranges = within.ranges
}

// within is the tracer inside a comprehension, where its variable stands for a member of the range.
func (t *tracer) within(c ast.ComprehensionExpr) *tracer {
	paths := maps.Clone(t.paths)
	delete(paths, c.AccuVar())
	delete(paths, c.IterVar())
	if member, ok := t.member(c.IterRange()); ok {
		paths[c.IterVar()] = member
	}
	return &tracer{read: t.read, paths: paths, ranges: t.ranges}
}

// member is the path of the members of a list: those of a field, or those that filter and map let through.
func (t *tracer) member(list ast.Expr) (string, bool) {
	if path, ok := t.path(list); ok {
		return path + "[]", true
	}
	if list.Kind() != ast.ComprehensionKind {
		return "", false
	}
	c := list.AsComprehension()
	step := c.LoopStep()
	if step.Kind() == ast.CallKind && step.AsCall().FunctionName() == operators.Conditional {
		step = step.AsCall().Args()[1]
	}
	if step.Kind() != ast.CallKind || step.AsCall().FunctionName() != operators.Add {
		return "", false
	}
	added := step.AsCall().Args()[1]
	if added.Kind() != ast.ListKind || added.AsList().Size() != 1 {
		return "", false
	}
	return t.within(c).path(added.AsList().Elements()[0])
}

// path is the path that an expression names, if it is nothing but a name.
func (t *tracer) path(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		path, ok := t.paths[e.AsIdent()]
		return path, ok
	case ast.SelectKind:
		base, ok := t.path(e.AsSelect().Operand())
		return strings.TrimPrefix(base+"."+e.AsSelect().FieldName(), "."), ok
	case ast.CallKind:
		return t.index(e.AsCall())
	}
	return "", false
}

func (t *tracer) index(call ast.CallExpr) (string, bool) {
	if call.FunctionName() != operators.Index || call.Args()[1].Kind() != ast.LiteralKind {
		return "", false
	}
	base, ok := t.path(call.Args()[0])
	if key, isText := call.Args()[1].AsLiteral().(types.String); isText {
		return strings.TrimPrefix(base+"."+string(key), "."), ok
	}
	return base + "[]", ok
}

// close adds the repeats that were ranged over without reading a member.
func (t *tracer) close() {
	for _, path := range t.ranges {
		if path != "" && !t.readsBelow(path) {
			t.read[path] = true
		}
	}
}

func (t *tracer) readsBelow(path string) bool {
	for p := range t.read {
		if p == path || strings.HasPrefix(p, path+"[]") {
			return true
		}
	}
	return false
}
