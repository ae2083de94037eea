// Package check is the questions that the machine asks about a case: identifier check digits, age, consistency rules,
// duplicate persons; and the interface by which plugins add others.
package check

import (
	"context"
	"encoding/json"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
)

// The results.
const (
	Pass        = "pass"
	Fail        = "fail"
	Unclear     = "unclear"
	Unavailable = "unavailable"
	Skipped     = "skipped" // it has nothing to ask, as it was set: what it would spare is asked
)

// Question is what a check is asked.
type Question struct {
	Tenant   string
	Case     string
	Key      string
	Fields   []string // paths of keys that the check judges
	Config   json.RawMessage
	Answers  map[string]any
	Facts    map[string]any // previous, checks, case: what rules may read beside the answers
	Identity string         // canonical, of the person or company
	Today    string         // "YYYY-MM-DD" in the tenant's zone
	Form     *form.Compiled // the version that was answered
	Outfit   Outfit         // for checks of plugins
}

// Answer is what a check says.
type Answer struct {
	Result      string
	Explanation schemas.Text   // for staff
	Set         map[string]any // attributes of the case
	Evidence    map[string]any // kept with the result; no secrets
}

// Checker answers questions of one type. It is called by a job, outside any transaction, and may take time.
// An error means unavailable.
type Checker interface {
	Type() string
	Check(ctx context.Context, q Question) (Answer, error)
}

// Configurable is implemented by checkers that describe their settings; all of ours do.
type Configurable interface {
	// Settings returns the JSON Schema 2020-12 of Question.Config.
	Settings() []byte
}

// Result is a kept answer.
type Result struct {
	Tenant      string
	Case        string
	Key         string
	Round       int
	Attempt     int
	Result      string
	Explanation schemas.Text
	Evidence    map[string]any
	At          time.Time
}

// Rows are the results inside one transaction of one tenant.
type Rows interface {
	// PutResult adds or replaces the result of (case, key, round).
	PutResult(Result) error
	// Results returns the latest result of each check of a case.
	Results(caseID string) ([]Result, error)
	// ResultsOf returns the results of one check of a case, of each round the last, newest first.
	ResultsOf(caseID, key string) ([]Result, error)
}

// Kept is an answer of a provider outside that may be given again until it is too old.
type Kept struct {
	Result      string
	Explanation schemas.Text
	Evidence    map[string]any
	At, Until   time.Time
}

// Keeper keeps answers of a tenant by the hash of what was asked.
type Keeper interface {
	// KeptAnswer returns fault.NotFound when there is none that still holds.
	KeptAnswer(ctx context.Context, tenant, hash string) (Kept, error)
	KeepAnswer(ctx context.Context, tenant, hash string, k Kept) error
}

// Outfit is what a tenant has for the checks of one plugin: what it set of it, and where answers are kept.
type Outfit struct {
	Settings json.RawMessage // secrets among them; nil where nothing was set
	Kept     Keeper          // nil keeps nothing
}
