package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// cel checks CEL written by hand, with the names and types of the scope.
func (c *checker) cel(text string, want Type) {
	if utf8.RuneCountInString(text) > maxText {
		c.report("/cel", "rule.too_long", params{"limit": maxText})
		return
	}
	if found := serverOnly.FindString(stringLiteral.ReplaceAllString(text, `""`)); found != "" {
		c.report("/cel", "rule.syntax", params{"line": 1, "column": 1, "message": "unexpected " + found})
		return
	}
	p := newProvider(baseEnv().CELTypeProvider(), c.scope)
	opts := append(p.variables(c.scope), cel.CustomTypeProvider(p))
	env, err := baseEnv().Extend(opts...)
	if err != nil {
		c.report("/cel", "rule.syntax", params{"line": 1, "column": 1, "message": err.Error()})
		return
	}
	parsed, issues := env.Parse(text)
	if issues.Err() != nil {
		c.issues(issues, func(*cel.Error) (string, params) { return "rule.syntax", params{} })
		return
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		c.issues(issues, func(e *cel.Error) (string, params) { return c.judge(e.Message, p) })
		return
	}
	if got := checked.OutputType(); !gives(got, want) {
		c.report("/cel", "rule.result", params{"want": string(want), "got": cel.FormatCELType(got)})
	}
}

// issues reports at most ten: after the first mistake many more are its echoes.
func (c *checker) issues(issues *cel.Issues, judge func(*cel.Error) (string, params)) {
	for i, e := range issues.Errors() {
		if i == 10 {
			return
		}
		key, p := judge(e)
		p["line"], p["column"], p["message"] = e.Location.Line(), e.Location.Column()+1, strings.ReplaceAll(e.Message, "#", "")
		c.report("/cel", key, p)
	}
}

var (
	stringLiteral  = regexp.MustCompile(`(?s)"""(\\.|[^\\])*?"""|'''(\\.|[^\\])*?'''|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'`)
	serverOnly     = regexp.MustCompile("`|(?:^|[^0-9A-Za-z_)\\]])\\.[0-9]") // `a-b` and .5, which the browser cannot parse
	undefinedField = regexp.MustCompile(`^undefined field '(.*)'`)
	undeclared     = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
)

// judge gives the key of an error of CEL's type checker, which says it only in words.
func (c *checker) judge(message string, p *provider) (string, params) {
	if m := undefinedField.FindStringSubmatch(message); m != nil {
		object := p.missed[m[1]]
		keys, _ := p.FindStructFieldNames(object)
		out := c.suggest(m[1], keys)
		out["field"] = strings.TrimPrefix(scopePath(object)+"."+m[1], ".")
		return "rule.unknown_field", out
	}
	if m := undeclared.FindStringSubmatch(message); m != nil {
		return "rule.unknown_field", c.undeclared(m[1])
	}
	if strings.Contains(message, "does not support field selection") && strings.Contains(message, "list(") {
		return "rule.not_in_scope", params{}
	}
	return "rule.unlike_types", params{}
}

// undeclared guesses what a bare name was meant to be: a field without answers, or a misspelt variable.
func (c *checker) undeclared(name string) params {
	if _, key := c.scope.find(name); key == "" {
		return params{"field": name, "suggestion": "answers." + name}
	}
	words := []string{
		"answers", "today", "years", "days", "addDays", "isDate", "sum", "count", "lower", "digits", "text", "number",
		"round",
	}
	out := c.suggest(name, words)
	if _, found := out["suggestion"]; found {
		return out
	}
	keys := make([]string, len(c.scope.Names))
	for i, n := range c.scope.Names {
		keys[i] = n.Key
	}
	out = c.suggest(name, keys)
	if key, found := out["suggestion"].(string); found && !slices.Contains(roots, key) {
		out["suggestion"] = "answers." + key
	}
	return out
}

// kinds are what CEL gives for each type that a rule may have to give.
var kinds = map[Type][]cel.Kind{
	Bool:    {types.BoolKind},
	Number:  {types.DoubleKind, types.IntKind},
	Text:    {types.StringKind},
	Date:    {types.StringKind},
	Choice:  {types.StringKind},
	Choices: {types.ListKind},
	List:    {types.ListKind},
	Repeat:  {types.ListKind},
	Group:   {types.MapKind, types.StructKind},
}

// gives tells whether a CEL type is what a rule of a type must give. What JSON cannot hold is never a result.
func gives(got *cel.Type, want Type) bool {
	kind := got.Kind()
	if allowed, limited := kinds[want]; limited {
		return kind == types.DynKind || slices.Contains(allowed, kind)
	}
	if kind == types.MapKind && !got.Parameters()[0].IsAssignableType(cel.StringType) {
		return false // the browser cannot tell the key 1 from the key "1"
	}
	return kind != types.TypeKind && kind != types.BytesKind && kind != types.UintKind
}
