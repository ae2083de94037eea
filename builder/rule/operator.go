package rule

import "slices"

// allowed says which operators a type has. Any is judged by the value, see effective.
var allowed = map[Type][]string{
	Text:   {Equal, NotEqual, In, NotIn, Contains, NotContains, BeginsWith, EndsWith, IsEmpty, NotEmpty},
	Number: {Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn, Between, IsEmpty, NotEmpty},
	Bool:   {Equal, NotEqual, IsEmpty, NotEmpty},
	Date: {
		Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn, Between, OlderThan, YoungerThan,
		IsEmpty, NotEmpty,
	},
	Choice:  {Equal, NotEqual, In, NotIn, IsEmpty, NotEmpty},
	Choices: {Contains, NotContains, In, NotIn, IsEmpty, NotEmpty},
	List:    {Contains, NotContains, IsEmpty, NotEmpty},
	Group:   {IsEmpty, NotEmpty},
	Repeat:  {IsEmpty, NotEmpty},
	Any:     {Equal, NotEqual, Contains, NotContains, IsEmpty, NotEmpty},
}

// effective is the type that a condition treats its field as. Only Any changes: the operator, the other field or
// the constant says what it must be for the condition to be true.
func effective(field Type, c Condition, other Type) Type {
	if field != Any {
		return field
	}
	switch c.Operator {
	case IsEmpty, NotEmpty, Contains, NotContains:
		return Any
	case BeginsWith, EndsWith:
		return Text
	case OlderThan, YoungerThan:
		return Date
	}
	if c.ValueField == "" {
		return typeOfConstant(plain(c.Value))
	}
	if other == Any && !slices.Contains([]string{Equal, NotEqual}, c.Operator) {
		return Number
	}
	return other
}

func typeOfConstant(v any) Type {
	switch v := v.(type) {
	case float64:
		return Number
	case bool:
		return Bool
	case string:
		if isDateConstant(v) {
			return Date
		}
		return Text
	case []any:
		if len(v) > 0 {
			return typeOfConstant(v[0])
		}
	}
	return Any
}

func isDateConstant(v any) bool {
	s, ok := v.(string)
	_, real := parseDate(s)
	return ok && (real || s == "today")
}

// operand is the type that the value of an operator must have over a field of a type.
func operand(t Type, operator string) Type {
	switch {
	case operator == OlderThan || operator == YoungerThan:
		return Number
	case t == Choice || t == Choices:
		return Text
	case t == List:
		return Any
	}
	return t
}
