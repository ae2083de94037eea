// Package rule is the one evaluator of conditions and formulas.
//
// The query (groups of field, operator, value) is the truth; CEL is generated from it, or written by an expert.
// The browser has the same emitter and the same CEL (ui/src/runtime/rule); schemas/testdata/rules holds the cases
// that both must answer alike. It knows nothing of forms: a Scope tells it which names exist and of what type.
//
// # What CEL may use
//
// Variables: answers, previous, checks, case (maps), today ("YYYY-MM-DD"), and inside a repeat row (the innermost),
// parent (the row around it) and grandparent. Every number is a double: answers.income > 1000 compares, but
// arithmetic wants answers.income * 2.0. The standard operators, has, all, exists, exists_one, filter, map, size,
// contains, startsWith, endsWith, type and dyn are there. Regular expressions, timestamps, durations and the standard
// conversions are not, as the two engines differ on them; text beyond U+FFFF (emoji) must not be ordered with < for
// the same reason. Beside these:
//
//	years(from, to)     whole years between two dates, as a double; a birthday of 29 February falls on 1 March
//	                    in a common year; negative when to is before from
//	days(from, to)      days between two dates, as a double
//	addDays(date, n)    the date n days later
//	isDate(x)           whether x is text that is a real date "YYYY-MM-DD"
//	sum(list)           the sum of a list of numbers; null counts as nothing
//	count(list)         how many members of a list are not null, as a double
//	lower(text)         lower case, letter by letter
//	digits(text)        only the digits 0 to 9 of a text
//	text(number)        a number as text, as JSON writes it
//	number(x)           a whole number, or a text such as "-1.5e3", as a double
//	round(x, decimals)  half away from zero, as people round the decimal number they see: round(2.675, 2) is 2.68
//
// A total over rows: sum(answers.owners.map(o, has(o.share), o.share)).
package rule

import "encoding/json"

// Rule is a condition or a formula: a query, or CEL written by hand. Exactly one of the two is set.
type Rule struct {
	Query *Query `json:"query,omitempty"`
	CEL   string `json:"cel,omitempty"`
}

// Query is a group of conditions and of smaller groups, joined by one combinator.
type Query struct {
	Combinator string `json:"combinator"`    // "and" or "or"
	Not        bool   `json:"not,omitempty"` // negates the whole group
	Rules      []Node `json:"rules"`
}

// Node is a member of a group: a group again or one condition. Exactly one is set; in JSON they are told apart by
// the member "rules".
type Node struct {
	Group     *Query
	Condition *Condition
}

// Condition compares one field with a value or with another field.
//
// A condition over a missing value (absent, null, empty text, empty list) is false, whatever the operator, except
// for isEmpty, which is then true: an unanswered question decides nothing.
type Condition struct {
	// Field is a path of keys from the root of the scope: "income", "address.city", "owners[].share",
	// "previous.addr_country", "checks.age.result". Inside a repeated row, a path that passes through that repeat
	// means the same row.
	Field string `json:"field"`
	// Operator is one of the constants below.
	Operator string `json:"operator"`
	// Value is a constant: string, number (float64), bool, or a list of these for in, notIn, between.
	Value any `json:"value,omitempty"`
	// ValueField names another field to compare with, instead of Value.
	ValueField string `json:"valueField,omitempty"`
	// Match says how a condition over a repeat seen from outside it is met: "some" (default), "every" or "none".
	Match string `json:"match,omitempty"`
}

// The operators. Comparison with a date takes "YYYY-MM-DD" or "today".
const (
	Equal          = "="
	NotEqual       = "!="
	Less           = "<"
	LessOrEqual    = "<="
	Greater        = ">"
	GreaterOrEqual = ">="
	In             = "in"
	NotIn          = "notIn"
	Between        = "between"  // both ends included
	Contains       = "contains" // text contains text; list contains value
	NotContains    = "notContains"
	BeginsWith     = "beginsWith"
	EndsWith       = "endsWith"
	IsEmpty        = "isEmpty"
	NotEmpty       = "notEmpty"
	OlderThan      = "olderThan"   // a date at least Value whole years before today
	YoungerThan    = "youngerThan" // a date less than Value whole years before today
)

// UnmarshalJSON tells a group from a condition by the member "rules".
func (n *Node) UnmarshalJSON(b []byte) error {
	var probe struct {
		Rules json.RawMessage `json:"rules"`
	}
	if err := json.Unmarshal(b, &probe); err != nil {
		return err
	}
	if probe.Rules != nil {
		n.Group = new(Query)
		return json.Unmarshal(b, n.Group)
	}
	n.Condition = new(Condition)
	return json.Unmarshal(b, n.Condition)
}

// MarshalJSON writes whichever of the two is set.
func (n Node) MarshalJSON() ([]byte, error) {
	if n.Group != nil {
		return json.Marshal(n.Group)
	}
	return json.Marshal(n.Condition)
}
