package rule

import (
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
)

// baseEnv has the language and the functions, no variables. Making it costs milliseconds, extending it little.
var baseEnv = sync.OnceValue(func() *cel.Env {
	opts := []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(standard())),
		cel.CrossTypeNumericComparisons(true),
		cel.Macros(cel.GlobalMacro(operators.Has, 1, expandHas)),
		cel.ParserExpressionSizeLimit(2 * maxEmitted),
		cel.ParserRecursionLimit(100),
	}
	return must(cel.NewCustomEnv(append(opts, functions()...)...))
})

// runEnv is where queries run: their data is JSON, so all but today is dynamic.
var runEnv = sync.OnceValue(func() *cel.Env { return must(baseEnv().Extend(variables()...)) })

// handEnv is where CEL by hand runs. Its has() is false below what is no map, as it is in the browser; a query
// guards itself and does without the price.
var handEnv = sync.OnceValue(func() *cel.Env {
	return must(runEnv().Extend(cel.Macros(cel.GlobalMacro(operators.Has, 1, expandGuardedHas))))
})

// expandHas takes only names joined by dots, as the browser does.
func expandHas(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	at := args[0]
	for at.Kind() == ast.SelectKind {
		at = at.AsSelect().Operand()
	}
	if at.Kind() != ast.IdentKind || args[0].Kind() != ast.SelectKind {
		return nil, f.NewError(args[0].ID(), "has() wants names joined by dots")
	}
	return f.NewPresenceTest(args[0].AsSelect().Operand(), args[0].AsSelect().FieldName()), nil
}

func expandGuardedHas(f cel.MacroExprFactory, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	present, err := expandHas(f, target, args)
	if err != nil {
		return nil, err
	}
	isMap := f.NewCall(operators.Equals,
		f.NewCall(overloads.TypeConvertType, f.Copy(args[0].AsSelect().Operand())), f.NewIdent("map"))
	return f.NewCall(operators.Conditional, isMap, present, f.NewLiteral(types.False)), nil
}

func must(e *cel.Env, err error) *cel.Env {
	if err != nil {
		panic("rule: the environment is miswired: " + err.Error()) //nolint:forbidigo // at start, never at a rule
	}
	return e
}

// standard is the part of CEL that both engines are known to agree on.
func standard() *env.LibrarySubset {
	names := []string{
		operators.Conditional, operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot,
		operators.NotStrictlyFalse, operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals,
		operators.Greater, operators.GreaterEquals, operators.Add, operators.Subtract, operators.Multiply,
		operators.Divide, operators.Modulo, operators.Negate, operators.Index, operators.In,
		overloads.Size, overloads.Contains, overloads.StartsWith, overloads.EndsWith, overloads.TypeConvertType,
		overloads.TypeConvertDyn,
	}
	functions := make([]*env.Function, len(names))
	for i, name := range names {
		functions[i] = env.NewFunction(name)
	}
	return &env.LibrarySubset{
		IncludeMacros: []string{
			operators.Has, operators.All, operators.Exists, operators.ExistsOne, operators.Map, operators.Filter,
		},
		IncludeFunctions: functions,
	}
}

// variables are all that CEL may read, whatever the scope.
func variables() []cel.EnvOption {
	opts := []cel.EnvOption{cel.Variable("today", cel.StringType)}
	for _, name := range slices.Concat([]string{"answers"}, roots, rowVars) {
		opts = append(opts, cel.Variable(name, cel.DynType))
	}
	return opts
}
