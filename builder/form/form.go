// Package form is what is asked: pages of fields, with rules and texts. It lints a form, and compiles it for use by
// the runtime and to standard JSON Schema. It knows nothing of cases, storage or HTTP.
//
// The order of use is Clean, Resolve, Prune, Validate; ui/src/runtime/form does the same in the browser, and
// schemas/testdata/answers/form-*.json holds the cases that both must answer alike.
//
// # What the JSON Schema says
//
// Compiled.Schema describes clean, visible answers. It says the shape of each answer, which are owed, and, with
// if/then/else, visibility and conditional requirement where the condition reads answers of the same level (the form
// itself, one group, one row) with =, !=, <, <=, >, >=, between, in, notIn, contains (lists), isEmpty, notEmpty, and
// and/or/not over these. Visibility and requirement that depend on anything else leave the member optional.
//
// It does not say: rules written in CEL, conditions across levels or over rows seen from outside, today, previous,
// checks and case, comparison of two answers, parts of a text, order of dates, ages, formulas, validations, check
// digits beyond the formats of package field, and what is owed of fields for staff only. Valid answers always conform
// to it; what conforms need not be valid.
package form

import (
	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Form is a form definition, as stored and as exchanged.
type Form struct {
	Schema        string       `json:"$schema,omitempty"`
	Key           string       `json:"key"`
	Title         schemas.Text `json:"title"`
	Description   schemas.Text `json:"description,omitempty"`
	Locales       []string     `json:"locales"`           // all texts exist in each
	DefaultLocale string       `json:"defaultLocale"`     // one of Locales
	Section       bool         `json:"section,omitempty"` // a part that other forms link to
	// Outdated are the translations whose source has changed since; no audience gets them.
	Outdated definition.Outdated `json:"outdated,omitempty"`
	Pages    []Page              `json:"pages"`
	// Validations are rules over the whole form, shown in the error summary.
	Validations []Check `json:"validations,omitempty"`
}

// Page is one screen.
type Page struct {
	ID          string        `json:"id"`
	Key         string        `json:"key"`
	Title       schemas.Text  `json:"title"`
	Description schemas.Text  `json:"description,omitempty"`
	VisibleWhen *rule.Rule    `json:"visibleWhen,omitempty"`
	StaffOnly   bool          `json:"staffOnly,omitempty"` // never reaches an applicant's browser
	Fields      []field.Field `json:"fields"`
}

// Check is a rule over the whole form, pinned to the field that its message stands at.
type Check struct {
	Field string `json:"field"` // path of keys
	field.Validation
}
