package rule

import "strings"

// comparison is the test of one condition, after its guards. The right side is a constant or another expression.
type comparison struct {
	typ       Type
	expr, op  string
	value     any
	other     string
	otherType Type
}

// equalsConstant needs no guard: nothing missing or misshapen equals a constant of the right type.
func (t comparison) equalsConstant() bool {
	return t.op == Equal && t.other == "" && t.value != "today"
}

func (t comparison) parts() []string {
	switch t.op {
	case Equal:
		return []string{t.expr + " == " + t.right()}
	case NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual:
		return []string{t.expr + " " + t.op + " " + t.right()}
	case In:
		return []string{t.among()}
	case NotIn:
		return []string{"!(" + t.among() + ")"}
	case Between:
		ends := t.value.([]any)
		return []string{t.expr + " >= " + t.constant(ends[0]), t.expr + " <= " + t.constant(ends[1])}
	case Contains:
		return []string{t.contains()}
	case NotContains:
		return []string{"!(" + t.contains() + ")"}
	case BeginsWith:
		return []string{t.expr + ".startsWith(" + t.right() + ")"}
	case EndsWith:
		return []string{t.expr + ".endsWith(" + t.right() + ")"}
	case OlderThan:
		return []string{"years(" + t.expr + ", today) >= " + t.right()}
	}
	return []string{"years(" + t.expr + ", today) < " + t.right()} // YoungerThan
}

func (t comparison) right() string {
	if t.other != "" {
		return t.other
	}
	return t.constant(t.value)
}

func (t comparison) constant(v any) string {
	switch v := v.(type) {
	case float64:
		return double(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	s := v.(string)
	if t.typ == Date && s == "today" {
		return "today"
	}
	return quote(s)
}

func (t comparison) among() string {
	list := t.value.([]any)
	options := make([]string, len(list))
	for i, v := range list {
		options[i] = t.constant(v)
	}
	if t.typ != Choices {
		return t.expr + " in [" + strings.Join(options, ", ") + "]"
	}
	for i, o := range options {
		options[i] = "c == " + o
	}
	return t.expr + ".exists(c, " + strings.Join(options, " || ") + ")"
}

func (t comparison) contains() string {
	right := t.right()
	inText, inList := t.expr+".contains("+right+")", t.expr+".exists(c, c == "+right+")"
	switch {
	case t.typ == Text:
		return inText
	case t.typ != Any:
		return inList
	}
	inList = "type(" + t.expr + ") == list && " + inList
	inText = "type(" + t.expr + ") == string && " + inText
	if t.other != "" {
		inText = "type(" + right + ") == string && " + inText
	} else if _, isText := t.value.(string); !isText {
		return "(" + inList + ")"
	}
	return "(" + inText + " || " + inList + ")"
}
