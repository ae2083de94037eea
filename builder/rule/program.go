package rule

import (
	"context"
	"errors"
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"

	"github.com/esteira/esteira/schemas/fault"
)

// The bounds of one evaluation: about a million simple steps, and a look at the clock now and then.
const (
	maxCost        = 1_000_000
	interruptEvery = 1_000
)

// Program is a compiled rule. It may be used by many goroutines at once.
type Program struct {
	text    string
	program cel.Program
}

// Compile checks a rule and prepares it to be evaluated. It returns fault.Invalid with what Check finds.
func Compile(r Rule, s Scope) (*Program, error) {
	if vs := r.Check(s, Any); len(vs) > 0 {
		return nil, fault.New(fault.Invalid, "rule.invalid").At(vs...)
	}
	text, env, opts := r.CEL, handEnv(), []cel.ProgramOption{cel.InterruptCheckFrequency(interruptEvery)}
	if r.Query != nil {
		text, env = emit(*r.Query, s), runEnv()
	} else {
		opts = append(opts, cel.CostLimit(maxCost)) // counting is dear, and a query is linear in its data anyway
	}
	parsed, issues := env.Parse(text)
	if err := issues.Err(); err != nil {
		return nil, fmt.Errorf("rule: compile %q: %w", text, err)
	}
	// Checked CEL runs faster. What only fails here, where all data is dynamic, runs unchecked.
	if checked, issues := env.Check(parsed); issues.Err() == nil {
		parsed = checked
	}
	program, err := env.Program(parsed, opts...)
	if err != nil {
		return nil, fmt.Errorf("rule: plan %q: %w", text, err)
	}
	return &Program{text: text, program: program}, nil
}

// CEL is the text that runs.
func (p *Program) CEL() string { return p.text }

// Bool evaluates a condition. A query always has a verdict. CEL by hand may fail: with fault.Invalid, key
// rule.failed (a missing key, a wrong type), rule.too_costly, or rule.result when it gives no truth value.
func (p *Program) Bool(ctx context.Context, d Data) (bool, error) {
	v, err := p.eval(ctx, d)
	if err != nil {
		return false, err
	}
	b, ok := v.(types.Bool)
	if !ok {
		return false, fault.New(fault.Invalid, "rule.result").With("want", string(Bool))
	}
	return bool(b), nil
}

// Value evaluates a formula to what JSON can hold: nil, bool, float64, string, []any, map[string]any. It fails as
// Bool does; a number that is not finite is rule.failed.
func (p *Program) Value(ctx context.Context, d Data) (any, error) {
	v, err := p.eval(ctx, d)
	if err != nil {
		return nil, err
	}
	out, err := native(v)
	if err != nil {
		return nil, fault.New(fault.Invalid, "rule.failed").Because(err)
	}
	return out, nil
}

func (p *Program) eval(ctx context.Context, d Data) (ref.Val, error) {
	v, _, err := p.program.ContextEval(ctx, activation{d})
	if err == nil {
		return v, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	key := "rule.failed"
	if c, ok := errors.AsType[interpreter.EvalCancelledError](err); ok && c.Cause == interpreter.CostLimitExceeded {
		key = "rule.too_costly"
	}
	return nil, fault.New(fault.Invalid, key).Because(err)
}

// activation answers what the variables are. The answers are the root itself: the names beside them cannot be
// reached through it, as Check knows no such field.
type activation struct{ data Data }

// ResolveName gives the value of a variable; what is absent or misshapen is an empty map.
func (a activation) ResolveName(name string) (any, bool) {
	switch name {
	case "answers":
		return a.data.Root, true
	case "today":
		return a.data.Today, true
	case "previous", "checks", "case":
		m, _ := a.data.Root[name].(map[string]any)
		return m, true
	}
	for i, v := range rowVars {
		if v == name {
			return a.row(len(a.data.Rows) - 1 - i), true
		}
	}
	return nil, false
}

func (a activation) row(i int) map[string]any {
	if i < 0 {
		return nil
	}
	return a.data.Rows[i]
}

// Parent is none.
func (activation) Parent() cel.Activation { return nil }

func native(v ref.Val) (any, error) {
	switch v := v.(type) {
	case types.Null:
		return nil, nil
	case types.Bool:
		return bool(v), nil
	case types.String:
		return string(v), nil
	case types.Double, types.Int:
		n, _ := float(v)
		if !finite(n) {
			return nil, errors.New("the result is not a finite number")
		}
		return n, nil
	case traits.Lister:
		return nativeList(v)
	case traits.Mapper:
		return nativeMap(v)
	}
	return nil, fmt.Errorf("the result is a %s, which JSON cannot hold", v.Type().TypeName())
}

func nativeList(list traits.Lister) (any, error) {
	out := []any{}
	for it := list.Iterator(); it.HasNext() == types.True; {
		v, err := native(it.Next())
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func nativeMap(m traits.Mapper) (any, error) {
	out := map[string]any{}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		name, ok := key.(types.String)
		if !ok {
			return nil, errors.New("the result is a map whose keys are no text")
		}
		v, err := native(m.Get(key))
		if err != nil {
			return nil, err
		}
		out[string(name)] = v
	}
	return out, nil
}
