package rule

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// valueCheck is the constant of one condition being checked.
type valueCheck struct {
	*checker
	cond  Condition
	field place
	typ   Type
	at    string
}

func (c *checker) value(v valueCheck) {
	value := plain(v.cond.Value)
	switch v.cond.Operator {
	case In, NotIn:
		v.list(value, 1, maxMembers)
	case Between:
		if v.list(value, 2, 2) {
			v.ends(value.([]any))
		}
	default:
		v.one(value, v.at)
	}
}

func (v valueCheck) list(value any, least, most int) bool {
	list, ok := value.([]any)
	if !ok || len(list) < least {
		v.report(v.at, "rule.bad_value", params{"want": "list"})
		return false
	}
	if len(list) > most {
		v.report(v.at, "rule.too_long", params{"limit": most})
		return false
	}
	good := true
	for i, member := range list {
		good = v.one(member, v.at+"/"+strconv.Itoa(i)) && good
	}
	return good
}

// ends refuses a range that nothing can be in.
func (v valueCheck) ends(ends []any) {
	low, lowText := ends[0].(string)
	high, highText := ends[1].(string)
	if lowText && highText && low != "today" && high != "today" && low > high {
		v.report(v.at, "rule.bad_value", params{"want": "low to high"})
	}
	from, fromNumber := ends[0].(float64)
	to, toNumber := ends[1].(float64)
	if fromNumber && toNumber && from > to {
		v.report(v.at, "rule.bad_value", params{"want": "low to high"})
	}
}

// one checks a constant: a value that is missing decides nothing, so it cannot be compared with.
func (v valueCheck) one(value any, at string) bool {
	want := operand(v.typ, v.cond.Operator)
	if s, ok := value.(string); ok && utf8.RuneCountInString(s) > maxText {
		v.report(at, "rule.too_long", params{"limit": maxText})
		return false
	}
	if value == nil || value == "" {
		v.report(at, "rule.bad_value", params{"want": string(want)})
		return false
	}
	if !fits(value, want) {
		key := "rule.unlike_types"
		if _, isText := value.(string); isText && want == Date {
			key = "rule.bad_value"
		}
		v.report(at, key, params{"want": string(want)})
		return false
	}
	return v.sense(value, at)
}

// sense checks what only this field or operator asks of a constant.
func (v valueCheck) sense(value any, at string) bool {
	if n, ok := value.(float64); ok && (v.cond.Operator == OlderThan || v.cond.Operator == YoungerThan) && n < 0 {
		v.report(at, "rule.bad_value", params{"want": "0 or more"})
		return false
	}
	option, isText := value.(string)
	if (v.typ != Choice && v.typ != Choices) || v.field.name.Options == nil || !isText {
		return true
	}
	if slices.Contains(v.field.name.Options, option) {
		return true
	}
	p := params{"field": v.cond.Field, "f": v.cond.Field, "option": option}
	if s := nearest(option, v.field.name.Options); s != "" {
		p["suggestion"] = s
	}
	v.report(at, "rule.unknown_option", p)
	return false
}

// fits tells whether a constant is of a type.
func fits(value any, want Type) bool {
	switch v := value.(type) {
	case float64:
		return finite(v) && (want == Number || want == Any)
	case bool:
		return want == Bool || want == Any
	case string:
		return want == Text || want == Any || want == Date && isDateConstant(v)
	}
	return false
}
