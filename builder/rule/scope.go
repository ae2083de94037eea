package rule

// Type is the type of a name in a scope.
type Type string

// The types that a rule can compare.
const (
	Text    Type = "text"
	Number  Type = "number" // also money (minor units) and percent
	Bool    Type = "bool"
	Date    Type = "date"    // "YYYY-MM-DD"
	Choice  Type = "choice"  // one of Options
	Choices Type = "choices" // list of Options
	List    Type = "list"    // other lists: documents
	Group   Type = "group"   // Members
	Repeat  Type = "repeat"  // rows of Members
	Any     Type = "any"     // known to exist, of no fixed type
)

// Name is one name that a rule may use.
type Name struct {
	Key     string   `json:"key"`
	Type    Type     `json:"type"`
	Options []string `json:"options,omitempty"` // of Choice and Choices; nil means open
	Members []Name   `json:"members,omitempty"` // of Group and Repeat
}

// Scope is what a rule can see. Root names are the fields of the form, and beside them "previous" (the same fields
// before a change), "checks" (results), "case" (facts of the case). Rows names the repeats that the rule stands in,
// outermost first: a rule of a field in owners[].owners[] has Rows ["owners", "owners[].owners"].
type Scope struct {
	Names []Name   `json:"names"`
	Rows  []string `json:"rows,omitempty"`
}

// Data is what a rule is evaluated on: decoded JSON (map[string]any, []any, string, float64, bool, nil).
type Data struct {
	Root  map[string]any   `json:"root"`           // answers, with previous, checks and case beside them
	Rows  []map[string]any `json:"rows,omitempty"` // the rows that the rule stands in, outermost first
	Today string           `json:"today"`          // "YYYY-MM-DD" in the tenant's zone
}
